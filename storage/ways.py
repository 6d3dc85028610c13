"""Ways: another number or e-mail address at which somebody agreed to hear from us, shown to be theirs (C4)."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, bindparam, select, union_all
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.contacts import Contact, is_in_a_case
from storage.statements import add
from storage.tables import Base, Identity


class Way(Base):
    """One way to one contact: `way_id` is the contact it leads to, on another channel or with another number.

    It was proven with a one-time code, or it is not here. The ways of one contact are tried in the order in which they
    were proven; `ended_at` is when the contact took it back.
    """

    __tablename__ = "ways"
    __table_args__ = (Index(None, "contact_id"), Index(None, "way_id"))

    id: Mapped[Identity]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    way_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    proven_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


_THEMSELVES = select(bindparam("contact_id", type_=BigInteger))
_TO_WHOM = select(Way.contact_id).where(Way.way_id == bindparam("contact_id"))
SAME_PEOPLE = union_all(_THEMSELVES, _TO_WHOM.where(Way.ended_at.is_(None)))
"""Contact `contact_id`, and those to whom it is another way. As one list, so that what is theirs is found by index:
asked for "this contact or one of those", PostgreSQL reads through all cases that there are."""
EVER_SAME_PEOPLE = union_all(_THEMSELVES, _TO_WHOM)
"""The same, with those to whom it was one once."""


def add_way(session: Session, contact_id: int, way_id: int, now: datetime) -> None:
    """Note that this way is proven; where it stands already, that is enough."""
    if all(way.id != way_id for way in ways_of(session, contact_id)):
        add(session, Way(contact_id=contact_id, way_id=way_id, proven_at=now))
        is_in_a_case(session, way_id)


def ways_of(session: Session, contact_id: int) -> list[Contact]:
    """The contacts at which somebody is reached besides their own, in the order in which they are tried."""
    chosen = select(Contact).join(Way, Way.way_id == Contact.id)
    standing = chosen.where(Way.contact_id == contact_id, Way.ended_at.is_(None))
    return list(session.scalars(standing.order_by(Way.id)))


def owners_of(session: Session, way_id: int) -> list[int]:
    """The contacts to whom this one is another way: the same people, on another channel."""
    chosen = select(Way.contact_id).where(Way.way_id == way_id, Way.ended_at.is_(None))
    return list(session.scalars(chosen.order_by(Way.id)))


def end_ways(session: Session, contact_id: int, now: datetime) -> None:
    """Note that this contact wants none of them any more."""
    for way in session.scalars(select(Way).where(Way.contact_id == contact_id, Way.ended_at.is_(None))):
        way.ended_at = now
    session.flush()
