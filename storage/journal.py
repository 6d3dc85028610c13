"""The journal: what came from outside while the store was away, in sealed files of this machine until it is filed."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.sealing import Keys, SealBroken

PURPOSE = "journal"
KEPT, SHUT = ".entry", ".unreadable"
NOBODY = "nobody"
_log = logging.getLogger(__name__)


class NotAnEntry(Exception):
    """An entry opened, and whoever files it can do nothing with it, now or later."""


class Journal:
    """A folder of entries, oldest first by their names. Every process of a machine may write to it; one at a time
    empties it. Entries are words of any shape, sealed with the contact key."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder, self._keys = folder, keys
        self._last = 0
        self._naming = threading.Lock()
        self._takes_all_until = 0.0

    def keep(self, entry: str, sender: str = NOBODY) -> None:
        """Write one entry; it is on the disk when this returns. Raises OSError where it cannot be.

        `sender` is part of its name: a word of letters and digits that says nobody's address.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = self._folder / f"{self._next():020}-{os.getpid()}-{sender}{KEPT}"
        draft = place.with_suffix(".draft")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(self._keys.seal(entry, PURPOSE))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(place)
        _settle(self._folder)

    def _next(self) -> int:
        """A number that grows with time, and in one process from entry to entry also when the clock is set back."""
        with self._naming:
            self._last = max(time.time_ns(), self._last + 1)
            return self._last

    def waits(self) -> int:
        """How many entries are still to be filed; none where the folder cannot be read, as the store may be well."""
        return self._ending_in(KEPT)

    def waits_for(self, sender: str) -> bool:
        """Whether an entry of this sender is still to be filed, so that what they write next must not overtake it."""
        return self._ending_in(f"-{sender}{KEPT}") > 0

    def _ending_in(self, end: str) -> int:
        try:
            return sum(name.endswith(end) for name in os.listdir(self._folder))
        except OSError:
            return 0

    def take_all_for(self, seconds: float) -> None:
        """Note that the store could not be reached just now, so that nobody waits for it in vain again so soon."""
        self._takes_all_until = time.monotonic() + seconds

    def takes_all(self) -> bool:
        """Whether the store could not be reached a moment ago, and something waits for it."""
        return time.monotonic() < self._takes_all_until and self.waits() > 0

    def unreadable(self) -> int:
        """How many entries were put aside because they do not open with our key."""
        return sum(1 for _ in self._folder.glob(f"*{SHUT}"))

    def empty(self, file: Callable[[str], None]) -> int:
        """Have each entry filed, oldest first, and say how many were; an entry goes when `file` has returned.

        What `file` raises ends it, and the entry stays; but one that is NotAnEntry is put aside. Does nothing while
        another thread or process is at it.
        """
        with self._alone() as alone:
            return sum(self._pass_on(place, file) for place in sorted(self._folder.glob(f"*{KEPT}"))) if alone else 0

    def _pass_on(self, place: Path, file: Callable[[str], None]) -> bool:
        try:
            file(self._keys.open(place.read_bytes(), PURPOSE))
        except (SealBroken, NotAnEntry) as trouble:  # kept for somebody who can read it, and in nobody's way
            _log.error("An entry of the journal cannot be read (%s) and is put aside.", type(trouble).__name__)
            place.rename(place.with_suffix(SHUT))
            return False
        place.unlink()
        return True

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        if not self._folder.exists():
            yield False
            return
        lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield _take(lock)
        finally:
            os.close(lock)


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _settle(folder: Path) -> None:
    """A new name is on the disk once its folder is."""
    held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(held)
    finally:
        os.close(held)
