"""Starts the processes: web and worker together for one machine, or each alone, and prepares the store first."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict

from bot.invitations import first_link_needed, invite_first

from bot.example import read_example_register
from bot.house import House, open_house
from bot.settings import EXAMPLE_LANDLORD
from storage.properties import Home, import_properties, register_version
from webhooks.place import now

_log = logging.getLogger(__name__)
CHECK_EVERY = 0.2  # seconds between looks at the processes we started


def prepare_store(house: House) -> None:
    """Bring the tables up to date; the example landlord's register of homes comes with it."""
    house.database.migrate()
    with house.database.reading() as session:
        empty = register_version(session) == 0
    if empty and house.settings.landlord_file == EXAMPLE_LANDLORD:
        rows = [Home(**asdict(row)) for row in read_example_register()]
        house.database.write(lambda session: import_properties(session, rows, now()))


def serve_everything(environ: Mapping[str, str]) -> int:
    """Web and worker in one process group, each started again when it dies; ends when it is told to."""
    house = open_house(environ)
    prepare_store(house)
    _introduce(house)
    house.database.close()
    stopped = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopped.set())
    commands = [web_command(house), [sys.executable, "-m", "webhooks", "work"]]
    if house.settings.telegram and not house.settings.telegram.secret:
        commands.append([sys.executable, "-m", "webhooks", "poll"])
    return _watch(commands, stopped)


def web_command(house: House) -> list[str]:
    """How the web process is started; `Procfile` does the same."""
    address = f"{'0.0.0.0' if house.settings.behind_proxies else '127.0.0.1'}:{house.settings.port}"
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:webhooks.gunicorn",
        "--bind",
        address,
        "webhooks.wsgi:app",
    ]


def _watch(commands: list[list[str]], stopped: threading.Event) -> int:
    """Keep these processes running until stopped."""
    running = [subprocess.Popen(command) for command in commands]
    while not stopped.wait(CHECK_EVERY):
        for place, process in enumerate(running):
            if process.poll() is not None and not stopped.is_set():
                _log.warning("A process ended (%s) and is started again.", process.returncode)
                stopped.wait(1.0)
                running[place] = subprocess.Popen(commands[place])
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0


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
    with house.database.reading() as session:
        needed = first_link_needed(session)
    if needed:
        token = house.database.write(lambda session: invite_first(session, now()))
        lines.append(f"  Sign in for the first time (this link works once): {url}/staff/first/{token}")
    print("\n".join(lines), flush=True)


def run_worker(environ: Mapping[str, str]) -> int:
    """One worker, until it is told to stop."""
    from functools import partial

    from bot.reminders import remind
    from bot.rota import call_next
    from bot.worker import work

    house = open_house(environ)
    prepare_store(house)
    return work(house, ticks=(partial(call_next, house), partial(remind, house)))


def poll_telegram(environ: Mapping[str, str]) -> int:
    """Telegram by getUpdates, until told to stop."""
    from bot.channels.telegram import hear_update
    from bot.channels.telegram_line import TelegramLine, poll
    from bot.conversation import answered
    from bot.nonsense import Nonsense
    from webhooks.telegram import take_update

    house = open_house(environ)
    if house.settings.telegram is None:
        raise Nonsense("The environment", ["TELEGRAM_TOKEN is missing. BotFather in Telegram gives you one."])
    prepare_store(house)
    stopped = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopped.set())

    def receive(body: bytes) -> str:
        answer, ids = take_update(house, hear_update(body), body)
        answered(house, ids, now())
        return answer

    poll(TelegramLine(house.settings.telegram), receive, stopped)
    return 0
