"""Records what providers say of our messages: receipts, and people who stop or allow us again (C9, C10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.contract import Blocked, Receipt
from bot.house import House
from storage import deliveries, outbox
from storage.contacts import find_contact


def record_receipt(house: House, receipt: Receipt, now: datetime) -> bool:
    """Keep a receipt; False for one about a message that is not ours, or that the provider calls by another name."""

    def record(session: Session) -> bool:
        message_id = deliveries.message_sent_as(session, receipt.provider_id) or receipt.message_id
        sent = session.get(outbox.Outgoing, message_id) if message_id else None
        if sent is None or sent.channel != receipt.channel or sent.provider_id not in (None, receipt.provider_id):
            return False
        reason = receipt.reason or None
        provider_id = receipt.provider_id
        deliveries.record_delivery(session, sent.message_id, receipt.state, now, reason=reason, provider_id=provider_id)
        if receipt.state != "failed":  # the provider has it: a crash before we noted that need not send it again
            outbox.mark_done(session, sent.message_id, now, provider_id)
        return True

    return house.database.write(record)


def record_blocked(house: House, blocked: Blocked, now: datetime) -> None:
    """Somebody blocked the bot, or let it write again."""

    def record(session: Session) -> None:
        contact = find_contact(session, house.keys, blocked.channel, blocked.address)
        if contact:
            contact.stopped_at = now if blocked.stopped else None

    house.database.write(record)
