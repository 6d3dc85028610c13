"""Who of the staff reads what is told of abuse at home: residents are told that trained staff do (R1, C5). Pure."""

from __future__ import annotations

from datetime import datetime

from bot.configuration.landlord import Landlord, on_call


def may_read_of_abuse(landlord: Landlord, role: str, email: str, trained: bool, now: datetime) -> bool:
    """Managers and administrators always, so that no case is lost where nobody is marked yet; whoever is marked as
    trained; and whoever is on call at this moment, except auditors, who take nothing on."""
    if trained or role in ("manager", "administrator"):
        return True
    on_duty = {person.email.casefold() for person in on_call(landlord, now)}
    return role != "auditor" and email.casefold() in on_duty
