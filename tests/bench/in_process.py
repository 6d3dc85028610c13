"""A turn without HTTP: Hearback's `receive` beside the floor's function, one after the other in one thread."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from tests.bench.figures import Burst, Line, compare_bursts
from tests.bench.floor import Floor, Turns
from tests.bench.hearback import check_reports, environment_of, play_all, prepared_house
from tests.bench.played import number, provider_id, report_of
from tests.bench.stores import Engine, MakeStore


def measure_in_process(
    engine: Engine, make_store: MakeStore, folder: Path, turns: Turns, alternations: int, conversations: int
) -> list[Line]:
    """Alternate between the two; the first conversations of each are not counted."""
    house = prepared_house(environment_of(make_store(engine, "in-process-hearback"), folder))
    floor = Floor(make_store(engine, "in-process-floor"), turns)
    bursts = []
    for alternation in range(alternations + 1):
        residents = range(alternation * conversations, (alternation + 1) * conversations)
        bursts.append((play_all(house, residents), play_floor(floor, residents)))
    check_reports(house.database, (alternations + 1) * conversations)
    house.database.close()
    floor.engine.dispose()
    return compare_bursts(f"In process, {engine}", bursts[1:])


def play_floor(floor: Floor, residents: range) -> Burst:
    """The same messages to the floor."""
    started, times = perf_counter(), []
    for resident in residents:
        for message, words in enumerate(report_of(resident)):
            began = perf_counter()
            floor.hear(number(resident), provider_id(resident, message), words)
            times.append(perf_counter() - began)
    return Burst(perf_counter() - started, times)
