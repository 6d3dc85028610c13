"""What a carrier could not deliver becomes somebody's business as soon as it says so (C10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.contract import Blocked, Receipt
from bot.house import House
from bot.player import OPENING, Player
from bot.post.receipts import record_answered, record_blocked, record_receipt
from storage import deliveries, outbox
from storage.contacts import Contact
from storage.conversations import Conversation

ADA = "+447700900123"
NIGHT = OPENING.replace(day=24, hour=2)


def queued(house: House, kind: str) -> list[int]:
    with house.database.reading() as session:
        chosen = select(outbox.Outgoing.message_id).where(outbox.Outgoing.kind == kind)
        return list(session.scalars(chosen.order_by("message_id")))


def asks_for_person(house: House) -> bool:
    with house.database.reading() as session:
        return session.scalars(select(Conversation.needs_person).where(Conversation.audience == "resident")).one()


def test_a_text_that_the_carrier_could_not_deliver_asks_for_a_person(house: House) -> None:
    """Most texts that fail are taken first and fail later: silence is never mistaken for being informed."""
    Player(house).write("loud music every night")
    (reply,) = queued(house, "reply")
    assert record_receipt(house, Receipt("sms", "SM1", "undelivered", reply, "not_reachable"), OPENING)
    assert asks_for_person(house)


def test_a_failure_told_after_the_delivery_asks_for_nobody(house: House) -> None:
    """Receipts come out of order, and what was delivered was delivered."""
    Player(house).write("loud music every night")
    (reply,) = queued(house, "reply")
    record_receipt(house, Receipt("sms", "SM1", "delivered", reply), OPENING)
    record_receipt(house, Receipt("sms", "SM1", "failed", reply), OPENING)
    assert not asks_for_person(house)


def test_an_alert_that_the_carrier_could_not_deliver_goes_to_the_next_once(house: House) -> None:
    """A phone that is switched off costs no ten minutes, and a receipt that comes twice calls nobody twice."""
    Player(house, now=NIGHT).write("he is at my door with a knife")
    (alert,) = queued(house, "alert")
    for _ in range(2):
        record_receipt(house, Receipt("sms", "SM1", "undelivered", alert, "not_reachable"), NIGHT)
    assert len(queued(house, "alert")) == 2


def test_danger_advice_that_overtook_a_reply_is_given_again_after_it(house: House) -> None:
    """The last thing on the phone is what to do, and no question about noise (R1)."""
    ada = Player(house)
    ada.write("loud music every night")
    ada.write("he is smashing my door in now")
    earlier, advice = queued(house, "reply"), queued(house, "danger")
    record_answered(house, advice, OPENING)
    with house.database.reading() as session:
        rows = [session.get_one(outbox.Outgoing, message_id) for message_id in advice]
        replies = [session.get_one(outbox.Outgoing, message_id) for message_id in earlier]
        assert {row.state for row in rows} == {"waiting"}
        assert min(row.due_at for row in rows) > max(row.due_at for row in replies)
        known = deliveries.state_of(session, advice)
        assert {known[message_id].state for message_id in advice} == {"answered"}


def test_danger_advice_that_overtook_nothing_is_not_given_twice(house: House) -> None:
    """All that was said before has left."""
    ada = Player(house)
    ada.write("loud music every night")
    sent = queued(house, "reply")
    with house.database.transaction() as session:
        for message_id in sent:
            outbox.mark_done(session, message_id, OPENING)
    ada.write("he is smashing my door in now")
    advice = queued(house, "danger")
    record_answered(house, advice, OPENING)
    with house.database.reading() as session:
        assert {session.get_one(outbox.Outgoing, message_id).state for message_id in advice} == {"done"}


def known(house: House, message_id: int) -> deliveries.Delivery:
    with house.database.reading() as session:
        return deliveries.state_of(session, [message_id])[message_id]


def is_stopped(house: House) -> bool:
    with house.database.reading() as session:
        return session.scalars(select(Contact.stopped_at)).one() is not None


def test_a_receipt_that_comes_again_moves_no_time(house: House) -> None:
    """Replayed hours later, by Twilio or by somebody who listened, it says nothing new."""
    Player(house).write("loud music every night")
    (reply,) = queued(house, "reply")
    assert record_receipt(house, Receipt("sms", "SM1", "delivered", reply), OPENING)
    assert not record_receipt(house, Receipt("sms", "SM1", "delivered", reply), OPENING + timedelta(hours=2))
    assert known(house, reply).at == OPENING


@pytest.mark.parametrize(
    "receipt",
    [
        Receipt("sms", "SM1", "delivered", 4711),
        Receipt("sms", "SM1", "delivered"),
        Receipt("sms", "SM1", "delivered", 1),  # the id of what she wrote
        Receipt("telegram", "SM1", "delivered", 2),
        Receipt("sms", "SM1", "delivered", 2, address="+447700900999"),
    ],
)
def test_a_receipt_for_another_message_or_number_changes_nothing(house: House, receipt: Receipt) -> None:
    """Whatever it names: nothing is taken as read that was not."""
    Player(house).write("loud music every night")
    (reply,) = queued(house, "reply")
    assert reply == 2
    assert not record_receipt(house, receipt, OPENING)
    with house.database.reading() as session:
        assert deliveries.state_of(session, [1, 2]) == {}


def test_a_receipt_settles_what_is_in_doubt(house: House) -> None:
    """The worker died while it left; the carrier knows that it arrived."""
    Player(house).write("loud music every night")
    (reply,) = queued(house, "reply")
    with house.database.transaction() as session:
        outbox.mark_sending(session, reply, OPENING)
        outbox.mark_done(session, reply, OPENING)
        deliveries.record_delivery(session, reply, "in_doubt", OPENING, reason="worker_lost")
    assert record_receipt(house, Receipt("sms", "SM1", "delivered", reply, address=ADA), OPENING)
    assert known(house, reply).state == "delivered"
    assert not asks_for_person(house)


def test_a_receipt_keeps_what_is_in_doubt_from_leaving_again(house: House) -> None:
    """A reply whose sending broke off is sent again, unless the carrier says first that it has it."""
    Player(house).write("loud music every night")
    (reply,) = queued(house, "reply")
    with house.database.transaction() as session:
        outbox.mark_sending(session, reply, OPENING)
        outbox.try_later(session, reply, OPENING, OPENING + timedelta(seconds=5))
    record_receipt(house, Receipt("sms", "SM1", "sent", reply), OPENING)
    with house.database.reading() as session:
        assert session.get_one(outbox.Outgoing, reply).state == "done"


def test_sent_twice_in_doubt_it_has_arrived_when_either_has(house: House) -> None:
    """That the first of the two failed says nothing; that it arrived settles it."""
    Player(house).write("loud music every night")
    (reply,) = queued(house, "reply")
    with house.database.transaction() as session:
        outbox.mark_done(session, reply, OPENING, "SM2")
        deliveries.record_delivery(session, reply, "sent", OPENING, provider_id="SM2")
    assert not record_receipt(house, Receipt("sms", "SM1", "failed", reply), OPENING)
    assert known(house, reply).state == "sent"
    record_receipt(house, Receipt("sms", "SM1", "delivered", reply), OPENING)
    record_receipt(house, Receipt("sms", "SM2", "undelivered", reply), OPENING)
    assert known(house, reply).state == "delivered"
    assert not asks_for_person(house)


def test_a_stop_that_the_carrier_tells_of_in_a_receipt_is_one(house: House) -> None:
    """21610 may come only after the text was taken: nothing more leaves, and a person is told (C9)."""
    Player(house).write("loud music every night")
    (reply,) = queued(house, "reply")
    record_receipt(house, Receipt("sms", "SM1", "failed", reply, "opted_out"), OPENING)
    assert known(house, reply).state == "opted_out"
    assert is_stopped(house)
    assert asks_for_person(house)


def test_a_late_word_of_a_stop_does_not_undo_the_start_after_it(house: House) -> None:
    """The receipt speaks of a text from before."""
    ada = Player(house)
    ada.write("loud music every night")
    (reply,) = queued(house, "reply")
    for words in ("STOP", "START"):
        ada.write(words)
    record_receipt(house, Receipt("sms", "SM1", "failed", reply, "opted_out"), ada.now)
    assert not is_stopped(house)


def test_a_bot_that_is_blocked_is_told_to_staff(house: House) -> None:
    """Another way is to be used; allowed again, it goes on."""
    Player(house, "telegram", "700900123").write("loud music every night")
    record_blocked(house, Blocked("telegram", "700900123"), OPENING)
    assert is_stopped(house)
    assert asks_for_person(house)
    record_blocked(house, Blocked("telegram", "700900123", stopped=False), OPENING)
    assert not is_stopped(house)


def test_danger_advice_is_not_given_again_for_what_waits_for_the_morning(house: House) -> None:
    """An update that leaves tomorrow comes after it anyway."""
    ada = Player(house)
    ada.write("loud music every night")
    sent = queued(house, "reply")
    with house.database.transaction() as session:
        for message_id in sent:
            session.get_one(outbox.Outgoing, message_id).due_at = OPENING + timedelta(days=1)
    ada.write("he is smashing my door in now")
    advice = queued(house, "danger")
    record_answered(house, advice, OPENING + timedelta(minutes=5))
    with house.database.reading() as session:
        assert {session.get_one(outbox.Outgoing, message_id).state for message_id in advice} == {"done"}
