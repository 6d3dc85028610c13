"""How long it takes to start, and what the processes weigh."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from tests.bench.figures import Line, compare, show
from tests.bench.floor import Turns
from tests.bench.floor import environment_of as floor_environment
from tests.bench.hearback import environment_of, prepared_house
from tests.bench.played import requests_of
from tests.bench.servers import free_port, running, wait_for_answer, web, weigh
from tests.bench.stores import MakeStore
from tests.bench.through_http import burst

Figures = tuple[float, list[float]]
"""Seconds to the first answer, and MB of the web worker and, for Hearback, of the worker."""


def measure_starting(
    make_store: MakeStore, folder: Path, turns: Turns, alternations: int, conversations: int
) -> list[Line]:
    """Start everything on a machine that is set up, then the floor; weigh both once they have served the same load."""
    url, theirs = make_store("SQLite", "starting-hearback"), make_store("SQLite", "starting-floor")
    prepared_house(environment_of(url, folder)).database.close()
    pairs = []
    for alternation in range(alternations):
        port = free_port()
        ours = _start(["-m", "webhooks", "serve"], environment_of(url, folder, port), port, alternation, conversations)
        port = free_port()
        environ = floor_environment(theirs, turns)
        floor = _start(web("tests.bench.floor:app()", port), environ, port, alternation, conversations)
        pairs.append((ours, floor))
    return [
        compare("Start to first answered message", "s", [(a[0], b[0]) for a, b in pairs], "at most 3 s"),
        compare("Memory of a web worker", "MB", [(a[1][0], b[1][0]) for a, b in pairs]),
        Line("Memory of the worker process", show(median(a[1][-1] for a, _ in pairs), "MB")),
    ]


def _start(arguments: list[str], environ: dict[str, str], port: int, alternation: int, conversations: int) -> Figures:
    first = alternation * (conversations + 1)
    with running(arguments, environ) as process:
        seconds = wait_for_answer(process, port, next(requests_of(first, port)))
        burst(port, first + 1, conversations)
        return seconds, weigh(process.pid)
