"""A turn reads as much of the store with 600 cases in it as with 12: each database counts it itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.house import House
from storage.database import Database
from tests.bench.hearback import environment_of, play_into, prepared_house
from tests.bench.many_cases import COPIED, house_with
from tests.bench.stores import Engine

PLAYED = 12
MANY, MORE = 600, 2400
WARM = range(1000, 1018)
"""By then PostgreSQL has settled on its plans."""
READ = (
    "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), "
    "(SELECT sum(idx_tup_read) FROM pg_stat_user_indexes) FROM pg_stat_user_tables"
)


def read_by(house: House, work: Callable[[], object]) -> int:
    """How much the database reads for this: rows of tables and indexes on PostgreSQL, hundreds of steps on SQLite."""
    if house.database.url.get_backend_name() == "postgresql":
        before = rows_read(house.database)
        work()
        return rows_read(house.database) - before
    steps: list[None] = []
    with house.database.reading() as session:
        driver = session.connection().connection.driver_connection
    driver.set_progress_handler(lambda: steps.append(None), 100)  # type: ignore[union-attr]
    work()
    driver.set_progress_handler(None, 100)  # type: ignore[union-attr]
    return len(steps)


def rows_read(database: Database) -> int:
    """So far, of tables and of indexes."""
    with database.reading() as session:
        session.execute(text("SELECT pg_stat_force_next_flush()"))
    with database.reading() as session:
        return int(sum(session.execute(text(READ)).one()))


def read_by_three(house: House, first: int) -> int:
    """By three reports from the first word to the last."""
    return read_by(house, lambda: [play_into(house, first + resident) for resident in range(3)])


@pytest.mark.parametrize("engine", ["SQLite", "PostgreSQL"])
def test_a_turn_reads_as_much_however_many_cases_are_stored(
    engine: Engine, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """And PostgreSQL has counted them."""
    make: Callable[[], str] = request.getfixturevalue(f"new_{engine.lower()}")
    read = []
    for size in (MANY, MORE):
        house = house_with(size, PLAYED, engine, lambda *_: make(), tmp_path)
        for resident in WARM:
            play_into(house, resident)
        read.append(read_by_three(house, 2000))
        house.database.close()
    assert read[1] <= 1.2 * read[0]


def test_nor_does_it_before_postgresql_has_counted_them(unused_postgresql: str, tmp_path: Path) -> None:
    """A new store, in its first minutes."""
    house = prepared_house(environment_of(unused_postgresql, tmp_path))
    with house.database.transaction() as session:
        for table in COPIED:
            session.execute(text(f"ALTER TABLE {table.name} SET (autovacuum_enabled = off)"))  # which counts them
    read = []
    for first in (1000, 2000):
        for resident in range(30):
            play_into(house, first + resident)
        read.append(read_by_three(house, first + 30))
    house.database.close()
    assert read[1] <= 1.2 * read[0]
