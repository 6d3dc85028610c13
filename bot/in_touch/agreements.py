"""What we agree with somebody who reports: how often and when they hear from us, and by when they next do (C4, C6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.configuration.landlord import Landlord
from bot.house import House
from bot.in_touch.hearers import hearer_of, language_at
from bot.page import Shown
from bot.post.starting import write_first
from bot.timetable import weeks_after, working_days_after
from bot.turn import Reply
from bot.wording import compose
from dialogs import phrases
from dialogs.agreement import agreement
from dialogs.grammar import Choose, Text
from storage import agreements
from storage.agreements import Frequency
from storage.cases import Case, amend_case
from storage.contacts import Contact
from storage.promises import make_promise, owed_in
from storage.ways import ways_of

TIMES = {"morning": ("08:00", "12:00"), "afternoon": ("12:00", "17:00"), "evening": ("17:00", "21:00")}
"""The parts of the day that a resident may choose, on the clock in London."""


@dataclass(frozen=True)
class Terms:
    """How often somebody hears from us, and in which hours, as "08:00-12:00"; None for any time."""

    frequency: Frequency
    hours: str | None = None

    def as_fact(self) -> str:
        """The same for the history of the case."""
        return f"{self.frequency} {self.hours}" if self.hours else self.frequency


def label_of(line: str, value: str) -> Text | str:
    """What an answer is called on the page where it is asked; the answer itself where it is none of those."""
    asked = agreement.named[line]
    options = asked.options if isinstance(asked, Choose) else ()
    return next((option.label for option in options if option.value == value), value)


def next_update_by(landlord: Landlord, agreed: Iterable[Frequency | None], now: datetime) -> datetime:
    """By when the next update is due after one that is sent, or agreed, now: the earliest of what was agreed with those
    who reported the case; the landlord's own pace with whoever agreed nothing."""
    return min(_by(landlord, frequency, now) for frequency in set(agreed) or {None})


def _by(landlord: Landlord, frequency: Frequency | None, now: datetime) -> datetime:
    if frequency in ("weekly", "fortnightly"):
        return weeks_after(landlord, now, 1 if frequency == "weekly" else 2)
    days = {"ten_days": 10, "on_news": landlord.promises.silence_days}
    return working_days_after(landlord, now, days.get(frequency or "", landlord.promises.update_days))


def agreed_in(session: Session, case: Case, contact_ids: Collection[int]) -> list[Frequency | None]:
    """What was agreed with each of these reporters of a case; None with whom nothing was."""
    standing = agreements.standing_in(session, case.id)
    return [standing[contact_id].frequency if contact_id in standing else None for contact_id in contact_ids]


def hours_of_day(landlord: Landlord, time_of_day: str, own: str = "") -> str | None:
    """The hours that an answer means, as "08:00-12:00"; None for any time. A part of the day ends where the landlord's
    quiet hours begin; hours of their own are theirs."""
    if time_of_day == "own":
        return own or None
    if time_of_day not in TIMES:
        return None
    opens, closes = TIMES[time_of_day]
    quiet = landlord.quiet_hours
    if not quiet.past_midnight:
        return f"{opens}-{closes}"
    opens, closes = max(opens, f"{quiet.closes:%H:%M}"), min(closes, f"{quiet.opens:%H:%M}")
    return f"{opens}-{closes}" if opens < closes else None


def agree(
    house: House, session: Session, case: Case, contact: Contact, terms: Terms, by: str, now: datetime
) -> datetime:
    """Keep what is agreed with one reporter, and return by when they next hear of the case.

    An update that is late already stays late; one that is still to come is due when the new agreement says.
    """
    agreements.agree(session, case.id, contact.id, terms.frequency, terms.hours, by, now)
    keep_hours(session, contact, terms.hours)
    amend_case(session, case, {"agreement": terms.as_fact()}, by, now)
    due = next_update_by(house.landlord, agreed_in(session, case, agreements.standing_in(session, case.id)), now)
    coming = [promise for promise in owed_in(session, case.id) if promise.what == "update" and promise.due_at > now]
    for promise in coming:
        promise.due_at = due
    if not coming:
        make_promise(session, case.id, "update", due, now)
    session.flush()
    return min(promise.due_at for promise in owed_in(session, case.id) if promise.due_at > now)


def keep_hours(session: Session, contact: Contact, hours: str | None) -> None:
    """Keep in which hours somebody is written to first, wherever we reach them."""
    for place in (contact, *ways_of(session, contact.id)):
        place.hours = hours


def confirm_in_writing(
    house: House, session: Session, case: Case, contact: Contact, terms: Terms, due: datetime, now: datetime
) -> bool:
    """Write to them what an officer agreed with them, in neutral words, where we may write; whether we may."""
    hearer = hearer_of(session, contact.id, case.language)
    if not hearer.places or hearer.calls_only:
        return False
    place = hearer.places[0]
    shown: dict[str, Shown] = {"how_often": label_of("how_often", terms.frequency), "news_by": due.isoformat()}
    shown["time_of_day"] = terms.hours or label_of("time_of_day", "any")
    (words,) = compose((Reply(phrases.AGREED, shown),), language_at(session, hearer, place), place.channel, house.our)
    write_first(house, session, hearer, place, "notice", words, now)
    return True
