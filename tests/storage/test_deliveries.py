"""What became of a message, whatever order the receipts come in."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from storage.database import Database
from storage.deliveries import RANKS, State, message_sent_as, record_delivery, state_of
from storage.messages import append
from tests.storage.story import talk


def reply(store: Database, now: datetime) -> int:
    """A message of ours to Ada."""
    return store.write(lambda session: append(session, talk(session, store.keys, now), "reply", "Hello", now))


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered"])))
def test_a_late_sent_never_outranks_delivered(store: Database, now: datetime, order: tuple[State, ...]) -> None:
    """In all six orders of arrival, and with every receipt given twice."""
    message_id = reply(store, now)
    with store.transaction() as session:
        for minute, state in enumerate(order + order):
            record_delivery(session, message_id, state, now + timedelta(minutes=minute), provider_id="SM9")
        assert state_of(session, [message_id])[message_id].state == "delivered"


def test_the_later_of_two_equals_counts(store: Database, now: datetime) -> None:
    """Refused for another reason the second time."""
    message_id = reply(store, now)
    with store.transaction() as session:
        record_delivery(session, message_id, "failed", now, reason="unreachable")
        record_delivery(session, message_id, "opted_out", now, reason="21610")
        settled = state_of(session, [message_id])[message_id]
    assert (settled.state, settled.reason) == ("opted_out", "21610")


def test_nothing_is_said_of_messages_nothing_is_known_about(store: Database, now: datetime) -> None:
    """An empty answer, not a guess."""
    message_id = reply(store, now)
    with store.reading() as session:
        assert state_of(session, [message_id, 404]) == {}


def test_a_receipt_finds_its_message_by_the_providers_id(store: Database, now: datetime) -> None:
    """For receipts that do not carry our own id."""
    message_id = reply(store, now)
    with store.transaction() as session:
        record_delivery(session, message_id, "sent", now, provider_id="SM9")
        assert (message_sent_as(session, "SM9"), message_sent_as(session, "SM8")) == (message_id, None)


def test_every_state_has_its_rank() -> None:
    """A state without one could never be settled."""
    assert set(RANKS) == set(State.__args__)  # type: ignore[attr-defined]
