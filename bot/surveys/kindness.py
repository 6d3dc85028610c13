"""Whether it is kind and safe to ask somebody how it went, and if not, why not (S4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.house import House
from bot.in_touch.hearers import Hearer
from bot.privacy.speaking import is_secret
from storage.alerts import alerts_of
from storage.cases import Case, open_cases_of
from storage.contacts import Contact
from storage.conversations import conversations_of
from storage.surveys import asked_since, surveys_of_case

DANGER_FOR = timedelta(days=30)


def why_not_asked(house: House, session: Session, case: Case, hearer: Hearer, now: datetime) -> str:
    """Why they are not asked, as a code; empty where it is kind and safe to ask."""
    contact = session.get_one(Contact, hearer.contact_id)
    if not hearer.places:
        return _no_way(contact)
    if is_secret(case):
        return "secret"
    if contact.shared:
        return "shared"
    if contact.calls_only:
        return "call"
    others = open_cases_of(session, contact.id)
    if any(one.facts.get("risk_band") == "high" for one in (case, *others)):
        return "high_risk"
    talks = conversations_of(session, contact.id)
    alerts = [alert for talk in talks for alert in alerts_of(session, talk.id)]
    if any(alert.level == "now" and now - alert.created_at < DANGER_FOR for alert in alerts):
        return "danger"
    if any(one.state == "declined" and one.contact_id == contact.id for one in surveys_of_case(session, case.id)):
        return "declined"
    since = now - timedelta(days=house.landlord.surveys.again_after_days)
    return "asked_lately" if asked_since(session, contact.id, since) else ""


def _no_way(contact: Contact) -> str:
    if contact.stopped_at is not None:
        return "stopped"
    if contact.texting_is_safe in ("no", "unwanted"):
        return "not_safe" if contact.texting_is_safe == "no" else "unwanted"
    return "no_way"
