"""What a session has to say to the database on its way there: statements wait, and travel together.

Where the store is another machine, statements that need no answer from each other share one journey there: they wait
until somebody asks the database something, or for the end. So do the beginning of a transaction and, where nothing has
to be looked at before it, its commit: most turns make two journeys. They go past SQLAlchemy's bookkeeping for every
execution, which takes several times as long as the statement itself.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from storage.waiting import MOST_ROWS, Waiting, in_one, in_runs

if TYPE_CHECKING:
    import psycopg

COMMIT = Waiting("COMMIT")
MOST_CURSORS = 64
"""Kept with each connection to PostgreSQL."""
NO_LONGER = "A row is no longer as it was read."
FOUND_NONE = "22012"
"""SQLSTATE of a division by zero, which `in_one` makes of a row that was not found: so the transaction fails there."""


def heed_waiting(engine: Engine) -> None:
    """Have statements that wait carried out before any other, so that none is ever seen to be missing."""
    event.listen(engine, "before_cursor_execute", lambda connection, *_: carry_out(connection))
    event.listen(engine, "commit", _commit)
    event.listen(engine, "rollback", _forget_waiting)


def begin_later(connection: Connection, sql: str) -> None:
    """Begin the transaction along with its first statement."""
    _waiting(connection).append(Waiting(sql))
    connection.info["begun"] = False


def _commit(connection: Connection) -> None:
    """A transaction that was never begun, as nothing was asked in it, is at an end as it is."""
    if _is_begun(connection):
        carry_out(connection)
    else:
        _forget_waiting(connection)


def _is_begun(connection: Connection) -> bool:
    return bool(connection.info.get("begun", True))


def _forget_waiting(connection: Connection) -> None:
    """What was to be written is taken back with the rest; with a connection that is gone it is gone anyway."""
    if not connection.invalidated:
        _waiting(connection).clear()


def _waiting(connection: Connection) -> list[Waiting]:
    return cast("list[Waiting]", connection.info.setdefault("waiting", []))


def put_off(connection: Connection, one: Waiting) -> None:
    """Have this statement go with the next journey."""
    connection.info["begun"] = True
    _waiting(connection).append(one)


def surely(connection: Connection, one: Waiting) -> Waiting:
    """The same change of one row; where that row is not found StaleDataError is raised. Another machine is told to see
    to it itself, so that the commit need not wait for us to look."""
    if is_far(connection) and one.writes:
        return one._replace(writes=one.writes._replace(must_find=True))
    return one._replace(look=_found_one)


def _found_one(cursor: Any) -> None:
    if cursor.rowcount != 1:
        raise StaleDataError(NO_LONGER)


def carry_out(connection: Connection) -> None:
    """Put everything that waits to the database, in order. Raises what SQLAlchemy would."""
    _carry_out(connection, _waiting(connection))


def carry_out_last(connection: Connection) -> None:
    """Do the same with the last that a transaction has to say. Its commit goes along where the database is another
    machine and no answer must be looked at first; nobody knows then how a journey ended that was cut off."""
    batch = _waiting(connection) if _is_begun(connection) else []
    if is_far(connection) and batch and not any(one.look for one in batch):
        batch.append(COMMIT)
    _carry_out(connection, batch)


def _carry_out(connection: Connection, batch: Sequence[Waiting]) -> None:
    if not batch:
        return
    connection.info["waiting"], connection.info["begun"] = [], True
    try:
        with _one_journey(connection, len(batch)):
            runs = in_one(batch) if is_far(connection) else in_runs(batch)
            given = [(one, give(connection, one.sql, rows)) for one, rows in runs]
        for one, cursor in given:
            if one.look is not None:
                one.look(cursor)
            _put_back(connection, one.sql, cursor)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy_says(connection, None if COMMIT in batch else batch[-1].sql, error) from None


def give(connection: Connection, sql: str, rows: Sequence[Any]) -> Any:
    """Give a statement to the driver, with the values of each row in turn; the answer may still be on the way."""
    cursor = _cursor(connection, sql)
    if len(rows) == 1:
        cursor.execute(sql, rows[0])
    else:
        cursor.executemany(sql, rows)
    return cursor


def _cursor(connection: Connection, sql: str) -> Any:
    """One that takes our statements as they stand: with their values numbered, on PostgreSQL. There one that put the
    same statement before has found out already how its values are written and read."""
    if not is_far(connection):
        return connection.connection.cursor()
    from psycopg import RawCursor

    if kept := connection.info.get("cursors", {}).pop(sql, None):
        return kept
    return RawCursor(cast("psycopg.Connection", connection.connection.driver_connection))


def _put_back(connection: Connection, sql: str, cursor: Any) -> None:
    """It holds its last answer until it is used again, so that one with many rows is not kept."""
    if not is_far(connection) or cursor.rowcount > MOST_ROWS:
        cursor.close()
        return
    kept = connection.info.setdefault("cursors", {})
    if len(kept) >= MOST_CURSORS:
        kept.clear()
    kept[sql] = cursor


def is_far(connection: Connection) -> bool:
    """Whether the store may be another machine, where each journey is felt."""
    return connection.dialect.name == "postgresql"


def _one_journey(connection: Connection, statements: int) -> AbstractContextManager[Any]:
    if statements == 1 or not is_far(connection):
        return nullcontext()
    from storage.at_once import pipeline  # psycopg is not read where nothing needs it

    return pipeline(cast("psycopg.Connection", connection.connection.driver_connection))


def _as_sqlalchemy_says(connection: Connection, sql: str | None, error: Any) -> Exception:
    """The driver's error as every other statement's would come; a connection that is gone is not used again."""
    dialect = connection.dialect
    is_gone = dialect.is_disconnect(error, connection.connection.driver_connection, None)
    if is_gone:
        connection.invalidate(error)
    if dialect.name == "postgresql":
        if error.sqlstate == FOUND_NONE:
            return StaleDataError(NO_LONGER)
        say_less(error)
    said = DBAPIError.instance(
        sql, None, error, dialect.loaded_dbapi.Error, True, connection_invalidated=is_gone, dialect=dialect
    )
    return cast(Exception, said)


def say_less(error: "psycopg.Error") -> None:
    """PostgreSQL quotes whole rows in the detail of its errors; nothing a resident wrote may reach a log that way."""
    error.args = (f"{error.sqlstate}: {error.diag.message_primary}",)
