"""Looking for people among what is sealed: nothing is indexed by it, so all of it is brought, a part at a time."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.contacts import Contact
from storage.reporters import Reporter

AT_A_TIME = 500


def sealed_names(session: Session) -> Iterator[tuple[int, bytes]]:
    """The contact and the sealed name of everybody who gave one and did not ask to be anonymous, the latest first."""
    chosen = select(Reporter.contact_id, Reporter.name).where(Reporter.name.is_not(None))
    chosen = chosen.where(Reporter.naming.is_distinct_from("anonymous")).order_by(Reporter.id.desc())
    for part in session.execute(chosen.execution_options(yield_per=AT_A_TIME)).partitions():
        yield from ((row.contact_id, row.name) for row in part if row.name)


def giving_reach(session: Session) -> Iterator[Contact]:
    """The contacts who gave us another way to reach them, the latest first."""
    chosen = select(Contact).where(Contact.reach.is_not(None)).order_by(Contact.id.desc())
    for part in session.scalars(chosen.execution_options(yield_per=AT_A_TIME)).partitions():
        yield from part
