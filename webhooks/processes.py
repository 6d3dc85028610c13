"""Keeps the processes of one machine running: each is started again when it dies, and none outlives the one that
started it."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess

from bot.post.ending import TOLD_TO_END, Ending

Duty = Callable[[], object]
_log = logging.getLogger(__name__)
_fork = multiprocessing.get_context("fork")  # what was read before is shared, so that a start is quick
LOOK = 0.1  # seconds between looks at the processes
REST = 1.0  # seconds before one that died is started again
PATIENCE = 15.0  # seconds that they are given to end by themselves


def keep_running(duties: Mapping[str, Duty]) -> None:
    """Run each duty in a process of its own until SIGTERM or SIGINT. Call it before any thread is started."""
    ending = Ending()
    alive, ours = os.pipe()
    running = {name: _start(duty, alive, ours) for name, duty in duties.items()}
    ending.heed_signals()
    while not ending.has_come(within=LOOK):
        for name, process in running.items():
            if not process.is_alive() and not ending.has_come(within=REST):
                _log.warning("The %s process ended (%s) and is started again.", name, process.exitcode)
                running[name] = _start(duties[name], alive, ours)
    _end(running)


def _start(duty: Duty, alive: int, ours: int) -> BaseProcess:
    """What tells us to end waits meanwhile: in the first moments of the new process it would reach a handler of ours,
    and be forgotten."""
    process = _fork.Process(target=_live, args=(duty, alive, ours))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TOLD_TO_END)
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


def _live(duty: Duty, alive: int, ours: int) -> None:
    """In the new process: do the duty, and end when whoever started us has ended, even by kill -9.

    The parent alone holds the pipe's other end, so that reading from it returns only then.
    """
    for sign in TOLD_TO_END:
        signal.signal(sign, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD_TO_END)
    os.setpgid(0, 0)  # Ctrl-C goes to the parent, which ends us in order
    os.close(ours)
    threading.Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
    duty()


def _end_with_parent(alive: int) -> None:
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _end(running: Mapping[str, BaseProcess]) -> None:
    for process in running.values():
        process.terminate()
    for process in running.values():
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
