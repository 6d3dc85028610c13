"""Starts the processes: web and worker together for one machine, or each alone, and prepares the store first."""

from __future__ import annotations

import errno
import gc
import importlib
import logging
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from bot.catalogues import catalogue
from bot.configuration.nonsense import Nonsense
from bot.configuration.settings import EXAMPLE_LANDLORD, Settings
from bot.conversation import STORE_IS_AWAY
from bot.example import read_example_register
from bot.house import House, open_house
from bot.post.ending import Ending
from bot.staff.invitations import first_link_needed, invite_first
from bot.understanding.answers import hear_choice
from bot.understanding.danger.finding import find_danger
from bot.understanding.reading import read_report
from storage.contacts import does_key_open
from storage.properties import Home, import_properties, register_version
from webhooks import gunicorn
from webhooks.place import now
from webhooks.processes import Duty, keep_running

if TYPE_CHECKING:
    from flask import Flask

_log = logging.getLogger(__name__)
WRONG_TOKEN = "Check TELEGRAM_TOKEN: BotFather in Telegram shows the one that holds."
WRONG_KEY = (
    "HEARBACK_KEY does not open the telephone numbers in the store. Set the key that they were sealed with; "
    "where it was made for you it is in the data folder."
)
LETTING_GO = 5.0
"""Seconds in which one that was told to stop, or was killed, lets go of what it holds."""
STORE_STARTS = 10.0
"""Seconds in which a database that is started along with us begins to answer."""
BACKLOG = 512
GUNICORN = (
    "worker_class", "workers", "threads", "accesslog", "errorlog", "loglevel", "graceful_timeout",
    "control_socket_disable", "on_starting", "post_worker_init",
)  # fmt: skip


def prepare_store(house: House) -> None:
    """Bring the tables up to date; the example landlord's register of homes comes with it.

    A server of databases that is still starting is waited for. Raises Nonsense where the database cannot be reached or
    opened.
    """
    until = time.monotonic() + STORE_STARTS
    while True:
        try:
            house.database.migrate()
            break
        except (OperationalError, OSError) as error:
            if not _may_still_start(error) or time.monotonic() > until:
                raise Nonsense("The database", [_why_no_store(error)]) from None
            _log.warning("The database does not answer yet. It is waited for.")
        time.sleep(1)
    check_key(house)
    with house.database.reading() as session:
        empty = register_version(session) == 0
    if empty and house.settings.landlord_file == EXAMPLE_LANDLORD:
        rows = [Home(**asdict(row)) for row in read_example_register()]
        house.database.write(lambda session: import_properties(session, rows, now()))


def check_key(house: House) -> None:
    """Raises Nonsense where HEARBACK_KEY is not the one that the contacts in the store were sealed with: nobody could
    be answered, and whoever writes would be taken for somebody new. A store that is away is not asked."""
    try:
        with house.database.reading() as session:
            opens = does_key_open(session, house.keys)
    except STORE_IS_AWAY:
        return
    if not opens:
        raise Nonsense("The environment", [WRONG_KEY])


def _may_still_start(error: OperationalError | OSError) -> bool:
    """Whether it is a server that does not answer, or says that it is starting: no password, name or file is wrong."""
    cause = error.orig if isinstance(error, OperationalError) else None
    is_server = isinstance(cause, Exception) and not hasattr(cause, "sqlite_errorname")
    return is_server and ("FATAL" not in str(cause) or "starting up" in str(cause))


def _why_no_store(error: OperationalError | OSError) -> str:
    """In a sentence that holds nothing of the address, as that holds a password."""
    cause = error.orig if isinstance(error, OperationalError) else error
    codes = (getattr(cause, name, None) for name in ("sqlite_errorname", "sqlstate", "strerror"))
    code = next(filter(None, codes), "no answer")
    return f"It cannot be opened ({code}). Check that it runs, that we may write there, and DATABASE_URL if you set it."


def serve_everything(environ: Mapping[str, str]) -> int:
    """Web, worker and, where Telegram has no webhook, poller, until told to stop; what dies is started again."""
    from webhooks.app import create_app

    house = open_house(environ)
    door = listen(house.settings)
    prepare_store(house)
    app = create_app(house)
    warm_up(house)
    _introduce(house)
    house.database.close()
    gc.freeze()  # all this stays: processes that share it need not look through it, at their end above all
    gc.enable()
    duties: dict[str, Duty] = {"web": partial(serve_web, app, door)}
    duties["worker"] = partial(_behind, door, partial(run_worker, environ))
    if house.settings.telegram and not house.settings.telegram.secret:
        duties["poller"] = partial(_behind, door, partial(poll_telegram, environ))
    keep_running(duties)
    return 0


def listen(settings: Settings) -> socket.socket:
    """Where the web process takes its requests. Held by the process that starts it, so that nobody who calls while it
    is being started again is turned away: they wait.

    A port that is taken is asked for again for `LETTING_GO` seconds. Raises Nonsense when it cannot be had.
    """
    where = ("0.0.0.0" if settings.behind_proxies else "127.0.0.1", settings.port)
    until = time.monotonic() + LETTING_GO
    while True:
        try:
            return socket.create_server(where, backlog=BACKLOG)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise Nonsense("The environment", [_why_not(settings.port, error)]) from None
        time.sleep(0.1)


def _why_not(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken, perhaps by another Hearback. Stop it, or set HEARBACK_PORT to another number."
    return f"Port {port} cannot be used ({error.strerror}). Set HEARBACK_PORT to another number, such as 8000."


def _behind(door: socket.socket, duty: Duty) -> None:
    """A duty that takes no requests, in its own process; what keeps it from starting is said in sentences."""
    door.close()
    try:
        duty()
    except Nonsense as nonsense:
        print(nonsense, file=sys.stderr, flush=True)
        sys.exit(1)


def serve_web(app: Flask, door: socket.socket) -> None:
    """The web process, much as `Procfile` has it."""
    from gunicorn.app.base import BaseApplication

    class Web(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        def load_config(self) -> None:
            for name in GUNICORN:
                self.cfg.set(name, getattr(gunicorn, name))
            self.cfg.set("bind", f"fd://{door.detach()}")

        def load(self) -> Flask:
            return app

    Web().run()


def warm_up(house: House) -> None:
    """Read the word lists, catalogues and register before the first resident writes, not while they wait.

    A store that is away keeps no door shut: what comes is kept in the journal.
    """
    find_danger("")
    read_report("")
    hear_choice("", ())
    for language in house.landlord.languages:
        catalogue(language)
    if house.settings.telegram:
        importlib.import_module("telegram")
    try:
        with house.database.reading() as session:
            house.registers.current(session, now())
    except STORE_IS_AWAY as trouble:
        _log.error("The store cannot be reached at the start: %s", type(trouble).__name__)


def _introduce(house: House) -> None:
    """Where everything is, and how to sign in the first time."""
    url = house.settings.public_url
    settings = house.settings
    lines = [
        f"{house.landlord.name}: Hearback is ready.",
        f"  Web chat       {url}/chat",
        f"  Staff console  {url}/staff",
        f"  Text messages  {'by Twilio, at ' + url + '/sms' if settings.twilio else 'not connected (see the README)'}",
        f"  Telegram       {'connected' if settings.telegram else 'not connected (see the README)'}",
        f"  Everything is kept in {settings.data}",
    ]
    if url.startswith("https://") and not settings.behind_proxies:
        lines.append("  Behind a proxy? Set HEARBACK_BEHIND_PROXIES, or all residents count as one address.")
    with house.database.reading() as session:
        needed = first_link_needed(session)
    if needed:
        token = house.database.write(lambda session: invite_first(session, now()))
        lines.append(f"  Sign in for the first time (this link works once): {url}/staff/first/{token}")
    print("\n".join(lines), flush=True)


def run_worker(environ: Mapping[str, str]) -> int:
    """One worker, until it is told to stop."""
    from bot.post.undelivered import hand_to_staff
    from bot.post.worker import work

    house = open_house(environ)
    prepare_store(house)
    _have_telegram_call_us(house)
    return work(house, ticks=ticks_of(house), undelivered=partial(hand_to_staff, house))


def ticks_of(house: House) -> list[Callable[[datetime], None]]:
    """All that the worker looks at each ten seconds: who is to be told, reminded, and what runs out."""
    from bot.casework.clockwork import wind_all
    from bot.in_touch.taking_over import look_who_waits
    from bot.post.reminders import remind
    from bot.post.sweeping import Sweeper
    from bot.privacy.forgetting import Forgetter
    from bot.rota import call_next
    from bot.surveys.campaigns import tidy_campaigns
    from bot.surveys.inviting import ask_how_it_went

    ticks: list[Callable[[datetime], None]] = [
        partial(look, house) for look in (call_next, look_who_waits, remind, wind_all, ask_how_it_went, tidy_campaigns)
    ]
    ticks.append(Forgetter(house).tick)
    if house.settings.twilio:
        from bot.channels.sms_inbox import SmsInbox

        ticks.append(Sweeper(house, SmsInbox(house.settings.twilio)).sweep)
    return ticks


def _have_telegram_call_us(house: House) -> None:
    """Telegram brings its updates to the public address; it is told each time, as the address may have changed."""
    telegram, url = house.settings.telegram, house.settings.public_url
    if telegram is None or not telegram.secret or not (url.startswith("https://") or telegram.base_url):
        return
    from telegram.error import TelegramError

    from bot.channels.telegram_line import TelegramLine, set_webhook

    line = TelegramLine(telegram)
    try:
        set_webhook(line, url, telegram.secret)
    except (TelegramError, TimeoutError) as error:
        _log.error("Telegram could not be told our address (%s). %s", type(error).__name__, WRONG_TOKEN)
    finally:
        line.close()


def poll_telegram(environ: Mapping[str, str]) -> int:
    """Telegram by getUpdates, until told to stop."""
    from bot.channels.telegram import hear_update
    from bot.channels.telegram_line import NotConnected, TelegramLine, carry_out, poll
    from bot.post.receipts import record_answered
    from webhooks.telegram import take_update

    house = open_house(environ)
    if house.settings.telegram is None:
        raise Nonsense("The environment", ["TELEGRAM_TOKEN is missing. BotFather in Telegram gives you one."])
    prepare_store(house)
    ending, stopped = Ending(), threading.Event()
    ending.heed_signals()
    line = TelegramLine(house.settings.telegram)

    def receive(body: bytes) -> str:
        answer, ids = take_update(house, hear_update(body), body)
        if not ids:
            return answer
        if carry_out(line, answer):  # else the worker sends the advice
            record_answered(house, ids, now())
        return ""

    try:
        _until_told(ending, stopped, lambda: poll(line, receive, stopped))
    except NotConnected:
        raise Nonsense("The environment", [WRONG_TOKEN]) from None
    return 0


def _until_told(ending: Ending, stopped: threading.Event, work: Callable[[], None]) -> None:
    """Do the work in a thread, and wait only a moment for its end once we are told to end: Telegram holds a request
    open for long, and nothing is lost by not hearing its answer. Raises what the work raises."""
    failed: list[Exception] = []

    def do() -> None:
        try:
            work()
        except Exception as error:
            failed.append(error)
        ending.tell()

    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    ending.has_come(within=None)
    stopped.set()
    thread.join(LETTING_GO)
    if failed:
        raise failed[0]
