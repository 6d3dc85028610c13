"""Messages that we start: they leave when we may write, no later than that window, and not once they are not wanted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.house import House
from bot.timetable import may_write_at, window_ends_at
from storage import messages, outbox
from storage.cases import Case
from storage.changes import changes_of
from storage.conversations import Conversation, hold_conversation
from storage.deliveries import record_delivery
from storage.reports import reports_of_case


def queue_started(
    house: House, session: Session, talk_id: int, said: str, english: str | None, officer_id: int, now: datetime
) -> int:
    """Write down an officer's message, in neutral words, and queue it (C5, C8); returns its id."""
    talk: Conversation = hold_conversation(session, talk_id)
    leaves_at = may_write_at(house.landlord, now)
    message_id = messages.append(
        session, talk, "update", said, now, english=english, author="officer", staff_id=officer_id
    )
    ends = window_ends_at(house.landlord, leaves_at)
    outbox.queue(session, talk, message_id, "update", now, due_at=leaves_at, expires_at=ends)
    return message_id


def withdraw_started(session: Session, case: Case, now: datetime, what: str = "") -> int:
    """Let go of what an officer wrote in this case and has not left yet, or only of what was noted as `what`; returns
    how many messages.

    A conversation may be about two cases. Each message to residents is a change of its case at the same moment.
    """
    talk_ids = {report.conversation_id for report in reports_of_case(session, case.id)}
    moments = {change.at for change in changes_of(session, case.id) if what in ("", change.what)}
    gone = 0
    for message_id in outbox.not_left(session, talk_ids, "update"):
        of_this_case = session.get_one(messages.Message, message_id).at in moments
        if of_this_case and outbox.let_go(session, message_id, now):
            record_delivery(session, message_id, "withdrawn", now, reason="case_closed")
            gone += 1
    return gone
