"""The outbox: messages that still have to leave, and how far each has come."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column
from sqlalchemy.sql import ColumnElement

from storage.contacts import Channel
from storage.conversations import Conversation
from storage.messages import Kind
from storage.reading import fetch
from storage.statements import add_rows
from storage.tables import Base, table_of

Step = Literal["waiting", "handed", "sending", "done"]

NOT_DONE = text("state <> 'done'")
AT_MOST_LATER = timedelta(minutes=1)
"""How long after it was written a message is due that was meant to leave at once."""
AT_ONCE = ("danger", "alert")
"""Kinds that never wait for an earlier message of their conversation: safety comes before order."""


class Outgoing(Base):
    """One message on its way out. Its id is the message's, and names the worker's job too.

    `due_at` is when it was meant to leave, `try_at` the next attempt; past `expires_at` it must not leave any more.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_state_try_at", "state", "try_at"),
        Index("ix_outbox_not_done", "conversation_id", "message_id", sqlite_where=NOT_DONE, postgresql_where=NOT_DONE),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True, autoincrement=False)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    channel: Mapped[Channel] = mapped_column(String(16))
    kind: Mapped[Kind] = mapped_column(String(16))
    state: Mapped[Step] = mapped_column(String(16))
    due_at: Mapped[datetime]
    try_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None]
    updated_at: Mapped[datetime]


OUTBOX = table_of(Outgoing)


def queue(
    session: Session,
    conversation: Conversation,
    message_id: int,
    kind: Kind,
    now: datetime,
    *,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Put a stored message in the outbox, due now unless `due_at` says later."""
    row = {
        "message_id": message_id,
        "conversation_id": conversation.id,
        "contact_id": conversation.contact_id,
        "channel": conversation.channel,
        "kind": kind,
        "state": "waiting",
        "due_at": due_at or now,
        "try_at": due_at or now,
        "expires_at": expires_at,
        "attempts": 0,
        "provider_id": None,
        "updated_at": now,
    }
    add_rows(session, OUTBOX, [row])


ANYTHING_DUE = (
    select(OUTBOX.c.message_id).where(OUTBOX.c.state == "waiting", OUTBOX.c.try_at <= bindparam("now")).limit(1)
)


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether `due` is worth asking: a tenth of its cost, for a worker that looks ten times a second."""
    return session.execute(ANYTHING_DUE, {"now": now}).first() is not None


def due(session: Session, now: datetime, limit: int) -> list[Outgoing]:
    """What may leave now, longest waiting first; the caller looks at `expires_at` before sending.

    One conversation's messages leave in order: a row waits for every earlier one that should have left by now and is
    not done. Danger advice and alerts wait for nothing.
    """
    return list(session.scalars(DUE, {"now": now, "limit": limit}))


def _first_in_line() -> ColumnElement[bool]:
    earlier = aliased(Outgoing)
    waits = exists().where(
        and_(
            earlier.conversation_id == Outgoing.conversation_id,
            earlier.message_id < Outgoing.message_id,
            earlier.state != literal_column("'done'"),
            earlier.due_at <= bindparam("now"),
        )
    )
    return or_(Outgoing.kind.in_(AT_ONCE), ~waits)


DUE = (
    select(Outgoing)
    .where(Outgoing.state == "waiting", Outgoing.try_at <= bindparam("now"), _first_in_line())
    .order_by(Outgoing.try_at, Outgoing.message_id)
    .limit(bindparam("limit"))
)


_FIRST = aliased(Outgoing)
_REPLIES_BEFORE = (
    select(Outgoing.message_id)
    .join(_FIRST, _FIRST.conversation_id == Outgoing.conversation_id)
    .where(_FIRST.message_id == bindparam("first"), Outgoing.message_id < _FIRST.message_id)
    .where(Outgoing.due_at <= _FIRST.due_at, *(Outgoing.kind != kind for kind in AT_ONCE))
    .where(Outgoing.state != literal_column("'done'"))
    .limit(1)
)


def has_replies_before(session: Session, message_ids: Sequence[int]) -> bool:
    """Whether an ordinary message of the same conversation, said before these and due before them, is still on its way;
    what waits for the morning is not."""
    return bool(fetch(session, _REPLIES_BEFORE, {"first": min(message_ids)}))


def is_any_written_after(session: Session, latest: datetime) -> bool:
    """Whether `put_right` may have something to do."""
    chosen = select(Outgoing.message_id).where(Outgoing.state == "waiting", Outgoing.updated_at > latest)
    return session.scalars(chosen.limit(1)).first() is not None


def put_right(session: Session, now: datetime, latest: datetime) -> int:
    """The clock was put back: what waits and was written after `latest`, in what is the future now, waits as long as
    it was meant to from now on. What was planned for a later hour of the day stays planned for it."""
    chosen = select(Outgoing).where(Outgoing.state == "waiting", Outgoing.updated_at > latest)
    rows = [row for row in session.scalars(chosen) if row.due_at <= row.updated_at + AT_MOST_LATER]
    for row in rows:
        ahead = row.updated_at - now
        row.due_at, row.try_at, row.updated_at = row.due_at - ahead, row.try_at - ahead, now
        row.expires_at = None if row.expires_at is None else row.expires_at - ahead
    session.flush()
    return len(rows)


def stranded(
    session: Session, untouched_since: datetime, limit: int, put_back: datetime | None = None
) -> list[Outgoing]:
    """Rows handed to a worker, or being sent, about which nothing has been heard since; with `put_back`, those too that
    were touched after that moment, when the clock was wrong."""
    untouched = Outgoing.updated_at < untouched_since
    if put_back is not None:
        untouched = or_(untouched, Outgoing.updated_at > put_back)
    chosen = select(Outgoing).where(Outgoing.state.in_(("handed", "sending")), untouched)
    return list(session.scalars(chosen.order_by(Outgoing.message_id).limit(limit)))


def not_left(session: Session, conversation_ids: Collection[int], kind: Kind) -> list[int]:
    """The ids of the messages of one kind in these conversations that have not left yet, as far as we know."""
    chosen = select(OUTBOX.c.message_id).where(OUTBOX.c.conversation_id.in_(conversation_ids), OUTBOX.c.kind == kind)
    return list(session.scalars(chosen.where(OUTBOX.c.state != "done").order_by(OUTBOX.c.message_id)))


def let_go(session: Session, message_id: int, now: datetime) -> bool:
    """Settle a row that is no longer wanted. False where a provider has it by now: then no second try is made."""
    unsent = update(OUTBOX).where(OUTBOX.c.message_id == message_id, OUTBOX.c.state.in_(("waiting", "handed")))
    if _changed(session, unsent.values(state="done", updated_at=now)):
        return True
    leaving = update(OUTBOX).where(OUTBOX.c.message_id == message_id, OUTBOX.c.state == "sending")
    _changed(session, leaving.values(expires_at=now))
    return False


def mark_handed(session: Session, message_ids: Sequence[int], now: datetime) -> list[int]:
    """Note that the rows went to a worker; returns those that were still waiting, the only ones to hand over."""
    chosen = update(OUTBOX).where(OUTBOX.c.message_id.in_(message_ids), OUTBOX.c.state == "waiting")
    taken = session.execute(chosen.values(state="handed", updated_at=now).returning(OUTBOX.c.message_id))
    return sorted(taken.scalars())


def mark_sending(session: Session, message_id: int, now: datetime) -> bool:
    """Note, before the provider is called, that it is about to be; False when the row is done or was in doubt."""
    chosen = update(OUTBOX).where(OUTBOX.c.message_id == message_id, OUTBOX.c.state.in_(("waiting", "handed")))
    return _changed(session, chosen.values(state="sending", attempts=OUTBOX.c.attempts + 1, updated_at=now))


def take_up(session: Session, message_id: int, now: datetime, seen: datetime | None = None) -> bool:
    """Note that somebody goes on with a row whose worker was lost; with `seen` only if it was last touched then.

    False when the row is settled, or somebody else was first. Its attempts stay as they are: they name the job.
    """
    chosen = update(OUTBOX).where(OUTBOX.c.message_id == message_id, OUTBOX.c.state.in_(("handed", "sending")))
    if seen is not None:
        chosen = chosen.where(OUTBOX.c.updated_at == seen)
    return _changed(session, chosen.values(updated_at=now))


def mark_done(session: Session, message_id: int, now: datetime, provider_id: str | None = None) -> bool:
    """Settle a row for good: sent, refused or let go; False when it was settled before."""
    chosen = update(OUTBOX).where(OUTBOX.c.message_id == message_id, OUTBOX.c.state != "done")
    return _changed(session, chosen.values(state="done", provider_id=provider_id, updated_at=now))


def try_later(session: Session, message_id: int, now: datetime, again_at: datetime) -> bool:
    """Put a row back to wait until `again_at`; False when it was settled before."""
    chosen = update(OUTBOX).where(OUTBOX.c.message_id == message_id, OUTBOX.c.state != "done")
    return _changed(session, chosen.values(state="waiting", try_at=again_at, updated_at=now))


def hold_until(session: Session, message_id: int, now: datetime, at: datetime) -> bool:
    """Put a row back that may not leave before `at`, and that nothing else need wait for until then; it is handed over
    anew, so that counts as an attempt."""
    chosen = update(OUTBOX).where(OUTBOX.c.message_id == message_id, OUTBOX.c.state != "done")
    values = {"state": "waiting", "due_at": at, "try_at": at, "attempts": OUTBOX.c.attempts + 1, "updated_at": now}
    return _changed(session, chosen.values(values))


def oldest_waiting(session: Session, now: datetime) -> datetime | None:
    """Since when the longest waiting row should have left, or None when nothing is late: the queue's health."""
    chosen = select(func.min(Outgoing.due_at)).where(Outgoing.state.in_(("waiting", "handed", "sending")))
    return session.scalars(chosen.where(Outgoing.due_at <= now)).one()


def _changed(session: Session, statement: Any) -> bool:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1
