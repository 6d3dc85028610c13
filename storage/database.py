"""The database: the one place that connects, begins, commits and takes work again."""

from __future__ import annotations

import fcntl
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from storage.engines import open_engine
from storage.in_turn import InTurn
from storage.migrating import bring_up_to_date
from storage.sealing import Keys
from storage.statements import write_changed

T = TypeVar("T")

ATTEMPTS = 8
"""How often a piece of work is taken in all, before the error is let out."""
JITTER = 0.02
"""Seconds, the longest wait before work is taken again on PostgreSQL."""
MIGRATING = 4_732_800_1
"""Names PostgreSQL's advisory lock that one migrating process holds."""
WAIT_FOR_DISK = getattr(os, "fdatasync", os.fsync)
"""Returns when everything written to a file has reached the disk; macOS has only the second."""

TAKE_AGAIN = frozenset(["23505", "40001", "40P01"])
"""SQLSTATE of a unique value taken, a serialization failure, a deadlock."""
TAKE_AGAIN_SQLITE = frozenset(
    [sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_BUSY,
     sqlite3.SQLITE_BUSY_SNAPSHOT]
)  # fmt: skip


class Database:
    """One store, SQLite or PostgreSQL, by SQLAlchemy URL; `sqlite://` lives in memory and dies with the object.

    Safe to share between threads and to carry over a fork. Transactions do not nest.
    """

    def __init__(self, url: str, keys: Keys) -> None:
        self.url = _spelt_out(make_url(url))
        self.keys = keys
        self._opening = threading.Lock()
        self._alone = threading.Lock()
        self._in_turn = InTurn()
        self._engine: Engine | None = None
        self._process = os.getpid()

    def __repr__(self) -> str:
        return f"Database({self.url.render_as_string(hide_password=True)})"

    @property
    def engine(self) -> Engine:
        """The engine of this process: made when first needed, and again after a fork."""
        with self._opening:
            if self._process != os.getpid() and self._engine is not None:
                self._engine.dispose(close=False)
                self._engine = None
            if self._engine is None:
                if self._process != os.getpid():
                    self._in_turn = InTurn()  # places that were taken as it forked are nobody's here
                self._process = os.getpid()
                self._engine = open_engine(self.url)
            return self._engine

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back when the block raises. Nothing else commits."""
        with self._turn(), _session(self.engine) as session, session.begin():
            yield session
            write_changed(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment, waits for nobody, and cannot write."""
        bind = self.engine.execution_options(reading=True)
        with self._alone if self._in_memory else nullcontext(), _session(bind) as session:
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """Do the work in a transaction and return what it returns; when somebody else was quicker, all of it again.

        Also when the connection broke before the commit. So the work must change nothing but the session. After 8
        times the last error is let out.
        """
        for _ in range(ATTEMPTS - 1):
            try:
                with self.transaction() as session:
                    return work(session)
            except (StaleDataError, DBAPIError) as error:
                if not (_somebody_was_quicker(error) or _was_cut_off(error)):
                    raise
            if not self._is_sqlite:
                time.sleep(random.uniform(0, JITTER))
        with self.transaction() as session:
            return work(session)

    def migrate(self) -> None:
        """Bring the tables up to date; of several processes that try at once one does it and the others wait."""
        if self._is_sqlite and not self._in_memory:
            _make_file(Path(str(self.url.database)))
        with self._turn():
            self._settle_journal()
            with self.engine.begin() as connection:
                if not self._is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": MIGRATING})
                bring_up_to_date(connection)

    def copied(self) -> Database:
        """A store of its own in memory that holds what this one, which is in memory too, holds now."""
        other = Database("sqlite://", self.keys)
        with (
            self._alone,
            closing(self.engine.raw_connection()) as ours,
            closing(other.engine.raw_connection()) as theirs,
        ):
            ours.driver_connection.backup(theirs.driver_connection)  # type: ignore[union-attr]
        return other

    def alive(self) -> bool:
        """Whether the database answers."""
        try:
            with self.reading() as session:
                return bool(session.scalar(text("SELECT 1")) == 1)
        except (SQLAlchemyError, OSError):
            return False

    def close(self) -> None:
        """Close every connection; the next use opens new ones."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose(close=self._process == os.getpid())
                self._engine = None

    @property
    def _is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def _in_memory(self) -> bool:
        return self._is_sqlite and self.url.database in (None, "", ":memory:")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for our turn to write: SQLite's own waiting is unfair and slow, a lock on a file is neither."""
        if self._in_memory:
            with self._alone:
                yield
        elif self._is_sqlite:
            lock = os.open(f"{self.url.database}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
            finally:
                fcntl.flock(lock, fcntl.LOCK_UN)  # a child forked meanwhile has the file open too
                os.close(lock)
                self._make_durable()
        else:
            with self._in_turn.turn():
                yield

    def _make_durable(self) -> None:
        """Wait for the disk, after the lock was let go: SQLite's own commit would have every writer wait for each.

        Nobody is told of what could still be lost: the log as it stands is on the disk before the work returns, and
        also before it fails, as failing may tell of something too (that a message was filed before). Whoever reads
        what is not on the disk yet and then acts on it, writes first, and so waits here.

        Commits only add to the log, and at a loss of power SQLite takes it up to the first frame that is not whole.
        Before it begins the log anew or deletes it, SQLite itself waits for log, folder and database in turn (that is
        synchronous=NORMAL), so a log that is gone or new has nothing left to wait for. SQLite's locks are on its other
        two files: opening and closing this one lets none of them go. When waiting fails the work fails, though what it
        wrote stays to be seen; it reaches the disk with SQLite's next taking over of the log.
        """
        with suppress(FileNotFoundError):
            log = os.open(f"{self.url.database}-wal", os.O_RDONLY | os.O_CLOEXEC)
            try:
                WAIT_FOR_DISK(log)
            finally:
                os.close(log)

    def _settle_journal(self) -> None:
        """Write-ahead logging is a property of the file, set once, outside any transaction."""
        if self._is_sqlite and not self._in_memory:
            with sqlite3.connect(str(self.url.database), timeout=30) as plain:
                plain.execute("PRAGMA journal_mode=WAL")
            plain.close()


def _make_file(path: Path) -> None:
    """A new store is its owner's alone to read; SQLite gives its journals the same rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _spelt_out(url: URL) -> URL:
    """With the driver; with the very file, as SQLite writes its log beside that one and not beside a link to it."""
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return url.set(database=os.path.realpath(str(url.database))) if is_file else url


def _session(bind: Engine) -> Session:
    return Session(bind, expire_on_commit=False, autoflush=False)


def _somebody_was_quicker(error: StaleDataError | DBAPIError) -> bool:
    if isinstance(error, StaleDataError):
        return True
    state, code = (getattr(error.orig, name, None) for name in ("sqlstate", "sqlite_errorcode"))
    return state in TAKE_AGAIN or code in TAKE_AGAIN_SQLITE


def _was_cut_off(error: StaleDataError | DBAPIError) -> bool:
    """Whether the connection broke in the middle of the work; once it is in the commit nobody knows the outcome."""
    return isinstance(error, DBAPIError) and error.connection_invalidated and error.statement is not None
