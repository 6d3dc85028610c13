"""The worker as a process of its own: what it sends, and what is left when it is killed."""

import base64
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import outbox
from storage.database import Database
from storage.sealing import Keys
from tests.bot.outgoing import ADA, PRIYA, age, awake, end_of, queue, row_of, until
from tests.standins import telegram_cloud, twilio_cloud
from tests.standins.telegram_cloud import TelegramCloud
from tests.standins.twilio_cloud import TwilioCloud

KEY = b"a key for workers, 32 bytes long"
SECRET_WORDS = "The nightingale at number 14"
StartWorker = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    """A store whose key a worker can be given."""
    database = Database(store_url, Keys(KEY))
    yield database
    database.close()


@pytest.fixture
def now() -> datetime:
    """A worker has a clock of its own: what is due must be due by that."""
    return datetime.now(UTC) - timedelta(seconds=1)


@pytest.fixture
def twilio() -> Iterator[TwilioCloud]:
    """Twilio's stand-in; a request that Twilio's documentation does not allow fails the test."""
    with TwilioCloud() as cloud:
        yield cloud
        assert cloud.complaints == []


@pytest.fixture
def telegram() -> Iterator[TelegramCloud]:
    """Telegram's stand-in; a call that the Bot API does not document fails the test."""
    with TelegramCloud() as cloud:
        yield cloud
        assert cloud.complaints == []


@pytest.fixture
def start_worker(store_url: str, tmp_path: Path, twilio: TwilioCloud, telegram: TelegramCloud) -> Iterator[StartWorker]:
    """Starts workers, all on the same store and data folder, and kills those that are left at the end."""
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("HEARBACK_", "TWILIO_"))},
        "HEARBACK_DATA": str(tmp_path),
        "HEARBACK_LANDLORD": str(awake(tmp_path)),
        "DATABASE_URL": store_url,
        "HEARBACK_KEY": base64.b64encode(KEY).decode(),
        "TWILIO_ACCOUNT_SID": twilio_cloud.ACCOUNT,
        "TWILIO_AUTH_TOKEN": twilio_cloud.TOKEN,
        "TWILIO_FROM": twilio_cloud.OUR_NUMBER,
        "TWILIO_BASE_URL": twilio.url,
        "TELEGRAM_TOKEN": telegram_cloud.TOKEN,
        "TELEGRAM_BASE_URL": telegram.url,
    }
    with ExitStack() as started:

        def start(*words: str, **settings: str) -> "subprocess.Popen[bytes]":
            log = started.enter_context((tmp_path / "worker.log").open("ab"))
            command = [sys.executable, "-m", "tests.bot.lone_worker", *words]
            process = subprocess.Popen(command, env=environ | settings, stdout=log, stderr=log)
            started.callback(process.wait)
            started.callback(process.kill)
            return process

        yield start


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_what_is_queued_leaves_in_order_on_every_channel(
    start_worker: StartWorker, store: Database, twilio: TwilioCloud, telegram: TelegramCloud, now: datetime
) -> None:
    """One conversation's messages are read one after the other; and SIGTERM ends the worker cleanly."""
    said = [f"line {number}" for number in range(3)]
    worker = start_worker()
    queue(store, now, said)
    queue(store, now, said, channel="telegram", address=PRIYA)
    shown = queue(store, now, said, channel="web", address="visit-1")

    until(lambda: len(twilio.texts) == len(telegram.messages) == len(said))
    assert [text.body for text in twilio.texts] == said
    assert [message["text"] for message in telegram.messages] == said
    until(lambda: all(row_of(store, message_id).state == "done" for message_id in shown))
    worker.terminate()
    assert worker.wait(30) == 0


def test_what_was_being_sent_when_the_worker_was_killed_is_decided_by_its_kind(
    start_worker: StartWorker, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """Nobody knows whether it went: an answer goes again, a reminder waits in doubt for its receipt."""
    twilio.misbehave("take_and_hang", "take_and_hang")
    worker = start_worker()
    [reply] = queue(store, now, ["your answer"])
    [reminder] = queue(store, now, ["your reminder"], address="+447700900124", kind="reminder")
    until(lambda: len(twilio.texts) == 2)
    kill(worker)

    start_worker()
    until(lambda: all(row_of(store, message_id).state == "done" for message_id in (reply, reminder)))

    assert Counter(text.body for text in twilio.texts) == {"your answer": 2, "your reminder": 1}
    assert end_of(store, reply) == ("sent", None)
    assert end_of(store, reminder) == ("in_doubt", "worker_lost")


def test_killing_workers_again_and_again_loses_nothing(
    start_worker: StartWorker, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """Every message reaches Twilio, and only those that were on their way at a killing may do so twice."""
    lines = 4
    numbers = [f"+4477009001{number:02}" for number in range(15)]
    for number in numbers:
        queue(store, now, [f"{number} {line}" for line in range(lines)], address=number)
    all_of_them = {f"{number} {line}" for number in numbers for line in range(lines)}

    kills = 0
    for enough in (5, 20, 40):
        worker = start_worker()
        until(lambda enough=enough: len({text.body for text in twilio.texts}) >= enough)  # type: ignore[misc]
        kill(worker)
        kills += 1
    age(store)  # as if the minute of silence had passed, for those handed over just before a killing
    start_worker()

    until(lambda: {text.body for text in twilio.texts} == all_of_them)
    doubles = Counter(text.body for text in twilio.texts)
    assert max(doubles.values()) <= 1 + kills
    assert sum(doubles.values()) - len(all_of_them) <= kills * len(numbers)


def test_two_workers_send_each_message_once(
    start_worker: StartWorker, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """However many workers there are."""
    start_worker()
    start_worker()
    numbers = [f"+4477009002{number:02}" for number in range(20)]
    for number in numbers:
        queue(store, now, [f"{number} one", f"{number} two"], address=number)

    until(lambda: len(twilio.texts) >= 2 * len(numbers))
    queue(store, now, ["and now the last"], address=ADA)
    until(lambda: twilio.texts[-1].body == "and now the last")
    assert max(Counter(text.body for text in twilio.texts).values()) == 1


def test_messages_whose_worker_fell_silent_are_taken_over(
    start_worker: StartWorker, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """Even when the job was never put in the queue, or the queue was lost with a disk."""
    [handed] = queue(store, now, ["handed over"])
    [being_sent] = queue(store, now, ["being sent"], address="+447700900124")
    store.write(lambda session: outbox.mark_handed(session, [handed, being_sent], now))
    store.write(lambda session: outbox.mark_sending(session, being_sent, now))
    age(store)

    start_worker()

    until(lambda: all(row_of(store, message_id).state == "done" for message_id in (handed, being_sent)))
    assert {text.body for text in twilio.texts} == {"handed over", "being sent"}


def test_a_worker_that_never_takes_over_is_found_out(
    start_worker: StartWorker,
    store: Database,
    twilio: TwilioCloud,
    now: datetime,
) -> None:
    """Planted in the real process: it sends what is new, and leaves what another had in its hands."""
    [being_sent] = queue(store, now, ["being sent"], address="+447700900124")
    store.write(lambda session: outbox.mark_handed(session, [being_sent], now))
    age(store)
    [fresh] = queue(store, now, ["fresh"])

    start_worker(PLANTED="forgets_lease")

    until(lambda: row_of(store, fresh).state == "done")
    with pytest.raises(AssertionError):
        until(lambda: row_of(store, being_sent).state == "done", 3)


def test_what_was_noted_as_handed_over_but_was_not_leaves_at_the_next_start(
    start_worker: StartWorker, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """Killed between the two, a worker leaves a row that no queue knows of; residents do not wait out a minute."""
    [handed] = queue(store, now, ["handed over"])
    store.write(lambda session: outbox.mark_handed(session, [handed], datetime.now(UTC)))

    start_worker()

    until(lambda: row_of(store, handed).state == "done")
    assert [text.body for text in twilio.texts] == ["handed over"]


def test_what_falls_due_is_done_by_one_of_all_the_workers(start_worker: StartWorker, tmp_path: Path) -> None:
    """Two workers must not both remind, or both call the next on the rota."""
    ticks = tmp_path / "ticks"
    for _ in range(2):
        start_worker(str(ticks))

    until(lambda: ticks.exists() and len(ticks.read_text().split()) >= 5)
    assert max(Counter(ticks.read_text().split()).values()) == 1


def test_nothing_personal_is_in_the_engines_file_or_the_log(
    start_worker: StartWorker, store: Database, store_url: str, twilio: TwilioCloud, now: datetime, tmp_path: Path
) -> None:
    """DBOS is told ids and codes; numbers and words stay where they are kept sealed or chained."""
    twilio.refused[ADA] = 21614
    twilio.misbehave("html", "take_and_close", "error")
    start_worker()
    for line in range(3):
        queue(store, now, [SECRET_WORDS], address=f"+4477009003{line:02}")
    refused = queue(store, now, [SECRET_WORDS])[0]
    until(lambda: row_of(store, refused).state == "done")

    found = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    found += _tables_of_the_engine(store, store_url)
    assert b"post-" in found
    assert not re.search(rb"7700900|nightingale|number 14", found)


def _tables_of_the_engine(store: Database, store_url: str) -> bytes:
    """On PostgreSQL its rows as text; on SQLite its file lies in the data folder anyway."""
    if store_url.startswith("sqlite"):
        return b""
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM dbos.workflow_status").all()
        steps = connection.exec_driver_sql("SELECT * FROM dbos.operation_outputs").all()
    return repr([tuple(row) for row in (*rows, *steps)]).encode()
