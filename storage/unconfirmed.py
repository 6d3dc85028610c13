"""What was sent and is not known to have arrived: texts that matter, and no receipt of them within a day (C10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import ColumnElement

from storage.cases import Case
from storage.contacts import Channel
from storage.conversations import Conversation
from storage.deliveries import RANKS, Delivery
from storage.messages import Message
from storage.outbox import Outgoing
from storage.reports import Report
from storage.updates import Update

WITH_RECEIPTS: tuple[Channel, ...] = ("sms",)
"""Channels on which a receipt is to be expected: Telegram and mail say nothing more once they have taken a message."""
A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
"""For how long it is listed: what is older, the next update tells."""
MOST = 200
FEW = 5
"""So many texts of one day, and a receipt for none of them, say more of the carrier than of those who got them."""
_SETTLED = [state for state, rank in RANKS.items() if rank > RANKS["sent"]]
_TOLD_OF = ("delivered", "undelivered")


@dataclass(frozen=True)
class Unconfirmed:
    """One message of which no receipt came, and when it was sent."""

    message: Message
    sent_at: datetime


def unconfirmed(session: Session, now: datetime) -> list[Unconfirmed]:
    """Updates, reminders and replies with a reference that left more than a day and at most a week ago, the latest
    first. They are settled by a receipt, by anything written to us there since, or by telling them another way."""
    rows = session.execute(_unconfirmed(), {"begins": now - A_WEEK, "ends": now - A_DAY})
    return [Unconfirmed(message, sent_at) for message, sent_at in rows]


@cache
def _unconfirmed() -> Select[Message, datetime]:
    """Written out once: it takes longer than the answer."""
    written_since = select(Conversation.last_heard_at).where(Conversation.id == Outgoing.conversation_id)
    return (
        select(Message, Outgoing.try_at)
        .join(Outgoing, Outgoing.message_id == Message.id)
        .where(_left(), _matters(), _has("sent"), ~_has(*_SETTLED), ~_told_another_way())
        .where(func.coalesce(written_since.scalar_subquery(), Message.at) <= Message.at)
        .order_by(Outgoing.try_at.desc(), Outgoing.message_id.desc())
        .limit(MOST)
    )


def is_silent(session: Session, begins: datetime, ends: datetime) -> bool:
    """Whether no receipt came for any of the texts that left between these moments, and these were more than a few."""
    of_the_day, span = select(Outgoing.message_id).where(_left(), _has("sent")), {"begins": begins, "ends": ends}
    if session.scalars(of_the_day.where(_has(*_TOLD_OF)).limit(1), span).first() is not None:
        return False
    return len(session.scalars(of_the_day.limit(FEW), span).all()) == FEW


def _left() -> ColumnElement[bool]:
    return and_(
        Outgoing.state == "done",
        Outgoing.try_at >= bindparam("begins"),
        Outgoing.try_at < bindparam("ends"),
        Outgoing.channel.in_(WITH_RECEIPTS),
    )


def _matters() -> ColumnElement[bool]:
    """An update, a reminder, or a reply that says the reference of what was reported there."""
    named = select(Report.id).join(Case, Case.id == Report.case_id)
    named = named.where(Report.conversation_id == Outgoing.conversation_id, Message.words.contains(Case.reference))
    return or_(Outgoing.kind.in_(("update", "reminder")), and_(Outgoing.kind == "reply", named.exists()))


def _has(*states: str) -> ColumnElement[bool]:
    return exists().where(Delivery.message_id == Outgoing.message_id, Delivery.state.in_(states))


def _told_another_way() -> ColumnElement[bool]:
    """The case of this update has an entry, made since, of somebody who told them without a message."""
    entry, later = aliased(Update), aliased(Update)
    return exists().where(
        entry.message_id == Outgoing.message_id,
        later.case_id == entry.case_id,
        later.message_id.is_(None),
        later.at > entry.at,
    )


def conversations_of_these(found: Sequence[Unconfirmed]) -> dict[int, list[Unconfirmed]]:
    """The same by conversation: one line for a person, however much was sent to them."""
    talks: dict[int, list[Unconfirmed]] = {}
    for one in found:
        talks.setdefault(one.message.conversation_id, []).append(one)
    return talks
