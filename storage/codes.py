"""One-time codes: what proves that somebody holds a phone or a chat, kept as a digest and soon over."""

from datetime import datetime

from sqlalchemy import Index, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.statements import add
from storage.tables import Base, Identity, table_of


class OneTimeCode(Base):
    """One code. `subject` and `digest` are HMACs under a key outside the database: of what the code is for, and of the
    code itself. Only the latest code of a subject counts."""

    __tablename__ = "codes"
    __table_args__ = (Index(None, "subject"), Index(None, "expires_at"))

    id: Mapped[Identity]
    purpose: Mapped[str] = mapped_column(String(16))
    subject: Mapped[bytes]
    digest: Mapped[bytes]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


CODES = table_of(OneTimeCode)


def keep_code(
    session: Session, purpose: str, subject: bytes, digest: bytes, now: datetime, expires_at: datetime
) -> None:
    """Keep a new code, which ends any earlier one of this subject."""
    code = OneTimeCode(purpose=purpose, subject=subject, digest=digest, made_at=now, expires_at=expires_at)
    add(session, code)


def latest_code(session: Session, subject: bytes) -> OneTimeCode | None:
    """The code of this subject that counts, whether or not it is over."""
    chosen = select(OneTimeCode).where(OneTimeCode.subject == subject).order_by(OneTimeCode.id.desc()).limit(1)
    return session.scalars(chosen, execution_options={"populate_existing": True}).first()


def take_try(session: Session, code: OneTimeCode, at_most: int, now: datetime) -> bool:
    """Count a try before it is looked at; False where the code is used, over, or was tried too often.

    Two tries at the same moment are counted as two: the database counts, not we.
    """
    open_to_try = (CODES.c.id == code.id, CODES.c.used_at.is_(None), CODES.c.expires_at > now, CODES.c.tries < at_most)
    counted = update(CODES).where(*open_to_try).values(tries=CODES.c.tries + 1).returning(CODES.c.id)
    return session.execute(counted).first() is not None


def use_code(session: Session, code: OneTimeCode, now: datetime) -> None:
    """It opens nothing any more."""
    session.execute(update(CODES).where(CODES.c.id == code.id).values(used_at=now))


def forget_codes(session: Session, before: datetime) -> None:
    """Drop codes that were over before this moment."""
    session.execute(delete(CODES).where(CODES.c.expires_at < before))
