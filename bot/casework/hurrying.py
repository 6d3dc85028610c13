"""Hurries a case that turns out to be urgent: it stands first on the list, and is promised the earlier day (R11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.house import House
from bot.timetable import working_days_after
from storage.cases import Case, amend_case
from storage.promises import promises_of


def hurry(house: House, session: Session, case: Case, by: str, now: datetime) -> None:
    """From now on it is urgent, and so is the first contact, where that is still owed."""
    due = working_days_after(house.landlord, now, house.landlord.promises.urgent_contact_days)
    values: dict[str, Any] = {"urgent": True}
    if case.first_contact_due and due < case.first_contact_due:
        values["first_contact_due"] = due
        for promise in promises_of(session, case.id):
            if promise.what == "first_contact" and promise.kept_at is None:
                promise.due_at = due
    amend_case(session, case, values, by, now)
