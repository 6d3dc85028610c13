"""What went wrong in a simulated year, in plain sentences, from nothing but the store: was a promise broken in silence,
did anything leave outside safe times, was anything lost or missed without somebody being told?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import patch

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.casework.clockwork import clocks_on
from bot.configuration.hours import LONDON
from bot.house import House
from bot.privacy.neutral import what_gives_away
from storage.agreements import Agreement
from storage.alerts import Alert, calls_of, was_closed_since
from storage.cases import Case, goes_on_in, verify_case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.deliveries import LOST, Delivery, state_of
from storage.messages import Message, verify
from storage.outbox import Outgoing
from storage.promises import Promise, PromiseMessage
from storage.reporters import reporters_of
from storage.updates import Update
from storage.ways import Way
from storage.worklist import Wanted, find_cases
from webhooks.app import create_app
from webhooks.console import worklist
from webhooks.console.searching import ON_A_PAGE
from webhooks.console.trained import Sight

CLOSED = frozenset(
    [date(2026, 12, day) for day in (24, 25, 28, 29, 30, 31)]
    + [date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31), date(2027, 8, 30)]
)
"""The days in the year on which the example landlord's office is closed though it is no weekend, written out here so
that nothing of ours is asked: Christmas, Boxing Day on the Monday, Good Friday, Easter Monday and the others."""
CLOSES = {0: time(17), 1: time(17), 2: time(17), 3: time(17), 4: time(16, 30)}
DAY_BEGINS, DAY_ENDS = time(8), time(21)
STARTED = ("update", "reminder", "notice", "survey")
A_REPLY = timedelta(minutes=15, seconds=30)
TOLD_ANEW = timedelta(minutes=40)
"""No alert that nobody took may rest for longer."""
STUCK = timedelta(days=2)
MOST_OWED = 8
"""Updates of one case: what they hear by the day agreed, and soon of each thing that happened."""


@dataclass(frozen=True)
class Lists:
    """What stands on the console's first page, by id."""

    first_contact: list[int]
    late: set[int]
    updates: list[tuple[int, int]]
    waiting: list[int]
    clocks: list[tuple[int, list[str]]]
    alerts: set[int]
    open_cases: list[int]


class Verdict:
    """Looks at the store whenever officers look at their list, and once more at the end. `away` are the spans in which
    somebody was cut off, when calls to those on call may come later."""

    def __init__(self, house: House, away: Sequence[tuple[datetime, datetime]]) -> None:
        self.house, self.away = house, away
        self.app = create_app(house)
        self.problems: dict[str, None] = {}
        self.counts: Counter[str] = Counter()
        self._seen_until = datetime(2000, 1, 1, tzinfo=UTC)

    def lists(self, session: Session, now: datetime) -> Lists:
        """The worklist, from the console's own code."""
        with self.app.app_context(), patch.object(worklist, "now", lambda: now):
            shown: dict[str, Any] = worklist._pressing(session, Sight(session, may_read=True), ON_A_PAGE)
            rows = worklist._rows(session, find_cases(session, Wanted(), 10_000))
        return Lists(
            [row.case.id for row in rows if row.contact in ("owed", "late")],
            {row.case.id for row in rows if row.contact == "late"},
            [(promise.id, case.id) for promise, case in shown["updates"]],
            [talk.id for talk in (*shown["people"], *shown["stuck"])],
            [(case.id, [one.name for one in clocks]) for case, clocks in shown["clocks"]],
            {alert.id for alert in shown["alerts"]},
            [row.case.id for row in rows],
        )

    def look_over(self, now: datetime) -> Lists:
        """Whether everything that is late or lost stands on the list."""
        with self.house.database.reading() as session:
            lists = self.lists(session, now)
            for check in (self._overdue, self._lost, self._missed):
                self._note(check(session, lists, now))
        self._seen_until = now
        return lists

    def see_leave(self, message_id: int) -> None:
        """A provider is given a message: as the store stands now, may it be?"""
        with self.house.database.reading() as session:
            self._note(self._unsafe(session, message_id))

    def _unsafe(self, session: Session, message_id: int) -> Iterator[str]:
        """Nothing is started where it is not safe or not wanted, and nothing at all leaves after STOP."""
        message = session.get_one(Message, message_id)
        contact = session.get_one(Contact, session.get_one(Outgoing, message_id).contact_id)
        safe = "no call" if contact.calls_only else contact.texting_is_safe or "not known"
        if message.kind in STARTED and safe != "yes":
            yield f"Message {message.id} ({message.kind}) went where writing first is {safe}."
        if contact.stopped_at is not None and message.kind != "goodbye":
            yield f"Message {message.id} ({message.kind}) went to somebody who had said STOP."

    def at_the_end(self, now: datetime) -> list[str]:
        """Everything that was found, then and now."""
        self.look_over(now)
        with self.house.database.reading() as session:
            for check in (
                self._due_days, self._released, self._kept, self._times, self._replies, self._neutral,
                self._calls, self._queue, self._records,
            ):  # fmt: skip
                self._note(check(session, now))
        return list(self.problems)

    def _note(self, found: Iterable[str]) -> None:
        self.problems.update(dict.fromkeys(found))

    def _overdue(self, session: Session, lists: Lists, now: datetime) -> Iterator[str]:
        shown = {promise_id for promise_id, _ in lists.updates}
        owed = select(Promise, Case).join(Case, Case.id == Promise.case_id).where(Case.state == "open")
        owed = owed.where(Promise.kept_at.is_(None), Promise.released_at.is_(None), Promise.due_at < now)
        for promise, case in session.execute(owed):
            self.counts["promises seen late"] += 1
            told = case.id in lists.late if promise.what == "first_contact" else promise.id in shown
            if not told:
                yield f"Promise {promise.id} ({promise.what}) was broken, and nobody was told."
        for case_id, owed_at_once in Counter(case_id for _, case_id in lists.updates).items():
            if owed_at_once > MOST_OWED:
                yield f"Case {case_id} owes {owed_at_once} updates at once, which hide others."

    def _lost(self, session: Session, lists: Lists, now: datetime) -> Iterator[str]:
        """What was lost since the last look waits for a person, or went another way; codes and surveys are no news."""
        chosen = select(Message, Delivery).join(Delivery, Delivery.message_id == Message.id)
        chosen = chosen.where(Delivery.state.in_(LOST), Delivery.at > self._seen_until)
        chosen = chosen.where(Message.kind.not_in(("code", "survey")))
        found = [(message, delivery) for message, delivery in session.execute(chosen)]
        settled = state_of(session, [message.id for message, _ in found])
        for message, delivery in found:
            talk = session.get_one(Conversation, message.conversation_id)
            if settled[message.id].state not in LOST or delivery.reason == "case_closed" or message.kind == "alert":
                continue
            self.counts["messages lost"] += 1
            if talk.id not in lists.waiting and not _went_another_way(session, message, talk):
                yield f"Message {message.id} ({message.kind}) did not arrive ({delivery.reason}), and nobody was told."

    def _missed(self, session: Session, lists: Lists, now: datetime) -> Iterator[str]:
        shown = {(case_id, name) for case_id, names in lists.clocks for name in names}
        for case in session.scalars(select(Case).where(Case.state == "open")):
            for clock in clocks_on(self.house, session, case, now):
                if clock.state == "missed" and clock.due_at < now - timedelta(hours=3):
                    self.counts["clocks seen missed"] += 1
                    if (case.id, clock.name) not in shown:
                        yield f"The clock {clock.name} of case {case.id} ran out, and nobody was told."

    def _due_days(self, session: Session, now: datetime) -> Iterator[str]:
        """A promise is due at the end of office hours on a day when somebody is in, neither sooner nor later than
        promised."""
        for promise in session.scalars(select(Promise)):
            self.counts["promises"] += 1
            due = promise.due_at.astimezone(LONDON)
            if not is_open(due.date()) or due.time() != CLOSES[due.weekday()]:
                yield f"Promise {promise.id} is due on {due:%A %d %B, %H:%M}, when nobody is in."
            if promise.what == "first_contact" and promise.due_at not in _working_days(promise.made_at, 5):
                yield f"Promise {promise.id}, made {promise.made_at:%d %B}, is due on {due:%d %B}, the wrong day."

    def _released(self, session: Session, now: datetime) -> Iterator[str]:
        """Only closing a case, or the wish of those who reported it, releases us."""
        for promise in session.scalars(select(Promise).where(Promise.released_at.is_not(None))):
            case = session.get_one(Case, promise.case_id)
            contacts = [session.get_one(Contact, one.contact_id) for one in reporters_of(session, case.id)]
            wished = case.facts.get("may_update") == "no" or any(one.texting_is_safe == "unwanted" for one in contacts)
            if case.state == "open" and not wished:
                yield f"Promise {promise.id} ({promise.what}) was released, and nobody wished it."

    def _kept(self, session: Session, now: datetime) -> Iterator[str]:
        """What counts as kept was said: it stands in the log and, where messages keep it, the last of them had left by
        then, and none was lost on every way."""
        log = list(session.scalars(select(Update)))
        logged = {entry.message_id for entry in log}
        stays = {case.id: goes_on_in(session, case).id for case in session.scalars(select(Case))}
        told = {(stays[entry.case_id], entry.at) for entry in log if entry.message_id is None}
        kept = select(Promise).where(Promise.what == "update", Promise.kept_at.is_not(None))
        for promise in session.scalars(kept):
            chosen = select(PromiseMessage.message_id).where(PromiseMessage.promise_id == promise.id)
            with_these = list(session.scalars(chosen))
            if not (with_these or (promise.case_id, promise.kept_at) in told) or not logged.issuperset(with_these):
                yield f"Promise {promise.id} counts as kept, and no log says how."
            for message_id in with_these:
                yield from _not_kept_by(session, promise, message_id)

    def _times(self, session: Session, now: datetime) -> Iterator[str]:
        """What we start leaves by day, or in the hours agreed with them, and its validity ends with these."""
        for message, sent, row in _sent(session, STARTED):
            self.counts[f"{message.kind}s sent"] += 1
            at = sent.at.astimezone(LONDON)
            begins, ends = hours_at(session, row.contact_id, sent.at)
            if not begins <= at.time() < ends:
                yield f"Message {message.id} ({message.kind}) left at {at:%H:%M on %d %B}, outside {begins}-{ends}."
            last = row.expires_at.astimezone(LONDON) if row.expires_at else None
            if last is None or last.date() != at.date() or last.time() > ends:
                yield f"Message {message.id} ({message.kind}) may still arrive after {ends}."

    def _replies(self, session: Session, now: datetime) -> Iterator[str]:
        for message, sent, _ in _sent(session, ("reply", "danger", "goodbye")):
            self.counts["replies sent"] += 1
            if sent.at - message.at > A_REPLY:
                yield f"Message {message.id} ({message.kind}) left {sent.at - message.at} after it was written."

    def _neutral(self, session: Session, now: datetime) -> Iterator[str]:
        register = self.house.registers.current(session, now)
        chosen = select(Message).where(Message.kind.in_(STARTED), Message.direction == "out")
        begins = f"{self.house.our['our_name']}: "
        for said in {(one.english or one.words or "").removeprefix(begins) for one in session.scalars(chosen)}:
            if telling := what_gives_away(said, register, "14 Elm Court", self.house.our["our_name"]):
                yield f"We began with words that are not neutral ({', '.join(telling)}): {said}"

    def _calls(self, session: Session, now: datetime) -> Iterator[str]:
        """Somebody is told of danger in the same moment, and again and again until it is taken."""
        for alert in session.scalars(select(Alert)):
            self.counts["alerts"] += 1
            ends = alert.acknowledged_at or (now if not was_closed_since(session, alert) else alert.created_at)
            moments = [alert.created_at, *(call.at for call in calls_of(session, alert.id)), ends]
            if len(moments) < 3 or moments[1] != alert.created_at:
                yield f"Nobody was told of alert {alert.id} at once."
            for one, following in pairwise(moments[1:]):
                excused = any(start <= following + TOLD_ANEW and one <= end for start, end in self.away)
                if following - one > TOLD_ANEW and not excused:
                    yield f"Alert {alert.id} rested from {one:%d %B %H:%M} to {following:%d %B %H:%M}."

    def _queue(self, session: Session, now: datetime) -> Iterator[str]:
        for row in session.scalars(select(Outgoing).where(Outgoing.state != "done", Outgoing.due_at < now - STUCK)):
            yield f"Message {row.message_id} ({row.kind}) is {row.state} since {row.due_at:%d %B}."

    def _records(self, session: Session, now: datetime) -> Iterator[str]:
        for talk_id in session.scalars(select(Conversation.id)):
            yield from (f"Conversation {talk_id}: {fault}" for fault in verify(session, talk_id))
        for case_id in session.scalars(select(Case.id)):
            self.counts["cases"] += 1
            yield from (f"Case {case_id}: {fault}" for fault in verify_case(session, case_id))


def _not_kept_by(session: Session, promise: Promise, message_id: int) -> Iterator[str]:
    known = select(Delivery.at).where(Delivery.message_id == message_id, Delivery.state == "sent")
    left = session.scalars(known.order_by(Delivery.id).limit(1)).first()
    settled = state_of(session, [message_id]).get(message_id)
    again = session.scalars(select(Update.id).where(Update.instead_of == message_id).limit(1)).first()
    if left and promise.kept_at and left > promise.kept_at:
        yield f"Promise {promise.id} counts as kept at {promise.kept_at}, before its message {message_id} had left."
    if settled and settled.state in LOST and again is None:
        yield f"Promise {promise.id} counts as kept, though its message {message_id} was lost."


def _went_another_way(session: Session, lost: Message, talk: Conversation) -> bool:
    """Whether the same words were written again, later, at another of their places."""
    again = select(Message.id).where(Message.kind == lost.kind, Message.words == lost.words, Message.id > lost.id)
    return session.scalars(again.where(Message.conversation_id != talk.id).limit(1)).first() is not None


def _sent(session: Session, kinds: Sequence[str]) -> Iterator[tuple[Message, Delivery, Outgoing]]:
    """Each message of these kinds that a provider took, and when; the web chat takes none."""
    chosen = select(Message, Delivery, Outgoing).join(Delivery, Delivery.message_id == Message.id)
    chosen = chosen.join(Outgoing, Outgoing.message_id == Message.id).where(Delivery.state == "sent")
    chosen = chosen.where(Message.channel != "web", Message.kind != "alert")
    first: dict[int, tuple[Message, Delivery, Outgoing]] = {}
    for message, delivery, row in session.execute(chosen.order_by(Delivery.id)):
        if message.kind in kinds:
            first.setdefault(message.id, (message, delivery, row))
    yield from first.values()


def hours_at(session: Session, contact_id: int, moment: datetime) -> tuple[time, time]:
    """From when until when we might write first to this contact: the latest hours agreed by then, else the day."""
    owners = [contact_id, *session.scalars(select(Way.contact_id).where(Way.way_id == contact_id))]
    chosen = select(Agreement).where(Agreement.contact_id.in_(owners), Agreement.made_at <= moment)
    latest = session.scalars(chosen.order_by(Agreement.id.desc()).limit(1)).first()
    if latest is None or latest.hours is None:
        return DAY_BEGINS, DAY_ENDS
    begins, ends = map(time.fromisoformat, latest.hours.split("-"))
    return begins, ends


def is_open(day: date) -> bool:
    """Whether somebody is in on this day."""
    return day.weekday() < 5 and day not in CLOSED


def _working_days(made_at: datetime, days: int) -> set[datetime]:
    """When something promised then may be due: at the end of one of so many working days; the sooner the more urgent,
    and a case may turn out to be so later."""
    local = made_at.astimezone(LONDON)
    day, found = local.date(), set[datetime]()
    if not is_open(day) or local.time() >= CLOSES[day.weekday()]:
        day = _next_open(day)
    for _ in range(days):
        day = _next_open(day)
        found.add(datetime.combine(day, CLOSES[day.weekday()], LONDON).astimezone(UTC))
    return found


def _next_open(day: date) -> date:
    day += timedelta(days=1)
    while not is_open(day):
        day += timedelta(days=1)
    return day
