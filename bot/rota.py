"""Tells the person on call, follows with the next until somebody answers, and hears their answer (R1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.channels.contract import Inbound
from bot.house import House
from bot.landlord import Landlord, Person, on_call
from storage import alerts, messages, outbox
from storage.contacts import Channel, contact_for
from storage.conversations import Conversation, open_conversation

ROUNDS = 3  # how often the whole rota is gone through before only the console says it


def is_on_call(landlord: Landlord, number: str) -> bool:
    """Whether this number belongs to somebody on the rota, on duty or not."""
    return number in {person.mobile for person in landlord.on_call.people}


def call_next(house: House, now: datetime) -> None:
    """Tell the next person about every alert that nobody has taken on in time."""

    def call_all(session: Session) -> None:
        for alert in alerts.unacknowledged(session):
            call_for(house, session, alert, now)

    house.database.write(call_all)


def tell(
    house: House,
    session: Session,
    conversation_id: int,
    level: alerts.Level,
    sort: str,
    now: datetime,
    note: str | None = None,
) -> None:
    """Raise an alert, and tell the first person on call in the same breath.

    Ten frightened messages are one alert, as long as people are still being told of it.
    """
    for alert in alerts.alerts_of(session, conversation_id):
        same = (alert.level, alert.note) == (level, note) and (level == "now" or alert.sort == sort)
        if same and alert.acknowledged_at is None and _is_being_told(house, session, alert, now):
            return
    call_for(house, session, alerts.raise_alert(session, conversation_id, level, sort, now, note=note), now)


def _is_being_told(house: House, session: Session, alert: alerts.Alert, now: datetime) -> bool:
    """Whether somebody has just been told, or will be; not once the whole rota has been gone through in vain."""
    calls = alerts.calls_of(session, alert.id)
    return not _are_all_told(house, calls, now) or now - calls[-1].at < _time_to_answer(house)


def _are_all_told(house: House, calls: Sequence[alerts.AlertCall], now: datetime) -> bool:
    return len(calls) >= ROUNDS * len(on_call(house.landlord, now))


def _time_to_answer(house: House) -> timedelta:
    return timedelta(minutes=house.landlord.on_call.next_after_minutes)


def call_for(house: House, session: Session, alert: alerts.Alert, now: datetime, *, at_once: bool = False) -> None:
    """Tell the next person on the rota of this alert, unless the last one told still has time to answer.

    `at_once`: the last one could not be reached. That holds for one round, else a fault that every message meets
    would use up all of them within a second, and nobody would be told once it is mended.
    """
    calls, people = alerts.calls_of(session, alert.id), on_call(house.landlord, now)
    must_wait = calls and now - calls[-1].at < _time_to_answer(house)
    if _are_all_told(house, calls, now) or (must_wait and not (at_once and len(calls) < len(people))):
        return
    person = people[len(calls) % len(people)]
    message_id = _write_to(house, session, person, alert, "sms", person.mobile, now)
    if house.settings.smtp_url:
        _write_to(house, session, person, alert, "email", person.email, now)
    alerts.record_call(session, alert.id, person.name, len(calls) // len(people), now, message_id)


def _write_to(
    house: House, session: Session, person: Person, alert: alerts.Alert, channel: Channel, address: str, now: datetime
) -> int:
    contact = contact_for(session, house.keys, channel, address, now)
    talk = open_conversation(session, channel, contact.id, "on_call", now)
    message_id = messages.append(session, talk, "alert", alert_words(house, alert), now)
    outbox.queue(session, talk, message_id, "alert", now)
    return message_id


def alert_words(house: House, alert: alerts.Alert) -> str:
    """What the person on call reads: enough to act, and nothing about who wrote."""
    what = f"danger now ({alert.sort})" if alert.level == "now" else f"urgent ({alert.sort.replace('_', ' ')})"
    note = f" It {alert.note}." if alert.note else ""
    where = f"{house.settings.public_url}/staff/conversations/{alert.conversation_id}"
    return f"Hearback alert {alert.id}: {what}.{note} Read it: {where} Reply OK {alert.id} to take it."


def answer_alert(house: House, session: Session, conversation: Conversation, inbound: Inbound, now: datetime) -> None:
    """Somebody on call writes: OK takes on the alert they name, or all that they were told of; anything else is told
    how."""
    named = {int(number) for number in re.findall(r"\d{1,9}", inbound.words)}
    who = next(p.name for p in house.landlord.on_call.people if p.mobile == inbound.address)
    meant = [
        alert
        for alert in (alerts.unacknowledged(session) if _is_ok(inbound.words) else ())
        if (alert.id in named if named else _was_told(session, alert, who))
    ]
    taken = [alert.id for alert in meant if alerts.acknowledge(session, alert.id, who, "sms", now)]
    words = _words_back(taken, [alert.id for alert in alerts.unacknowledged(session)])
    message_id = messages.append(session, conversation, "reply", words, now)
    outbox.queue(session, conversation, message_id, "reply", now)


def _was_told(session: Session, alert: alerts.Alert, who: str) -> bool:
    return any(call.person == who for call in alerts.calls_of(session, alert.id))


def _is_ok(words: str) -> bool:
    return bool(re.match(r"\s*(ok|okay|yes|ack|taken|mine)\b", words, re.IGNORECASE))


def _words_back(taken: list[int], waiting: list[int]) -> str:
    if taken:
        return f"Thank you. Alert {', '.join(map(str, taken))} is yours."
    if waiting:
        return f"Alert {', '.join(map(str, waiting))} waits. Reply OK {waiting[0]} to take it."
    return "Nothing waits for you now. In danger? Call 999. This number reaches the housing team's reporting service."
