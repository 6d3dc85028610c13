"""What a turn reads: whole nouns, stood up from their rows past SQLAlchemy's own loading, which takes several times as
long."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Select, inspect, select
from sqlalchemy.orm import InstanceState, Mapper, Session

from storage.journeys import carry_out
from storage.statements import Row, Way, connection_of, put, without_none
from storage.tables import Base, table_of


def select_whole(*nouns: type[Base]) -> Select[Any]:
    """Selects every column of these nouns, in the order in which `fetch` reads them."""
    return select(*(column for noun in nouns for column in table_of(noun).columns))


def fetch(session: Session, statement: Select[Any], values: Row, *nouns: type[Base]) -> list[tuple[Any, ...]]:
    """What the statement selects: whole nouns, one after the other in each row, as `select_whole` asks for them (None
    where an outer join found none), and then whatever else it selects.

    They are looked after from now on; one that is looked after already comes as it stands, not as it is stored.
    """
    found = ask_for(session, statement, values, *nouns)
    bring(session)
    return found


def ask_for(session: Session, statement: Select[Any], values: Row, *nouns: type[Base]) -> list[tuple[Any, ...]]:
    """The same, which `bring` fills in: so one journey brings the answers to several questions."""
    found: list[tuple[Any, ...]] = []
    session.info.setdefault("brought", []).append(found)  # the session itself forgets what nobody holds on to

    def read(cursor: Any) -> None:
        rows = cursor.fetchall()
        reading = [_reading(noun, connection_of(session).dialect) for noun in nouns] if rows else []
        found.extend(tuple(_stand_up(session, reading, row)) for row in rows)

    put(session, statement, values, read)
    return found


def bring(session: Session) -> None:
    """Make the journey for what was asked for."""
    carry_out(connection_of(session))


@dataclass(frozen=True)
class Reading:
    """How rows of one noun are read: its columns by name, and what becomes of the values of some."""

    mapper: Mapper[Any]
    names: tuple[str, ...]
    ways: Mapping[str, Way]


@lru_cache(128)
def _reading(noun: type[Base], dialect: Dialect) -> Reading:
    columns = table_of(noun).columns
    ways = {name: column.type.dialect_impl(dialect).result_processor(dialect, None) for name, column in columns.items()}
    return Reading(inspect(noun), tuple(columns.keys()), without_none(ways))


def _stand_up(session: Session, readings: Sequence[Reading], row: Sequence[Any]) -> Iterator[Any]:
    start = 0
    for reading in readings:
        end = start + len(reading.names)
        yield _one(session, reading, dict(zip(reading.names, row[start:end], strict=True)))
        start = end
    yield from row[start:]


def _one(session: Session, reading: Reading, values: dict[str, Any]) -> Any:
    mapper = reading.mapper
    (key,) = mapper.primary_key
    if values[key.name] is None:
        return None
    identity = mapper.identity_key_from_primary_key((values[key.name],))
    known = session.identity_map.get(identity)
    if known is not None:
        return known
    for name, way in reading.ways.items():
        values[name] = way(values[name])
    noun = mapper.class_manager.new_instance()
    vars(noun).update(values)
    _look_after(session, inspect(noun), identity)
    return noun


def _look_after(session: Session, state: InstanceState[Any], identity: Any) -> None:
    """As SQLAlchemy's own loading does it; `Session.add`, which must expect anything, takes several times as long."""
    state.key, state.session_id = identity, session.hash_key
    session.identity_map.add(state)
