"""Measures Hearback beside a bare application, and prints one table: `make bench`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.campaign import measure_campaign
from tests.bench.figures import Line, show, table_head
from tests.bench.floor import Turns
from tests.bench.hearback import environment_of, prepared_house, rows_of_turns
from tests.bench.in_process import measure_in_process
from tests.bench.many_cases import measure_many_cases
from tests.bench.places import bench_places
from tests.bench.sending import measure_sending
from tests.bench.starting import measure_starting
from tests.bench.stores import ENGINES, Engine, MakeStore, stores
from tests.bench.through_http import measure_http


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    engines: tuple[Engine, ...]
    alternations: int
    conversations: int
    cases: tuple[int, ...]
    homes: tuple[int, ...]
    matches: int
    people: int
    """On the list of a campaign."""
    sample: int
    """Conversations from which it is learnt how many rows each turn writes."""


WHOLE = Size(ENGINES, 5, 64, (100, 10_000, 200_000), (2_000, 50_000), 1_000, 20_000, 12)
QUICK = Size(("SQLite",), 1, 8, (8, 80), (2_000,), 100, 100, 3)


@dataclass(frozen=True)
class Bench:
    """One run: how much, where, and how many rows the floor writes at each turn."""

    size: Size
    make_store: MakeStore
    folder: Path
    turns: Turns

    def http(self) -> Iterator[Line]:
        for engine in self.size.engines:
            yield from measure_http(
                engine, self.make_store, self.folder, self.turns, self.size.alternations, self.size.conversations
            )

    def inprocess(self) -> Iterator[Line]:
        for engine in self.size.engines:
            yield from measure_in_process(
                engine, self.make_store, self.folder, self.turns, self.size.alternations, self.size.conversations
            )

    def scale(self) -> Iterator[Line]:
        for engine in self.size.engines:
            yield from measure_many_cases(
                engine, self.make_store, self.folder, self.size.cases, self.size.alternations, self.size.conversations
            )

    def places(self) -> Iterator[Line]:
        figures = bench_places(self.size.homes, self.size.matches)
        for homes in self.size.homes:
            for where in ("report", "answer"):
                took = show(figures[f"{homes} {where} median ms"], "ms")
                yield Line(f"Address found in a resident's {where}, {homes:,} homes, p50", took, goal="at most 5 ms")

    def start(self) -> Iterator[Line]:
        yield from measure_starting(
            self.make_store, self.folder, self.turns, self.size.alternations, self.size.conversations
        )

    def sending(self) -> Iterator[Line]:
        for engine in self.size.engines:
            yield from measure_sending(
                engine, self.make_store, self.folder, self.size.alternations, self.size.conversations * 8
            )

    def campaign(self) -> Iterator[Line]:
        for engine in self.size.engines:
            yield from measure_campaign(engine, self.make_store, self.folder, self.size.people)


PARTS: dict[str, Callable[[Bench], Iterator[Line]]] = {
    "http": Bench.http,
    "inprocess": Bench.inprocess,
    "scale": Bench.scale,
    "places": Bench.places,
    "start": Bench.start,
    "sending": Bench.sending,
    "campaign": Bench.campaign,
}


def main(words: Sequence[str] | None = None) -> None:
    """Measure what was asked for, telling on standard error where we are, and print the table row by row."""
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="one alternation of a few messages on SQLite: whether it runs"
    )
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    given = parser.parse_args(words)
    size = QUICK if given.quick else WHOLE
    print(table_head())
    with tempfile.TemporaryDirectory(prefix="hearback-bench-") as place, stores(Path(place)) as make_store:
        for line in measure(size, make_store, Path(place), [given.only] if given.only else list(PARTS)):
            print(line.row(), flush=True)


def measure(size: Size, make_store: MakeStore, folder: Path, parts: Sequence[str]) -> Iterator[Line]:
    """The lines of these parts as they become known, with the rows of its turns on top."""
    house = prepared_house(environment_of(make_store("SQLite", "sample"), folder))
    turns = rows_of_turns(house, range(size.sample))
    house.database.close()
    yield _rows_written(turns)
    bench = Bench(size, make_store, folder, turns)
    for part in parts:
        print(f"Measuring: {part}", file=sys.stderr, flush=True)
        yield from PARTS[part](bench)


def _rows_written(turns: Turns) -> Line:
    every = [rows for report in turns for rows in report]
    added, changed = (sum(numbers) / len(every) for numbers in zip(*every, strict=True))
    most = max(rows.added for rows in every)
    return Line("Rows added, and changed, for one message", f"{added:.1f} (at most {most}), {changed:.1f}", "the same")


if __name__ == "__main__":
    main()
