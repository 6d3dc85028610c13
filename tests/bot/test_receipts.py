"""What a carrier could not deliver becomes somebody's business as soon as it says so (C10)."""

from __future__ import annotations

from sqlalchemy import select

from bot.channels.contract import Receipt
from bot.house import House
from bot.player import OPENING, Player
from bot.receipts import record_answered, record_receipt
from storage import deliveries, outbox
from storage.conversations import Conversation

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
