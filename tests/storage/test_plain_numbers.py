"""No file of the database holds a resident's number in plain."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.cases import open_case
from storage.database import Database
from storage.messages import append
from storage.outbox import queue
from storage.reporters import add_reporter
from tests.storage import story
from tests.storage.story import ada, talk, turn

HERS = "+447700900871"  # in no other test: they share the write-ahead log
PLANTED = "07700 900777"


@pytest.fixture
def files(store: Database) -> "Files":
    """The store's files, from now on."""
    return Files(store)


def content_of(path: Path) -> bytes:
    """What a file holds; a server that runs removes files of its own, and one that is gone holds nothing."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


class Files:
    """Every file that holds something of one store, its logs among them."""

    def __init__(self, store: Database) -> None:
        self.store = store
        self.first_log = "" if self._sqlite else self._ask("SELECT pg_walfile_name(pg_current_wal_lsn())")

    def holding(self, words: bytes) -> list[str]:
        """The names of those in which these bytes occur."""
        return [path.name for path in self._all() if words in content_of(path)]

    @property
    def _sqlite(self) -> bool:
        return self.store.url.get_backend_name() == "sqlite"

    def _all(self) -> list[Path]:
        if self._sqlite:
            database = Path(str(self.store.url.database))
            return list(database.parent.glob(f"{database.name}*"))
        self._ask("CHECKPOINT; SELECT ''")
        root = Path(self._ask("SHOW data_directory"))
        tables = root / "base" / self._ask("SELECT oid::text FROM pg_database WHERE datname = current_database()")
        logs = [path for path in (root / "pg_wal").iterdir() if path.is_file() and path.name >= self.first_log]
        return [*(path for path in tables.iterdir() if path.is_file()), *logs, root / "log"]

    def _ask(self, question: str) -> str:
        with self.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            *before, last = question.split("; ")
            for command in before:
                connection.execute(text(command))
            return str(connection.execute(text(last)).scalar_one())


def test_a_whole_report_leaves_the_number_nowhere(
    store: Database, now: datetime, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables, indexes, write-ahead log, server log: the number is sealed, and so is the name."""
    monkeypatch.setattr(story, "ADA", HERS)
    with store.transaction() as session:
        conversation = turn(session, store.keys, now, "SM1")
        case = open_case(session, "AB2D-EF3G", {"kind": "noise"}, "resident", now)
        contact = ada(session, store.keys, now)
        add_reporter(session, store.keys, case.id, contact.id, now, name="Ada Lovelace Quince")
        queue(session, conversation, append(session, conversation, "reply", "Thanks", now), "reply", now)
    assert files.holding(b"noise again")
    assert files.holding(HERS[-10:].encode()) == []
    assert files.holding(b"Quince") == []


def test_the_search_sees_a_number_that_is_there(store: Database, now: datetime, files: Files) -> None:
    """The planted fault: a number where it must not be is found, in a table and in the log before it."""
    with store.transaction() as session:
        append(session, talk(session, store.keys, now), "note", f"rang {PLANTED}", now, direction="note")
    assert files.holding(PLANTED.encode())
