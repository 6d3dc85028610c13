"""The base of every table: UTC times and storable words."""

from datetime import UTC, datetime
from typing import Annotated, Any, cast

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, mapped_column
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
