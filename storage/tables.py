"""The base of every table: UTC times, storable words, and the few statements all nouns share."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Update,
    bindparam,
    insert,
    inspect,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult, Row
from sqlalchemy.orm import DeclarativeBase, InstanceState, Session, mapped_column
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.types import TypeDecorator

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
JSONS = JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

Identity = Annotated[int, mapped_column(primary_key=True)]


def storable(words: str) -> str:
    """The same words without what PostgreSQL cannot keep: null bytes go, broken surrogates become "?"."""
    if words.isascii():
        return words.replace("\0", "") if "\0" in words else words
    return words.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class UtcTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC in Python on both databases; SQLite keeps `YYYY-MM-DD HH:MM:SS.ffffff`, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment to be stored must be aware: give it a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text of any length, made storable on its way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Base(DeclarativeBase):
    """Every table of the store; names of keys and indexes are the same on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as it stands
        datetime: UtcTime(),
        str: Words(),
        int: WHOLE,
        bytes: LargeBinary(),
        dict[str, Any]: JSONS,
        list[Any]: JSONS,
    }


def table_of(noun: type[Base]) -> Table:
    """The table behind a noun, for statements that go past the object mapper (they are several times faster)."""
    return cast(Table, noun.__table__)


def add_row(session: Session, table: Table, values: Mapping[str, Any]) -> int:
    """Insert one row and return its id."""
    result = cast("CursorResult[Any]", session.execute(_adding(table), dict(values)))
    key = cast("Row[Any]", result.inserted_primary_key)
    return cast(int, key[0])


def add_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert several rows, all with values for the same columns, in one go."""
    if rows:
        session.execute(_adding(table), [dict(row) for row in rows])


@cache
def _adding(table: Table) -> Insert:
    """Built once, as building a statement takes longer than carrying it out; so are the others of a turn."""
    return insert(table)


def add_new_row(session: Session, table: Table, values: Mapping[str, Any], key: tuple[str, ...]) -> int | None:
    """Insert one row and return its id, or do nothing and return None when the unique `key` is taken."""
    statement = _adding_new(table, session.get_bind().dialect.name, key)
    return cast("int | None", session.execute(statement, dict(values)).scalar())


@cache
def _adding_new(table: Table, dialect: str, key: tuple[str, ...]) -> ReturningInsert[Any]:
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    return statement.on_conflict_do_nothing(index_elements=key).returning(table.c.id)


def put_row(
    session: Session,
    table: Table,
    values: Mapping[str, Any],
    key: tuple[str, ...],
    renew: tuple[str, ...] = (),
    add_to: tuple[str, ...] = (),
) -> int:
    """Insert one row and return its id; where the unique `key` is taken, change the row there instead.

    The columns to `renew` are set to the new values, those to `add_to` grow by them.
    """
    statement = _putting(table, session.get_bind().dialect.name, key, renew, add_to)
    return cast(int, session.execute(statement, dict(values)).scalar_one())


@cache
def _putting(
    table: Table, dialect: str, key: tuple[str, ...], renew: tuple[str, ...], add_to: tuple[str, ...]
) -> ReturningInsert[Any]:
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    given = statement.excluded
    changed = {name: given[name] for name in renew} | {name: table.c[name] + given[name] for name in add_to}
    return statement.on_conflict_do_update(index_elements=key, set_=changed).returning(table.c.id)


def write_changed(session: Session) -> None:
    """Update the rows whose columns were set, past the unit of work, which takes several times as long.

    This ends the session's work: nothing in it is looked after any longer. Raises StaleDataError where a row is gone
    or, in a table with versions, where somebody has written a newer one.
    """
    if session.new or session.deleted:
        return  # left to the unit of work, which knows what must come first
    for state in sorted(map(_state_of, session.dirty), key=_place_in_line):
        _update(session, state)
    session.expunge_all()


def _state_of(row: Any) -> InstanceState[Any]:
    return cast("InstanceState[Any]", inspect(row))


def _place_in_line(state: InstanceState[Any]) -> tuple[str, Any]:
    """All writers go through the rows in the same order, so that no two wait for each other."""
    return state.mapper.class_.__tablename__, state.identity


def _update(session: Session, state: InstanceState[Any]) -> None:
    values = {name: state.dict[name] for name, before in state.committed_state.items() if state.dict[name] != before}
    if not values:
        return
    chosen = {"standing_id": cast(Any, state.identity)[0]}
    table, version = cast(Table, state.mapper.local_table), state.mapper.version_id_col
    if version is not None:
        chosen["standing_version"] = state.dict["version"]
        values["version"] = chosen["standing_version"] + 1
    changed = cast("CursorResult[Any]", session.execute(_updating(table), values | chosen))
    if changed.rowcount != 1:
        raise StaleDataError(f"A row of {table.name} is no longer as it was read.")
    if version is not None:
        set_committed_value(state.obj(), "version", values["version"])


@cache
def _updating(table: Table) -> Update:
    """The columns that are set follow from the values it is carried out with."""
    (key,) = table.primary_key
    chosen = update(table).where(key == bindparam("standing_id"))
    return chosen.where(table.c.version == bindparam("standing_version")) if "version" in table.c else chosen
