"""Statements that wait to be put to the database, and how PostgreSQL is given several that write as one.

A statement of many parts costs a turn less than as many statements: each is looked up, readied, sent and answered.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, groupby
from typing import Any, NamedTuple

Look = Callable[[Any], None]
"""Looks at the driver's cursor once its statement has been carried out."""
NUMBERED = re.compile(r"\$(\d+)")
MOST_ROWS = 50
"""A longer list, as that of a campaign, goes to the driver row by row: a statement has only so many values."""


class Writes(NamedTuple):
    """What a statement does to which table: it `adds` rows and nothing else, or `must_find` the one that it changes."""

    table: str
    adds: bool = False
    must_find: bool = False


class Waiting(NamedTuple):
    """A statement that has not been put to the database yet, with the values as they were when it was asked for."""

    sql: str
    values: Any = ()
    look: Look | None = None
    writes: Writes | None = None


def in_runs(batch: Sequence[Waiting]) -> Iterator[tuple[Waiting, list[Any]]]:
    """What follows each other with other values alone, and is not looked at, goes to the driver as one: the statement,
    and the values of each row."""
    for _, run in groupby(batch, lambda one: (one.sql, one.look and id(one))):
        same = list(run)
        yield same[0], [one.values for one in same]


def in_one(batch: Sequence[Waiting]) -> Iterator[tuple[Waiting, list[Any]]]:
    """The same, with what writes and follows each other joined to one statement, and several rows added by one part.

    Its parts do not see what the others write, so no two may be about the same row.
    """
    parts: list[Waiting] = []
    adds: dict[str, bool] = {}  # the tables that the parts write, and whether rows are only added there
    for one, rows in in_runs(batch):
        to = one.writes if one.look is None and (len(rows) == 1 or _fit_together(one, rows)) else None
        clashes = to is not None and to.table in adds and not (to.adds and adds[to.table])
        if parts and (to is None or clashes):
            yield _join(parts)
            parts, adds = [], {}
        if to is None:
            yield one, rows
        else:
            parts.append(one if len(rows) == 1 else _with_all(one, rows))
            adds[to.table] = to.adds
    if parts:
        yield _join(parts)


def _fit_together(one: Waiting, rows: Sequence[Any]) -> bool:
    return one.writes is not None and one.writes.adds and len(rows) <= MOST_ROWS


def _with_all(one: Waiting, rows: Sequence[Any]) -> Waiting:
    return one._replace(sql=_many(one.sql, len(rows)), values=tuple(chain.from_iterable(rows)))


@lru_cache(512)
def _many(sql: str, rows: int) -> str:
    """The same insertion of one row, of so many."""
    start, row = sql.split(" VALUES ")
    width = len(NUMBERED.findall(row))
    return f"{start} VALUES {', '.join(_from(width * number, row) for number in range(rows))}"


def _join(parts: Sequence[Waiting]) -> tuple[Waiting, list[Any]]:
    told = tuple((one.sql, len(one.values), bool(one.writes and one.writes.must_find)) for one in parts)
    return Waiting(_joined(told)), [tuple(chain.from_iterable(one.values for one in parts))]


@lru_cache(512)
def _joined(parts: tuple[tuple[str, int, bool], ...]) -> str:
    """Those that must find a row are counted; dividing by none is an error there, and the transaction fails."""
    if len(parts) == 1 and not parts[0][2]:
        return parts[0][0]
    starts = accumulate((count for _, count, _ in parts), initial=0)
    numbered = [_from(start, sql) for start, (sql, _, _) in zip(starts, parts, strict=False)]
    found = [part for part, (_, _, must_find) in enumerate(parts) if must_find]
    last = (
        "SELECT " + ", ".join(f"1 / (SELECT count(*) FROM part{part})" for part in found) if found else numbered.pop()
    )
    said = (f"part{part} AS ({sql}{' RETURNING 1' * (part in found)})" for part, sql in enumerate(numbered))
    return f"WITH {', '.join(said)} {last}"


def _from(start: int, sql: str) -> str:
    """The same statement, with its values numbered from here on."""
    return NUMBERED.sub(lambda number: f"${int(number[1]) + start}", sql)
