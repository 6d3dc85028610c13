"""What staff offer and tell a resident: Victim Support (C14), and the right to an ASB Case Review (C12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.configuration.hours import to_local
from bot.risk.assessed import NotYet
from storage.cases import Case, amend_case
from storage.reporters import reporters_of
from storage.reports import reports_of_contacts_since

SIX_MONTHS = timedelta(days=182)
THRESHOLD, NEAR = 3, 2
"""Reports in six months that give the right to a review, where each was made within a month of what happened."""


@dataclass(frozen=True)
class ReviewRight:
    """How near the right to an ASB Case Review is: how many reports count, and whether they suffice."""

    reports: int

    @property
    def is_met(self) -> bool:
        return self.reports >= THRESHOLD

    @property
    def is_near(self) -> bool:
        return self.reports >= NEAR


def review_right(session: Session, case: Case, now: datetime) -> ReviewRight:
    """On how many days in six months somebody who reported this case told us of something, the most of any of them.

    What is written to us in pieces on one day is one report. When each thing happened is for the officer to judge.
    """
    contacts = [one.contact_id for one in reporters_of(session, case.id) if one.on_behalf != "staff"]
    days: dict[int, set[date]] = {contact_id: set() for contact_id in contacts}
    for report in reports_of_contacts_since(session, contacts, now - SIX_MONTHS):
        days[report.contact_id].add(to_local(report.started_at).date())
    return ReviewRight(max((len(each) for each in days.values()), default=0))


def note_review_told(session: Session, case: Case, officer_id: int, now: datetime) -> None:
    """They have been told of the right to a review."""
    amend_case(session, case, {"review_told_at": now.isoformat()}, f"staff:{officer_id}", now)


def note_support(session: Session, case: Case, on: str, consent: str, officer_id: int, now: datetime) -> None:
    """Support was offered on this day, and they agreed to be referred, or did not. Raises NotYet."""
    if consent not in ("yes", "no"):
        raise NotYet("Say whether they agree to be referred.")
    day = _day(on)
    if not to_local(case.opened_at).date() <= day <= to_local(now).date():
        raise NotYet("Give a day between the first report and today.")
    said = {"support_offered_on": day.isoformat(), "support_consent": consent}
    amend_case(session, case, said, f"staff:{officer_id}", now)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise NotYet("Write the day as 2026-11-23.") from None
