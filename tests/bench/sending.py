"""How fast messages leave: by one worker and by two, from the commit to the provider's door, and what the outbox costs
a turn."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from unittest.mock import patch

from bot.house import House
from storage import outbox
from storage.contacts import contact_for
from storage.conversations import open_conversation
from storage.messages import append
from tests.bench.figures import Line, compare, show
from tests.bench.hearback import environment_of, play_all, prepared_house
from tests.bench.servers import running
from tests.bench.stores import Engine, MakeStore
from tests.standins import twilio_cloud
from tests.standins.twilio_cloud import TwilioCloud

KEY = base64.b64encode(b"a key for benches, 32 bytes long").decode()
WORK = ["-m", "webhooks", "work"]
PATIENCE = 120.0
"""Seconds until messages that do not leave are given up."""


class Door:
    """Twilio's stand-in, which notes when each message is brought."""

    def __init__(self) -> None:
        self.cloud = TwilioCloud()
        self.times: list[float] = []
        self.cloud.mood = self._note

    def _note(self) -> None:
        self.times.append(perf_counter())

    def wait_for(self, number: int) -> None:
        """Until so many have come. Raises RuntimeError when they never do."""
        until = perf_counter() + PATIENCE
        while len(self.cloud.texts) < number:
            if perf_counter() > until:
                raise RuntimeError(f"Only {len(self.cloud.texts)} of {number} messages left.")
            time.sleep(0.001)


def measure_sending(
    engine: Engine, make_store: MakeStore, folder: Path, alternations: int, messages: int
) -> Iterator[Line]:
    """Each figure as it becomes known; messages of as many conversations, all due at once."""
    pairs = []
    for turn in range(alternations):
        rates = [_rate(engine, make_store, folder, f"{turn}-{workers}", workers, messages) for workers in (1, 2)]
        pairs.append((rates[1], rates[0]))
    two = compare("", "", pairs)
    yield Line(f"Messages sent a second by one worker, {engine}", show(median(one for _, one in pairs), ""))
    goal = "at least 1.6" if engine == "PostgreSQL" else ""
    yield Line(f"Messages sent a second by two workers against one, {engine}", two.ours, two.other, two.ratio, goal)
    waits = [wait * 1000 for wait in _waits(engine, make_store, folder, max(20, messages // 8))]
    yield Line(f"From commit to the provider's door when idle, {engine}, p50", show(median(waits), "ms"), goal="300 ms")
    yield Line(f"From commit to the provider's door when idle, {engine}, p99", show(quantiles(waits, n=100)[98], "ms"))
    yield _cost(engine, make_store, folder, alternations, max(4, messages // 16))


@contextmanager
def _sending(
    engine: Engine, make_store: MakeStore, folder: Path, name: str
) -> Iterator[tuple[House, Door, dict[str, str]]]:
    door, data = Door(), folder / f"sending-{engine}-{name}"
    environ = environment_of(make_store(engine, f"sending-{name}"), data) | {
        "TWILIO_ACCOUNT_SID": twilio_cloud.ACCOUNT,
        "TWILIO_AUTH_TOKEN": twilio_cloud.TOKEN,
        "TWILIO_FROM": twilio_cloud.OUR_NUMBER,
        "TWILIO_BASE_URL": door.cloud.url,
        "TWILIO_PER_SECOND": "1000",
        "HEARBACK_KEY": KEY,  # which workers with folders of their own share
    }
    house = prepared_house(environ)
    try:
        yield house, door, environ
    finally:
        house.database.close()
        door.cloud.close()


def _rate(engine: Engine, make_store: MakeStore, folder: Path, name: str, workers: int, messages: int) -> float:
    """Messages a second, from the first that left to the last, all workers being up."""
    with _sending(engine, make_store, folder, name) as (house, door, environ), ExitStack() as started:
        for worker in range(workers):
            started.enter_context(running(WORK, environ | {"HEARBACK_DATA": str(folder / f"{engine}-{name}-{worker}")}))
        _wait_until_up(house, door, workers)
        before = len(door.times)
        _queue(house, messages, 1000)
        door.wait_for(before + messages)
        times = door.times[before:]
        return (messages - 1) / (max(times) - min(times))


def _wait_until_up(house: House, door: Door, workers: int) -> None:
    """Workers are up some seconds after the first message has left: each has then looked at the queue."""
    _queue(house, 1, 0)
    door.wait_for(1)
    time.sleep(2.0 * workers)


def _waits(engine: Engine, make_store: MakeStore, folder: Path, messages: int) -> list[float]:
    """Seconds from the commit of one message to the provider's door, one after the other."""
    waits = []
    with _sending(engine, make_store, folder, "idle") as (house, door, environ), running(WORK, environ):
        _wait_until_up(house, door, 1)
        for number in range(messages):
            seen = len(door.times)
            _queue(house, 1, 2000 + number)
            committed = perf_counter()
            door.wait_for(seen + 1)
            waits.append(door.times[seen] - committed)
    return waits


def _queue(house: House, messages: int, first: int) -> None:
    """So many people are written to at the same moment: nothing is still being queued while it is sent."""
    now = datetime.now(UTC)
    with house.database.transaction() as session:
        for number in range(first, first + messages):
            address = f"+447400{number:06}"  # a mobile by its shape, and no text leaves this machine
            contact = contact_for(session, house.keys, "sms", address, now)
            talk = open_conversation(session, "sms", contact.id, "resident", now)
            said = append(session, talk, "reply", "We have your report.", now)
            outbox.queue(session, talk, said, "reply", now)


def _cost(engine: Engine, make_store: MakeStore, folder: Path, alternations: int, conversations: int) -> Line:
    """A turn with what it says put in the outbox, against the same turn that puts nothing there."""
    house = prepared_house(environment_of(make_store(engine, "sending-cost"), folder))
    pairs = []
    for turn in range(alternations + 1):
        first = 2 * turn * conversations
        with_it = play_all(house, range(first, first + conversations))
        with patch.object(outbox, "queue", lambda *_, **__: None):
            without = play_all(house, range(first + conversations, first + 2 * conversations))
        pairs.append((with_it.p50, without.p50))
    house.database.close()
    return compare(f"A turn with and without the outbox, {engine}, p50", "ms", pairs[1:])
