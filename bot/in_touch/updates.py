"""Updates: what an officer writes to those who reported, when it leaves, and by when they hear again (C6, C8, R13).

What was promised is kept when the last of these messages leaves, not when it is written: one that leaves after the
promised time is late, and the officer sees that before it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.casework.questions import questions_answered
from bot.house import House
from bot.in_touch.agreements import agreed_in, next_update_by
from bot.in_touch.hearers import Hearer, hearers, language_at
from bot.post.starting import window, write_first
from bot.privacy.neutral import what_gives_away
from bot.risk.assessed import is_assessed, suggests_self_help
from bot.timetable import working_days_after
from bot.turn import Reply
from bot.wording import MOST_SEGMENTS, Words, plain, segments, write
from dialogs import phrases
from dialogs.grammar import Text
from storage.cases import Case, amend_case, cases_of_matter
from storage.contacts import Contact
from storage.promises import UPDATES, Promise, keep_promise, make_promise, owed_in
from storage.reporters import reporters_of
from storage.reports import reports_of_case
from storage.updates import log_update

READY: dict[str, Text] = {
    "no_change": phrases.NO_CHANGE,
    "as_agreed": phrases.AS_AGREED,
    "more_time": phrases.MORE_TIME,
    "visit_made": phrases.VISIT_MADE,
    "action_taken": phrases.ACTION_TAKEN,
    "officer_named": phrases.OFFICER_NAMED,
    "could_not_reach": phrases.COULD_NOT_REACH,
    "please_call": phrases.PLEASE_CALL,
    "put_together": phrases.PUT_TOGETHER,
}
"""Sentences that officers may choose: neutral, and in every language of ours."""
EVENTS = ("visit_made", "action_taken", "officer_named")
"""What happens in a case of which we have agreed to tell those who reported it (C4)."""
LONGEST = 300
"""Characters of an officer's own words."""


class NotSent(Exception):
    """An update that cannot leave as it is; what it says is for the officer."""


@dataclass(frozen=True)
class Draft:
    """What an officer wants to say: a ready sentence by name or, where that is empty, words of their own; and whether
    those who reported the linked cases hear it too."""

    ready: str
    own: str
    linked: bool = False


@dataclass(frozen=True)
class Update:
    """One message as it would leave for one hearer of one case; `missed` is the promised time after which it leaves."""

    case: Case
    hearer: Hearer
    place: Contact
    language: str
    words: Words
    leaves_at: datetime
    segments: int
    missed: datetime | None


def told_with(session: Session, case: Case, draft: Draft) -> list[Case]:
    """The cases in which this draft is an update: this one and, if the officer wishes, the open ones linked to it."""
    return [case, *cases_of_matter(session, case)] if draft.linked else [case]


def drafted(house: House, session: Session, case: Case, draft: Draft, now: datetime) -> list[Update]:
    """The messages that this draft would be, one for each hearer who may be written to. Raises NotSent."""
    _check(house, session, case, draft, now)
    updates: dict[int, Update] = {}
    for one in told_with(session, case, draft):
        for hearer in hearers(session, one):
            if hearer.places and hearer.contact_id not in updates:
                updates[hearer.contact_id] = _written(house, session, one, hearer, draft, now)
    if not updates:
        raise NotSent("Nobody who reported this may be written to. Call them, or see them.")
    if any(update.segments > MOST_SEGMENTS for update in updates.values() if update.place.channel == "sms"):
        raise NotSent(f"That takes more than {MOST_SEGMENTS} text messages. Make it shorter.")
    return list(updates.values())


def next_by(house: House, session: Session, case: Case, now: datetime) -> datetime:
    """By when the next update of a case is due after one that is sent now."""
    reported = [reporter.contact_id for reporter in reporters_of(session, case.id)]
    return next_update_by(house.landlord, agreed_in(session, case, reported), now)


def _check(house: House, session: Session, case: Case, draft: Draft, now: datetime) -> None:
    if case.state != "open":
        raise NotSent("This case is closed.")
    if draft.ready in READY:
        return
    if not draft.own.strip():
        raise NotSent("Choose a sentence, or write one.")
    if len(draft.own) > LONGEST:
        raise NotSent(f"That is longer than {LONGEST} characters. Make it shorter.")
    if suggests_self_help(draft.own) and not all(is_assessed(one) for one in told_with(session, case, draft)):
        raise NotSent(
            "The risk has not been assessed yet. Until then nobody is asked to speak to the neighbour or to help "
            "themselves. Assess it first, or say it without."
        )
    register, our_name = house.registers.current(session, now), house.our["our_name"]
    found = [
        what_gives_away(draft.own, register, one.place, our_name, _told_in(session, one))
        for one in told_with(session, case, draft)
    ]
    telling = list(dict.fromkeys(said for each in found for said in each))
    if telling:
        raise NotSent(
            f"Somebody else may read their phone, and this tells them too much: {', '.join(telling)}. "
            "Say it without, or ask them to call."
        )


def _told_in(session: Session, case: Case) -> list[str]:
    """What was written by those who reported it, of what happened and of who does it."""
    reports = reports_of_case(session, case.id)
    return [said for report in reports for said in (report.words, str(report.answers.get("known") or ""))]


def _written(house: House, session: Session, case: Case, hearer: Hearer, draft: Draft, now: datetime) -> Update:
    place = hearer.places[0]
    language = language_at(session, hearer, place)
    leaves_at, _ = window(house, hearer.hours, now)
    missed, following = missed_by(session, case, leaves_at), next_by(house, session, case, now)
    late = missed is not None
    said = _in(language, house, draft, following, late=late)
    said = plain(said, language) if place.channel == "sms" else said
    english = _in("en", house, draft, following, late=late) if language != "en" else None
    return Update(case, hearer, place, language, Words(said, english), leaves_at, segments(said), missed)


def _in(language: str, house: House, draft: Draft, following: datetime, *, late: bool) -> str:
    ready = READY.get(draft.ready)
    sorry = f"{write(Reply(phrases.LATE), language, house.our)} " if late else ""
    news = write(Reply(ready), language, house.our) if ready else " ".join(draft.own.split())
    again = write(Reply(phrases.NEXT_UPDATE, {"next_by": following.isoformat()}), language, house.our)
    return f"{house.our['our_name']}: {sorry}{news} {again}"


def missed_by(session: Session, case: Case, at: datetime) -> datetime | None:
    """By when those who reported should have heard, where that is before `at`: an update that leaves then says that we
    are sorry (C6)."""
    return next((promise.due_at for promise in _updates_owed(session, case) if promise.due_at < at), None)


def send_update(house: House, session: Session, case: Case, draft: Draft, officer_id: int, now: datetime) -> int:
    """Write it down, queue it for when we may write, and promise the next; returns to how many. Raises NotSent."""
    updates = drafted(house, session, case, draft, now)
    questions_answered(session, case, now)  # of this case alone: what is asked in a linked one was not read here
    sent: dict[int, Update] = {}
    for update in updates:
        message_id = write_first(
            house, session, update.hearer, update.place, "update", update.words, now, staff_id=officer_id
        )
        sent[message_id] = update
        contact_id = update.hearer.contact_id
        log_update(session, update.case.id, now, contact_id=contact_id, message_id=message_id, staff_id=officer_id)
    for one in told_with(session, case, draft):
        reported = _reported(session, one)
        if with_these := {id: to for id, to in sent.items() if to.case is one or to.hearer.contact_id in reported}:
            _keep_and_promise(house, session, one, now, with_these)
            amend_case(session, one, {"update_sent": now.isoformat()}, f"staff:{officer_id}", now)
    return len(updates)


def _reported(session: Session, case: Case) -> set[int]:
    return {reporter.contact_id for reporter in reporters_of(session, case.id)}


def note_told(house: House, session: Session, case: Case, officer_id: int, now: datetime, note: str = "") -> None:
    """They were called or seen: what was owed is kept where nobody may be written to, too, and the next is promised."""
    _keep_and_promise(house, session, case, now)
    questions_answered(session, case, now)
    log_update(session, case.id, now, staff_id=officer_id, note=note or None)
    amend_case(session, case, {"told_another_way": now.isoformat()}, f"staff:{officer_id}", now)


def record_event(house: House, session: Session, case: Case, event: str, officer_id: int, now: datetime) -> None:
    """Something happened of which they are to hear: an update is due soon (C4). Raises NotSent for no such event."""
    if event not in EVENTS or case.state != "open":
        raise NotSent("Choose what has happened." if case.state == "open" else "This case is closed.")
    amend_case(session, case, {event: now.isoformat()}, f"staff:{officer_id}", now)
    due = working_days_after(house.landlord, now, house.landlord.promises.event_days)
    make_promise(session, case.id, "news", due, now)


def promise_first_update(house: House, session: Session, case: Case, now: datetime) -> None:
    """From the first contact on they hear from us again and again; an update that is owed already is enough."""
    if case.state == "open" and not _updates_owed(session, case):
        make_promise(session, case.id, "update", next_by(house, session, case, now), now)


def _keep_and_promise(
    house: House, session: Session, case: Case, now: datetime, sent: Mapping[int, Update] | None = None
) -> None:
    sent = sent or {}
    leaves_at = max((update.leaves_at for update in sent.values()), default=now)
    for promise in _updates_owed(session, case):
        keep_promise(session, promise, leaves_at, sent)
    if case.state != "open":
        return
    said_in = next((message_id for message_id, update in sent.items() if update.case is case), None)
    make_promise(session, case.id, "update", next_by(house, session, case, now), now, said_in)


def _updates_owed(session: Session, case: Case) -> list[Promise]:
    return [promise for promise in owed_in(session, case.id) if promise.what in UPDATES]
