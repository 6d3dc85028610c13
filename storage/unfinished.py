"""Unfinished: conversations that stopped half way, with somebody who may be reminded."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from storage.contacts import Contact
from storage.conversations import Conversation
from storage.reports import Report

MOST = 50
_STOPPED = (
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
    .where(
        Conversation.last_heard_at <= bindparam("quiet_since"), Conversation.last_heard_at > bindparam("heard_since")
    )
)
HALF_WAY = _STOPPED.order_by(Conversation.id).limit(MOST).with_for_update(of=Conversation)
ANY_HALF_WAY = _STOPPED.with_only_columns(Conversation.id).limit(1)


def is_any_half_way(session: Session, heard_since: datetime, quiet_since: datetime) -> bool:
    """Whether `stopped_half_way` would give any."""
    return session.scalars(ANY_HALF_WAY, {"heard_since": heard_since, "quiet_since": quiet_since}).first() is not None


def stopped_half_way(session: Session, heard_since: datetime, quiet_since: datetime) -> list[Conversation]:
    """Open conversations with an unfinished report in which nothing was heard since `quiet_since`, not reminded yet,
    with somebody who said that writing is safe, has not stopped us and does not want calls alone; held until the
    transaction ends."""
    rows = session.scalars(HALF_WAY, {"heard_since": heard_since, "quiet_since": quiet_since})
    return list(dict.fromkeys(rows))
