"""Records what has become of our messages: receipts, answers given at once, and people who stop us (C9, C10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.contract import Blocked, Receipt
from bot.house import House
from bot.post.undelivered import hand_to_staff
from bot.understanding.wishes import carrier_word
from storage import deliveries, outbox
from storage.contacts import Contact, find_contact
from storage.conversations import find_open_conversation, hold_conversation
from storage.messages import Message, heard_after
from storage.promises import note_leaving

LOST = ("undelivered", "failed", "opted_out")


def record_receipt(house: House, receipt: Receipt, now: datetime) -> bool:
    """Keep a receipt; False for one that tells us nothing: of a message that is not ours or went to another number, or
    one that we have had already."""

    def record(session: Session) -> bool:
        message_id = deliveries.message_sent_as(session, receipt.provider_id) or receipt.message_id
        sent = session.get(outbox.Outgoing, message_id) if message_id else None
        if sent is None or sent.channel != receipt.channel or not _went_to(house, session, sent, receipt):
            return False
        if sent.provider_id not in (None, receipt.provider_id) and receipt.state != "delivered":
            return False  # it was in doubt and sent again: of the first, only that it arrived all the same counts
        if deliveries.is_known(session, sent.message_id, receipt.state, receipt.provider_id):
            return False
        _settle(house, session, sent, receipt, now)
        return True

    return house.database.write(record)


def _went_to(house: House, session: Session, sent: outbox.Outgoing, receipt: Receipt) -> bool:
    if not receipt.address:
        return True
    return session.get_one(Contact, sent.contact_id).lookup == house.keys.lookup(receipt.channel, receipt.address)


def _settle(house: House, session: Session, sent: outbox.Outgoing, receipt: Receipt, now: datetime) -> None:
    before, reason, name = _state_of(session, sent), receipt.reason or None, receipt.provider_id
    state = _state_told(receipt)
    deliveries.record_delivery(session, sent.message_id, state, now, reason=reason, provider_id=name)
    has_it = receipt.state != "failed"  # then a crash before we noted that need not send it again
    if has_it and outbox.mark_done(session, sent.message_id, now, name) and sent.kind == "update":
        note_leaving(session, sent.message_id, now)
    if state == "opted_out":
        _note_stop(session, sent, now)
    after = _state_of(session, sent)
    if after != before and after in LOST:
        hand_to_staff(house, session, sent, after, receipt.reason, now)


def _state_told(receipt: Receipt) -> deliveries.State:
    """A number that said STOP may be told of only after the text was taken (21610): no failure of the carrier's."""
    return (
        "opted_out" if receipt.state in ("undelivered", "failed") and receipt.reason == "opted_out" else receipt.state
    )


def _note_stop(session: Session, sent: outbox.Outgoing, now: datetime) -> None:
    """Nothing more goes to that number (C9), unless it has said START since the text was written."""
    contact = session.get_one(Contact, sent.contact_id)
    written = session.get_one(Message, sent.message_id)
    later = heard_after(session, written)
    if contact.stopped_at is None and not any(carrier_word(words) == "start" for words in later):
        contact.stopped_at = now


def _state_of(session: Session, sent: outbox.Outgoing) -> deliveries.State | None:
    known = deliveries.state_of(session, [sent.message_id]).get(sent.message_id)
    return known.state if known else None


def record_answered(house: House, message_ids: Sequence[int], now: datetime) -> None:
    """The webhook's own answer has left with these messages: the worker need not send them again.

    It does so all the same where a reply to what was written before is still on its way, and would otherwise come after
    them: what to do in danger must be the last thing on the phone (R1), and to hear it twice harms nobody.
    """

    def record(session: Session) -> None:
        overtook = outbox.has_replies_before(session, message_ids)
        for message_id in message_ids:
            if overtook or outbox.mark_done(session, message_id, now):
                deliveries.record_delivery(session, message_id, "answered", now)

    if message_ids:
        house.database.write(record)


def record_blocked(house: House, blocked: Blocked, now: datetime) -> None:
    """Somebody blocked the bot, or let it write again. Staff are told of a block: another way is to be used (C9)."""

    def record(session: Session) -> None:
        contact = find_contact(session, house.keys, blocked.channel, blocked.address)
        if contact is None:
            return
        if (
            blocked.stopped
            and contact.stopped_at is None
            and (talk := find_open_conversation(session, blocked.channel, contact.id))
        ):
            hold_conversation(session, talk.id).needs_person = True
        contact.stopped_at = (contact.stopped_at or now) if blocked.stopped else None

    house.database.write(record)
