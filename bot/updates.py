"""Updates: what an officer writes to those who reported, when it leaves, and by when they hear again (C6, C8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.engine import Reply
from bot.house import House
from bot.neutral import what_gives_away
from bot.starting import queue_started
from bot.timetable import may_write_at, working_days_after
from bot.wording import MOST_SEGMENTS, plain, segments, write
from dialogs import phrases
from dialogs.grammar import Text
from storage.cases import Case, amend_case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.promises import Promise, keep_promise, make_promise, owed_in
from storage.reporters import reporters_of
from storage.reports import reports_of_case

READY: dict[str, Text] = {
    "no_change": phrases.NO_CHANGE,
    "as_agreed": phrases.AS_AGREED,
    "could_not_reach": phrases.COULD_NOT_REACH,
    "please_call": phrases.PLEASE_CALL,
}
"""Sentences that officers may choose: neutral, and in every language of ours."""
LONGEST = 300
"""Characters of an officer's own words."""


class NotSent(Exception):
    """An update that cannot leave as it is; what it says is for the officer."""


@dataclass(frozen=True)
class Draft:
    """What an officer wants to say: a ready sentence by name or, where that is empty, words of their own."""

    ready: str
    own: str


@dataclass(frozen=True)
class Hearer:
    """Somebody who reported the case: where they are written to or, if nothing may be, why not."""

    talk: Conversation | None
    why_not: str


@dataclass(frozen=True)
class Update:
    """One message as it would leave for one hearer."""

    talk: Conversation
    said: str
    english: str | None
    leaves_at: datetime
    segments: int


def hearers(session: Session, case: Case) -> list[Hearer]:
    """Everybody who reported it, and whether we may write to them first (C5, R9, R12)."""
    talks = [session.get_one(Conversation, report.conversation_id) for report in reports_of_case(session, case.id)]
    last = {talk.contact_id: talk for talk in talks}
    return [_hearer(session, reporter.contact_id, last) for reporter in reporters_of(session, case.id)]


def _hearer(session: Session, contact_id: int, last: dict[int, Conversation]) -> Hearer:
    contact, talk = session.get_one(Contact, contact_id), last.get(contact_id)
    why_not = _why_not(contact)
    return Hearer(None, why_not or "they have no conversation here") if why_not or not talk else Hearer(talk, "")


def _why_not(contact: Contact) -> str:
    if contact.channel == "web":
        return "they wrote in the web chat, where we cannot write first"
    if contact.stopped_at is not None:
        return "they have said STOP"
    reasons = {"yes": "", "no": "it is not safe to write to them", "unwanted": "they do not want us to write to them"}
    return reasons.get(contact.texting_is_safe or "", "they have not said that it is safe to write to them")


def drafted(house: House, session: Session, case: Case, draft: Draft, now: datetime) -> list[Update]:
    """The messages that this draft would be, one for each hearer who may be written to. Raises NotSent."""
    _check(house, session, case, draft, now)
    talks = [hearer.talk for hearer in hearers(session, case) if hearer.talk]
    if not talks:
        raise NotSent("Nobody who reported this may be written to. Call them, or see them.")
    leaves_at, next_by = may_write_at(house.landlord, now), next_update_by(house, now)
    updates = [_written(house, talk, draft, leaves_at, next_by) for talk in talks]
    if any(update.segments > MOST_SEGMENTS for update in updates if update.talk.channel == "sms"):
        raise NotSent(f"That takes more than {MOST_SEGMENTS} text messages. Make it shorter.")
    return updates


def next_update_by(house: House, now: datetime) -> datetime:
    """By when the next update is due after one that is sent now."""
    return working_days_after(house.landlord, now, house.landlord.promises.update_days)


def _check(house: House, session: Session, case: Case, draft: Draft, now: datetime) -> None:
    if case.state != "open":
        raise NotSent("This case is closed.")
    if draft.ready in READY:
        return
    if not draft.own.strip():
        raise NotSent("Choose a sentence, or write one.")
    if len(draft.own) > LONGEST:
        raise NotSent(f"That is longer than {LONGEST} characters. Make it shorter.")
    register = house.registers.current(session, now)
    telling = what_gives_away(draft.own, register, case.place, house.our["our_name"])
    if telling:
        raise NotSent(
            f"Somebody else may read their phone, and this tells them too much: {', '.join(telling)}. "
            "Say it without, or ask them to call."
        )


def _written(house: House, talk: Conversation, draft: Draft, leaves_at: datetime, next_by: datetime) -> Update:
    said = _in(talk.language, house, draft, next_by)
    said = plain(said, talk.language) if talk.channel == "sms" else said
    english = _in("en", house, draft, next_by) if talk.language != "en" else None
    return Update(talk, said, english, leaves_at, segments(said))


def _in(language: str, house: House, draft: Draft, next_by: datetime) -> str:
    ready = READY.get(draft.ready)
    news = write(Reply(ready), language, house.our) if ready else " ".join(draft.own.split())
    following = write(Reply(phrases.NEXT_UPDATE, {"next_by": next_by.isoformat()}), language, house.our)
    return f"{house.our['our_name']}: {news} {following}"


def send_update(house: House, session: Session, case: Case, draft: Draft, officer_id: int, now: datetime) -> int:
    """Write it down, queue it for when we may write, and promise the next; returns to how many. Raises NotSent."""
    updates = drafted(house, session, case, draft, now)
    ids = [
        queue_started(house, session, update.talk.id, update.said, update.english, officer_id, now)
        for update in updates
    ]
    _keep_and_promise(house, session, case, now, ids[0])
    amend_case(session, case, {"update_sent": now.isoformat()}, f"staff:{officer_id}", now)
    return len(ids)


def note_told(house: House, session: Session, case: Case, officer_id: int, now: datetime) -> None:
    """They were called or seen: what was owed is kept where nobody may be written to, too, and the next is promised."""
    _keep_and_promise(house, session, case, now)
    amend_case(session, case, {"told_another_way": now.isoformat()}, f"staff:{officer_id}", now)


def promise_first_update(house: House, session: Session, case: Case, now: datetime) -> None:
    """From the first contact on they hear from us again and again; an update that is owed already is enough."""
    if not _updates_owed(session, case):
        make_promise(session, case.id, "update", next_update_by(house, now), now)


def _keep_and_promise(house: House, session: Session, case: Case, now: datetime, message_id: int | None = None) -> None:
    for promise in _updates_owed(session, case):
        keep_promise(session, promise, now)
    make_promise(session, case.id, "update", next_update_by(house, now), now, message_id)


def _updates_owed(session: Session, case: Case) -> list[Promise]:
    return [promise for promise in owed_in(session, case.id) if promise.what == "update"]
