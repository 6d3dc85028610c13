"""Contacts are found by lookup and hold the only, sealed, copy of an address."""

from datetime import datetime

from sqlalchemy import select

from storage.contacts import Contact, address_of, contact_for, find_contact
from storage.database import Database
from tests.storage.story import ADA, ada


def test_one_address_is_one_contact(store: Database, now: datetime) -> None:
    """Ada stays Ada; the same digits on Telegram are somebody else."""
    first = store.write(lambda session: ada(session, store.keys, now).id)
    again = store.write(lambda session: ada(session, store.keys, now).id)
    other = store.write(lambda session: contact_for(session, store.keys, "telegram", ADA, now).id)
    assert first == again != other


def test_the_address_comes_back_for_the_channel_that_sends(store: Database, now: datetime) -> None:
    """What was sealed is opened again by the contact's id."""
    contact_id = store.write(lambda session: ada(session, store.keys, now).id)
    with store.reading() as session:
        assert address_of(session, store.keys, contact_id) == ADA


def test_nobody_is_found_who_never_wrote(store: Database, now: datetime) -> None:
    """Charlie has no contact and none is made by asking."""
    with store.reading() as session:
        assert find_contact(session, store.keys, "sms", "+447700900999") is None
        assert list(session.scalars(select(Contact))) == []


def test_a_moment_comes_back_aware_and_in_utc(store: Database, now: datetime) -> None:
    """On SQLite as on PostgreSQL."""
    store.write(lambda session: ada(session, store.keys, now).id)
    with store.reading() as session:
        created_at = session.scalars(select(Contact.created_at)).one()
    assert (created_at, created_at.tzname()) == (now, "UTC")
