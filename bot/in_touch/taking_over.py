"""An officer takes a conversation over, answers in it, and gives it back to the chat (R14).

An officer's words are a reply: they leave within the minutes after the resident's own message in which a reply may, or
not at all; later than that, what we say is an update, or a call. Where it is not safe to write, or others read there,
they pass the guard of what we start ourselves (C5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot.casework.questions import questions_answered
from bot.conversation import go_on
from bot.going_on import read_state
from bot.house import House
from bot.in_touch.updates import NotSent
from bot.privacy.neutral import what_gives_away
from bot.privacy.speaking import has_shown
from bot.risk.assessed import is_assessed, suggests_self_help
from bot.state import HANDED_BACK, dump
from bot.turn import Reply
from bot.understanding import wishes
from bot.with_officer import STILL_THERE, is_with_officer
from bot.wording import MOST_SEGMENTS, plain, segments, write
from dialogs import phrases
from storage import messages, outbox
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation, hold_conversation, taken_over
from storage.trained import talks_of_abuse
from storage.visits import is_visiting
from storage.worklist import latest_case_of

LONGEST = 1000
"""Characters of an answer, on screens; a text is at most two segments."""
PATIENCE = timedelta(minutes=10)
"""How long somebody waits for an officer who has the conversation; a third of the time for a reply is kept for ours."""


@dataclass(frozen=True)
class Standing:
    """Whether an officer may answer now: `until` when, or else `why_not`; `guarded` words must be neutral."""

    until: datetime | None
    why_not: str
    guarded: bool


def reply_time(house: House) -> timedelta:
    return timedelta(minutes=house.landlord.texting.reply_within_minutes)


def patience(house: House) -> timedelta:
    return min(PATIENCE, reply_time(house) * 2 / 3)


def standing(house: House, session: Session, talk: Conversation, now: datetime) -> Standing:
    """How it stands with answering in this conversation."""
    contact = session.get_one(Contact, talk.contact_id)
    until = (talk.last_heard_at or talk.opened_at) + reply_time(house)
    why_not = _why_not(house, session, talk, contact, until, now)
    return Standing(None if why_not else until, why_not, _is_guarded(session, talk, contact, now))


def _why_not(
    house: House, session: Session, talk: Conversation, contact: Contact, until: datetime, now: datetime
) -> str:
    if not talk.is_open or talk.audience == "on_call":
        return "This conversation is over."
    if contact.stopped_at is not None:
        return "They have said STOP, so nothing is sent here."
    idle = timedelta(minutes=house.landlord.chat.idle_minutes)
    if talk.channel == "web" and not is_visiting(session, contact.id, now - idle):
        return "They have left the web chat."
    if talk.last_heard_at is None or now >= until:
        minutes = house.landlord.texting.reply_within_minutes
        return f"Only within {minutes} minutes of their own message does what you write count as an answer."
    return ""


def _is_guarded(session: Session, talk: Conversation, contact: Contact, now: datetime) -> bool:
    if has_shown(contact, now):
        return False
    if contact.texting_is_safe == "no" or contact.shared:
        return True
    return contact.texting_is_safe != "yes" and bool(talks_of_abuse(session, [talk.id]))


def answer(
    house: House, session: Session, talk_id: int, officer_id: int, own: str, language: str, now: datetime
) -> None:
    """Say an officer's own words in a conversation, which is theirs from now on. The same words again right after
    themselves change nothing. Raises NotSent, which says why not."""
    talk = hold_conversation(session, talk_id)
    own = plain(" ".join(own.split()), language) if talk.channel == "sms" else own.strip()
    if own and _is_repeated(house, session, talk, officer_id, own, language):
        return
    place = standing(house, session, talk, now)
    if place.until is None:
        raise NotSent(place.why_not)
    shown_who = talk.channel == "web" or is_with_officer(talk, now)
    said = own if shown_who else f"{_officer_here(house, talk, language)}: {own}"
    _check(house, session, talk, own, said, place, now)
    message_id = messages.append(
        session, talk, "officer", said, now, language=language, author="officer", staff_id=officer_id
    )
    if talk.channel != "web":
        outbox.queue(session, talk, message_id, "officer", now, expires_at=place.until)
    talk.taken_by = officer_id
    if case := latest_case_of(session, [talk.id]).get(talk.id):
        questions_answered(session, case, now)


def _is_repeated(house: House, session: Session, talk: Conversation, officer_id: int, own: str, language: str) -> bool:
    last = next(reversed(messages.transcript(session, talk.id)), None)
    said = (own, f"{_officer_here(house, talk, language)}: {own}")
    return last is not None and last.kind == "officer" and last.staff_id == officer_id and last.words in said


def _officer_here(house: House, talk: Conversation, language: str) -> str:
    """Who writes now, where nothing else shows that it is no computer."""
    said = write(Reply(phrases.OFFICER), language, house.our)
    return plain(said, language) if talk.channel == "sms" else said


def _check(
    house: House, session: Session, talk: Conversation, own: str, said: str, place: Standing, now: datetime
) -> None:
    if not own:
        raise NotSent("Write something first.")
    if len(own) > LONGEST:
        raise NotSent(f"That is longer than {LONGEST} characters. Make it shorter.")
    if talk.channel == "sms" and segments(said) > MOST_SEGMENTS:
        raise NotSent(f"That takes more than {MOST_SEGMENTS} text messages. Make it shorter.")
    case = latest_case_of(session, [talk.id]).get(talk.id)
    if suggests_self_help(own) and not (case and is_assessed(case)):
        raise NotSent(
            "The risk has not been assessed yet. Until then nobody is asked to speak to the neighbour or to help "
            "themselves."
        )
    if place.guarded and (telling := _what_tells(house, session, talk, case, own, now)):
        raise NotSent(
            f"It is not safe to write there, or others read it, and this tells them too much: {', '.join(telling)}. "
            "Say it without, or ask them to call."
        )


def _what_tells(
    house: House, session: Session, talk: Conversation, case: Case | None, own: str, now: datetime
) -> list[str]:
    told = [m.words for m in messages.transcript(session, talk.id) if m.direction == "in" and m.words]
    register = house.registers.current(session, now)
    return what_gives_away(own, register, case.place if case else None, house.our["our_name"], told)


def hand_back(
    house: House, session: Session, talk_id: int, officer_id: int, now: datetime, seen: int | None = None
) -> bool:
    """The chat answers again, and puts the question that was being asked; whoever asked for a person has spoken to one.
    Whether it was theirs or a colleague's to give back. Where the time for a reply is over, nothing is said until they
    write again. Raises NotSent where the resident has written more than the `seen` messages of the officer's page."""
    talk = hold_conversation(session, talk_id)
    if talk.taken_by is None:
        return False
    if seen is not None and any(m.direction == "in" for m in messages.transcript(session, talk_id)[seen:]):
        raise NotSent("They have written since you opened this page. Read that first.")
    messages.append(
        session, talk, "note", "Handed back to the chat.", now,
        direction="note", author="officer", staff_id=officer_id, language="en",
    )  # fmt: skip
    talk.needs_person, talk.taken_by = False, None
    if standing(house, session, talk, now).until is not None:
        go_on(house, session, talk, Reply(phrases.ALONE_AGAIN), now)
    else:
        _nothing_said(house, talk)
    return True


def look_who_waits(house: House, now: datetime) -> None:
    """Whoever has had no answer for long enough from an officer who has the conversation is told so, as long as that is
    a reply, and asked again what was being asked; that they wait stands in the worklist. An officer who has been gone
    for a while has the conversation no longer."""
    with house.database.reading() as session:  # a worker that only looks holds up nobody who writes
        pressing = [talk_id for talk_id in taken_over(session) if _is_pressing(house, session, talk_id, now)]
    for talk_id in pressing:
        house.database.write(partial(_release, house, talk_id=talk_id, now=now))


def _is_pressing(house: House, session: Session, talk_id: int, now: datetime) -> bool:
    spoke_at, since = _last_word(session, talk_id)
    waited = since is not None and now - since >= patience(house)
    return waited or spoke_at is None or now - spoke_at > STILL_THERE


def _last_word(session: Session, talk_id: int) -> tuple[datetime | None, datetime | None]:
    """When an officer wrote last, and since when something waits for their answer: thanks do not."""
    spoke_at = since = None
    for message in messages.transcript(session, talk_id):
        if message.kind == "officer":
            spoke_at, since = message.at, None
        elif message.direction == "in" and since is None and not wishes.is_thanks(message.words or ""):
            since = message.at
    return spoke_at, since


def _release(house: House, session: Session, talk_id: int, now: datetime) -> None:
    talk = hold_conversation(session, talk_id)
    if talk.taken_by is None or not _is_pressing(house, session, talk_id, now):  # somebody has answered meanwhile
        return
    talk.taken_by = None
    waits = _last_word(session, talk_id)[1] is not None
    talk.needs_person = talk.needs_person or waits
    if waits and standing(house, session, talk, now).until is not None:
        go_on(house, session, talk, Reply(phrases.NOBODY_FREE), now)
    else:
        _nothing_said(house, talk)


def _nothing_said(house: House, talk: Conversation) -> None:
    """What comes next is no answer to the question before the officer came."""
    if state := read_state(house.book, talk)[0]:
        talk.state = dump(state.noted(**{HANDED_BACK: "yes"}))
