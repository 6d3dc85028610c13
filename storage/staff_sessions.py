"""Sessions of the staff console, kept on the server so that a copied cookie dies with the sign-out."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.tables import Base, Identity, table_of


class StaffSession(Base):
    """One sign-in of one member of staff; the cookie holds the token, the table only its SHA-256."""

    __tablename__ = "staff_sessions"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "staff_id"))

    id: Mapped[Identity]
    token_hash: Mapped[bytes]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    began_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


SESSIONS = table_of(StaffSession)


def begin_session(session: Session, token: str, staff_id: int, now: datetime) -> None:
    """Somebody has proved who they are."""
    session.add(StaffSession(token_hash=_hash(token), staff_id=staff_id, began_at=now, last_seen_at=now))
    session.flush()


def session_with(session: Session, token: str, seen_since: datetime, began_since: datetime) -> StaffSession | None:
    """The session of this token: None when it is unknown, was ended, is idle, or has lasted too long."""
    found = session.scalars(select(StaffSession).where(StaffSession.token_hash == _hash(token))).first()
    if found is None or found.ended_at is not None:
        return None
    return found if found.last_seen_at >= seen_since and found.began_at >= began_since else None


def note_use(session: Session, token: str, now: datetime) -> None:
    """Put off the end of an idle session; one that was ended meanwhile stays ended."""
    _change(session, SESSIONS.c.token_hash == _hash(token), last_seen_at=now)


def end_session(session: Session, token: str, now: datetime) -> None:
    """End one session for good."""
    _change(session, SESSIONS.c.token_hash == _hash(token), ended_at=now)


def end_sessions_of(session: Session, staff_id: int, now: datetime) -> None:
    """End every session of one member of staff, wherever they are signed in."""
    _change(session, SESSIONS.c.staff_id == staff_id, ended_at=now)


def _change(session: Session, which: ColumnElement[bool], **values: datetime) -> None:
    session.execute(update(SESSIONS).where(which, SESSIONS.c.ended_at.is_(None)).values(values))


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
