"""Killed at any moment, a process leaves whole turns or nothing."""

import subprocess
import sys
from datetime import datetime

import pytest
from sqlalchemy import func, select

from storage.contacts import Contact
from storage.conversations import Conversation
from storage.database import Database
from storage.messages import Message, transcript, verify
from tests.storage.story import turn

WRITER = """
import sys
from datetime import UTC, datetime
from storage.database import Database
from storage.sealing import Keys
from tests.storage.story import turn

store = Database(sys.argv[1], Keys(b"a master key for tests, 32 bytes!!"))
now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
if sys.argv[2] == "half":
    with store.transaction() as session:
        turn(session, store.keys, now, "SM-half")
        session.flush()
        print("half", flush=True)
        sys.stdin.readline()
for number in range(100_000):
    store.write(lambda session: turn(session, store.keys, now, f"SM{number}"))
    print(number, flush=True)
"""


def start(store: Database, how: str) -> "subprocess.Popen[str]":
    """A process of its own that writes."""
    command = [sys.executable, "-c", WRITER, store.url.render_as_string(hide_password=False), how]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def kill(process: "subprocess.Popen[str]") -> list[str]:
    """kill -9, and what it still had to say."""
    assert process.stdout is not None
    process.kill()
    rest = process.stdout.read().split()
    process.wait()
    return rest


def test_killed_in_the_middle_of_a_transaction_nothing_is_left(store: Database, now: datetime) -> None:
    """And nobody waits for the dead: the next writer goes on at once."""
    process = start(store, "half")
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    kill(process)
    with store.reading() as session:
        assert session.scalars(select(Contact)).all() == []
    conversation_id = store.write(lambda session: turn(session, store.keys, now, "SM-half").id)
    with store.reading() as session:
        assert verify(session, conversation_id) == []


@pytest.mark.parametrize("after", [1, 7, 40])
def test_killed_while_writing_every_acknowledged_turn_is_there_whole(store: Database, after: int) -> None:
    """At most one more than it could tell of, and never a message without its answer."""
    process = start(store, "all")
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(after)]
    told += kill(process)
    with store.reading() as session:
        conversation = session.scalars(select(Conversation)).one()
        filed = [m.provider_id for m in transcript(session, conversation.id)][::2]
        assert filed[: len(told)] == [f"SM{number}" for number in range(len(told))]
        assert len(filed) - len(told) in (0, 1)
        assert session.scalars(select(func.count(Message.id))).one() == 2 * len(filed)
        assert verify(session, conversation.id) == []
