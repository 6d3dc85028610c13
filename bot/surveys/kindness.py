"""Whether it is kind and safe to ask somebody how it went, and if not, why not (S4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.house import House
from bot.in_touch.hearers import Hearer
from bot.privacy.speaking import is_secret
from storage.alerts import alerts_of
from storage.cases import Case, cases_of
from storage.contacts import Contact
from storage.conversations import conversations_of
from storage.surveys import Survey, asked_since, surveys_of_case, would_rather_not
from storage.trained import SORTS_OF_ABUSE, is_of_abuse
from storage.ways import owners_of

HELD_KINDS = ("hate", "violence")
DANGER_FOR = timedelta(days=30)


def why_not_asked(house: House, session: Session, survey: Survey, hearer: Hearer, now: datetime) -> str:
    """Why they are not asked, as a code; empty where it is kind and safe to ask."""
    contact = session.get_one(Contact, hearer.contact_id)
    case = session.get_one(Case, survey.case_id) if survey.case_id is not None else None
    if not hearer.places:
        return _no_way(contact)
    if case is not None and is_secret(case):
        return "secret"
    them = [contact, *(session.get_one(Contact, owner) for owner in owners_of(session, contact.id))]
    if any(one.texting_is_safe == "unwanted" for one in them):
        return "unwanted"
    if any(one.shared for one in them):
        return "shared"
    if any(one.calls_only for one in them):
        return "call"
    reported = cases_of(session, contact.id)
    if case is None and any(map(_is_sensitive, reported)):
        return "sensitive"
    others = [one for one in reported if one is not case]
    if any(is_of_abuse(one) or (one.state == "open" and _is_sensitive(one)) for one in others):
        return "sensitive"  # while that goes on, and for ever after abuse, nobody asks them of something else
    risky = [one for one in reported if one.state == "open" or one is case]
    if any(one.facts.get("risk_band") == "high" for one in risky):
        return "high_risk"
    talks = [talk for one in them for talk in conversations_of(session, one.id)]
    alerts = [alert for talk in talks for alert in alerts_of(session, talk.id)]
    grave = [alert for alert in alerts if alert.level == "now" or alert.sort in SORTS_OF_ABUSE]
    if any(now - alert.created_at < DANGER_FOR for alert in grave):
        return "danger"
    if why_not := _would_rather_not(session, survey, contact):
        return why_not
    since = now - timedelta(days=house.landlord.surveys.again_after_days)
    return "asked_lately" if asked_since(session, contact.id, since, survey.person) else ""


def _is_sensitive(case: Case) -> bool:
    """Whoever told us of such a matter is asked by an officer, and in no campaign; ever."""
    return is_of_abuse(case) or is_secret(case) or needs_word(case)


def needs_word(case: Case) -> bool:
    """Whether an officer says first if somebody may be asked about this (S4)."""
    return is_of_abuse(case) or case.kind in HELD_KINDS or case.facts.get("concern") in HELD_KINDS


def _would_rather_not(session: Session, survey: Survey, contact: Contact) -> str:
    if survey.case_id is None:
        return would_rather_not(session, contact.id, survey.name)
    others = surveys_of_case(session, survey.case_id)
    return "declined" if any(one.state == "declined" and one.contact_id == contact.id for one in others) else ""


def _no_way(contact: Contact) -> str:
    if contact.stopped_at is not None:
        return "stopped"
    if contact.texting_is_safe in ("no", "unwanted"):
        return "not_safe" if contact.texting_is_safe == "no" else "unwanted"
    return "no_way"
