"""Staff: who may sign in, their one-time links, and every look they take."""

from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.statements import add, add_rows
from storage.tables import Base, Identity, table_of

Role = Literal["officer", "manager", "auditor", "administrator"]


class Staff(Base):
    """One member of staff; the e-mail address is kept in small letters and is how they sign in."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("email"),)

    id: Mapped[Identity]
    email: Mapped[str]
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(String(16))
    trained_in_abuse: Mapped[bool | None] = mapped_column(default=False)
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    last_signed_in_at: Mapped[datetime | None]
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class SignInLink(Base):
    """A link that signs one member of staff in once; only the SHA-256 of its token is kept."""

    __tablename__ = "sign_in_links"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[Identity]
    token_hash: Mapped[bytes]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Look(Base):
    """One look of one member of staff: `what` is 'case', 'transcript', 'report', …, `what_id` its id (T1)."""

    __tablename__ = "looks"
    __table_args__ = (Index(None, "what", "what_id"), Index(None, "staff_id"))

    id: Mapped[Identity]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(24))
    what_id: Mapped[int | None]


LOOKS = table_of(Look)
LINKS = table_of(SignInLink)


def add_staff(
    session: Session, email: str, name: str, role: Role, now: datetime, password_hash: str | None = None
) -> Staff:
    """A new member of staff, who may sign in at once. A taken e-mail address ends in IntegrityError."""
    member = Staff(email=email.strip().lower(), name=name, role=role, password_hash=password_hash, created_at=now)
    add(session, member)
    return member


def staff_by_email(session: Session, email: str) -> Staff | None:
    """The member of staff with this e-mail address, however it is capitalised."""
    return session.scalars(select(Staff).where(Staff.email == email.strip().lower())).first()


def all_staff(session: Session) -> list[Staff]:
    """Everybody who has or had an account, by name."""
    return list(session.scalars(select(Staff).order_by(Staff.name, Staff.id)))


def add_sign_in_link(session: Session, staff_id: int, token: str, expires_at: datetime) -> None:
    """Remember a one-time link by the hash of its token."""
    session.add(SignInLink(token_hash=_hash(token), staff_id=staff_id, expires_at=expires_at))
    session.flush()


def use_sign_in_link(session: Session, token: str, now: datetime) -> Staff | None:
    """Who may sign in with this token, once: None when it is unknown, used, too old, or the account is not active."""
    link = _standing_link(session, token, now, hold=True)
    if link is None:
        return None
    link.used_at = now
    session.flush()
    return _active(session, link)


def staff_by_link(session: Session, token: str, now: datetime) -> Staff | None:
    """Whom this token would let in, without using it up; None where `use_sign_in_link` would say None."""
    link = _standing_link(session, token, now, hold=False)
    return None if link is None else _active(session, link)


def end_sign_in_links(session: Session, staff_id: int, now: datetime) -> None:
    """Let no link of this member of staff work any more."""
    session.execute(update(LINKS).where(LINKS.c.staff_id == staff_id, LINKS.c.used_at.is_(None)).values(used_at=now))


def _standing_link(session: Session, token: str, now: datetime, *, hold: bool) -> SignInLink | None:
    chosen = select(SignInLink).where(SignInLink.token_hash == _hash(token))
    link = session.scalars(chosen.with_for_update() if hold else chosen).first()
    return None if link is None or link.used_at is not None or link.expires_at <= now else link


def _active(session: Session, link: SignInLink) -> Staff | None:
    member = session.get_one(Staff, link.staff_id)
    return member if member.active else None


def log_look(session: Session, staff_id: int, what: str, what_id: int | None, now: datetime) -> None:
    """Note that somebody looked at something."""
    add_rows(session, LOOKS, [{"staff_id": staff_id, "at": now, "what": what, "what_id": what_id}])


def looks_at(session: Session, what: str, what_id: int) -> list[Look]:
    """Who looked at one thing and when, the first look first."""
    return list(session.scalars(select(Look).where(Look.what == what, Look.what_id == what_id).order_by(Look.id)))


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
