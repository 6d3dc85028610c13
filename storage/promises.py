"""Promises: what we told a resident we would do by when, and whether we did."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.statements import add
from storage.tables import Base, Identity


class Promise(Base):
    """One thing promised in one case; `message_id` is where we said it, `kept_at` null while we still owe it."""

    __tablename__ = "promises"
    __table_args__ = (Index(None, "case_id"), Index(None, "kept_at", "due_at"))

    id: Mapped[Identity]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    what: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime]
    made_at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    kept_at: Mapped[datetime | None]


def make_promise(
    session: Session, case_id: int, what: str, due_at: datetime, now: datetime, message_id: int | None = None
) -> Promise:
    """Note what was promised; `what` is for example 'first_contact'."""
    promise = Promise(case_id=case_id, what=what, due_at=due_at, made_at=now, message_id=message_id)
    add(session, promise)
    return promise


def promises_of(session: Session, case_id: int) -> list[Promise]:
    """Everything promised in one case, the first one first."""
    return list(session.scalars(select(Promise).where(Promise.case_id == case_id).order_by(Promise.id)))


def keep_promise(session: Session, promise: Promise, now: datetime) -> None:
    """Note that we did what we said."""
    promise.kept_at = now
    session.flush()
