"""Starts a message: written down and queued for the hours in which that may be, valid no longer than they last (C8)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.hearers import Hearer, own_hours, talk_at
from bot.hours import Hours
from bot.house import House
from bot.timetable import may_write_at, window_ends_at
from bot.wording import Words
from storage import messages, outbox
from storage.contacts import Contact


def window(house: House, own: Hours | None, now: datetime) -> tuple[datetime, datetime]:
    """From when, and until when, a message that we start now may leave."""
    leaves_at = may_write_at(house.landlord, now, own)
    return leaves_at, window_ends_at(house.landlord, leaves_at, own)


def may_leave_at(house: House, contact: Contact, now: datetime) -> datetime:
    """The first moment from now on at which we may write to this contact first; the last guard before it is done."""
    return may_write_at(house.landlord, now, own_hours(contact))


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
        session, talk, kind, words.said, now, english=words.english, author=author, staff_id=staff_id
    )
    leaves_at, ends = window(house, hearer.hours, now)
    outbox.queue(session, talk, message_id, kind, now, due_at=leaves_at, expires_at=ends)
    return message_id
