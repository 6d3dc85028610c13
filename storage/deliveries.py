"""Deliveries: what became of each message we sent, as rows that are only ever added."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.messages import MESSAGES, Message
from storage.statements import add_rows
from storage.tables import Base, Identity, table_of

State = Literal[
    "queued", "sending", "sent", "delivered", "undelivered", "failed",
    "refused", "opted_out", "in_doubt", "withdrawn", "answered", "shown",
]  # fmt: skip

RANKS: dict[State, int] = {
    "queued": 0,
    "sending": 1,
    "in_doubt": 2,
    "sent": 3,
    "answered": 4,
    "undelivered": 5,
    "failed": 5,
    "refused": 5,
    "opted_out": 5,
    "withdrawn": 5,
    "shown": 6,
    "delivered": 7,
}
"""Receipts come late, twice and out of order: what is more final counts, and among equals the later row."""
LOOKED_THROUGH = 500
LOST: tuple[State, ...] = ("undelivered", "failed", "refused", "opted_out", "in_doubt", "withdrawn")
"""The ends at which nobody can be taken to have read the message."""


class Delivery(Base):
    """One thing that became known about one message. `reason` is a short code of ours, never a provider's words."""

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "message_id"), Index(None, "provider_id"))

    id: Mapped[Identity]
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    state: Mapped[State] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(40))
    provider_id: Mapped[str | None]
    at: Mapped[datetime]


DELIVERIES = table_of(Delivery)
LATEST = (
    select(DELIVERIES.c.id, DELIVERIES.c.state, DELIVERIES.c.reason, MESSAGES.c.channel)
    .join(MESSAGES, MESSAGES.c.id == DELIVERIES.c.message_id)
    .where(DELIVERIES.c.state.in_(("sent", "queued")))
    .order_by(DELIVERIES.c.id.desc())
    .limit(LOOKED_THROUGH)
)


def record_delivery(
    session: Session,
    message_id: int,
    state: State,
    now: datetime,
    *,
    reason: str | None = None,
    provider_id: str | None = None,
) -> None:
    """Note what became of a message."""
    row = {"message_id": message_id, "state": state, "reason": reason, "provider_id": provider_id, "at": now}
    add_rows(session, DELIVERIES, [row])


def is_known(session: Session, message_id: int, state: State, provider_id: str) -> bool:
    """Whether the provider has told us this before: a receipt that comes again, however late, moves no time."""
    chosen = select(Delivery.id).where(Delivery.message_id == message_id, Delivery.provider_id == provider_id)
    return session.scalars(chosen.where(Delivery.state == state).limit(1)).first() is not None


def state_of(session: Session, message_ids: Sequence[int]) -> dict[int, Delivery]:
    """For each message the delivery that counts; messages nothing is known about are left out."""
    chosen = select(Delivery).where(Delivery.message_id.in_(message_ids)).order_by(Delivery.id)
    settled: dict[int, Delivery] = {}
    for delivery in session.scalars(chosen):
        standing = settled.get(delivery.message_id)
        if standing is None or RANKS[delivery.state] >= RANKS[standing.state]:
            settled[delivery.message_id] = delivery
    return settled


def lost_in(session: Session, conversation_ids: Collection[int]) -> dict[int, list[tuple[Message, Delivery]]]:
    """For each conversation what we said there and cannot be taken to have been read, in order, and why."""
    if not conversation_ids:
        return {}
    chosen = (
        select(Message)
        .join(Delivery, Delivery.message_id == Message.id)
        .where(Message.conversation_id.in_(conversation_ids), Delivery.state.in_(LOST))
        .order_by(Message.id)
    )
    doubtful = dict.fromkeys(session.scalars(chosen))
    settled = state_of(session, [message.id for message in doubtful])
    lost: dict[int, list[tuple[Message, Delivery]]] = {}
    for message in doubtful:
        if settled[message.id].state in LOST:
            lost.setdefault(message.conversation_id, []).append((message, settled[message.id]))
    return lost


def what_holds_up(session: Session, reasons: Collection[str]) -> dict[str, Delivery]:
    """For each channel on which nothing has left since it was put off for one of these reasons, the last time."""
    last: dict[str, tuple[int, str]] = {}
    for id, state, reason, channel in session.execute(LATEST):  # columns alone: hundreds of rows, for two or three
        if state == "sent" or reason in reasons:
            last.setdefault(channel, (id, state))
    held_up = {channel: id for channel, (id, state) in last.items() if state == "queued"}
    return {channel: session.get_one(Delivery, id) for channel, id in held_up.items()}


def message_sent_as(session: Session, provider_id: str) -> int | None:
    """The message that the provider knows by this id, or None."""
    return session.scalars(select(Delivery.message_id).where(Delivery.provider_id == provider_id)).first()
