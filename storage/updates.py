"""Updates: the log of every time that somebody was told how their case goes, and how (C6). Append-only."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.cases import Case, ids_in
from storage.statements import add
from storage.tables import Base, Identity


class Update(Base):
    """One reporter told once: by the message `message_id` or, where that is null, another way, as `note` says.

    `instead_of` is the message that did not arrive, where the same words went another way on their own.
    """

    __tablename__ = "updates"
    __table_args__ = (Index(None, "case_id"), Index(None, "message_id"))

    id: Mapped[Identity]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    instead_of: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    note: Mapped[str | None]


def log_update(
    session: Session,
    case_id: int,
    now: datetime,
    *,
    contact_id: int | None = None,
    message_id: int | None = None,
    instead_of: int | None = None,
    staff_id: int | None = None,
    note: str | None = None,
) -> None:
    """Add to the log who was told, by whom, and with which message or how else."""
    add(
        session,
        Update(
            case_id=case_id,
            contact_id=contact_id,
            message_id=message_id,
            instead_of=instead_of,
            staff_id=staff_id,
            at=now,
            note=note,
        ),
    )


def updates_of(session: Session, case: Case) -> list[Update]:
    """The log of one case and of those that go on in it, the first first."""
    chosen = select(Update).where(Update.case_id.in_(ids_in(session, case)))
    return list(session.scalars(chosen.order_by(Update.id)))


def logged_as(session: Session, message_id: int) -> Update | None:
    """The entry that stands for this message, if it is an update."""
    return session.scalars(select(Update).where(Update.message_id == message_id)).first()


def told_another_way_since(session: Session, case_id: int, message_id: int) -> Update | None:
    """The first time that those who reported the case were told without a message, after this one was written."""
    sent, case = logged_as(session, message_id), session.get_one(Case, case_id)
    while sent and sent.instead_of and (before := logged_as(session, sent.instead_of)):
        sent = before  # the same words, when they were written
    if sent is None:
        return None
    chosen = select(Update).where(Update.case_id.in_(ids_in(session, case)), Update.message_id.is_(None))
    return session.scalars(chosen.where(Update.id > sent.id).order_by(Update.id).limit(1)).first()


def by_message(session: Session, message_ids: Collection[int]) -> dict[int, Update]:
    """The entries that stand for these messages."""
    rows = session.scalars(select(Update).where(Update.message_id.in_(message_ids)))
    return {row.message_id: row for row in rows if row.message_id is not None}
