"""A year of a landlord's life through the real code, on a simulated clock: `python -m tests.simulated_year`.

Invented residents write, agree, fall silent and say STOP; officers look at the worklist and sometimes forget; providers
fail, carriers lose texts, the worker is away for nights. `tests.year_verdict` says what went wrong, from the store.
"""

from __future__ import annotations

import heapq
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from unittest.mock import patch

from sqlalchemy import bindparam, func, select

from bot import engine
from bot.channels.contract import Inbound, OptedOut, Outgoing, Receipt, Refused, Sender, Sending, Sent, TryLater
from bot.channels.web import WebSender
from bot.conversation import receive
from bot.player import Channel, example_house
from bot.post import worker
from bot.post.receipts import record_answered, record_receipt
from bot.post.starting import hours_of
from bot.post.undelivered import hand_to_staff
from bot.post.worker import Worker
from bot.state import load
from dialogs.grammar import Choose
from storage import alerts, outbox
from storage.contacts import find_contact
from storage.conversations import find_open_conversation
from storage.messages import Message
from tests.year_of_officers import Officers
from tests.year_verdict import Verdict
from webhooks.serving import ticks_of

NEXT_DUE = select(func.min(outbox.OUTBOX.c.try_at)).where(
    outbox.OUTBOX.c.state == "waiting", outbox.OUTBOX.c.try_at > bindparam("now")
)
BEGINS = datetime(2026, 10, 5, 5, 0, tzinfo=UTC)
A_YEAR = timedelta(days=365)
TICK = timedelta(hours=4)
"""How often the worker's ticks come while nobody is being called; ten seconds would be three million a year."""
TICK_OF_ALERTS = timedelta(minutes=5)
ON_CALL = re.compile(r"\+44770090010[1-4]")
STORIES: dict[str, tuple[str, ...]] = {
    "en": (
        "no 14 elm court plays loud music every night till 3",
        "people leave rubbish on the stairs of 12 oak road every week",
        "somebody deals drugs in the car park behind elm court",
        "my neighbour at 14 Elm Court shouts and bangs doors every night",
    ),
    "pl": ("sąsiad spod 14 Elm Court codziennie w nocy puszcza głośną muzykę",),
    "cy": ("mae 14 elm court yn chwarae cerddoriaeth uchel bob nos",),
    "ur": ("14 elm court mein har raat teen baje tak oonchi awaz mein music bajta hai",),
}
KNIFE = "help he has a knife and is breaking down my door now"
LATER_ON = ("contact", "it was loud again last night until four", "any news?", KNIFE, "STOP", "START", "thank you")
CAST: tuple[dict[str, Any], ...] = (
    {"later": ("contact", "it was loud again last night until four", "any news?")},
    {"safe": "no"},
    {"patience": 4},
    {"loses_phone": True},
    {"channel": "telegram", "language": "pl"},
    {"channel": "web", "wishes": {"safe_to_reach": "yes"}},
    {"wishes": {"naming": "anonymous", "may_update": "no"}},
    {"later": ("call me, don't text me", "skip")},
    {"language": "cy", "later": ("STOP", "START", "thank you")},
    {"language": "ur", "later": (KNIFE, "thank you")},
)
"""Who lives here: the rest of what they do is left to chance."""
WORDS = {"place": "14 elm court", "name": "Ada", "own_hours": "10am to 2pm", "happened": "last night until 3"}
CAREFUL = {"danger": "no", "all_right": "yes", "right_place": "yes", "safe_there": "yes"}


@dataclass
class Resident:
    """Somebody who reports once and may write again. `wishes` are answers by line; `patience` is how many messages they
    write before they fall silent."""

    channel: Channel
    address: str
    story: str
    patience: int
    wishes: dict[str, str]
    later: tuple[str, ...]
    chance: random.Random
    written: int = 0


@dataclass(order=True)
class Event:
    """Something that happens at a moment."""

    at: datetime
    number: int
    do: Callable[[], None] = field(compare=False)


class Handover:
    """The queue of the jobs as the worker sees it: what is handed over is posted on the spot."""

    def __init__(self, post: Callable[[int], str]) -> None:
        self.post = post

    def hand_over(self, channel: str, message_id: int, attempt: int, contact_id: int) -> None:
        """Post it now."""
        self.post(message_id)


class Provider:
    """A channel's other end, which fails, delays, refuses and loses as real ones do."""

    def __init__(self, year: Year, channel: Channel) -> None:
        self.year, self.channel = year, channel

    def send(self, outgoing: Outgoing) -> Sending:
        """Take one message, or not."""
        year, chance = self.year, self.year.chance
        if year.is_away(self.channel):
            return TryLater("unavailable", doubt=chance.random() < 0.1)
        if ON_CALL.fullmatch(outgoing.address):
            year.ring(outgoing)
        elif outgoing.address in year.dead:
            return Refused("landline") if self.channel == "sms" else OptedOut("blocked")
        elif chance.random() < 0.02:
            return TryLater("busy", wait=timedelta(seconds=chance.randrange(1, 300)))
        year.verdict.see_leave(outgoing.message_id)
        provider_id = f"{self.channel}-{next(year.numbers)}"
        self._receipt(outgoing, provider_id)
        return Sent(provider_id)

    def _receipt(self, outgoing: Outgoing, provider_id: str) -> None:
        year, chance = self.year, self.year.chance
        if self.channel != "sms":
            return
        is_lost = chance.random() < 0.03 and not ON_CALL.fullmatch(outgoing.address)
        last: Any = "undelivered" if is_lost else "delivered"
        for state in ("sent", last):
            receipt = Receipt("sms", provider_id, state, outgoing.message_id, "unreachable" if state == last and is_lost
                              else "", outgoing.address)  # fmt: skip
            year.after(timedelta(seconds=chance.randrange(2, 900)), partial(self._tell, receipt))

    def _tell(self, receipt: Receipt) -> None:
        record_receipt(self.year.house, receipt, self.year.now)


class Year:
    """One life, from `begins` for so long. The same seed lives it again to the letter."""

    def __init__(self, seed: int, begins: datetime = BEGINS, lasts: timedelta = A_YEAR, residents: int = 40) -> None:
        self.seed, self.begins, self.ends = seed, begins, begins + lasts
        self.chance = random.Random(f"{seed} providers")
        self.now = begins
        self.house = example_house()
        self.numbers, self._events, self._order = count(1), list[Event](), count()
        self.dead: set[str] = set()
        self.outages = self._outages()
        self.counts: Counter[str] = Counter()
        self._calling = False
        providers = {name: Provider(self, name) for name in ("sms", "telegram")}
        senders: dict[str, Sender] = {**providers, "web": WebSender()}
        self.worker = Worker(
            self.house.database,
            self.house.settings,
            senders,
            ticks=ticks_of(self.house),
            undelivered=partial(hand_to_staff, self.house),
            hours_of=partial(hours_of, self.house),
        )
        self.worker._office._clock = lambda: self.now
        self.posted, self._post_office = 0, self.worker._post
        self.worker._post = self._post  # type: ignore[method-assign]  # the web chat's goes there without a queue
        self.jobs: Any = Handover(self._post)
        self.verdict = Verdict(self.house, [(start, end) for _, start, end in self.outages])
        self.officers = Officers(self, random.Random(f"{seed} officers"))
        for number in range(residents):
            self._move_in(number)
        self._tick_on()

    def _outages(self) -> list[tuple[str, datetime, datetime]]:
        """Each month or so something is away: a provider for hours, the worker for a night."""
        chance = random.Random(f"{self.seed} outages")
        found, at = [], self.begins + timedelta(days=3)
        while at < self.ends:
            what = chance.choice(("sms", "telegram", "worker"))
            hours = chance.choice((1, 3, 9, 30))
            found.append((what, at, at + timedelta(hours=hours)))
            at += timedelta(hours=chance.randrange(5 * 24, 40 * 24))
        return found

    def is_away(self, what: str) -> bool:
        """Whether a provider, or the worker, is away now."""
        return any(name == what and start <= self.now < end for name, start, end in self.outages)

    def after(self, wait: timedelta, do: Callable[[], None]) -> None:
        """Have something happen so much later."""
        self.at(self.now + wait, do)

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        """Have something happen at a moment; not any more where the year is over by then."""
        if moment < self.ends:
            heapq.heappush(self._events, Event(moment, next(self._order), do))

    def live(self) -> list[str]:
        """Live to the end, and return what went wrong, a sentence each."""
        with self._clock():
            while self._events:
                event = heapq.heappop(self._events)
                self._work_until(event.at)
                self.now = event.at
                event.do()
                self._work()
            self._work_until(self.ends)
            self.now = self.ends
        return self.verdict.at_the_end(self.now)

    @contextmanager
    def _clock(self) -> Iterator[None]:
        with patch.object(worker, "_now", lambda: self.now):
            yield

    def _work_until(self, moment: datetime) -> None:
        """The worker sends whatever falls due before then."""
        while (due := self._next_due()) is not None and due < moment:
            self.now = due
            if not self._work():
                back = max(end for what, start, end in self.outages if what == "worker" and start <= self.now < end)
                if back >= moment:
                    return
                self.now = back
                self._work()

    def _work(self) -> bool:
        """Hand over what is due until nothing is that may leave; False while the worker is away."""
        if self.is_away("worker"):
            return False
        before = -1
        while before < self.posted:
            before = self.posted
            self.worker._hand_over_due(self.jobs)
        return True

    def _post(self, message_id: int) -> str:
        self.posted += 1
        return self._post_office(message_id)

    def _next_due(self) -> datetime | None:
        """When the next message is to be tried; those that wait for an earlier one go with that."""
        with self.house.database.reading() as session:
            return session.execute(NEXT_DUE, {"now": self.now}).scalar()

    def _tick_on(self) -> None:
        """The worker's ticks, on the minute."""
        self._tick()
        self.after(TICK, self._tick_on)

    def _tick(self) -> None:
        if not self.is_away("worker"):
            self.worker._tick(self.now.replace(second=0, microsecond=0))
            self.counts["ticks"] += 1

    def _call_on(self) -> None:
        """While an alert waits the ticks come often."""
        with self.house.database.reading() as session:
            self._calling = any(not alerts.was_closed_since(session, one) for one in alerts.unacknowledged(session))
        if self._calling:
            self._tick()
            self.after(TICK_OF_ALERTS, self._call_on)

    def ring(self, outgoing: Outgoing) -> None:
        """Somebody on call hears of an alert: most answer, some sleep."""
        if (found := re.search(r"Reply OK (\d+) to take", outgoing.words)) and self.chance.random() < 0.6:
            wait = timedelta(minutes=self.chance.randrange(1, 25))
            self.after(wait, partial(self.bring, "sms", outgoing.address, f"OK {found[1]}"))

    def bring(self, channel: Channel, address: str, words: str) -> None:
        """A message comes in through its door; the webhook's own answer mostly reaches them."""
        inbound = Inbound(channel, address, f"in-{next(self.numbers)}", words)
        received = receive(self.house, inbound, self.now)
        self.counts["messages in"] += 1
        if received.at_once and self.chance.random() < 0.9:
            record_answered(self.house, [message_id for message_id, _ in received.at_once], self.now)
        if not self._calling:
            self._call_on()

    def _move_in(self, number: int) -> None:
        """Somebody comes to live here; the first ones are as `CAST` has them, so that each sort is there."""
        chance, lasts = random.Random(f"{self.seed} resident {number}"), (self.ends - self.begins).total_seconds()
        role = CAST[number] if number < len(CAST) else chance.choice(CAST)
        channel: Channel = role.get("channel", "sms")
        address = {"sms": f"+447700900{200 + number}", "telegram": f"{5_000_000 + number}", "web": f"visit-{number}"}
        resident = Resident(
            channel,
            address[channel],
            chance.choice(STORIES[role.get("language", "en")]),
            role.get("patience", 20),
            CAREFUL | {"safe_to_text": role.get("safe", "yes")} | role.get("wishes", {}),
            role.get("later", ()) or tuple(chance.choice(LATER_ON) for _ in range(chance.randrange(4))),
            chance,
        )
        comes = timedelta(seconds=chance.uniform(0, lasts * 0.6) * (0.3 if number < len(CAST) else 1))
        if role.get("loses_phone"):
            self.after(comes + timedelta(minutes=5), partial(self.dead.add, resident.address))
        self.after(comes, partial(self._write, resident, resident.story))

    def _write(self, resident: Resident, words: str) -> None:
        """One message, and a minute or two later the next, until they have said all or fall silent."""
        self.bring(resident.channel, resident.address, words)
        resident.written += 1
        answer = self._answer(resident)
        if answer is not None and resident.written < resident.patience:
            self.after(timedelta(seconds=resident.chance.randrange(20, 200)), partial(self._write, resident, answer))
        elif resident.later:
            later, resident.later = resident.later[0], resident.later[1:]
            resident.patience = resident.written + 10
            wait = timedelta(hours=resident.chance.randrange(2, 24 * 30), minutes=resident.chance.randrange(60))
            self.after(wait, partial(self._write, resident, later))

    def _answer(self, resident: Resident) -> str | None:
        """What they say to what they are asked: an answer that is offered, by its number, or words; None to nothing."""
        with self.house.database.reading() as session:
            contact = find_contact(session, self.house.keys, resident.channel, resident.address)
            talk = find_open_conversation(session, resident.channel, contact.id) if contact else None
            if talk is None or talk.state is None:
                return None
            state = load(talk.state)
            asked = None if state.over else engine.asked_line(self.house.book, state)
            if asked is None:
                return None
            if not isinstance(asked, Choose):
                return self._words(session, resident, asked.name)
            values = [option.value for option in engine.offered(self.house.book, state)]
        wish = resident.wishes.get(asked.name)
        return str(values.index(wish) + 1 if wish in values else resident.chance.randrange(len(values)) + 1)

    def _words(self, session: Any, resident: Resident, asked: str) -> str:
        if asked == "code":
            newest = select(Message.words).where(Message.kind == "code").order_by(Message.id.desc()).limit(1)
            found = re.search(r"\d{6}", session.scalars(newest).first() or "")
            return found[0] if found else "skip"
        if asked == "reach":
            return resident.chance.choice(("skip", f"07700 900{700 + resident.chance.randrange(90)}"))
        return WORDS.get(asked, "skip")


def main(seed: int = 1) -> int:
    """Live a year, and print what happened and what went wrong."""
    began, year = time.process_time(), Year(seed)
    problems = year.live()
    for name, number in sorted({**year.counts, **year.verdict.counts}.items()):
        print(f"{number:7} {name}")
    print(f"{time.process_time() - began:7.1f} seconds of work")
    print("\n".join(problems) or "Nothing went wrong.")
    return bool(problems)


if __name__ == "__main__":
    raise SystemExit(main())
