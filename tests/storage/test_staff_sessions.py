"""A session of the console lives and ends in the store, not in the cookie."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.staff import add_staff
from storage.staff_sessions import begin_session, end_session, end_sessions_of, note_use, session_with

IDLE, DAY = timedelta(minutes=30), timedelta(hours=12)


@pytest.fixture
def bob(store: Database, now: datetime) -> int:
    """Bob is signed in at two computers."""
    with store.transaction() as session:
        staff_id = add_staff(session, "bob@example.org", "Bob", "officer", now).id
        for token in ("office", "home"):
            begin_session(session, token, staff_id, now)
    return staff_id


def is_in(store: Database, token: str, at: datetime) -> bool:
    with store.reading() as session:
        return session_with(session, token, at - IDLE, at - DAY) is not None


def test_a_session_is_found_by_its_token_only(store: Database, bob: int, now: datetime) -> None:
    """And the table does not hold the token."""
    assert is_in(store, "office", now)
    assert not is_in(store, "another", now)
    with store.reading() as session:
        kept = session.scalars(text("SELECT token_hash FROM staff_sessions")).all()
    assert not any(b"office" in bytes(each) for each in kept)


def test_one_session_ends_alone_and_all_end_together(store: Database, bob: int, now: datetime) -> None:
    """Signing out here leaves the other computer; a closed account leaves none."""
    store.write(lambda session: end_session(session, "office", now))
    assert (is_in(store, "office", now), is_in(store, "home", now)) == (False, True)
    store.write(lambda session: end_sessions_of(session, bob, now))
    assert not is_in(store, "home", now)


def test_use_puts_off_the_end_but_not_for_ever(store: Database, bob: int, now: datetime) -> None:
    """Thirty minutes without use, twelve hours in all; and nothing brings back what has ended."""
    assert not is_in(store, "office", now + IDLE + timedelta(seconds=1))
    store.write(lambda session: note_use(session, "office", now + IDLE))
    assert is_in(store, "office", now + 2 * IDLE)
    late = now + DAY + timedelta(seconds=1)
    store.write(lambda session: note_use(session, "office", late))
    assert not is_in(store, "office", late)
    store.write(lambda session: end_session(session, "home", now))
    store.write(lambda session: note_use(session, "home", now))
    assert not is_in(store, "home", now)
