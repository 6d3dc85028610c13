"""Visits: web chat sessions, kept on the server so that "Exit this page" really ends them."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.statements import add
from storage.tables import Base, Identity


class Visit(Base):
    """One browser's session; the cookie holds the token, the table only its SHA-256."""

    __tablename__ = "visits"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "contact_id"))

    id: Mapped[Identity]
    token_hash: Mapped[bytes]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def start_visit(session: Session, token: str, contact_id: int, now: datetime) -> Visit:
    """A new session for a new web contact."""
    visit = Visit(token_hash=_hash(token), contact_id=contact_id, started_at=now, last_seen_at=now)
    add(session, visit)
    return visit


def visit_with(session: Session, token: str, seen_since: datetime) -> Visit | None:
    """The visit of this token: None when it is unknown, was ended, or has been idle since before `seen_since`."""
    visit = session.scalars(select(Visit).where(Visit.token_hash == _hash(token))).first()
    if visit is None or visit.ended_at is not None or visit.last_seen_at < seen_since:
        return None
    return visit


def is_visiting(session: Session, contact_id: int, seen_since: datetime) -> bool:
    """Whether this web contact has been seen since then, and has not left."""
    chosen = select(Visit.id).where(Visit.contact_id == contact_id, Visit.ended_at.is_(None))
    return session.scalars(chosen.where(Visit.last_seen_at >= seen_since).limit(1)).first() is not None


def note_seen(session: Session, visit: Visit, now: datetime) -> None:
    """Put off the end of an idle session."""
    visit.last_seen_at = now
    session.flush()


def end_visit(session: Session, visit: Visit, now: datetime) -> None:
    """End the session for good."""
    visit.ended_at = now
    session.flush()


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
