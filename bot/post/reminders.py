"""Reminds somebody who stopped half way: once, where writing is safe, in the hours allowed, in neutral words (R12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.house import House
from bot.in_touch.hearers import own_hours
from bot.post.starting import window
from bot.timetable import may_write_at
from bot.turn import Reply
from bot.wording import compose
from dialogs import phrases
from storage import messages, outbox
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.unfinished import is_any_half_way, stopped_half_way

AFTER = timedelta(hours=4)
NOT_AFTER = timedelta(days=3)  # later than that it would come out of the blue


def remind(house: House, now: datetime) -> None:
    """Write to everybody who is due a reminder, unless these are quiet hours."""
    if may_write_at(house.landlord, now) > now:
        return

    def write_to_all(session: Session) -> None:
        for conversation in stopped_half_way(session, now - NOT_AFTER, now - AFTER):
            _remind(house, session, conversation, now)

    with house.database.reading() as session:  # a worker that only looks holds up nobody who writes
        is_any = is_any_half_way(session, now - NOT_AFTER, now - AFTER)
    if is_any:
        house.database.write(write_to_all)


def _remind(house: House, session: Session, conversation: Conversation, now: datetime) -> None:
    (words,) = compose((Reply(phrases.REMINDER),), conversation.language, conversation.channel, house.our)
    message_id = messages.append(session, conversation, "reminder", words.said, now, english=words.english)
    contact = session.get_one(Contact, conversation.contact_id)
    leaves_at, ends = window(house, own_hours(contact), now)
    outbox.queue(session, conversation, message_id, "reminder", now, due_at=leaves_at, expires_at=ends)
    conversation.reminded_at = now
