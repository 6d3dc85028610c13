"""Forgets the numbers of those who asked not to be named, once their cases have been closed long enough (R9)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.house import House
from storage.forgetting import due_to_be_forgotten, forget

EVERY = timedelta(hours=1)
BATCH = 100
"""At most so many in one transaction: nobody waits for them."""
_log = logging.getLogger(__name__)


class Forgetter:
    """Looks once an hour; a number that has become due is gone within that hour."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._looked_at: datetime | None = None

    def tick(self, now: datetime) -> None:
        """Do it when it is time, or when the clock was put back."""
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < EVERY:
            return
        before = _before(self._house, now)
        with self._house.database.reading() as session:  # a worker that only looks holds up nobody who writes
            is_any = bool(due_to_be_forgotten(session, before, 1))
        number = self._house.database.write(lambda session: forget_due(self._house, session, now)) if is_any else 0
        self._looked_at = now if number < BATCH else None
        if number:
            _log.info("%d withheld numbers were forgotten, as their cases were closed long enough ago.", number)


def forget_due(house: House, session: Session, now: datetime) -> int:
    """Forget those that are due; returns how many."""
    found = due_to_be_forgotten(session, _before(house, now), BATCH)
    for contact in found:
        forget(session, house.keys, contact, now)
    return len(found)


def _before(house: House, now: datetime) -> datetime:
    return now - timedelta(days=house.landlord.withheld.forget_after_days)
