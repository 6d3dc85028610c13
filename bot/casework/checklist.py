"""The checklist of first contact: what every case must have, and what is still missing (C1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.agreements import standing_in
from storage.cases import Case
from storage.contacts import Contact
from storage.deliveries import LOST, state_of
from storage.messages import Message
from storage.reporters import Reporter, reporters_of
from storage.reports import reports_of_case


@dataclass(frozen=True)
class Item:
    """One thing that first contact is not complete without; `note` says more, such as what is missing."""

    name: str
    done: bool
    note: str = ""


def checklist(session: Session, case: Case) -> list[Item]:
    """The four things in the order in which they come about."""
    reports, reporters = reports_of_case(session, case.id), reporters_of(session, case.id)
    return [
        Item("The issue in their own words", any(report.words.strip() for report in reports)),
        Item("Risk assessed", bool(case.facts.get("risk_confirmed_at"))),
        _agreed(session, case, reporters),
        _confirmed(session, case, [report.conversation_id for report in reports]),
    ]


def _agreed(session: Session, case: Case, reporters: Sequence[Reporter]) -> Item:
    standing = standing_in(session, case.id)
    contacts = [session.get_one(Contact, reporter.contact_id) for reporter in reporters]
    asked = [contact for contact in contacts if contact.texting_is_safe != "unwanted"]
    missing = sum(contact.id not in standing for contact in asked)
    if contacts and not asked:
        return Item("How to keep in touch", True, "They want no contact")
    note = f"{missing} of {len(asked)} have not agreed it" if missing and len(asked) > 1 else ""
    return Item("How to keep in touch", bool(asked) and not missing, note)


def _confirmed(session: Session, case: Case, conversation_ids: Sequence[int]) -> Item:
    """Somebody was given the reference in writing, and nothing says that it did not arrive."""
    name = "Written confirmation"
    chosen = select(Message.id).where(Message.conversation_id.in_(conversation_ids), Message.direction == "out")
    told = list(session.scalars(chosen.where(Message.words.contains(case.reference, autoescape=True))))
    fates = state_of(session, told)
    if any(message_id not in fates or fates[message_id].state not in LOST for message_id in told):
        return Item(name, True)
    return Item(name, False, "It did not arrive" if told else "")
