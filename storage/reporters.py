"""Reporters: who told us of a case, kept apart from what happened."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.contacts import is_in_a_case
from storage.reading import fetch, select_whole
from storage.sealing import Keys
from storage.statements import add
from storage.tables import Base, Identity

Naming = Literal["named", "confidential", "anonymous"]
OnBehalf = Literal["self", "other", "staff"]


class Reporter(Base):
    """One contact's part in one case. The name is sealed; nothing that could reach the alleged perpetrator reads it."""

    __tablename__ = "case_contacts"
    __table_args__ = (UniqueConstraint("case_id", "contact_id"), Index(None, "contact_id"))

    id: Mapped[Identity]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    name: Mapped[bytes | None]
    naming: Mapped[Naming | None] = mapped_column(String(16))
    on_behalf: Mapped[OnBehalf | None] = mapped_column(String(16))
    added_at: Mapped[datetime]


_PART = select_whole(Reporter).where(
    Reporter.case_id == bindparam("case_id"), Reporter.contact_id == bindparam("contact_id")
)


def reporter_of(session: Session, case_id: int, contact_id: int) -> Reporter | None:
    """This contact's part in this case, if it has one."""
    known = (noun for noun in session.identity_map.values() if isinstance(noun, Reporter))
    part = next((noun for noun in known if (noun.case_id, noun.contact_id) == (case_id, contact_id)), None)
    if part is None and (found := fetch(session, _PART, {"case_id": case_id, "contact_id": contact_id}, Reporter)):
        part = found[0][0]
    return part


def reporters_of(session: Session, case_id: int) -> list[Reporter]:
    """Everybody who told us of this case, the first one first."""
    return list(session.scalars(select(Reporter).where(Reporter.case_id == case_id).order_by(Reporter.id)))


def parts_of(session: Session, contact_id: int) -> list[Reporter]:
    """This contact's parts in cases, the latest first."""
    chosen = select(Reporter).where(Reporter.contact_id == contact_id)
    return list(session.scalars(chosen.order_by(Reporter.id.desc())))


def namings_of(session: Session, contact_id: int) -> set[str]:
    """How this contact wants to be named, in all the cases it reported."""
    return {said for said in session.scalars(select(Reporter.naming).where(Reporter.contact_id == contact_id)) if said}


def begin_part(session: Session, case_id: int, contact_id: int, now: datetime) -> Reporter:
    """The part of a contact who has none in this case yet; nothing is known of how they want to be named."""
    part = Reporter(case_id=case_id, contact_id=contact_id, added_at=now)
    add(session, part)
    is_in_a_case(session, contact_id)
    return part


def add_reporter(
    session: Session,
    keys: Keys,
    case_id: int,
    contact_id: int,
    now: datetime,
    *,
    name: str | None = None,
    naming: Naming | None = None,
    on_behalf: OnBehalf | None = None,
) -> Reporter:
    """Note who reported a case and how they want to be named; said again, the later word holds."""
    reporter = reporter_of(session, case_id, contact_id) or begin_part(session, case_id, contact_id, now)
    if name_of(keys, reporter) != name:
        reporter.name = None if name is None else keys.seal(name, "name")
    reporter.naming, reporter.on_behalf = naming, on_behalf
    return reporter


def name_of(keys: Keys, reporter: Reporter) -> str | None:
    """The name the reporter gave, for staff who may see it. Raises SealBroken."""
    return None if reporter.name is None else keys.open(reporter.name, "name")
