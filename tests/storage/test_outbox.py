"""The outbox lets messages leave in order, and nobody sends one twice by accident."""

from datetime import datetime, timedelta

import pytest

from storage.contacts import contact_for
from storage.conversations import Conversation, open_conversation
from storage.database import Database
from storage.messages import Kind, append
from storage.outbox import (
    Outgoing,
    due,
    mark_done,
    mark_handed,
    mark_sending,
    oldest_waiting,
    put_right,
    queue,
    stranded,
    try_later,
)
from tests.storage.story import talk

MINUTE = timedelta(minutes=1)


def say(
    store: Database, now: datetime, kind: Kind = "reply", due_at: datetime | None = None, to: str | None = None
) -> int:
    """Put one message to Ada, or to another number, in the outbox."""
    with store.transaction() as session:
        conversation: Conversation = talk(session, store.keys, now)
        if to is not None:
            contact = contact_for(session, store.keys, "sms", to, now)
            conversation = open_conversation(session, "sms", contact.id, "resident", now)
        message_id = append(session, conversation, kind, "words", now)
        queue(session, conversation, message_id, kind, now, due_at=due_at, expires_at=now + 15 * MINUTE)
    return message_id


def due_ids(store: Database, now: datetime, limit: int = 10) -> list[int]:
    """What may leave."""
    with store.reading() as session:
        return [row.message_id for row in due(session, now, limit)]


def test_a_conversations_messages_leave_in_order(store: Database, now: datetime) -> None:
    """The second waits until the first is done, whatever happens to the first."""
    first, second = say(store, now), say(store, now)
    assert due_ids(store, now) == [first]
    for step in (mark_sending, mark_done):
        assert second not in due_ids(store, now)
        with store.transaction() as session:
            step(session, first, now)
    assert due_ids(store, now) == [second]


def test_one_conversation_does_not_wait_for_another(store: Database, now: datetime) -> None:
    """Gwen's reply leaves while Ada's is stuck."""
    stuck = say(store, now)
    gwens = say(store, now, to="+447700900456")
    with store.transaction() as session:
        try_later(session, stuck, now, now + MINUTE)
    assert due_ids(store, now) == [gwens]


def test_a_reply_does_not_overtake_one_that_is_tried_again_later(store: Database, now: datetime) -> None:
    """Order holds over a provider's bad minute."""
    first = say(store, now)
    with store.transaction() as session:
        try_later(session, first, now, now + MINUTE)
    second = say(store, now)
    assert due_ids(store, now) == []
    assert due_ids(store, now + MINUTE) == [first]
    with store.transaction() as session:
        mark_done(session, first, now)
    assert due_ids(store, now) == [second]


def test_a_reminder_for_tomorrow_holds_nothing_up_today(store: Database, now: datetime) -> None:
    """And is due tomorrow."""
    reminder = say(store, now, "reminder", due_at=now + timedelta(days=1))
    reply = say(store, now)
    assert due_ids(store, now) == [reply]
    with store.transaction() as session:
        mark_done(session, reply, now)
    assert due_ids(store, now + timedelta(days=1)) == [reminder]


@pytest.mark.parametrize("kind", ["danger", "alert"])
def test_danger_advice_and_alerts_wait_for_nothing(store: Database, now: datetime, kind: Kind) -> None:
    """Safety comes before order."""
    first, safety = say(store, now), say(store, now, kind)
    assert due_ids(store, now) == [first, safety]


def test_a_row_is_handed_over_once(store: Database, now: datetime) -> None:
    """Two workers who saw the same row: the second is told to leave it."""
    row = say(store, now)
    with store.transaction() as session:
        assert mark_handed(session, [row, 404], now) == [row]
        assert mark_handed(session, [row], now) == []


def test_a_row_begins_to_be_sent_once(store: Database, now: datetime) -> None:
    """A worker that comes back to a row in doubt is told so; a try later makes it free again."""
    row = say(store, now)
    with store.transaction() as session:
        assert mark_sending(session, row, now)
        assert not mark_sending(session, row, now)
        assert try_later(session, row, now, now + MINUTE)
        assert mark_sending(session, row, now)
    with store.reading() as session:
        assert session.get_one(Outgoing, row).attempts == 2


def test_what_is_done_stays_done(store: Database, now: datetime) -> None:
    """The first to settle a row keeps its provider's id there."""
    row = say(store, now)
    with store.transaction() as session:
        assert mark_done(session, row, now, "SM9")
        assert not mark_done(session, row, now, "SM10")
        assert not try_later(session, row, now, now)
        assert not mark_sending(session, row, now)
        assert mark_handed(session, [row], now) == []
    with store.reading() as session:
        assert session.get_one(Outgoing, row).provider_id == "SM9"


def test_a_dead_workers_rows_are_found(store: Database, now: datetime) -> None:
    """Handed or begun, and silent since; waiting and finished rows are none of it."""
    handed, begun, done = (say(store, now) for _ in range(3))
    say(store, now)
    with store.transaction() as session:
        mark_handed(session, [handed, done], now)
        mark_sending(session, begun, now)
        mark_done(session, done, now)
    with store.reading() as session:
        assert [row.message_id for row in stranded(session, now + MINUTE, 10)] == [handed, begun]
        assert stranded(session, now, 10) == []


def test_the_oldest_waiting_row_tells_the_queues_health(store: Database, now: datetime) -> None:
    """Nothing late, then late since nine, then nothing again."""
    with store.reading() as session:
        assert oldest_waiting(session, now) is None
    row = say(store, now)
    say(store, now + MINUTE)
    say(store, now, due_at=now + timedelta(days=3))
    with store.transaction() as session:
        assert oldest_waiting(session, now + 2 * MINUTE) == now
        mark_done(session, row, now)
        assert oldest_waiting(session, now + 2 * MINUTE) == now + MINUTE


def test_no_more_rows_come_than_were_asked_for(store: Database, now: datetime) -> None:
    """The longest waiting come first."""
    rows = [say(store, now + n * MINUTE, to=f"+4477009001{n:02}") for n in range(5)]
    assert due_ids(store, now + 9 * MINUTE, limit=3) == rows[:3]


def test_a_clock_that_was_put_back_keeps_nothing_waiting(store: Database, now: datetime) -> None:
    """What was to leave at once an hour ahead leaves now, and in its window; what is planned stays planned."""
    ahead = now + timedelta(hours=1)
    reply, tomorrow = say(store, ahead), say(store, ahead, due_at=now + timedelta(days=1), to="+447700900456")
    taken = say(store, ahead, to="+447700900789")
    with store.transaction() as session:
        mark_sending(session, taken, ahead)
    assert due_ids(store, now) == []
    with store.transaction() as session:
        assert put_right(session, now, now + MINUTE) == 1
        assert put_right(session, now, now + MINUTE) == 0
    assert due_ids(store, now) == [reply]
    with store.reading() as session:
        assert session.get_one(Outgoing, reply).expires_at == now + 15 * MINUTE
        assert session.get_one(Outgoing, tomorrow).due_at == now + timedelta(days=1)
        assert [row.message_id for row in stranded(session, now - MINUTE, 10, put_back=now + MINUTE)] == [taken]
        assert stranded(session, now - MINUTE, 10) == []
