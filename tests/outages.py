"""A store that cannot be reached for a while, as Hearback sees it: really refused, and really back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

ALLOW = "ALTER DATABASE {} ALLOW_CONNECTIONS {}"
CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@contextmanager
def away(url: str) -> Iterator[None]:
    """PostgreSQL ends every connection to this database and takes no new one; SQLite's lock cannot be opened."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        with _locked_out(Path(f"{where.database}.lock")):
            yield
        return
    name = str(where.database)
    _order(where, ALLOW.format(name, "false"))
    _order(where, CUT_OFF, name)
    try:
        yield
    finally:
        _order(where, ALLOW.format(name, "true"))


@contextmanager
def _locked_out(lock: Path) -> Iterator[None]:
    lock.unlink(missing_ok=True)
    lock.mkdir()
    try:
        yield
    finally:
        lock.rmdir()


def _order(where: URL, command: str, *values: str) -> None:
    beside = where.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(beside, autocommit=True) as connection:
        connection.execute(command.encode(), values)
