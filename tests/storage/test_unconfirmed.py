"""What was sent, and of which no receipt came, is found after a day, on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from storage.cases import open_case
from storage.database import Database
from storage.deliveries import State, record_delivery
from storage.messages import Kind, append, file_inbound
from storage.outbox import mark_done, queue
from storage.reports import save_report
from storage.unconfirmed import conversations_of_these, is_silent, unconfirmed
from storage.updates import log_update
from tests.storage.story import talk
from tests.storage.test_plans import listening, scans

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def sent(session: Session, store: Database, at: datetime, kind: Kind = "update", words: str = "No news yet.") -> int:
    """A text to Ada that a carrier has taken."""
    conversation = talk(session, store.keys, at)
    message_id = append(session, conversation, kind, words, at)
    queue(session, conversation, message_id, kind, at)
    mark_done(session, message_id, at)
    record_delivery(session, message_id, "sent", at, provider_id=f"SM{message_id}")
    return message_id


def listed(session: Session, now: datetime) -> list[int]:
    return [one.message.id for one in unconfirmed(session, now)]


def test_it_is_listed_after_a_day_and_for_a_week(store: Database, now: datetime) -> None:
    """By conversation, with when it left."""
    with store.transaction() as session:
        one, two = sent(session, store, now), sent(session, store, now + HOUR, "reminder")
        assert listed(session, now + DAY - HOUR) == []
        assert listed(session, now + DAY + 2 * HOUR) == [two, one]
        assert listed(session, now + 8 * DAY) == []
        (talk_id,) = conversations_of_these(unconfirmed(session, now + DAY + 2 * HOUR))
        assert talk_id == talk(session, store.keys, now).id
        assert unconfirmed(session, now + 2 * DAY)[1].sent_at == now


@pytest.mark.parametrize("state", ["delivered", "undelivered", "failed", "opted_out", "answered"])
def test_whatever_is_known_of_it_takes_it_off(store: Database, now: datetime, state: State) -> None:
    """That it arrived; or that it did not, which is somebody's task already."""
    with store.transaction() as session:
        record_delivery(session, sent(session, store, now), state, now + HOUR)
        assert listed(session, now + 2 * DAY) == []


def test_who_writes_there_or_is_told_another_way_is_off_the_list(store: Database, now: datetime) -> None:
    """Their phone works; or they know already."""
    with store.transaction() as session:
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        message_id = sent(session, store, now)
        log_update(session, case.id, now, message_id=message_id)
        assert listed(session, now + 2 * DAY) == [message_id]
        log_update(session, case.id, now + HOUR, note="Called them")
        assert listed(session, now + 2 * DAY) == []
        sent(session, store, now + HOUR)
        assert len(listed(session, now + 2 * DAY)) == 1
        file_inbound(session, talk(session, store.keys, now), "SM1", "thank you", now + 2 * HOUR)
        session.flush()
        assert listed(session, now + 2 * DAY) == []


def test_of_the_replies_only_the_reference_matters(store: Database, now: datetime) -> None:
    """A question that did not arrive is asked again by the reminder."""
    with store.transaction() as session:
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        conversation = talk(session, store.keys, now)
        save_report(session, conversation, 1, now, state="filed", words="noise", answers={}, case_id=case.id)
        sent(session, store, now, "reply", "Is it happening now?")
        named = sent(session, store, now, "reply", "Your reference is AB2D-EF3G.")
        assert listed(session, now + 2 * DAY) == [named]


def test_a_day_without_any_receipt_is_the_carriers(store: Database, now: datetime) -> None:
    """Five texts and no word of any; one receipt is enough, and four texts are too few to say so."""
    with store.transaction() as session:
        for minute in range(4):
            sent(session, store, now + timedelta(minutes=minute))
        assert not is_silent(session, now, now + DAY)
        last = sent(session, store, now + HOUR)
        assert is_silent(session, now, now + DAY)
        assert not is_silent(session, now + DAY, now + 2 * DAY)
        record_delivery(session, last, "delivered", now + HOUR)
        assert not is_silent(session, now, now + DAY)


def test_it_is_found_by_index(store: Database, now: datetime) -> None:
    """The first page asks it every time."""
    with store.transaction() as session:
        sent(session, store, now)
    with listening(store) as asked, store.reading() as session:
        unconfirmed(session, now + 2 * DAY)
        is_silent(session, now, now + DAY)
    assert scans(store, asked) == []
