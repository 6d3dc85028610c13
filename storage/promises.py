"""Promises: what we told a resident we would do by when, and whether we did."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.cases import Case
from storage.statements import add
from storage.tables import Base, Identity

UPDATES = ("update", "news")
"""That they hear again by the day that was agreed, and that they hear soon of something special."""


class Promise(Base):
    """One thing promised in one case; `message_id` is where we said it.

    It is owed while `kept_at` and `released_at` are null; they released us from it when they wanted no contact.
    """

    __tablename__ = "promises"
    __table_args__ = (Index(None, "case_id"), Index(None, "kept_at", "due_at"))

    id: Mapped[Identity]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    what: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime]
    made_at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    kept_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]


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


def owed_in(session: Session, case_id: int) -> list[Promise]:
    """What we have promised in one case and still owe, the first due first."""
    chosen = select(Promise).where(Promise.case_id == case_id, Promise.kept_at.is_(None), Promise.released_at.is_(None))
    return list(session.scalars(chosen.order_by(Promise.due_at, Promise.id)))


def updates_owed(session: Session, until: datetime, limit: int) -> list[tuple[Promise, Case]]:
    """The updates due until then in cases that are open, the one that is longest due first."""
    chosen = select(Promise, Case).join(Case, Case.id == Promise.case_id).where(Case.state == "open")
    owed = chosen.where(Promise.kept_at.is_(None), Promise.released_at.is_(None), Promise.what.in_(UPDATES))
    rows = session.execute(owed.where(Promise.due_at <= until).order_by(Promise.due_at, Promise.id).limit(limit))
    return [(promise, case) for promise, case in rows]


def keep_promise(session: Session, promise: Promise, now: datetime) -> None:
    """Note that we did what we said."""
    promise.kept_at = now
    session.flush()


def release_promises(session: Session, case_id: int, now: datetime | None) -> None:
    """Note that the resident wants none of what we still owe in this case; with None that they do want it after all."""
    owed = select(Promise).where(Promise.case_id == case_id, Promise.kept_at.is_(None))
    for promise in session.scalars(owed):
        if (promise.released_at is None) != (now is None):
            promise.released_at = now
    session.flush()
