"""How long it takes until everybody of a campaign's list has their time: read, kept, drawn and spread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.surveys.campaign_list import read_list
from bot.surveys.campaigns import Plan, begin, take_list
from storage.staff import add_staff
from tests.bench.figures import Line, show
from tests.bench.hearback import environment_of, prepared_house
from tests.bench.stores import Engine, MakeStore


def measure_campaign(engine: Engine, make_store: MakeStore, folder: Path, people: int) -> Iterator[Line]:
    """One list of so many people, everybody on it to be asked over twenty working days."""
    house = prepared_house(environment_of(make_store(engine, "campaign"), folder))
    rows = "".join(f"T{n},07{400_000_000 + n},en,Patch {n % 9},under 30\n" for n in range(people))
    raw, now = f"person,address,language,patch,age\n{rows}".encode(), datetime.now(UTC)
    by = house.database.write(lambda session: add_staff(session, "m@example.org", "Mina", "manager", now, "x").id)
    started = perf_counter()
    found = read_list(raw, house.landlord.languages)
    begin(house, take_list(house, "Autumn", "visit", found, by, now), Plan(None, False, 20), now)
    took = perf_counter() - started
    house.database.close()
    yield Line(f"A campaign of {people:,} queued, {engine}", show(took, "s"), goal="at most 60 s")
