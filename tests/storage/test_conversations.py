"""One open conversation for each contact on each channel."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.conversations import (
    Conversation,
    close_conversation,
    conversations_of,
    find_open_conversation,
    hold_conversation,
    open_conversation,
)
from storage.database import Database
from storage.taking_up import hold_talk_with
from tests.storage.story import ADA, ada, talk


def test_a_contact_has_one_open_conversation(store: Database, now: datetime) -> None:
    """The second message goes on with the first one's."""
    assert store.write(lambda s: talk(s, store.keys, now).id) == store.write(lambda s: talk(s, store.keys, now).id)


def test_the_same_contact_on_another_channel_is_another_talk(store: Database, now: datetime) -> None:
    """Each finds its own again."""
    with store.transaction() as session:
        ours = [hold_talk_with(session, store.keys, channel, ADA, "resident", now) for channel in ("sms", "web")]
        again = [hold_talk_with(session, store.keys, channel, ADA, "resident", now) for channel in ("sms", "web")]
        assert [conversation.contact_id for _, conversation in ours] == [contact.id for contact, _ in ours]
        assert again == ours
        assert ours[0][1] is not ours[1][1]


def test_the_database_itself_refuses_a_second_open_conversation(store: Database, now: datetime) -> None:
    """Whatever the program does."""
    held = store.write(lambda s: talk(s, store.keys, now))
    about = {"channel": "sms", "contact_id": held.contact_id, "audience": "resident", "language": "en"}
    twin = Conversation(**about, opened_at=now)
    with pytest.raises(IntegrityError), store.transaction() as session:
        session.add(twin)


def test_after_a_conversation_is_closed_the_next_message_opens_another(store: Database, now: datetime) -> None:
    """Closed for good; both are kept."""
    with store.transaction() as session:
        first = talk(session, store.keys, now)
        close_conversation(session, first, now + timedelta(hours=1))
        assert not first.is_open
        second = talk(session, store.keys, now + timedelta(days=1))
        assert second.is_open
        assert [c.id for c in conversations_of(session, first.contact_id)] == [second.id, first.id]


def test_open_conversations_can_be_asked_for(store: Database, now: datetime) -> None:
    """`is_open` works in a statement as it does on a conversation."""
    with store.transaction() as session:
        close_conversation(session, talk(session, store.keys, now), now)
        standing = talk(session, store.keys, now)
        assert list(session.scalars(select(Conversation).where(Conversation.is_open))) == [standing]
        assert find_open_conversation(session, "sms", standing.contact_id) is standing


def test_state_and_language_are_kept(store: Database, now: datetime) -> None:
    """What the engine wrote is what it reads, null bytes aside."""
    conversation_id = store.write(lambda s: talk(s, store.keys, now).id)
    with store.transaction() as session:
        conversation = hold_conversation(session, conversation_id)
        conversation.state, conversation.language = '{"page": "report\0"}', "ur"
    with store.reading() as session:
        kept = session.get_one(Conversation, conversation_id)
        assert (kept.state, kept.language, kept.version) == ('{"page": "report"}', "ur", 2)


def test_a_conversation_held_is_read_afresh(store: Database, now: datetime) -> None:
    """Not as this session happened to see it before."""
    with store.transaction() as session:
        held = open_conversation(session, "sms", ada(session, store.keys, now).id, "resident", now)
        assert hold_conversation(session, held.id) is held
