"""Asks those whose case has closed how it went, once and where it is kind to; else notes why not (S4).

Somebody is asked only where we may write first, in their hours, in neutral words, and in no other talk.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot import engine
from bot.house import House
from bot.in_touch.hearers import Hearer, hearer_of, language_at, talk_at, why_not_here
from bot.post.starting import write_first
from bot.state import State, Unreadable, dump, load
from bot.surveys.kindness import needs_word, why_not_asked
from bot.timetable import may_write_at, working_days_after
from bot.turn import Reply
from bot.with_officer import is_with_officer
from bot.wording import compose
from dialogs.grammar import Choose
from dialogs.surveys import link_to, page_name, reminder_of
from storage.campaigns import Campaign
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation, hold_conversation
from storage.reporters import reporters_of
from storage.reports import has_reported
from storage.surveys import (
    OPEN,
    Survey,
    add_survey,
    hold_survey,
    surveys_due,
    surveys_to_look_after,
)

LATER = timedelta(days=1)
GIVE_UP_AFTER = timedelta(days=14)
AT_A_TIME = 150
Step = Callable[[House, Session, Survey, datetime], None]


def plan_surveys(house: House, session: Session, case: Case, now: datetime) -> None:
    """A case has closed: note for everybody who reported it what they are to be asked, and when."""
    if case.on_behalf == "staff":
        return
    held = needs_word(case)
    surveys = house.landlord.surveys
    due = {
        "end_of_case": working_days_after(house.landlord, now, surveys.end_of_case.wait_days),
        "follow_up": now + timedelta(days=surveys.follow_up.wait_days),
    }
    for name, chosen in surveys.after_closing.items():
        for reporter in reporters_of(session, case.id):
            drawn = house.chance.random() * 100 < chosen.sample_percent
            survey = Survey(
                name=name,
                edition=chosen.version,
                case_id=case.id,
                contact_id=reporter.contact_id,
                state=("held" if held else "waiting") if drawn else "not_sent",
                why_not=None if drawn else "not_drawn",
                due_at=due[name],
                patch=case.patch,
                kind=case.kind,
                language=case.language,
                created_at=now,
            )
            add_survey(session, survey)


def ask_how_it_went(house: House, now: datetime) -> None:
    """Once a minute: ask whoever is due, remind once whoever has not answered, and end what has run its time."""
    if now.second or may_write_at(house.landlord, now) > now:
        return

    remind_after = timedelta(days=house.landlord.surveys.remind_after_days)
    with house.database.reading() as session:
        due = [one.id for one in surveys_due(session, now, AT_A_TIME)]
        others = [one.id for one in surveys_to_look_after(session, now, now - remind_after, AT_A_TIME)]
    for do, ids in ((_ask, due), (_look_after, others)):
        for survey_id in ids:  # each for itself: a conversation is held no longer than one takes
            house.database.write(partial(_do, do, house, survey_id, now))


def _do(do: Step, house: House, survey_id: int, now: datetime, session: Session) -> None:
    do(house, session, hold_survey(session, survey_id), now)


def _ask(house: House, session: Session, survey: Survey, now: datetime) -> None:
    if survey.state != "waiting" or _is_held_back(session, survey):
        return  # another worker was quicker, or it was called off or paused meanwhile
    hearer = _hearer_of(session, survey)
    if why_not := why_not_asked(house, session, survey, hearer, now):
        survey.state, survey.why_not, survey.ended_at = "not_sent", why_not, now
        return
    place = hearer.places[0]
    if place.channel == "email":
        _send_link(house, session, survey, hearer, place, now)
        return
    talk = hold_conversation(session, talk_at(session, hearer, place, now).id)  # whoever writes now is heard after it
    state = _resting(talk, now)
    if state is None:  # in the middle of something else: never there
        survey.ends_at = survey.ends_at or now + GIVE_UP_AFTER
        survey.due_at = now + LATER
        if now >= survey.ends_at:
            survey.state, survey.why_not, survey.ended_at = "not_sent", "busy", now
        return
    turn = engine.begin(house.book, page_name(survey.name), under=State((), state.begun))
    language = language_at(session, hearer, place)
    (words,) = compose(turn.replies, language, place.channel, house.our_on(place.channel))
    message_id = write_first(house, session, hearer, place, "survey", words, now)
    notes = {**state.remembered, "asked": str(message_id)}
    talk.state, talk.page = dump(State(turn.state.frames, turn.state.begun, notes)), turn.state.begun
    _note_asked(house, survey, place.channel, language, talk, now)


def _is_held_back(session: Session, survey: Survey) -> bool:
    """Whether the campaign that it is of does not run."""
    return survey.campaign_id is not None and session.get_one(Campaign, survey.campaign_id).state != "running"


def _hearer_of(session: Session, survey: Survey) -> Hearer:
    """Whom we ask, and where. Of a list it is the address that is listed there: whoever has reported anything must have
    told us that it is safe to write; all others are asked about nothing that they told us."""
    assert survey.contact_id is not None
    hearer = hearer_of(session, survey.contact_id, survey.language or "en")
    if survey.campaign_id is None:
        return hearer
    contact = session.get_one(Contact, survey.contact_id)
    is_new = contact.stopped_at is None and contact.texting_is_safe is None and not has_reported(session, contact.id)
    return replace(hearer, places=(contact,) if is_new or not why_not_here(contact) else (), why_not="")


def _send_link(house: House, session: Session, survey: Survey, hearer: Hearer, place: Contact, now: datetime) -> None:
    language = language_at(session, hearer, place)
    secret = secrets.token_urlsafe(24)
    survey.secret = digest_of(secret)
    link = f"{house.settings.public_url}/survey/{secret}"
    (words,) = compose((Reply(link_to(survey.name), {"link": link}),), language, place.channel, house.our)
    write_first(house, session, hearer, place, "survey", words, now)
    _note_asked(house, survey, "web", language, talk_at(session, hearer, place, now), now)


def _note_asked(house: House, survey: Survey, channel: str, language: str, talk: Conversation, now: datetime) -> None:
    survey.state, survey.asked_at = "asked", now
    survey.channel, survey.language, survey.conversation_id = channel, language, talk.id
    survey.ends_at = now + timedelta(days=house.landlord.surveys.answer_within_days)


def digest_of(secret: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _resting(talk: Conversation, now: datetime) -> State | None:
    """Where a talk stands in which all has been said; None in the middle of one, be it with an officer."""
    state = None if is_with_officer(talk, now) else _state_of(talk)
    return state if state and not talk.needs_person and (not state.frames or state.over) else None


def _state_of(talk: Conversation) -> State | None:
    try:
        return load(talk.state) if talk.state else State((), 0)
    except Unreadable:
        return None


def _look_after(house: House, session: Session, survey: Survey, now: datetime) -> None:
    """One reminder for whoever has not said yet whether we may ask; the end, where its time has run, they have turned
    to something else, or it would not be kind any more."""
    has_time = survey.ends_at is None or survey.ends_at > now
    if survey.state not in OPEN or (has_time and (survey.reminded_at is not None or _is_held_back(session, survey))):
        return  # as above
    talk = hold_conversation(session, survey.conversation_id) if survey.conversation_id else None
    if talk is None or not has_time or not _is_asking(house, talk, survey.name):
        survey.state, survey.ended_at = "ended", now
        return
    place = session.get_one(Contact, talk.contact_id)
    hearer = _hearer_of(session, survey)
    why_not = why_not_asked(house, session, survey, hearer, now)
    if place.id not in {one.id for one in hearer.places} or why_not not in ("", "asked_lately"):  # lately by this one
        survey.state, survey.ended_at = "ended", now
        return
    (words,) = compose((Reply(reminder_of(survey.name)),), talk.language, place.channel, house.our)
    write_first(house, session, hearer, place, "survey", words, now)
    survey.reminded_at = now


def _is_asking(house: House, talk: Conversation, name: str) -> bool:
    state = _state_of(talk)
    if not state or not state.frames or state.top.dialog != page_name(name):
        return False
    return isinstance(engine.asked_line(house.book, state), Choose)
