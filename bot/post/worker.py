"""The worker: hands what is due to the jobs, takes over what others left, and keeps the clock for what falls due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.channels.contract import Sender
from bot.configuration.settings import Settings
from bot.house import House
from bot.post.ending import Ending
from bot.post.jobs import Duties, Jobs
from bot.post.posting import HoursOf, PostOffice, Undelivered
from bot.post.starting import hours_of
from bot.rota import call_next
from storage import outbox
from storage.database import Database

LOOK = 0.1
"""Seconds between looks at the outbox."""
BATCH = 200
SILENT = timedelta(seconds=60)
"""A message that was being sent and of which nothing is heard for this long has lost its worker: no call to a
provider, nor the noting of what came of it, takes as long."""
TICK = timedelta(seconds=10)
TIDY = timedelta(minutes=5)
PATIENCE = 20
"""Seconds that jobs under way are given when we are told to stop."""

Tick = Callable[[datetime], None]
_log = logging.getLogger(__name__)


class Worker:
    """One worker. `channels` are those that are sent through a queue; whatever else is due is posted on the spot."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        senders: Mapping[str, Sender],
        *,
        ticks: Sequence[Tick] = (),
        undelivered: Undelivered | None = None,
        hours_of: HoursOf | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._office = PostOffice(database, senders, _now, undelivered, hours_of)
        self._channels = [name for name in senders if name != "web"]
        self._ticks = ticks
        self._ticking = threading.Lock()
        self._ending = Ending()
        self._look = threading.Event()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT, and the jobs under way are done."""
        self._ending.heed_signals()
        duties = Duties(self._post, self._tick)
        twilio = self._settings.twilio
        rates = {"sms": twilio.per_second} if twilio else {}
        jobs = Jobs(self._settings.database_url, self._settings.data, duties, self._channels, rates)
        rounds = (_Every(TICK, partial(self._round, jobs)), _Every(TIDY, jobs.forget_finished))
        try:
            self._try(lambda: self._hand_over_again(jobs))
            while not self._ending.has_come():
                self._look.clear()
                self._try(lambda: self._hand_over_due(jobs))
                for due in rounds:
                    self._try(lambda due=due: due.come(_now()))  # type: ignore[misc]  # mypy cannot type a default
                self._look.wait(LOOK)
        finally:
            jobs.close(PATIENCE)

    def _try(self, work: Callable[[], None]) -> None:
        """A store that is away for a while must not end the worker, whatever it or DBOS raises then."""
        try:
            work()
        except Exception as error:
            _log.warning("The store did not answer: %s", type(error).__name__)
            self._ending.has_come(within=1)

    def _hand_over_due(self, jobs: Jobs) -> None:
        now = _now()
        with self._database.reading() as session:
            found = outbox.due(session, now, BATCH) if outbox.is_anything_due(session, now) else []
            due = {row.message_id: row for row in found}
        if not due:
            return
        for message_id in self._database.write(lambda session: outbox.mark_handed(session, list(due), now)):
            row = due[message_id]
            if row.channel in self._channels:
                jobs.hand_over(row.channel, message_id, row.attempts, row.contact_id)
            else:
                self._post(message_id)

    def _hand_over_again(self, jobs: Jobs) -> None:
        """Whoever was here before us may have been killed between noting a handing over and doing it."""
        with self._database.reading() as session:
            found = outbox.stranded(session, _now(), BATCH)
        for row in found:
            if row.state == "handed" and row.channel in self._channels:
                jobs.hand_over(row.channel, row.message_id, row.attempts, row.contact_id)

    def _round(self, jobs: Jobs, now: datetime) -> None:
        """What falls due goes to one worker of all; messages whose worker fell silent go to whoever sees it first."""
        if self._ticks:
            jobs.tick(datetime.fromtimestamp(now.timestamp() // TICK.seconds * TICK.seconds, UTC))
        with self._database.reading() as session:
            silent = outbox.stranded(session, now - SILENT, BATCH, put_back=now + SILENT)
            is_wrong = outbox.is_any_written_after(session, now + SILENT)
        if is_wrong and self._database.write(lambda session: outbox.put_right(session, now, now + SILENT)):
            _log.warning("The clock was put back: what waits to leave goes by the new time.")
        for row in silent:
            self._take_over(jobs, row, now)

    def _take_over(self, jobs: Jobs, row: outbox.Outgoing, now: datetime) -> None:
        attempt = row.attempts - (row.state == "sending")
        seen = row.updated_at
        if not self._database.write(lambda session: outbox.take_up(session, row.message_id, now, seen)):
            return
        if row.channel not in self._channels:
            self._post(row.message_id)
        elif jobs.take_over(row.channel, row.message_id, attempt, row.contact_id):
            _log.warning("Message %s had lost its worker and is taken over.", row.message_id)

    def _post(self, message_id: int) -> str:
        try:
            return self._office.post(message_id)
        finally:
            self._look.set()  # the next message of the conversation may leave now

    def _tick(self, now: datetime) -> str:
        if not self._ticking.acquire(blocking=False):
            return "skipped"  # the one before is not done yet
        try:
            for tick in self._ticks:
                self._try_tick(tick, now)
        finally:
            self._ticking.release()
        return "ticked"

    def _try_tick(self, tick: Tick, now: datetime) -> None:
        try:
            tick(now)
        except Exception as error:  # one that fails must not keep the others from their turn
            _log.error("What falls due failed: %s", type(error).__name__)


class _Every:
    """Something to be done each so often, the first time at once."""

    def __init__(self, often: timedelta, work: Tick) -> None:
        self._often, self._work = often, work
        self._next: datetime | None = None

    def come(self, now: datetime) -> None:
        """Do it if it is time, or if the clock jumped back by more than one turn."""
        if self._next is None or now >= self._next or now < self._next - 2 * self._often:
            self._next = now + self._often
            self._work(now)


def open_senders(settings: Settings, name: str) -> dict[str, Sender]:
    """A sender for every channel that this installation is connected to; mail comes from this name, the landlord's."""
    from bot.channels.web import WebSender

    senders: dict[str, Sender] = {"web": WebSender()}
    if settings.twilio is not None:
        from bot.channels.sms import SmsSender

        senders["sms"] = SmsSender(settings.twilio, settings.public_url)
    if settings.telegram is not None:
        from bot.channels.telegram import TelegramSender
        from bot.channels.telegram_line import TelegramLine

        senders["telegram"] = TelegramSender(TelegramLine(settings.telegram))
    if settings.smtp_url is not None:
        from bot.channels.email import EmailSender

        senders["email"] = EmailSender(settings.smtp_url, name)
    return senders


def work(house: House, ticks: Sequence[Tick] | None = None, undelivered: Undelivered | None = None) -> int:
    """One worker, until SIGTERM or SIGINT; without `ticks` it calls whoever is next on the rota."""
    due = [partial(call_next, house)] if ticks is None else ticks
    worker = Worker(
        house.database,
        house.settings,
        open_senders(house.settings, house.landlord.name),
        ticks=due,
        undelivered=undelivered,
        hours_of=partial(hours_of, house),
    )
    worker.run()
    return 0


def _now() -> datetime:
    return datetime.now(UTC)
