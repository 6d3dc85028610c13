"""Processes that are measured: started, waited for, weighed and stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter, sleep

from tests.bench.load import play

WAIT = 60.0
"""Seconds until a server that does not answer is given up."""
GUNICORN = ("-m", "gunicorn", "--config", "python:webhooks.gunicorn")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def web(app: str, port: int) -> list[str]:
    """How gunicorn serves an application, configured as Hearback configures it."""
    return [*GUNICORN, "--bind", f"127.0.0.1:{port}", app]


@contextmanager
def running(
    arguments: Sequence[str], environ: Mapping[str, str], core: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process with these arguments, as long as the block lasts; what it prints is left out. Two that are
    compared keep to the same `core`, as no two are alike: before, the same code was a sixth faster or slower."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("HEARBACK_", "TWILIO_"))}
    command = [sys.executable, *arguments]
    with _kept_to(core):
        process = subprocess.Popen(command, env={**inherited, **environ}, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(WAIT)


@contextmanager
def _kept_to(core: int | None) -> Iterator[None]:
    """What is started in the block keeps to this core, where the system can be told so."""
    if core is None or not hasattr(os, "sched_setaffinity"):
        yield
        return
    ours = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, ours)


def last_core() -> int | None:
    """The last of the cores that we may use; None where the system does not say."""
    return max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None


def wait_for_answer(process: subprocess.Popen[bytes], port: int, request: bytes) -> float:
    """Ask until the request is answered; returns the seconds that took. Raises RuntimeError when it never is."""
    started = perf_counter()
    while perf_counter() - started < WAIT and process.poll() is None:
        try:
            play(port, [request])
        except ConnectionError:
            sleep(0.005)
        else:
            return perf_counter() - started
    raise RuntimeError(f"The server at port {port} never answered.")


def weigh(process: int) -> list[float]:
    """Resident memory in MB of each process under this one that has none under it; 0 where there is no /proc."""
    return [_resident(one) for one in _leaves(process)]


def _leaves(process: int) -> list[int]:
    """In the order in which they were started."""
    return [leaf for child in sorted(_children(process)) for leaf in _leaves(child)] or [process]


def _children(process: int) -> set[int]:
    lists = Path("/proc", str(process), "task").glob("*/children")
    with suppress(FileNotFoundError):  # a thread that ended meanwhile
        return {int(child) for listed in lists for child in listed.read_text().split()}
    return _children(process)


def _resident(process: int) -> float:
    try:
        rows = Path("/proc", str(process), "status").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS:"))
