"""How a connection is opened and readied, on SQLite and on PostgreSQL; errors quote no rows."""

from __future__ import annotations

import json
import math
import sqlite3
import time
from functools import partial
from typing import Any

from sqlalchemy import Dialect, Engine, StaticPool, create_engine, event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.journeys import begin_later, heed_waiting, say_less
from storage.tables import storable

MAY_REST = 5.0
"""Seconds, after which a connection to PostgreSQL is asked whether it is still there before it is used."""
PATIENCE = 5
"""Seconds that PostgreSQL is given to take a connection, or one of ours to come free: Twilio waits for 15 in all."""
CUT_OFF_AFTER = {"connect_timeout": PATIENCE, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 8000}
"""How soon libpq sees that a server has gone: seconds, and milliseconds in the last; DATABASE_URL may say otherwise."""
JSON_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def open_engine(url: URL) -> Engine:
    """An engine for this store, which connects when it is first used."""
    common: dict[str, Any] = {"hide_parameters": True, "json_serializer": _write_json}
    if url.get_backend_name() != "sqlite":
        limits = {name: limit for name, limit in CUT_OFF_AFTER.items() if name not in url.query}
        engine = create_engine(url, pool_size=16, max_overflow=16, pool_timeout=PATIENCE, connect_args=limits, **common)
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
        event.listen(engine, "checkin", _begin_rest)
        event.listen(engine, "checkout", partial(_end_rest, engine.dialect))
    elif url.database in (None, "", ":memory:"):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False}, **common)
    else:
        engine = create_engine(url, pool_size=16, max_overflow=16, connect_args={"timeout": 30}, **common)
    event.listen(engine, "handle_error", _say_less)
    heed_waiting(engine)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_rest(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _end_rest(dialect: Dialect, connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """A connection that was not used for a while may be dead: asking each time would cost every turn a round trip."""
    if time.monotonic() - record.info.get("rests_since", math.inf) < MAY_REST:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error:
        raise InvalidatePoolError from None


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.autocommit = True  # we say BEGIN ourselves


def _begin_postgresql(connection: Connection) -> None:
    begin_later(connection, "BEGIN READ ONLY" if connection.get_execution_options().get("reading") else "BEGIN")


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute("PRAGMA synchronous=NORMAL")  # `_make_durable` does what FULL would do in a commit
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    if connection.info.get("reading") is not reading:  # it stays as it was last set, for each connection
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.info["reading"] = reading
    begin_later(connection, "BEGIN" if reading else "BEGIN IMMEDIATE")


def _say_less(context: ExceptionContext) -> None:
    """Errors of PostgreSQL without the rows that they quote."""
    original, wrapped = context.original_exception, context.sqlalchemy_exception
    if context.dialect.name == "postgresql" and isinstance(original, context.dialect.loaded_dbapi.Error):
        say_less(original)  # type: ignore[arg-type]  # it is psycopg's, which is not read where nothing needs it
        if wrapped is not None:
            wrapped.args = (f"({type(original).__name__}) {original}",)


def _write_json(value: Any) -> str:
    return JSON_WRITER.encode(_storable(value))


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(name): _storable(item) for name, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list | tuple) else value
