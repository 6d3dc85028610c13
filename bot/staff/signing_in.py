"""Lets staff in: the password, and the wait that grows after five failures."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.staff import passwords
from storage.caps import count_up, counted
from storage.database import Database
from storage.staff import Staff, staff_by_email

FREE_FAILURES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FAILURES_FROM_ONE_PLACE = 100
"""In an hour from one address on the net; a whole office may share one."""


def let_in(database: Database, email: str, password: str, place: str, now: datetime) -> Staff | None:
    """The member of staff, or None, and never why: unknown, wrong, waiting and deactivated are all the same to Charlie.

    `place` is where on the net they are. Slow on purpose, and never inside a transaction while it is; past the limit
    of a place nothing is compared any more, else guessing there would slow down residents in danger.
    """
    key, hour = database.keys.lookup("sign_in", place), now.replace(minute=0, second=0, microsecond=0)
    with database.reading() as session:
        found = staff_by_email(session, email) if email.strip() else None
        too_many = counted(session, "sign_in", key, hour) >= FAILURES_FROM_ONE_PLACE
    fits = not too_many and passwords.fits(password, found.password_hash if found else None)
    renewed = passwords.keep(password) if fits and found and passwords.is_dated(found.password_hash or "") else None

    def settle(session: Session) -> Staff | None:
        member = session.get(Staff, found.id, with_for_update=True) if found else None
        if member and fits and _may_enter(member, now):
            return _welcome(member, renewed, now)
        count_up(session, "sign_in", key, hour)
        if member and not fits and not too_many:
            _count_failure(member, now)
        return None

    return database.write(settle)


def _may_enter(member: Staff, now: datetime) -> bool:
    return member.active and not (member.locked_until and now < member.locked_until)


def _welcome(member: Staff, renewed: str | None, now: datetime) -> Staff:
    member.failed_count, member.locked_until, member.last_signed_in_at = 0, None, now
    member.password_hash = renewed or member.password_hash
    return member


def _count_failure(member: Staff, now: datetime) -> None:
    """The fifth failure costs a minute, each further one twice the time; while waiting they do not count."""
    if member.locked_until and now < member.locked_until:
        return
    member.failed_count += 1
    if member.failed_count >= FREE_FAILURES:
        doubled: int = 2 ** min(member.failed_count - FREE_FAILURES, 10)
        member.locked_until = now + min(FIRST_WAIT * doubled, LONGEST_WAIT)
