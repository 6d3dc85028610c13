"""A turn through real HTTP: eight clients against gunicorn, Hearback and the floor with the very same configuration."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Burst, Line, compare_bursts
from tests.bench.floor import Turns
from tests.bench.floor import environment_of as floor_environment
from tests.bench.hearback import check_reports, environment_of, prepared_house
from tests.bench.load import CLIENTS
from tests.bench.played import requests_of
from tests.bench.servers import free_port, last_core, running, wait_for_answer, web
from tests.bench.stores import Engine, MakeStore

FIRST_CALLER = 900_000
"""The resident who only asks whether the server is up."""


def measure_http(
    engine: Engine, make_store: MakeStore, folder: Path, turns: Turns, alternations: int, conversations: int
) -> list[Line]:
    """Alternate between the two servers, which both run all the time; the first burst of each is not counted.

    Who goes first changes from one alternation to the next.
    """
    ours, theirs = free_port(), free_port()
    environ = environment_of(make_store(engine, "http-hearback"), folder, ours)
    house = prepared_house(environ)
    floor = floor_environment(make_store(engine, "http-floor"), turns)
    bursts = []
    with (
        running(web("webhooks.wsgi:app", ours), environ, last_core()) as hearback,
        running(web("tests.bench.floor:app()", theirs), floor, last_core()) as bare,
    ):
        for process, port in ((hearback, ours), (bare, theirs)):
            wait_for_answer(process, port, next(requests_of(FIRST_CALLER, port)))
        for alternation in range(alternations + 1):
            bursts.append(_both(ours, theirs, alternation, conversations))
    check_reports(house.database, (alternations + 1) * conversations)
    house.database.close()
    return compare_bursts(f"HTTP, {CLIENTS} clients, {engine}", bursts[1:])


def _both(ours: int, theirs: int, alternation: int, conversations: int) -> tuple[Burst, Burst]:
    first = alternation * conversations
    if alternation % 2:
        floor = burst(theirs, first, conversations)
        return burst(ours, first, conversations), floor
    return burst(ours, first, conversations), burst(theirs, first, conversations)


def burst(port: int, first: int, conversations: int) -> Burst:
    """So many conversations from another process, the first one that of resident `first`."""
    command = [sys.executable, "-m", "tests.bench.load", "--port", str(port)]
    command += ["--first", str(first), "--conversations", str(conversations)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    seen = json.loads(done.stdout)
    return Burst(seen["seconds"], seen["times"])
