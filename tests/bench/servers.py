"""Processes that are measured: started, waited for, weighed and stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
def running(arguments: Sequence[str], environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process with these arguments, as long as the block lasts; what it prints is left out."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("HEARBACK_", "TWILIO_"))}
    process = subprocess.Popen([sys.executable, *arguments], env={**inherited, **environ}, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(WAIT)


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


def weigh(process: int, words: str) -> float:
    """Resident memory in MB of the last descendant whose command line holds these words; 0 where there is no /proc."""
    found = [one for one in _descendants(process) if words in _read(one, "cmdline").replace("\0", " ")]
    return _resident(found[-1]) if found else 0.0


def _descendants(process: int) -> list[int]:
    children = [int(child) for child in _read(process, f"task/{process}/children").split()]
    return [process, *(one for child in children for one in _descendants(child))]


def _resident(process: int) -> float:
    row = next((row for row in _read(process, "status").splitlines() if row.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(row.split()[1]) / 1024


def _read(process: int, name: str) -> str:
    try:
        return Path("/proc", str(process), name).read_text()
    except OSError:
        return ""
