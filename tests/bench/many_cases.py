"""A turn's cost when many cases are stored: the same conversations on stores that differ in nothing but their size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from statistics import median

from sqlalchemy import (
    ColumnElement,
    Insert,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from bot.house import House
from storage.cases import Case
from storage.changes import Change
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.database import Database
from storage.deliveries import Delivery
from storage.messages import Message
from storage.outbox import Outgoing
from storage.promises import Promise
from storage.reporters import Reporter
from storage.reports import Report
from storage.tables import table_of
from tests.bench.figures import Burst, Line, show
from tests.bench.hearback import environment_of, play_all, prepared_house
from tests.bench.stores import Engine, MakeStore

COPIED = tuple(
    map(
        table_of,
        (Contact, Conversation, Case, Message, Report, Change, Reporter, Outgoing, Delivery, Promise),
    )
)
APART = 1_000_000
"""What is added to every id from one copy to the next: more than any table has rows when a hundred were reported."""
FASTER = {"sqlite": "PRAGMA cache_size = -400000", "postgresql": "SET session_replication_role = replica"}
"""400 MB of cache; no check of links between rows that are copied together."""
AT_ONCE = 50  # copies in one transaction


def measure_many_cases(
    engine: Engine, make_store: MakeStore, folder: Path, sizes: Sequence[int], alternations: int, conversations: int
) -> list[Line]:
    """Alternate over all sizes, beginning with another each time; the first round is not counted."""
    houses = [house_with(size, sizes[0], engine, make_store, folder) for size in sizes]
    rounds = []
    for alternation in range(alternations + 1):
        first = sizes[0] + alternation * conversations
        residents, begin = range(first, first + conversations), alternation % len(houses)
        turned = [play_all(house, residents) for house in (*houses[begin:], *houses[:begin])]
        rounds.append(turned[-begin:] + turned[:-begin] if begin else turned)
    for house in houses:
        house.database.close()
    return [
        _line(f"A turn with {size:,} cases stored, {engine}, {figure}", place, attrgetter(figure), rounds[1:])
        for figure in ("p50", "p99")  # few turns open a case, and no median tells of those
        for place, size in enumerate(sizes)
    ]


def _line(what: str, place: int, figure: Callable[[Burst], float], rounds: Sequence[Sequence[Burst]]) -> Line:
    ratio = median(figure(each[place]) / figure(each[0]) for each in rounds)
    took = show(median(figure(each[place]) for each in rounds), "ms")
    return Line(what, took, "", f"{ratio:.2f}", "at most 1.2" if place and what.endswith("p50") else "")


def house_with(size: int, played: int, engine: Engine, make_store: MakeStore, folder: Path) -> House:
    """A house whose store holds so many cases: those `played`, and whole copies of them."""
    house = prepared_house(environment_of(make_store(engine, f"{size}-cases"), folder))
    play_all(house, range(played))
    house.database.write(_settle)
    copies = size // played
    for first in range(1, copies, AT_ONCE):
        house.database.write(partial(copy_all, copies=range(first, min(first + AT_ONCE, copies))))
    if engine == "PostgreSQL":
        _tell_postgresql(house.database)
    house.database.close()  # what was set to copy faster ends with the connection
    return house


def _settle(session: Session) -> None:
    """What was said has left, as it would have long ago."""
    session.execute(update(table_of(Outgoing)).values(state="done"))


def copy_all(session: Session, copies: range) -> None:
    """Each of these copies of what was played, with ids, addresses and names of its own."""
    dialect = session.get_bind().dialect.name
    session.execute(text(FASTER[dialect]))
    statements = [copying(table, dialect) for table in COPIED]
    for copy in copies:
        for statement in statements:
            session.execute(statement, {"apart": copy * APART, "copy": copy})


def copying(table: Table, dialect: str) -> Insert:
    """The statement that makes copy `copy` of a table's rows, every id moved by `apart`."""
    key = next(iter(table.primary_key.columns))
    columns = [_copied(column, dialect) for column in table.columns]
    return insert(table).from_select(list(table.columns), select(*columns).where(key <= APART))


def _copied(column: ColumnElement[object], dialect: str) -> ColumnElement[object]:
    table, name = column.table.name, column.key
    mark = cast(bindparam("copy", type_=literal(0).type), Text)
    if name == "id" or any(key.column.table in COPIED for key in column.foreign_keys):
        return column + bindparam("apart", type_=column.type)
    if (table, name) == ("contacts", "lookup"):
        told = cast(column.table.c.id, Text) + "/" + mark
        return func.randomblob(32) if dialect == "sqlite" else func.sha256(func.convert_to(told, "UTF8"))
    if (table, name) in (("messages", "provider_id"), ("cases", "reference")):
        return column + "/" + mark
    return column


def _tell_postgresql(database: Database) -> None:
    """New ids follow the copied ones, and the planner knows the sizes, as autovacuum would have told it."""
    with database.transaction() as session:
        for table in COPIED:
            if "id" in table.columns:
                highest = select(func.max(table.c.id)).scalar_subquery()
                session.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), highest)))
            session.execute(text(f"ANALYZE {table.name}"))
