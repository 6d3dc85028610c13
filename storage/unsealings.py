"""Unsealings: who was shown a number that is withheld, why, and what a manager found (R9). Append-only."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from storage.staff import Staff
from storage.tables import Base, Identity


class Unsealing(Base):
    """One number shown once to one member of staff. `message_id` is the note of it in the conversation's chain."""

    __tablename__ = "unsealings"
    __table_args__ = (Index(None, "contact_id"),)

    id: Mapped[Identity]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime]
    review_due_at: Mapped[datetime]
    reason: Mapped[str | None]


class UnsealingReview(Base):
    """What a manager, who is somebody else, found; once for each unsealing."""

    __tablename__ = "unsealing_reviews"
    __table_args__ = (UniqueConstraint("unsealing_id"),)

    id: Mapped[Identity]
    unsealing_id: Mapped[int] = mapped_column(ForeignKey("unsealings.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime]
    finding: Mapped[str | None]


class Shown(NamedTuple):
    """An unsealing with who asked for it, and its review with who made it, once there is one."""

    unsealing: Unsealing
    by: Staff
    review: UnsealingReview | None
    reviewer: Staff | None


def record_unsealing(session: Session, unsealing: Unsealing) -> Unsealing:
    """Keep that a number is being shown, before it is."""
    session.add(unsealing)
    session.flush()
    return unsealing


def record_review(
    session: Session, unsealing_id: int, staff_id: int, message_id: int, finding: str, now: datetime
) -> None:
    """Keep what a manager found. A second review ends in IntegrityError: ask `review_of` while the talk is held."""
    session.add(
        UnsealingReview(unsealing_id=unsealing_id, staff_id=staff_id, message_id=message_id, at=now, finding=finding)
    )
    session.flush()


def review_of(session: Session, unsealing_id: int) -> UnsealingReview | None:
    """The review of one unsealing, if it has been made."""
    return session.scalars(select(UnsealingReview).where(UnsealingReview.unsealing_id == unsealing_id)).first()


def waiting_for_review(session: Session) -> list[Shown]:
    """What nobody has reviewed yet, the one due first first."""
    chosen = _shown().where(UnsealingReview.id.is_(None))
    return _read(session, chosen.order_by(Unsealing.review_due_at, Unsealing.id))


def latest_unsealings(session: Session, limit: int) -> list[Shown]:
    """All that there were, the latest first."""
    return _read(session, _shown().order_by(Unsealing.id.desc()).limit(limit))


def _shown() -> Select[Unsealing, Staff, UnsealingReview, Staff]:
    reviewer = aliased(Staff)
    chosen = select(Unsealing, Staff, UnsealingReview, reviewer).join(Staff, Staff.id == Unsealing.staff_id)
    chosen = chosen.outerjoin(UnsealingReview, UnsealingReview.unsealing_id == Unsealing.id)
    return chosen.outerjoin(reviewer, reviewer.id == UnsealingReview.staff_id)


def _read(session: Session, chosen: Select[Unsealing, Staff, UnsealingReview, Staff]) -> list[Shown]:
    return [Shown(*row) for row in session.execute(chosen)]
