"""What is due to be forgotten, and what is left of it, on both databases."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from storage.contacts import address_of, contact_for, find_contact
from storage.database import Database
from storage.forgetting import due_to_be_forgotten, forget

ADA, BEA = "+447700900123", "+447700900124"
LATER = timedelta(days=200)


def test_two_numbers_are_forgotten_and_neither_leaves_a_trace(store: Database, now: datetime) -> None:
    """One after the other, as no two contacts may be alike; a number that is not withheld stays."""

    def withhold(session: Session) -> None:
        for number in (ADA, BEA):
            contact_for(session, store.keys, "sms", number, now).withheld = True
        contact_for(session, store.keys, "telegram", ADA, now)

    def look(session: Session) -> int:
        found = due_to_be_forgotten(session, now + LATER, 10)
        for contact in found:
            forget(session, store.keys, contact, now + LATER)
        return len(found)

    store.write(withhold)
    with store.reading() as session:
        assert due_to_be_forgotten(session, now - timedelta(days=1), 10) == []
    assert (store.write(look), store.write(look)) == (2, 0)
    with store.reading() as session:
        assert [find_contact(session, store.keys, "sms", number) for number in (ADA, BEA)] == [None, None]
        assert find_contact(session, store.keys, "telegram", ADA) is not None
        assert address_of(session, store.keys, 1) == ""
