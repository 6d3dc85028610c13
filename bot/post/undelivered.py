"""What will not arrive becomes somebody's business: silence is never mistaken for being informed (C10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.house import House
from bot.post.another_way import go_another_way
from bot.rota import call_for
from storage import alerts, outbox
from storage.contacts import Contact
from storage.conversations import hold_conversation
from storage.deliveries import LOST, State
from storage.promises import lose
from storage.surveys import note_not_asked


def hand_to_staff(
    house: House, session: Session, row: outbox.Outgoing, state: State, reason: str, now: datetime
) -> None:
    """An alert that did not reach one person goes to the next at once; a resident's message goes another way that was
    agreed or, where there is none, asks for a person, and what it kept of our promises is owed again; a one-time code
    does neither."""
    if row.kind == "alert":
        alert = alerts.alert_told_by(session, row.message_id)
        if alert and alert.acknowledged_at is None:
            call_for(house, session, alert, now, at_once=True)
        return
    if row.kind == "code":  # whoever asked for it may ask again; it holds no news that anybody now lacks
        return
    if row.kind == "survey":  # nor does a question of ours
        note_not_asked(session, row.conversation_id, now)
        return
    if go_another_way(house, session, row, state, reason, now):
        return
    hold_conversation(session, row.conversation_id).needs_person = True
    if state in LOST:
        no_wish = session.get_one(Contact, row.contact_id).texting_is_safe == "unwanted"
        lose(session, row.message_id, now if no_wish else None)
