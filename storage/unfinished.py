"""Unfinished: conversations that stopped half way, with somebody who may be reminded."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.contacts import Contact
from storage.conversations import Conversation
from storage.reports import Report

MOST = 50


def stopped_half_way(session: Session, heard_since: datetime, quiet_since: datetime) -> list[Conversation]:
    """Open conversations with an unfinished report in which nothing was heard since `quiet_since`, not reminded yet,
    with somebody who said that writing is safe, has not stopped us and does not want calls alone; held until the
    transaction ends."""
    chosen = (
        select(Conversation)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Report, Report.conversation_id == Conversation.id)
        .where(Report.state == "unfinished", Conversation.closed_at.is_(None), Conversation.reminded_at.is_(None))
        .where(
            Contact.texting_is_safe == "yes",
            Contact.stopped_at.is_(None),
            Contact.calls_only.is_not(True),
            Conversation.channel.in_(("sms", "telegram")),
        )
        .where(Conversation.last_heard_at <= quiet_since, Conversation.last_heard_at > heard_since)
        .order_by(Conversation.id)
        .limit(MOST)
    )
    return list(dict.fromkeys(session.scalars(chosen.with_for_update(of=Conversation))))
