"""Forgetting how somebody was reached: whose withheld number is due for it, and what is left of a contact then (R9)."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.reporters import Reporter
from storage.sealing import Keys
from storage.tables import UtcTime
from storage.unsealings import Unsealing, UnsealingReview
from storage.ways import Way, end_ways, ways_of

BEFORE = bindparam("before", type_=UtcTime())


def due_to_be_forgotten(session: Session, before: datetime, at_most: int) -> list[Contact]:
    """Contacts whose number is withheld, whose cases were all closed before this moment, and who wrote nothing since.

    Nobody is among them whose number was shown and is still to be reviewed, nor whoever is another way to somebody.
    """
    return list(session.scalars(_DUE, {"before": before, "at_most": at_most}))


def _has_fresh_case() -> ColumnElement[bool]:
    fresh = or_(Case.closed_at.is_(None), Case.closed_at >= BEFORE)
    theirs = (Reporter.contact_id == Contact.id, Reporter.case_id == Case.id)
    return exists().where(*theirs, Case.state != "joined", fresh)  # which goes on in one that is theirs as well


def _is_to_be_reviewed() -> ColumnElement[bool]:
    reviewed = exists().where(UnsealingReview.unsealing_id == Unsealing.id)
    return exists().where(Unsealing.contact_id == Contact.id, ~reviewed)


_DUE = (  # written out once, for a worker that asks again and again
    select(Contact)
    .where(
        Contact.withheld,
        Contact.forgotten_at.is_(None),
        Contact.created_at < BEFORE,
        ~_has_fresh_case(),
        ~exists().where(Conversation.contact_id == Contact.id, Conversation.last_heard_at >= BEFORE),
        ~exists().where(Way.way_id == Contact.id, Way.ended_at.is_(None)),
        ~_is_to_be_reviewed(),
    )
    .order_by(Contact.id)
    .limit(bindparam("at_most"))
)


def forget(session: Session, keys: Keys, contact: Contact, now: datetime) -> None:
    """Keep nothing by which this contact could be reached or known again. The row stays, as records name it; whoever
    writes from that number once more is somebody new to us."""
    ways = ways_of(session, contact.id)
    end_ways(session, contact.id, now)
    _blank(keys, contact, now)
    for way in ways:
        if not _is_anybodys(session, way.id):
            _blank(keys, way, now)


def _blank(keys: Keys, contact: Contact, now: datetime) -> None:
    contact.lookup = keys.lookup("forgotten", secrets.token_hex(32))
    contact.sealed = keys.seal("", f"contact:{contact.channel}")
    contact.reach = contact.needs = contact.code_word = contact.code_word_at = contact.hours = None
    contact.reach_is_safe = contact.reach_is_open = contact.texting_is_safe = None
    contact.forgotten_at = now


def _is_anybodys(session: Session, way_id: int) -> bool:
    """Whether this address is still another way to somebody, or somebody has reported from it."""
    reporter, way = aliased(Reporter), aliased(Way)
    reported = select(reporter.id).where(reporter.contact_id == way_id).limit(1)
    still = select(way.id).where(way.way_id == way_id, way.ended_at.is_(None)).limit(1)
    return session.scalars(reported).first() is not None or session.scalars(still).first() is not None
