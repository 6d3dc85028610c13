"""Agreements: how often, and in which hours, somebody who reported a case wants to hear from us (C4); all are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.statements import add
from storage.tables import Base, Identity

Frequency = Literal["weekly", "fortnightly", "ten_days", "on_news"]
"""Each week, each two weeks, every ten working days, or only when something happens."""
FREQUENCIES: Sequence[Frequency] = get_args(Frequency)


class Agreement(Base):
    """What was agreed with one reporter of one case at one time. The latest holds; the earlier ones are its history.

    `hours` are those in which they want to be written to, as `storage.contacts` writes them; null means at any time
    that we may write. `made_by` is 'resident' or 'staff:ID'.
    """

    __tablename__ = "agreements"
    __table_args__ = (Index(None, "case_id", "contact_id"),)

    id: Mapped[Identity]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    frequency: Mapped[Frequency] = mapped_column(String(16))
    hours: Mapped[str | None] = mapped_column(String(16))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(40))


def agree(
    session: Session, case_id: int, contact_id: int, frequency: Frequency, hours: str | None, by: str, now: datetime
) -> Agreement:
    """Keep what is agreed from now on."""
    agreement = Agreement(
        case_id=case_id, contact_id=contact_id, frequency=frequency, hours=hours, made_at=now, made_by=by
    )
    add(session, agreement)
    return agreement


def agreements_in(session: Session, case_id: int) -> list[Agreement]:
    """Everything that was ever agreed in one case, the first first."""
    return list(session.scalars(select(Agreement).where(Agreement.case_id == case_id).order_by(Agreement.id)))


def standing_in(session: Session, case_id: int) -> dict[int, Agreement]:
    """What holds in one case now, by the contact it was agreed with."""
    return {agreement.contact_id: agreement for agreement in agreements_in(session, case_id)}


def agreement_with(session: Session, case_id: int, contact_id: int) -> Agreement | None:
    """What holds with one reporter of one case, if anything was agreed."""
    return standing_in(session, case_id).get(contact_id)
