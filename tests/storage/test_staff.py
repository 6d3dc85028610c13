"""Staff sign in under one address, a link works once, and every look is kept."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.staff import add_sign_in_link, add_staff, all_staff, log_look, looks_at, staff_by_email, use_sign_in_link

HOUR = timedelta(hours=1)


def bob(store: Database, now: datetime) -> int:
    """Bob, an officer."""
    return store.write(lambda session: add_staff(session, "Bob@Example.org ", "Bob", "officer", now).id)


def test_an_email_address_is_one_account_however_it_is_written(store: Database, now: datetime) -> None:
    """Small letters, no spaces around."""
    bob(store, now)
    with store.reading() as session:
        found = staff_by_email(session, " BOB@example.org")
        assert found is not None
        assert (found.email, found.role, found.active) == ("bob@example.org", "officer", True)
        assert [member.name for member in all_staff(session)] == ["Bob"]
    with pytest.raises(IntegrityError):
        bob(store, now)


def test_a_sign_in_link_works_once(store: Database, now: datetime) -> None:
    """And its token is nowhere in the table."""
    staff_id = bob(store, now)
    store.write(lambda session: add_sign_in_link(session, staff_id, "a-token", now + HOUR))
    signed_in = store.write(lambda session: use_sign_in_link(session, "a-token", now))
    assert signed_in is not None
    assert signed_in.id == staff_id
    assert store.write(lambda session: use_sign_in_link(session, "a-token", now)) is None
    with store.reading() as session:
        assert b"a-token" not in bytes(session.scalars(text("SELECT token_hash FROM sign_in_links")).one())


@pytest.mark.parametrize(("token", "after"), [("another", timedelta(0)), ("a-token", HOUR)])
def test_a_wrong_or_old_link_signs_nobody_in(store: Database, now: datetime, token: str, after: timedelta) -> None:
    """Charlie guesses; Bob comes an hour later."""
    staff_id = bob(store, now)
    store.write(lambda session: add_sign_in_link(session, staff_id, "a-token", now + HOUR))
    assert store.write(lambda session: use_sign_in_link(session, token, now + after)) is None


def test_a_link_of_an_account_that_was_closed_signs_nobody_in(store: Database, now: datetime) -> None:
    """Bob has left."""
    staff_id = bob(store, now)
    with store.transaction() as session:
        add_sign_in_link(session, staff_id, "a-token", now + HOUR)
        all_staff(session)[0].active = False
    assert store.write(lambda session: use_sign_in_link(session, "a-token", now)) is None


def test_every_look_is_kept(store: Database, now: datetime) -> None:
    """Who, at what, when, in order."""
    staff_id = bob(store, now)
    with store.transaction() as session:
        for minute in range(2):
            log_look(session, staff_id, "case", 7, now + minute * HOUR)
        log_look(session, staff_id, "case", 8, now)
        assert [(look.staff_id, look.at) for look in looks_at(session, "case", 7)] == [
            (staff_id, now),
            (staff_id, now + HOUR),
        ]
