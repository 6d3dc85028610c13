"""Messages are filed once, never altered, and a tampered record shows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage.contacts import contact_for
from storage.conversations import open_conversation
from storage.database import Database
from storage.messages import Repeated, append, erase_words, file_inbound, filed_before, transcript, verify
from tests.storage.story import talk, turn

GUARDS = ("messages_only_erase", "messages_no_delete")


def tell(store: Database, now: datetime) -> int:
    """Three turns of Ada's, and the conversation's id."""
    for number in range(3):
        words = f"noise number {number}"
        store.write(partial(turn, keys=store.keys, now=now, provider_id=f"SM{number}", words=words))
    return store.write(lambda session: talk(session, store.keys, now).id)


def tamper(store: Database, *statements: str) -> None:
    """Do what somebody with the run of the database could do: switch the guards off, and alter."""
    with store.transaction() as session:
        for guard in GUARDS:
            postgres = store.url.get_backend_name() == "postgresql"
            session.execute(text(f"DROP TRIGGER {guard}" + (" ON messages" if postgres else "")))
        for statement in statements:
            session.execute(text(statement))


def problems(store: Database, conversation_id: int) -> list[str]:
    """What `verify` finds."""
    with store.reading() as session:
        return verify(session, conversation_id)


def test_a_transcript_is_what_was_said_in_order(store: Database, now: datetime) -> None:
    """With the buttons that were offered and the English of what was said in another language."""
    with store.transaction() as session:
        conversation = talk(session, store.keys, now)
        conversation.language = "ur"
        file_inbound(session, conversation, "SM1", "شور", now)
        append(session, conversation, "reply", "شکریہ", now, english="Thank you", choices=[("1", "ہاں")])
        append(session, conversation, "note", "Rang her.", now, direction="note", author="officer", language="en")
    with store.reading() as session:
        said = transcript(session, conversation.id)
    assert [(m.position, m.direction, m.author, m.words) for m in said] == [
        (1, "in", "resident", "شور"),
        (2, "out", "hearback", "شکریہ"),
        (3, "note", "officer", "Rang her."),
    ]
    assert (said[1].english, said[1].choices, said[2].language) == ("Thank you", [["1", "ہاں"]], "en")
    assert problems(store, conversation.id) == []


def test_a_text_sent_twice_is_filed_once(store: Database, now: datetime) -> None:
    """The repeat says where the first one is, and the turn that met it leaves nothing behind."""
    store.write(lambda session: turn(session, store.keys, now, "SM1").id)
    with pytest.raises(Repeated) as repeated:
        store.write(lambda session: turn(session, store.keys, now + timedelta(minutes=1), "SM1").id)
    with store.reading() as session:
        said = transcript(session, 1)
        assert repeated.value.message_id == said[0].id == filed_before(session, "sms", "SM1")
    assert len(said) == 2


def test_a_repeat_after_the_conversation_closed_opens_no_new_one(store: Database, now: datetime) -> None:
    """A provider's late second delivery changes nothing at all."""
    conversation_id = store.write(lambda session: turn(session, store.keys, now, "SM1").id)
    with store.transaction() as session:
        talk(session, store.keys, now).closed_at = now
    with pytest.raises(Repeated):
        store.write(lambda session: turn(session, store.keys, now, "SM1").id)
    with store.reading() as session:
        assert session.scalars(text("SELECT id FROM conversations")).all() == [conversation_id]


def test_the_same_provider_id_on_another_channel_is_another_message(store: Database, now: datetime) -> None:
    """Providers do not agree on their numbers."""
    store.write(lambda session: turn(session, store.keys, now, "77").id)
    with store.transaction() as session:
        priya = contact_for(session, store.keys, "telegram", "5550", now)
        conversation = open_conversation(session, "telegram", priya.id, "resident", now)
        assert file_inbound(session, conversation, "77", "hi", now) > 0


@pytest.mark.parametrize(
    "words", ["", "   ", "\0", "a\0b", "🔥" * 10, "x" * 10_000, "\u202eabc\u202c שלום", "half a pair \ud83d", "'; --"]
)
def test_any_words_at_all_are_filed_and_verify(store: Database, now: datetime, words: str) -> None:
    """Empty, null bytes, ten thousand characters, broken surrogates, mixed directions."""
    conversation_id = store.write(lambda session: turn(session, store.keys, now, "SM1", words).id)
    assert problems(store, conversation_id) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE messages SET words = 'quiet' WHERE position = 1",
        "UPDATE messages SET at = '2020-01-01 00:00:00' WHERE position = 1",
        "UPDATE messages SET words = NULL WHERE position = 1",
        "UPDATE messages SET words = NULL, english = NULL, choices = NULL, salt = NULL, author = 'officer'",
        "DELETE FROM messages WHERE position = 1",
    ],
)
def test_the_database_itself_refuses_to_alter_a_record(store: Database, now: datetime, statement: str) -> None:
    """Words, time, half an erasure, an erasure that changes more, deleting."""
    tell(store, now)
    with pytest.raises(DBAPIError, match="append-only"), store.transaction() as session:
        session.execute(text(statement))


def test_erased_words_are_gone_and_the_record_still_stands_up(store: Database, now: datetime) -> None:
    """That Ada wrote, and when, stays; what she wrote does not."""
    conversation_id = tell(store, now)
    with store.transaction() as session:
        erase_words(session, [m.id for m in transcript(session, conversation_id)[:3]])
    with store.reading() as session:
        said = transcript(session, conversation_id)
    assert [m.words is None for m in said] == [True, True, True, False, False, False]
    assert (said[1].choices, said[0].salt) == (None, None)
    assert problems(store, conversation_id) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE messages SET words = 'quiet' WHERE position = 3", "Message 3 has other words than were filed."),
        ("UPDATE messages SET choices = NULL WHERE position = 2", "Message 2 has other words than were filed."),
        ("UPDATE messages SET salt = NULL WHERE position = 2", "Message 2 has other words than were filed."),
        ("UPDATE messages SET author = 'officer' WHERE position = 3", "Message 3 does not fit the one before it"),
        ("UPDATE messages SET at = '2020-01-01 00:00:00' WHERE position = 3", "Message 3 does not fit"),
        ("UPDATE messages SET provider_id = 'SM9' WHERE position = 3", "Message 3 does not fit"),
        ("DELETE FROM messages WHERE position = 3", "Message 3 is missing"),
        ("DELETE FROM messages WHERE position = 6", "The end is cut or altered: 6 messages were filed, 5 stand."),
        ("UPDATE conversations SET length = 5", "The end is cut or altered"),
    ],
)
def test_tampering_is_found(store: Database, now: datetime, statement: str, found: str) -> None:
    """Past the guards, each kind of alteration is named by the message it hit: planted faults for `verify`."""
    conversation_id = tell(store, now)
    tamper(store, statement)
    assert any(problem.startswith(found) for problem in problems(store, conversation_id))


def test_two_messages_changing_places_is_found(store: Database, now: datetime) -> None:
    """The order of what was said is part of the record."""
    conversation_id = tell(store, now)
    swap = "UPDATE messages SET position = {} WHERE position = {}"
    tamper(store, swap.format(99, 1), swap.format(1, 3), swap.format(3, 99))
    assert "Message 1 does not fit" in problems(store, conversation_id)[0]


def test_a_record_is_verified_by_its_conversation(store: Database) -> None:
    """Asking for one that is not there is answered in words."""
    assert problems(store, 404) == ["There is no conversation 404."]


def test_positions_are_unique_for_every_writer(store: Database, now: datetime) -> None:
    """A writer whose view is old cannot put a second message at one place."""
    tell(store, now)

    def append_with_an_old_view(session: Session) -> None:
        conversation = talk(session, store.keys, now)
        conversation.length -= 1
        append(session, conversation, "reply", "twice", now)

    work: Callable[[Session], None] = append_with_an_old_view
    with pytest.raises(DBAPIError), store.transaction() as session:
        work(session)
