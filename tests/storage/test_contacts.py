"""Contacts are found by lookup and hold the only, sealed, copy of an address."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.contacts import Contact, address_of, contact_for, find_contact, keep_reach, reach_of
from storage.database import Database
from storage.sealing import SealBroken
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


def test_how_to_reach_somebody_is_sealed_with_them_alone(store: Database, now: datetime) -> None:
    """It opens for nobody else's row, and is forgotten on request."""
    ways = ("+447700900331", "omar@example.org")

    def give(session: Session) -> int:
        omar = contact_for(session, store.keys, "web", "visit-omar", now)
        omar.reach_is_safe = "yes"
        keep_reach(store.keys, omar, ways)
        contact_for(session, store.keys, "web", "visit-charlie", now).reach = omar.reach
        return omar.id

    contact_id = store.write(give)
    with store.reading() as session:
        omar, charlie = session.get_one(Contact, contact_id), session.get_one(Contact, contact_id + 1)
        assert (reach_of(store.keys, omar), omar.reach_is_safe) == (ways, None)
        with pytest.raises(SealBroken):
            reach_of(store.keys, charlie)
    store.write(lambda session: keep_reach(store.keys, session.get_one(Contact, contact_id), ()))
    with store.reading() as session:
        assert reach_of(store.keys, session.get_one(Contact, contact_id)) == ()
