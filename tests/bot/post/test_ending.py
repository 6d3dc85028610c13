"""Told to end by a signal, a process ends: whatever it is in the middle of."""

import subprocess
import sys
import threading

import pytest

from bot.post.ending import Ending

STORM = """
import os, signal, sys, threading, time
from bot.post.ending import Ending

ours, done = sys.argv[1] == "ours", []
waited = Ending() if ours else threading.Event()
tell = waited.tell if ours else waited.set
signal.signal(signal.SIGUSR1, lambda *_: tell())

def storm():
    for _ in range(400):
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(0.0001)
    done.append(True)

threading.Thread(target=storm, daemon=True).start()
while not done:
    if ours:
        waited.has_come()
        waited._has_come = False
    else:
        waited.wait(0)
        waited.clear()
"""


@pytest.mark.parametrize("whose", ["ours", "an event's"])
def test_a_signal_in_the_middle_of_waiting_holds_nothing_up(whose: str) -> None:
    """Hundreds of signals while we wait, some at the worst moment; and the planted fault, an event: there each further
    signal interrupts the waiting for the lock, and waits for it again, until Python has had enough."""
    done = subprocess.run([sys.executable, "-c", STORM, whose.split()[0]], capture_output=True, text=True, timeout=60)
    assert (done.returncode == 0, "RecursionError" in done.stderr) == (
        (True, False) if whose == "ours" else (False, True)
    )


def test_it_is_told_once_and_for_all() -> None:
    """From another thread too; whoever waits is woken, and need not wait again."""
    ending = Ending()
    assert not ending.has_come()
    assert not ending.has_come(within=0.01)
    threading.Timer(0.05, ending.tell).start()
    assert ending.has_come(within=None)
    assert ending.has_come()
