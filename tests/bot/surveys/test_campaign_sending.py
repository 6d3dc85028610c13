"""A campaign sent by two workers, one of which is killed in the middle: nobody is asked twice, and nobody is lost."""

import base64
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import pytest
from sqlalchemy import select

from bot.house import House, open_house
from bot.surveys.campaign_list import read_list
from bot.surveys.campaigns import Plan, begin, take_list
from storage.deliveries import state_of
from storage.messages import Message
from storage.staff import add_staff
from storage.surveys import Survey
from tests.bot.outgoing import age, awake, until
from tests.standins import twilio_cloud
from tests.standins.twilio_cloud import TwilioCloud

KEY = b"a key for workers, 32 bytes long"
PEOPLE = 40
A_SECOND = 10


class Door:
    """Twilio's stand-in, which notes when each text is brought."""

    def __init__(self) -> None:
        self.cloud = TwilioCloud()
        self.times: list[float] = []
        self.cloud.mood = lambda: self.times.append(perf_counter())


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door()
    yield door
    door.cloud.close()
    assert door.cloud.complaints == []


@pytest.fixture
def environ(store_url: str, tmp_path: Path, door: Door) -> dict[str, str]:
    """Of two workers and of us, with quiet hours that are not now."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("HEARBACK_", "TWILIO_"))},
        "HEARBACK_DATA": str(tmp_path),
        "HEARBACK_LANDLORD": str(awake(tmp_path)),
        "DATABASE_URL": store_url,
        "HEARBACK_KEY": base64.b64encode(KEY).decode(),
        "TWILIO_ACCOUNT_SID": twilio_cloud.ACCOUNT,
        "TWILIO_AUTH_TOKEN": twilio_cloud.TOKEN,
        "TWILIO_FROM": twilio_cloud.OUR_NUMBER,
        "TWILIO_BASE_URL": door.cloud.url,
        "TWILIO_PER_SECOND": str(A_SECOND),
        "CAMPAIGN": "1",
    }


def begun(house: House) -> None:
    """A campaign in which everybody is due now."""
    rows = "".join(f"T{n},07400{n:06}\n" for n in range(PEOPLE))
    at = datetime.now(UTC)
    by = house.database.write(lambda session: add_staff(session, "m@example.org", "Mina", "manager", at, "x").id)
    found = read_list(f"person,address\n{rows}".encode(), house.landlord.languages)
    begin(house, take_list(house, "Autumn", "confidence", found, by, at), Plan(None, False, 1), at)

    def make_due(session: Any) -> None:
        for survey in session.scalars(select(Survey)):
            survey.due_at = at - timedelta(minutes=2)

    house.database.write(make_due)


def settled(house: House) -> Counter[str]:
    """What became of each invitation."""
    with house.database.reading() as session:
        ids = list(session.scalars(select(Message.id).where(Message.kind == "survey")))
        return Counter(one.state for one in state_of(session, ids).values())


def play(environ: dict[str, str], tmp_path: Path, door: Door, **planted: str) -> tuple[House, Counter[str]]:
    """Both workers begin; one is killed after a few texts. Returns what became of the invitations."""
    house = open_house(environ)
    begun(house)
    with ExitStack() as started:
        log = started.enter_context((tmp_path / "worker.log").open("ab"))
        workers = []
        for _ in range(2):
            command = [sys.executable, "-m", "tests.bot.lone_worker"]
            process = subprocess.Popen(command, env={**environ, **planted}, stdout=log, stderr=log)
            started.callback(process.wait)
            started.callback(process.kill)
            workers.append(process)
        until(lambda: len(door.cloud.texts) >= PEOPLE // 4)
        workers[0].send_signal(signal.SIGKILL)
        workers[0].wait()
        sleep(2)
        age(house.database)  # as if the minute of silence had passed
        until(lambda: settled(house).total() == PEOPLE, 60)
    return house, settled(house)


def test_two_workers_ask_everybody_once_at_the_senders_rate_through_a_kill(
    environ: dict[str, str], tmp_path: Path, door: Door
) -> None:
    """What was being sent at the killing stays in doubt: an invitation is not sent twice to be sure.

    Two workers on SQLite, which is meant for one, may look at the rate in the same moment, and each send as much.
    """
    house, became = play(environ, tmp_path, door)
    assert max(Counter(text.to for text in door.cloud.texts).values()) == 1
    with house.database.reading() as session:
        assert Counter(session.scalars(select(Survey.state))) == {"asked": PEOPLE}
    assert {*became} <= {"sent", "in_doubt"}
    each_of = 1 if "postgresql" in environ["DATABASE_URL"] else 2
    assert max(door.times) - min(door.times) >= (PEOPLE / A_SECOND - 2) / each_of
    house.database.close()


def test_a_worker_that_sends_twice_is_found_out(environ: dict[str, str], tmp_path: Path, door: Door) -> None:
    """The count of texts tells."""
    house, _ = play(environ, tmp_path, door, PLANTED="sends_twice")
    assert max(Counter(text.to for text in door.cloud.texts).values()) > 1
    house.database.close()
