"""Who may be written to first about a case, where, and in which hours; and if nobody may, why not (C5, C8, C9, C10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.configuration.hours import Hours, read_own_hours
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation, find_open_conversation, open_conversation
from storage.reporters import reporters_of
from storage.reports import reports_of_case
from storage.ways import ways_of


@dataclass(frozen=True)
class Hearer:
    """Somebody who reported the case. `places` are where we may write to them first, in the order in which they are
    tried: where they wrote to us, then the other ways they have proven. Where there are none, `why_not` says why.
    `calls_only`: they have asked to be called and not written to, so whoever writes all the same must know (C3)."""

    contact_id: int
    language: str
    hours: Hours | None
    places: tuple[Contact, ...]
    why_not: str
    calls_only: bool = False


def hearers(session: Session, case: Case) -> list[Hearer]:
    """Everybody who reported it, and whether we may write to them first."""
    talks = [session.get_one(Conversation, report.conversation_id) for report in reports_of_case(session, case.id)]
    languages = {talk.contact_id: talk.language for talk in talks}
    return [
        hearer_of(session, reporter.contact_id, languages.get(reporter.contact_id, case.language))
        for reporter in reporters_of(session, case.id)
    ]


def hearer_of(session: Session, contact_id: int, language: str) -> Hearer:
    """The same for one of them."""
    contact = session.get_one(Contact, contact_id)
    why_not = why_not_here(contact)
    places = [] if why_not else [contact]
    if contact.texting_is_safe != "unwanted":
        places += [way for way in ways_of(session, contact_id) if not why_not_here(way)]
    return Hearer(
        contact_id, language, own_hours(contact), tuple(places), "" if places else why_not, bool(contact.calls_only)
    )


def why_not_here(contact: Contact) -> str:
    """Why we may not write to this contact first; empty where we may."""
    if contact.channel == "web":
        return "they wrote in the web chat, where we cannot write first"
    if contact.stopped_at is not None:
        return "they have said STOP"
    reasons = {"yes": "", "no": "it is not safe to write to them", "unwanted": "they do not want us to write to them"}
    return reasons.get(contact.texting_is_safe or "", "they have not said that it is safe to write to them")


def own_hours(contact: Contact) -> Hours | None:
    """The only hours in which they want to be written to first, if they have any."""
    return read_own_hours(contact.hours) if contact.hours else None


def language_at(session: Session, hearer: Hearer, place: Contact) -> str:
    """The language in which we speak there."""
    talk = find_open_conversation(session, place.channel, place.id)
    return talk.language if talk else hearer.language


def talk_at(session: Session, hearer: Hearer, place: Contact, now: datetime) -> Conversation:
    """The conversation there, to be written in; begun where there is none."""
    return open_conversation(session, place.channel, place.id, "resident", now, hearer.language)
