"""A link lets one person in once, and an installation is never left without an administrator."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.staff.invitations import (
    LINK_LASTS,
    AlreadyThere,
    accept,
    first_link_needed,
    guest,
    invite,
    invite_first,
    new_link,
)
from storage.database import Database
from storage.staff import Staff, staff_by_email

BOB = "bob@example.org"


def test_a_link_is_needed_until_an_administrator_can_sign_in(store: Database, now: datetime) -> None:
    """And again when the last one is deactivated."""
    with store.reading() as session:
        assert first_link_needed(session)
    token = store.write(lambda session: invite_first(session, now))
    with store.reading() as session:
        assert first_link_needed(session)
    rosa = store.write(lambda session: accept(session, token, "Rosa@example.org", "Rosa", "kept", now))
    assert rosa is not None
    assert (rosa.email, rosa.role) == ("rosa@example.org", "administrator")
    with store.reading() as session:
        assert not first_link_needed(session)
    store.write(lambda session: setattr(session.get_one(Staff, rosa.id), "active", False))
    with store.reading() as session:
        assert first_link_needed(session)


def test_each_start_makes_a_new_first_link_and_ends_the_one_before(store: Database, now: datetime) -> None:
    """Nobody finds an old one in a terminal."""
    first, second = (store.write(lambda session: invite_first(session, now)) for _ in range(2))
    with store.reading() as session:
        assert guest(session, first, now) is None
        assert guest(session, second, now) is not None


def test_looking_at_a_link_does_not_use_it_up(store: Database, now: datetime) -> None:
    """A mail program that opens every link must not lock anybody out."""
    token = store.write(lambda session: invite(session, BOB, "Bob", "officer", now))
    for _ in range(2):
        with store.reading() as session:
            assert guest(session, token, now) is not None
    assert store.write(lambda session: accept(session, token, "", "Bob Ford", "kept", now)) is not None
    assert store.write(lambda session: accept(session, token, "", "Charlie", "other", now)) is None


def test_a_link_grows_old(store: Database, now: datetime) -> None:
    """After 48 hours."""
    token = store.write(lambda session: invite(session, BOB, "Bob", "officer", now))
    later = now + LINK_LASTS
    with store.reading() as session:
        assert guest(session, token, later - timedelta(seconds=1)) is not None
        assert guest(session, token, later) is None


def test_an_account_that_works_is_not_taken_over(store: Database, now: datetime) -> None:
    """Inviting again before a password is chosen corrects name and role."""
    store.write(lambda session: invite(session, BOB, "Bbo", "officer", now))
    token = store.write(lambda session: invite(session, BOB, "Bob", "manager", now))
    bob = store.write(lambda session: accept(session, token, "x@example.org", "Bob", "kept", now))
    assert bob is not None
    assert (bob.email, bob.role) == (BOB, "manager")
    with pytest.raises(AlreadyThere):
        store.write(lambda session: invite(session, BOB.upper(), "Charlie", "administrator", now))
    with pytest.raises(ValueError, match="right form"):
        store.write(lambda session: invite(session, "bob", "Bob", "officer", now))


def test_the_first_administrator_cannot_take_an_address_in_use(store: Database, now: datetime) -> None:
    """And the link stays good."""
    store.write(lambda session: invite(session, BOB, "Bob", "officer", now))
    token = store.write(lambda session: invite_first(session, now))
    with pytest.raises(AlreadyThere):
        store.write(lambda session: accept(session, token, BOB, "Rosa", "kept", now))
    with store.reading() as session:
        assert guest(session, token, now) is not None


def test_a_new_link_frees_who_is_made_to_wait(store: Database, now: datetime) -> None:
    """A new password begins without failures."""
    store.write(lambda session: invite(session, BOB, "Bob", "officer", now))

    def lock(session: Session) -> None:
        bob = staff_by_email(session, BOB)
        assert bob
        bob.failed_count, bob.locked_until = 9, now + LINK_LASTS

    store.write(lock)

    def renew(session: Session) -> str:
        bob = staff_by_email(session, BOB)
        assert bob
        return new_link(session, bob, now)

    token = store.write(renew)
    bob = store.write(lambda session: accept(session, token, "", "Bob", "kept", now))
    assert bob is not None
    assert (bob.failed_count, bob.locked_until) == (0, None)
