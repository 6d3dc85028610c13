"""Promises: what we told a resident we would do by when, and whether we did.

What is kept by messages is kept when the last of them leaves, and in time only if that is no later than it was due. It
is owed again as soon as one of them is lost on every way.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.cases import Case
from storage.statements import add
from storage.tables import Base, Identity
from storage.updates import told_another_way_since

UPDATES = ("update", "news")
"""That they hear again by the day that was agreed, and that they hear soon of something special."""


class Promise(Base):
    """One thing promised in one case; `message_id` is where we said it.

    It is owed while `kept_at` and `released_at` are null; they released us from it when they wanted no contact. Where
    messages keep it, `kept_at` is when the last of them left, or is to leave: that may be still to come.
    """

    __tablename__ = "promises"
    __table_args__ = (Index(None, "case_id"), Index(None, "kept_at", "due_at"), Index(None, "message_id"))

    @property
    def kept_late(self) -> bool:
        """Whether it was kept, or is to be, after it was due."""
        return self.kept_at is not None and self.kept_at > self.due_at

    id: Mapped[Identity]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    what: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime]
    made_at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    kept_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]


class PromiseMessage(Base):
    """One of the messages that keep a promise."""

    __tablename__ = "promise_messages"
    __table_args__ = (Index(None, "message_id"),)

    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id"), primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True, autoincrement=False)


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


def leaving_late(session: Session, now: datetime, limit: int) -> list[tuple[Promise, Case]]:
    """The updates that are written, and will leave only after they were due; the first to leave first."""
    chosen = select(Promise, Case).join(Case, Case.id == Promise.case_id).where(Case.state == "open")
    late = chosen.where(Promise.kept_at > now, Promise.kept_at > Promise.due_at, Promise.what.in_(UPDATES))
    rows = session.execute(late.order_by(Promise.kept_at, Promise.id).limit(limit))
    return [(promise, case) for promise, case in rows]


def keep_promise(session: Session, promise: Promise, at: datetime, message_ids: Collection[int] = ()) -> None:
    """Note that we did what we said; with messages, that the last of these is to leave then."""
    promise.kept_at = at
    session.add_all(PromiseMessage(promise_id=promise.id, message_id=message_id) for message_id in message_ids)
    session.flush()


def kept_with(session: Session, message_id: int) -> list[Promise]:
    """The promises that this message keeps, alone or with others."""
    chosen = select(Promise).join(PromiseMessage, PromiseMessage.promise_id == Promise.id)
    return list(session.scalars(chosen.where(PromiseMessage.message_id == message_id).order_by(Promise.id)))


def note_leaving(session: Session, message_id: int, at: datetime) -> None:
    """The message leaves then, or not before then: what it keeps is not kept any sooner."""
    for promise in kept_with(session, message_id):
        if promise.kept_at is not None and promise.kept_at < at:
            promise.kept_at = at
    session.flush()


def pass_on(session: Session, lost_id: int, message_id: int, at: datetime) -> None:
    """The same words go another way, with another message, which is to leave then."""
    for promise in kept_with(session, lost_id):
        keep_promise(session, promise, max(at, promise.kept_at or at), (message_id,))
    for promise in _said_in(session, lost_id):
        promise.message_id = message_id
    session.flush()


def owe_again(session: Session, message_id: int, released_at: datetime | None = None) -> None:
    """What this message kept is owed again or, with a moment, was released then."""
    for promise in kept_with(session, message_id):
        promise.kept_at, promise.released_at = None, released_at
        session.execute(delete(PromiseMessage).where(PromiseMessage.promise_id == promise.id))
    session.flush()


def lose(session: Session, message_id: int, released_at: datetime | None = None) -> None:
    """The message is lost on every way: what it kept is owed again or, with a moment, was released then; unless they
    have been told another way since, which kept it.

    The next update that it promised is no promise, as nobody heard it; but for where another message of the same update
    said so too, or where it is all that is owed.
    """
    kept = kept_with(session, message_id)
    beside = select(PromiseMessage.message_id).where(PromiseMessage.promise_id.in_([one.id for one in kept]))
    other = session.scalars(beside.where(PromiseMessage.message_id != message_id).limit(1)).first()
    owe_again(session, message_id, released_at)
    for promise in kept:
        if told := told_another_way_since(session, promise.case_id, message_id):
            promise.kept_at, promise.released_at = told.at, None
    for promise in _said_in(session, message_id):
        sooner = [one for one in owed_in(session, promise.case_id) if one.what in UPDATES and one.id < promise.id]
        if other is not None:
            promise.message_id = other
        elif sooner:
            session.delete(promise)
    session.flush()


def _said_in(session: Session, message_id: int) -> list[Promise]:
    """What is still owed of what this message promised."""
    chosen = select(Promise).where(Promise.message_id == message_id, Promise.kept_at.is_(None))
    return list(session.scalars(chosen.where(Promise.released_at.is_(None), Promise.what == "update")))


def release_promises(session: Session, case_id: int, now: datetime | None) -> None:
    """Note that the resident wants none of what we still owe in this case; with None that they do want it after all."""
    owed = select(Promise).where(Promise.case_id == case_id, Promise.kept_at.is_(None))
    for promise in session.scalars(owed):
        if (promise.released_at is None) != (now is None):
            promise.released_at = now
    session.flush()
