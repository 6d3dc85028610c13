"""PostgreSQL: connections that broke are replaced, and the work they broke is done all the same."""

from collections.abc import Iterator
from datetime import datetime

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storage.database import Database
from storage.messages import transcript
from storage.sealing import Keys
from tests.storage.story import MakeStore, turn

CLOSE_ALL = b"""
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


def cut_off(store: Database) -> None:
    """The server ends every other connection to this database."""
    with psycopg.connect(store.url.set(drivername="postgresql").render_as_string(hide_password=False)) as other:
        other.execute(CLOSE_ALL)


@pytest.fixture
def connected(new_postgresql: MakeStore, keys: Keys) -> Iterator[Database]:
    """A PostgreSQL store that keeps a connection ready."""
    store = Database(new_postgresql(), keys)
    assert store.alive()
    yield store
    store.close()


def test_work_is_taken_again_on_a_new_connection(connected: Database, now: datetime) -> None:
    """PostgreSQL was restarted between two messages: the next one is filed all the same."""
    cut_off(connected)
    assert connected.write(lambda session: turn(session, connected.keys, now, "SM1").length) == 2


def test_work_that_was_cut_off_in_the_middle_is_taken_again_as_a_whole(connected: Database, now: datetime) -> None:
    """What the first attempt wrote is gone with its connection."""
    taken: list[int] = []

    def work(session: Session) -> int:
        turn(session, connected.keys, now, "SM1")
        if not taken:
            cut_off(connected)
        taken.append(1)
        return turn(session, connected.keys, now, "SM2").id

    conversation_id = connected.write(work)
    assert len(taken) == 2
    with connected.reading() as session:
        assert [m.provider_id for m in transcript(session, conversation_id)][::2] == ["SM1", "SM2"]


def test_work_whose_commit_was_cut_off_is_not_taken_again(connected: Database) -> None:
    """It may have been done: whoever asked for it must ask again."""
    taken: list[int] = []

    def work(session: Session) -> None:
        session.execute(text("SELECT 1"))
        taken.append(1)
        cut_off(connected)

    with pytest.raises(OperationalError):
        connected.write(work)
    assert len(taken) == 1


@pytest.mark.parametrize(("rest", "pings"), [(0.0, 1), (3600.0, 0)])
def test_a_connection_that_has_rested_is_asked_whether_it_is_there(
    connected: Database, monkeypatch: pytest.MonkeyPatch, rest: float, pings: int
) -> None:
    """One in steady use is not: that would cost every turn a round trip."""
    asked: list[object] = []
    monkeypatch.setattr("storage.engines.MAY_REST", rest)
    monkeypatch.setattr(connected.engine.dialect, "do_ping", asked.append)
    with connected.reading() as session:
        session.execute(text("SELECT 1"))
    assert len(asked) == pings


def test_a_connection_that_died_while_it_rested_is_replaced(
    connected: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL was restarted at night; in the morning nobody notices, not even those who only read."""
    monkeypatch.setattr("storage.engines.MAY_REST", 0.0)
    cut_off(connected)
    with connected.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
