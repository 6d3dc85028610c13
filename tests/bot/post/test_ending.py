"""Told to end by a signal, a process ends: whatever it is in the middle of."""

import subprocess
import sys
import threading

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


def ends(whose: str, within: float) -> bool:
    """Whether a process that is told by signals while it waits comes to its end."""
    process = subprocess.Popen([sys.executable, "-c", STORM, whose], stderr=subprocess.DEVNULL)
    try:
        return process.wait(within) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        process.kill()
        process.wait()


def test_a_signal_in_the_middle_of_waiting_holds_nothing_up() -> None:
    """Hundreds of signals while we wait, some at the worst moment."""
    assert ends("ours", 60)


def test_an_event_would_wait_for_itself() -> None:
    """The planted fault: the handler waits for a lock for ever or, as each further signal interrupts that and waits for
    it again, until Python has had enough."""
    assert not ends("an event's", 10)


def test_it_is_told_once_and_for_all() -> None:
    """From another thread too; whoever waits is woken, and need not wait again."""
    ending = Ending()
    assert not ending.has_come()
    assert not ending.has_come(within=0.01)
    threading.Timer(0.05, ending.tell).start()
    assert ending.has_come(within=None)
    assert ending.has_come()
