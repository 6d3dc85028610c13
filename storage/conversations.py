"""Conversations: where each talk with one contact on one channel stands."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, String, bindparam, select, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from storage.chain import START
from storage.contacts import Channel
from storage.reading import fetch, select_whole
from storage.statements import add
from storage.tables import Base, Identity

Audience = Literal["resident", "on_call"]

OPEN = text("closed_at IS NULL")
TAKEN = text("taken_by IS NOT NULL")


class Conversation(Base):
    """One talk: `state` is the engine's, `length` and `head` are the end of its chain of messages.

    `version` is checked by every update: whoever read an older one gets StaleDataError, and takes the turn again.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("one_open_conversation", "channel", "contact_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_conversations_contact_id", "contact_id"),
        Index("ix_conversations_taken", "taken_by", sqlite_where=TAKEN, postgresql_where=TAKEN),
    )

    id: Mapped[Identity]
    channel: Mapped[Channel] = mapped_column(String(16))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    audience: Mapped[Audience] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[str | None]
    page: Mapped[int] = mapped_column(default=0)
    length: Mapped[int] = mapped_column(default=0)
    head: Mapped[bytes] = mapped_column(default=START)
    version: Mapped[int] = mapped_column()
    needs_person: Mapped[bool] = mapped_column(default=False)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    opened_at: Mapped[datetime]
    last_heard_at: Mapped[datetime | None]
    last_said_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as it stands

    @hybrid_property
    def is_open(self) -> bool:
        """Whether the talk goes on: a closed one is never opened again, the next message begins a new one."""
        return self.closed_at is None

    @is_open.inplace.expression
    @classmethod
    def _is_open(cls) -> ColumnElement[bool]:
        return cls.closed_at.is_(None)


_FIND_OPEN = select_whole(Conversation).where(
    Conversation.channel == bindparam("channel"),
    Conversation.contact_id == bindparam("contact_id"),
    Conversation.closed_at.is_(None),
)
_HOLD_OPEN = _FIND_OPEN.with_for_update()


def open_conversation(
    session: Session, channel: Channel, contact_id: int, audience: Audience, now: datetime, language: str = "en"
) -> Conversation:
    """The open conversation with this contact, held until the transaction ends, or a new one."""
    found = fetch(session, _HOLD_OPEN, {"channel": channel, "contact_id": contact_id}, Conversation)
    return found[0][0] if found else begin_conversation(session, channel, contact_id, audience, now, language)


def find_open_conversation(session: Session, channel: Channel, contact_id: int) -> Conversation | None:
    """The open conversation with this contact, to look at; writers use `open_conversation`."""
    found = fetch(session, _FIND_OPEN, {"channel": channel, "contact_id": contact_id}, Conversation)
    return found[0][0] if found else None


def begin_conversation(
    session: Session, channel: Channel, contact_id: int, audience: Audience, now: datetime, language: str = "en"
) -> Conversation:
    """A new conversation with a contact who has no open one."""
    conversation = Conversation(
        channel=channel, contact_id=contact_id, audience=audience, language=language, opened_at=now
    )
    add(session, conversation)
    return conversation


def hold_conversation(session: Session, conversation_id: int) -> Conversation:
    """The conversation as it is now, held until the transaction ends. Raises NoResultFound when there is none."""
    chosen = select(Conversation).where(Conversation.id == conversation_id).with_for_update()
    return session.scalars(chosen, execution_options={"populate_existing": True}).one()


def close_conversation(session: Session, conversation: Conversation, now: datetime) -> None:
    """End the talk; the contact's next message opens another."""
    conversation.closed_at = now
    session.flush()


def conversations_of(session: Session, contact_id: int) -> list[Conversation]:
    """All talks with one contact, the latest first."""
    chosen = select(Conversation).where(Conversation.contact_id == contact_id).order_by(Conversation.id.desc())
    return list(session.scalars(chosen))


def taken_over(session: Session) -> list[int]:
    """The conversations that an officer has taken over."""
    chosen = select(Conversation.id).where(Conversation.taken_by.is_not(None), Conversation.closed_at.is_(None))
    return list(session.scalars(chosen.order_by(Conversation.id)))


def heard_from_since(session: Session, contact_ids: Collection[int], since: datetime) -> bool:
    """Whether any of these contacts has written anything since then."""
    chosen = select(Conversation.id).where(Conversation.contact_id.in_(contact_ids))
    return session.scalars(chosen.where(Conversation.last_heard_at > since).limit(1)).first() is not None
