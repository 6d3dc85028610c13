"""The statements of a turn: compiled once, and put to the driver as they stand.

SQLAlchemy writes the SQL and prepares each value. What is passed by is its bookkeeping for every execution.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Dialect, Insert, Select, Table, Update, bindparam, insert, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstanceState, Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningInsert

from storage.journeys import carry_out, carry_out_last, is_far, put_off, surely
from storage.tables import Base
from storage.waiting import Look, Waiting, Writes

Row = Mapping[str, Any]
Statement = Insert | Update | Select[Any]
Way = Callable[[Any], Any]
"""Turns a value of ours into the driver's, or back."""


class Ready:
    """A statement as one driver wants it: the SQL, and how the values of a row become those that it takes.

    `ways` prepare values, by name. `fixed` are those that stand in the statement itself.
    """

    def __init__(
        self, sql: str, names: Sequence[str], ways: Mapping[str, Way], fixed: Row, writes: Writes | None
    ) -> None:
        self.sql = sql
        self.writes = writes
        self._pick = itemgetter(*names) if len(names) > 1 else lambda row: tuple(row[name] for name in names)
        self._ways = [(place, ways[name]) for place, name in enumerate(names) if name in ways]
        self._fixed = fixed

    def values(self, row: Row) -> tuple[Any, ...]:
        """What the driver is given along with the SQL."""
        taken = list(self._pick({**self._fixed, **row} if self._fixed else row))
        for place, way in self._ways:
            taken[place] = way(taken[place])
        return tuple(taken)


@lru_cache(512)
def _ready(statement: Statement, dialect: Dialect, names: tuple[str, ...]) -> Ready:
    written = _numbered(dialect)
    compiled = cast(Any, statement.compile(dialect=written, column_keys=None if statement.is_select else list(names)))
    order = compiled.positiontup or ()
    ways = {name: compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order}
    fixed = {name: value for name, value in compiled.params.items() if name not in names}
    return Ready(str(compiled), order, without_none(ways), fixed, _writes(statement))


@cache
def _numbered(dialect: Dialect) -> Dialect:
    """Writes SQL as the driver takes it from us: psycopg with values that are numbered, so that statements can be
    joined."""
    return cast(Any, type(dialect))(paramstyle="numeric_dollar") if dialect.name == "postgresql" else dialect


def _writes(statement: Statement) -> Writes | None:
    if isinstance(statement, Select):
        return None
    adds = isinstance(statement, Insert) and statement._post_values_clause is None
    return Writes(cast(Table, statement.table).name, adds)


def without_none(ways: Mapping[str, Way | None]) -> dict[str, Way]:
    return {name: way for name, way in ways.items() if way is not None}


def put(
    session: Session, statement: Statement, row: Row, look: Look | None = None, *, must_find: bool = False
) -> Connection:
    """Have the statement carried out with these values; one that `must_find` its row is refused where it does not."""
    connection = connection_of(session)
    ready = _ready(statement, connection.dialect, tuple(row))
    one = Waiting(ready.sql, ready.values(row), look, ready.writes)
    put_off(connection, surely(connection, one) if must_find else one)
    return connection


def connection_of(session: Session) -> Connection:
    """Asked of the session once: it takes longer to answer than SQLite to insert a row, and ours live for one
    transaction."""
    connection: Connection | None = session.info.get("connection")
    if connection is None:
        connection = session.info["connection"] = session.connection()
    return connection


def add_rows(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert these rows, each with a value for every column that has no default in the database."""
    for row in rows:
        put(session, _adding(table), row)


def _ask(session: Session, statement: Statement, row: Row) -> list[Any]:
    """Carry the statement out and return the rows that it gives."""
    found: list[Any] = []
    carry_out(put(session, statement, row, lambda cursor: found.extend(cursor.fetchall())))
    return found


def look_after(session: Session, noun: Any) -> Any:
    make_transient_to_detached(noun)
    session.add(noun)
    return noun


@cache
def _adding(table: Table) -> Insert:
    """Built once, as building a statement takes longer than carrying it out; so are the others of a turn."""
    return insert(table).inline()  # nobody asks for the ids


def add(session: Session, noun: Base) -> None:
    """Insert a new noun; it has its id from now on, and is looked after like one that was read."""
    state = _state_of(noun)
    table, usual = cast(Table, state.mapper.local_table), _usual_values(state.mapper)
    for name, value in usual.items():
        if name not in state.dict:
            setattr(noun, name, value)
    names = table.columns.keys()
    row = {name: state.dict[name] for name in names if name in state.dict}
    (key,) = table.primary_key
    if key.name in row:
        add_rows(session, table, [row])
    else:
        setattr(noun, key.name, add_numbered(session, table, row))
    hold(session, look_after(session, noun))


def add_numbered(session: Session, table: Table, row: Row, *, may_be_drawn: bool = True) -> int:
    """Insert one row without its id, and return the id that it has now: one drawn ahead, unless it must be later than
    those that others have drawn meanwhile."""
    drawn = session.info.get("drawn", {}).get(table) if may_be_drawn else None
    if drawn:
        add_rows(session, table, [{**row, "id": drawn[0]}])
        return cast(int, drawn.pop(0))
    if not is_far(connection_of(session)):
        added: list[int] = []
        carry_out(put(session, _adding(table), row, lambda cursor: added.append(cursor.lastrowid)))
        return added[0]
    return cast(int, _ask(session, _adding_for_id(table), row)[0][0])


def draw_ahead(session: Session, *tables: Table) -> None:
    """Have the next journey bring an id for a row that will be added to each of these, where adding one would cost a
    journey to learn it.

    Whoever draws them in the order in which rows must follow each other, holds what they belong to first.
    """
    connection = connection_of(session)
    if is_far(connection):
        sql = f"SELECT {', '.join(map(next_id, tables))}"
        put_off(connection, Waiting(sql, (), lambda cursor: keep_drawn(session, tables, cursor.fetchone())))


def next_id(table: Table) -> str:
    """SQL that draws one, on PostgreSQL."""
    return f"nextval('{table.name}_id_seq')"


def keep_drawn(session: Session, tables: Sequence[Table], ids: Sequence[int]) -> None:
    """Have these ids, one for each of the tables, used for the rows that are added there."""
    drawn = session.info.setdefault("drawn", {})
    for table, id in zip(tables, ids, strict=True):
        drawn.setdefault(table, []).append(id)


def hold(session: Session, noun: Base) -> None:
    """Say that nobody else can change this row before the transaction ends, so that what is written of it need not be
    looked at before the commit."""
    session.info.setdefault("held", set()).add(_state_of(noun).key)


def is_held(session: Session, noun: Base) -> bool:
    """Whether that was said of it."""
    return _state_of(noun).key in session.info.get("held", ())


@cache
def _usual_values(mapper: Mapper[Any]) -> Row:
    """What stands in the columns of a new row where nothing else is said."""
    columns = [column for column in cast(Table, mapper.local_table).columns if not column.primary_key]
    usual = {column.name: None if column.default is None else cast(Any, column.default).arg for column in columns}
    return usual if mapper.version_id_col is None else usual | {mapper.version_id_col.name: 1}


@cache
def _adding_for_id(table: Table) -> ReturningInsert[Any]:
    (key,) = table.primary_key
    return insert(table).returning(key)


def put_row(
    session: Session,
    table: Table,
    values: Row,
    key: tuple[str, ...],
    renew: tuple[str, ...] = (),
    add_to: tuple[str, ...] = (),
) -> None:
    """Insert one row; where the unique `key` is taken, change the row there instead.

    The columns to `renew` are set to the new values, those to `add_to` grow by them.
    """
    put(session, _putting(table, connection_of(session).dialect.name, key, renew, add_to), values)


@cache
def _putting(
    table: Table, dialect: str, key: tuple[str, ...], renew: tuple[str, ...], add_to: tuple[str, ...]
) -> Insert:
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    given = statement.excluded
    changed = {name: given[name] for name in renew} | {name: table.c[name] + given[name] for name in add_to}
    return statement.on_conflict_do_update(index_elements=key, set_=changed)


def write_changed(session: Session) -> None:
    """Update the rows whose columns were set, past the unit of work, and carry out what still waits.

    This ends the session's work: nothing in it is looked after any longer, and it may be committed by now. Raises
    StaleDataError where a row is gone or, in a table with versions, where somebody has written a newer one.
    """
    if session.new or session.deleted:  # for the unit of work, which knows what must come first and writes later
        if session.in_transaction():
            carry_out(connection_of(session))
        return
    for state in sorted(map(_state_of, session.dirty), key=_place_in_line):
        _update(session, state)
    session.expunge_all()
    if session.in_transaction():
        carry_out_last(connection_of(session))


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
        set_committed_value(state.obj(), "version", values["version"])

    put(session, _updating(table), values | chosen, must_find=not is_held(session, cast(Base, state.obj())))


@cache
def _updating(table: Table) -> Update:
    """The columns that are set follow from the values it is carried out with."""
    (key,) = table.primary_key
    chosen = update(table).where(key == bindparam("standing_id"))
    return chosen.where(table.c.version == bindparam("standing_version")) if "version" in table.c else chosen
