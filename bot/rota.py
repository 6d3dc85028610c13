"""Tells the person on call, follows with the next until somebody answers, and hears their answer (R1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.channels.contract import Inbound
from bot.configuration.landlord import Landlord, Person, on_call
from bot.house import House
from bot.understanding.danger.finding import find_danger
from storage import alerts, messages, outbox
from storage.contacts import Channel, address_of, contact_for
from storage.conversations import Conversation, open_conversation

ROUNDS = 3  # how often the whole rota is gone through at the usual pace; after that it is told at growing waits
LONGEST_WAIT = timedelta(minutes=30)  # a phone that rings all night is switched off, but silence could cost a life
NOTE_OF_OURS = "was written by somebody on call"
NOR_ANSWERED = ", and cannot be answered by text"

OK = re.compile(r"\s*(?:ok|okay|yes|ack|taken|mine)(?![a-z])", re.IGNORECASE)
ALL = "all"
BETWEEN_NUMBERS = frozenset([",", ".", ":", "-", "&", "+", "#", "and", "alert", "alerts", "number"])
OF_TIME = frozenset(["m", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours", "am", "pm"])
OF_THE_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
DECLINES = re.compile(r"\b(?:can'?t|can’t|cannot|not|unable|won'?t|no)\b", re.IGNORECASE)
ALERT_HOLDS = timedelta(hours=4)  # one that reaches a phone still later was told anew many times since
SKEW = timedelta(minutes=1)  # by which the clocks of two machines may differ
MOST_LISTED = 6
ANSWERED_WITHIN = timedelta(seconds=20)  # for the webhook's own answer to leave, before the worker takes it up
IN_DANGER = "In danger? Call 999 now. Cannot speak? Cough or tap, then press 55. Gas: {gas}."
OTHERS_TOLD = " We are telling the others on call."


def is_on_call(landlord: Landlord, number: str) -> bool:
    """Whether this number belongs to somebody on the rota, on duty or not."""
    return number in {person.mobile for person in landlord.on_call.people}


def call_next(house: House, now: datetime) -> None:
    """Tell the next person about every alert that nobody has taken on in time, until somebody does or its case is
    closed."""

    def call_all(session: Session) -> None:
        for alert in alerts.unacknowledged(session):
            if not alerts.was_closed_since(session, alert):
                call_for(house, session, alert, now)

    with house.database.reading() as session:  # a worker that only looks holds up nobody who writes
        is_any = bool(alerts.unacknowledged(session))
    if is_any:
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
    """Whether somebody has just been told, or soon will be; not once the rota has been gone through in vain."""
    calls = alerts.calls_of(session, alert.id)
    rounds = len(calls) // len(_people_for(house, session, alert, now))
    return rounds < ROUNDS or now - calls[-1].at < _time_to_answer(house, 0)


def _time_to_answer(house: House, rounds: int) -> timedelta:
    """How long the last one told has to answer, after so many rounds of the rota: at first always the same, then twice
    as long for each further round, up to `LONGEST_WAIT`."""
    usual = timedelta(minutes=house.landlord.on_call.next_after_minutes)
    doubled: int = 2 ** min(max(0, rounds - ROUNDS + 1), 10)
    return max(usual, min(usual * doubled, LONGEST_WAIT))


def _people_for(house: House, session: Session, alert: alerts.Alert, now: datetime) -> Sequence[Person]:
    """Who is told, in order. Where one of them is in danger, the others: those on duty or, if there are none, all."""
    talk = session.get_one(Conversation, alert.conversation_id)
    on_duty = on_call(house.landlord, now)
    if talk.audience != "on_call":
        return on_duty
    in_danger = address_of(session, house.keys, talk.contact_id)
    for people in (on_duty, house.landlord.on_call.people):
        if others := [person for person in people if person.mobile != in_danger]:
            return others
    return on_duty


def call_for(house: House, session: Session, alert: alerts.Alert, now: datetime, *, at_once: bool = False) -> None:
    """Tell the next person on the rota of this alert, unless the last one told still has time to answer.

    `at_once`: the last one could not be reached. That holds for one round, else a fault that every message meets
    would use up all of them within a second, and nobody would be told once it is mended.
    """
    calls, people = alerts.calls_of(session, alert.id), _people_for(house, session, alert, now)
    rounds, place = divmod(len(calls), len(people))
    since = now - calls[-1].at if calls else None  # negative where the clock was put back: nobody waits for that
    must_wait = since is not None and -SKEW <= since < _time_to_answer(house, rounds)
    if must_wait and not (at_once and rounds == 0):
        return
    person = people[place]
    message_id = _write_to(house, session, person, alert, "sms", person.mobile, now)
    if house.settings.smtp_url:
        _write_to(house, session, person, alert, "email", person.email, now)
    alerts.record_call(session, alert.id, person.name, rounds, now, message_id)


def _write_to(
    house: House, session: Session, person: Person, alert: alerts.Alert, channel: Channel, address: str, now: datetime
) -> int:
    contact = contact_for(session, house.keys, channel, address, now)
    talk = open_conversation(session, channel, contact.id, "on_call", now)
    message_id = messages.append(session, talk, "alert", alert_words(house, alert), now)
    outbox.queue(session, talk, message_id, "alert", now, expires_at=now + ALERT_HOLDS)
    return message_id


def alert_words(house: House, alert: alerts.Alert) -> str:
    """What the person on call reads: enough to act, and nothing about who wrote."""
    what = f"danger now ({alert.sort})" if alert.level == "now" else f"urgent ({alert.sort.replace('_', ' ')})"
    note = f" It {alert.note}." if alert.note else ""
    where = f"{house.settings.public_url}/staff/conversations/{alert.conversation_id}"
    return f"Hearback alert {alert.id}: {what}.{note} Read it: {where} Reply OK {alert.id} to take it."


def answer_alert(
    house: House, session: Session, conversation: Conversation, inbound: Inbound, now: datetime, *, silent: bool = False
) -> tuple[int, str] | None:
    """Somebody on call writes: OK takes on the alerts they name or, where only one waits of those that they were told
    of, that one; else they are asked which. Danger they are in themselves is told to the next; the answer to it, as
    (id, words), is for the webhook's own. Anything else is told how. `silent`: they said STOP, and are not answered."""
    told = _told_of(house, session, inbound.address)
    taken = _take_on(house, session, inbound, told, now)
    danger = None if taken else _tell_of_ours(house, session, conversation, inbound.words, now, silent=silent)
    if silent:
        return None
    words = danger or _words_back(taken, told, [alert.id for alert in alerts.unacknowledged(session)])
    message_id = messages.append(session, conversation, "danger" if danger else "reply", words, now)
    due_at = now + ANSWERED_WITHIN if danger else now
    ends = now + timedelta(minutes=house.landlord.texting.reply_within_minutes)
    kind: messages.Kind = "danger" if danger else "reply"
    outbox.queue(session, conversation, message_id, kind, now, due_at=due_at, expires_at=ends)
    return (message_id, words) if danger else None


def _told_of(house: House, session: Session, number: str) -> list[int]:
    """The alerts that wait and that whoever has this number was told of."""
    who = _name_of(house, number)
    waiting = (alert for alert in alerts.unacknowledged(session) if _was_told(session, alert, who))
    return [alert.id for alert in waiting if not alerts.was_closed_since(session, alert)]


def _name_of(house: House, number: str) -> str:
    return next(person.name for person in house.landlord.on_call.people if person.mobile == number)


def _take_on(house: House, session: Session, inbound: Inbound, told: list[int], now: datetime) -> list[int]:
    ok = OK.match(inbound.words)
    if ok is None:
        return []
    waiting = [alert.id for alert in alerts.unacknowledged(session)]
    named = _named_after(inbound.words[ok.end() :])
    if named == ALL:
        meant = told
    elif named:
        meant = [alert_id for alert_id in waiting if alert_id in named]
    else:  # one that they cannot have read yet must not be taken with it
        meant = told if len(told) == 1 and not DECLINES.search(inbound.words) else []
    who = _name_of(house, inbound.address)
    return [alert_id for alert_id in meant if alerts.acknowledge(session, alert_id, who, "sms", now)]


def _named_after(rest: str) -> Sequence[int] | str:
    """The numbers of alerts that follow an OK, or ALL; "10 mins" is none."""
    named: list[int] = []
    for word in re.findall(r"[a-z]+|\d{1,9}|\S", OF_THE_CLOCK.sub(" ", rest.lower())):
        if word.isdecimal():
            named.append(int(word))
        elif word in ("all", "both") and not named:
            return ALL
        elif word not in BETWEEN_NUMBERS:
            return named[:-1] if word in OF_TIME else named
    return named


def _tell_of_ours(
    house: House, session: Session, conversation: Conversation, words: str, now: datetime, *, silent: bool
) -> str | None:
    """An officer who is attacked on a visit writes to the number they know: the others on the rota are told."""
    danger = find_danger(words)
    sort = "violence" if danger.now == "abuse" else danger.now or danger.concern  # nobody of their own home is meant
    if sort is None:
        return None
    tell(
        house,
        session,
        conversation.id,
        "now" if danger.now else "urgent",
        sort,
        now,
        NOTE_OF_OURS + NOR_ANSWERED * silent,
    )
    advice = IN_DANGER.format(gas=house.landlord.helplines.gas)
    return advice + (OTHERS_TOLD if len(house.landlord.on_call.people) > 1 else "")


def _was_told(session: Session, alert: alerts.Alert, who: str) -> bool:
    return any(call.person == who for call in alerts.calls_of(session, alert.id))


def _words_back(taken: list[int], told: list[int], waiting: list[int]) -> str:
    others = [alert_id for alert_id in told if alert_id not in taken]
    if taken:
        more = f" {_waits(others)} Reply OK {others[0]} to take it." if others else ""
        return f"Thank you. Alert {_listed(taken)} is yours.{more}"
    if len(told) > 1:
        return f"{_waits(told)} Which do you take? Reply OK {told[0]}, OK {told[1]} or OK ALL."
    if waiting:
        return f"{_waits(waiting)} Reply OK {waiting[0]} to take it."
    return "Nothing waits for you now. In danger? Call 999. This number reaches the housing team's reporting service."


def _waits(numbers: list[int]) -> str:
    return f"Alert {_listed(numbers)} waits."


def _listed(numbers: list[int]) -> str:
    more = f" and {len(numbers) - MOST_LISTED} more" if len(numbers) > MOST_LISTED else ""
    return ", ".join(map(str, numbers[:MOST_LISTED])) + more
