"""Being told to end, by a signal or by another thread."""

from __future__ import annotations

import signal
from contextlib import suppress
from queue import Empty, SimpleQueue

TOLD_TO_END = (signal.SIGTERM, signal.SIGINT)


class Ending:
    """Whether we have been told to end.

    A signal is handled in the middle of whatever the main thread does. Where that is `threading.Event.wait`, `set` may
    wait for a lock that the very same thread holds, and the process never ends; to put something in a queue needs none.
    """

    def __init__(self) -> None:
        self._told: SimpleQueue[None] = SimpleQueue()
        self._has_come = False

    def tell(self, *_: object) -> None:
        """It is time to end: from any thread, or as the handler of a signal."""
        self._told.put(None)

    def heed_signals(self) -> None:
        """Be told by SIGTERM and SIGINT from now on."""
        for sign in TOLD_TO_END:
            signal.signal(sign, self.tell)

    def has_come(self, within: float | None = 0.0) -> bool:
        """Whether we have been told, or are told within so many seconds, or ever; for the one thread that waits."""
        if not self._has_come:
            with suppress(Empty):
                self._told.get(timeout=within)
                self._has_come = True
        return self._has_come
