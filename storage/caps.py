"""Caps: how often something was done in a window of time, by a key that tells nothing."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.statements import put_row
from storage.tables import Base, Identity, table_of


class Cap(Base):
    """One count: `what` is capped (new reports, codes, spend), `key` is an HMAC of the number or address it is for."""

    __tablename__ = "caps"
    __table_args__ = (UniqueConstraint("what", "key", "window_start"), Index(None, "window_start"))

    id: Mapped[Identity]
    what: Mapped[str] = mapped_column(String(24))
    key: Mapped[bytes]
    window_start: Mapped[datetime]
    count: Mapped[int]


CAPS = table_of(Cap)


def count_up(session: Session, what: str, key: bytes, window_start: datetime, by: int = 1) -> int:
    """Add to the count of this window and return what it has come to."""
    row = {"what": what, "key": key, "window_start": window_start, "count": by}
    put_row(session, CAPS, row, ("what", "key", "window_start"), add_to=("count",))
    return counted(session, what, key, window_start)


def counted(session: Session, what: str, key: bytes, window_start: datetime) -> int:
    """What the count of this window has come to."""
    chosen = select(Cap.count).where(Cap.what == what, Cap.key == key, Cap.window_start == window_start)
    return session.scalars(chosen).first() or 0


def forget_counts(session: Session, before: datetime) -> None:
    """Drop windows that began before this moment."""
    session.execute(delete(CAPS).where(CAPS.c.window_start < before))
