"""Starts a message: written down and queued for the hours in which that may be, valid no longer than they last (C8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.configuration.hours import Hours
from bot.house import House
from bot.in_touch.hearers import Hearer, own_hours, talk_at
from bot.timetable import may_write_at, window_ends_at
from bot.wording import Words
from storage import messages, outbox
from storage.cases import Case, ids_in
from storage.changes import changes_of
from storage.contacts import Contact
from storage.conversations import conversations_of
from storage.deliveries import record_delivery
from storage.promises import lose, owe_again
from storage.reporters import reporters_of
from storage.reports import reports_of_case
from storage.updates import logged_as
from storage.ways import ways_of


def window(house: House, own: Hours | None, now: datetime) -> tuple[datetime, datetime]:
    """From when, and until when, a message that we start now may leave."""
    leaves_at = may_write_at(house.landlord, now, own)
    return leaves_at, window_ends_at(house.landlord, leaves_at, own)


def hours_of(house: House, contact: Contact, now: datetime) -> tuple[datetime, datetime]:
    """The same for this contact as their hours are now, which may have changed since it was written; the last guard
    before it leaves."""
    return window(house, own_hours(contact), now)


def write_first(
    house: House,
    session: Session,
    hearer: Hearer,
    place: Contact,
    kind: messages.Kind,
    words: Words,
    now: datetime,
    *,
    staff_id: int | None = None,
) -> int:
    """Write to somebody at one of their places, and return the message's id. The words must be neutral (C5)."""
    talk = talk_at(session, hearer, place, now)
    author: messages.Author = "hearback" if staff_id is None else "officer"
    message_id = messages.append(
        session,
        talk,
        kind,
        words.said,
        now,
        english=words.english,
        author=author,
        staff_id=staff_id,
        choices=words.choices or None,
    )
    leaves_at, ends = window(house, hearer.hours, now)
    outbox.queue(session, talk, message_id, kind, now, due_at=leaves_at, expires_at=ends)
    return message_id


def withdraw_started(session: Session, case: Case, now: datetime, what: str = "") -> list[int]:
    """Let go of what an officer wrote in this case and has not left yet, or only of what was noted as `what`; returns
    which messages.

    A conversation may be about two cases. Each message to residents is a change of its case at the same moment.
    """
    talk_ids = {report.conversation_id for report in reports_of_case(session, case.id)} | _other_talks(session, case)
    moments = {change.at for change in changes_of(session, case.id) if what in ("", change.what)}
    gone, together = [], ids_in(session, case)
    for message_id in outbox.not_left(session, talk_ids, "update"):
        entry = logged_as(session, message_id)
        same_moment = session.get_one(messages.Message, message_id).at in moments
        of_this_case = entry.case_id in together if entry and not what else same_moment
        if of_this_case and outbox.let_go(session, message_id, now):
            record_delivery(session, message_id, "withdrawn", now, reason="case_closed")
            owe_again(session, message_id)
            gone.append(message_id)
    return gone


def withdraw_from(session: Session, contact_id: int, places: Sequence[Contact], now: datetime) -> int:
    """Let go of what was to tell this contact something where they are no more; returns how many messages."""
    talk_ids = {talk.id for place in places for talk in conversations_of(session, place.id)}
    gone = 0
    for message_id in outbox.not_left(session, talk_ids, "update"):
        entry = logged_as(session, message_id)
        if entry and entry.contact_id == contact_id and outbox.let_go(session, message_id, now):
            record_delivery(session, message_id, "withdrawn", now, reason="not_safe")
            lose(session, message_id)
            gone += 1
    return gone


def _other_talks(session: Session, case: Case) -> set[int]:
    """The conversations that lead another way to those who reported it."""
    ways = [way for one in reporters_of(session, case.id) for way in ways_of(session, one.contact_id)]
    return {talk.id for way in ways for talk in conversations_of(session, way.id)}
