"""Goes the next agreed way where a message did not arrive; only then is it left to staff (C10)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.house import House
from bot.in_touch.hearers import Hearer, hearer_of, language_at, why_not_here
from bot.post.starting import write_first
from bot.turn import Reply
from bot.wording import Words, compose
from dialogs import phrases
from storage import outbox
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.deliveries import State
from storage.messages import Message, last_said
from storage.promises import pass_on
from storage.updates import log_update, logged_as
from storage.ways import owners_of, ways_of

NEUTRAL = ("update", "notice")
"""Kinds whose words may be read by anybody, and so may go another way as they are (C5)."""
TO_BE_ANSWERED = re.compile(r"\b[A-Z]{3,}\b")
"""A word of ours to be written back, such as PLAN, which nobody can do by e-mail."""
DID_NOT_ARRIVE: tuple[State, ...] = ("undelivered", "failed", "refused", "opted_out")
DAY = timedelta(days=1)


def go_another_way(
    house: House, session: Session, row: outbox.Outgoing, state: State, reason: str, now: datetime
) -> bool:
    """Send the words of a message that did not arrive the next way that was agreed; whether there is one.

    A reply names the matter, so it stays untold: where they are reached otherwise, they are asked to get in touch, and
    staff know.
    """
    if row.kind == "reminder":  # of a talk that goes on only where it was begun
        return False
    if state not in DID_NOT_ARRIVE and (state, reason) != ("withdrawn", "too_late"):
        return False
    owner = session.get_one(Contact, _owner_of(session, row))
    place = _next_place(session, owner, row.contact_id)
    if place is None or owner.texting_is_safe == "unwanted" or owner.calls_only:
        return False
    language = session.get_one(Conversation, row.conversation_id).language
    hearer = hearer_of(session, owner.id, language)
    if row.kind not in NEUTRAL:
        _ask_to_get_in_touch(house, session, hearer, place, now)
        return False
    lost = session.get_one(Message, row.message_id)
    if lost.words is None:
        return False
    if place.channel == "email" and TO_BE_ANSWERED.search(lost.english or lost.words):
        _ask_to_get_in_touch(house, session, hearer, place, now)
        return False
    words = Words(lost.words, lost.english)
    message_id = write_first(house, session, hearer, place, row.kind, words, now, staff_id=lost.staff_id)
    pass_on(session, row.message_id, message_id, session.get_one(outbox.Outgoing, message_id).due_at)
    if entry := logged_as(session, row.message_id):
        log_update(
            session, entry.case_id, now, contact_id=owner.id, message_id=message_id, instead_of=row.message_id
        )  # fmt: skip
    return True


def _owner_of(session: Session, row: outbox.Outgoing) -> int:
    """Whose way the message went: the contact who reported, whether it went there or another way of theirs."""
    entry = logged_as(session, row.message_id)
    if entry and entry.contact_id:
        return entry.contact_id
    return next(iter(owners_of(session, row.contact_id)), row.contact_id)


def _next_place(session: Session, owner: Contact, tried: int) -> Contact | None:
    """The first of their ways after the one that was tried at which we may write."""
    places = [owner, *ways_of(session, owner.id)]
    tried_at = next((number for number, place in enumerate(places) if place.id == tried), 0)
    return next((place for place in places[tried_at + 1 :] if not why_not_here(place)), None)


def _ask_to_get_in_touch(house: House, session: Session, hearer: Hearer, place: Contact, now: datetime) -> None:
    """Once a day, in neutral words."""
    last = last_said(session, place.id)
    if last is not None and last.kind == "notice" and now - last.at < DAY:
        return
    said = (Reply(phrases.PLEASE_CALL_US),)
    (words,) = compose(said, language_at(session, hearer, place), place.channel, house.our)
    write_first(house, session, hearer, place, "notice", words, now)
