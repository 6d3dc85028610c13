"""A rough time for Hearback: bursts of residents on two channels, providers on a bad day, processes killed, the store
away. What `tests/test_kill.py` plays briefly, and `make chaos` at length."""

from __future__ import annotations

import itertools
import random
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import requests
from sqlalchemy import func, select, update

from storage.database import Database
from storage.outbox import Outgoing
from tests.outages import away
from tests.running import Running, Victim, until
from tests.standins.provider import Fault
from tests.standins.telegram_cloud import post_update, written
from tests.standins.twilio_cloud import sign_and_post
from tests.verdict import Seen, message_in

STORY = ("no 14 elm court plays  loud music every night till 3", "no", "yes", "yes", "no", "last night until 3")
KNIFE = "help he has a knife and is breaking down my door now"
RESIDENTS = 30
VICTIMS: tuple[Victim, ...] = ("web_worker", "worker", "web", "worker", "parent", "web_worker", "worker")


FAULTS: tuple[Fault, ...] = ("busy", "error", "unavailable", "html", "close", "take_and_close", "take_and_hang")
FIRST_CHAT, FIRST_UPDATE = 5_550_000, 1_000_000


class Burst:
    """Many residents who text at the same time, through a provider that tries a second time, and no third."""

    def __init__(self, hearback: Running, seed: int) -> None:
        self.hearback, self.seed = hearback, seed
        self.brought: set[str] = set()
        self.acknowledged: set[str] = set()
        self.at_once: set[int] = set()
        self._noting = threading.Lock()

    def run(self, residents: int = RESIDENTS, pause: float = 1.0) -> None:
        """Until every resident has said everything."""
        with ThreadPoolExecutor(residents) as pool:
            list(pool.map(lambda number: self._tell(number, pause), range(residents)))

    def seen(self) -> Seen:
        """What is known of it from outside."""
        texts = list(self.hearback.twilio.texts)
        return Seen(frozenset(self.brought), frozenset(self.acknowledged), texts, frozenset(self.at_once))

    def _tell(self, resident: int, pause: float) -> None:
        chance = random.Random(self.seed * 1000 + resident)
        in_danger = chance.randrange(len(STORY)) if resident % 8 == 0 else None
        for number, words in enumerate(STORY):
            time.sleep(chance.uniform(0, 2 * pause))
            self._bring(self.hearback.twilio.take(number_of(resident), KNIFE if number == in_danger else words))

    def _bring(self, form: dict[str, str]) -> None:
        self.brought.add(form["MessageSid"])
        for wait in (0.5, 0.0):
            answer = self._post(form)
            if answer is not None and answer.ok:
                self._note(form["MessageSid"], answer.text)
                return
            time.sleep(wait)

    def _post(self, form: dict[str, str]) -> requests.Response | None:
        try:
            return sign_and_post(self.hearback.twilio.webhook, form)
        except requests.RequestException:
            return None

    def _note(self, sid: str, answer: str) -> None:
        said = [message_in(action.replace("&amp;", "&")) for action in re.findall(r'action="([^"]+)"', answer)]
        with self._noting:
            self.acknowledged.add(sid)
            self.at_once.update(id for id in said if id is not None)


class ChatBurst:
    """The same on Telegram, which brings an update again and again until it is acknowledged, one chat in order."""

    def __init__(self, hearback: Running, seed: int) -> None:
        self.hearback, self.seed = hearback, seed
        self.brought: set[str] = set()
        self.repeats = 0
        self._numbers = itertools.count(FIRST_UPDATE)
        self._noting = threading.Lock()

    def run(self, residents: int, pause: float = 1.0) -> None:
        """Until every resident has said everything, and every update is acknowledged."""
        with ThreadPoolExecutor(residents) as pool:
            list(pool.map(lambda number: self._tell(number, pause), range(residents)))

    def _tell(self, resident: int, pause: float) -> None:
        chance = random.Random(self.seed * 2000 + resident)
        for number, words in enumerate(STORY):
            time.sleep(chance.uniform(0, 2 * pause))
            with self._noting:
                update_id = next(self._numbers)
                self.brought.add(str(update_id))
            self._bring({"update_id": update_id, **written(FIRST_CHAT + resident, words, number + 1)})

    def _bring(self, brought: dict[str, object]) -> None:
        while not self._is_acknowledged(brought):
            self.repeats += 1
            time.sleep(1)

    def _is_acknowledged(self, brought: dict[str, object]) -> bool:
        try:
            return post_update(f"{self.hearback.url}/telegram", brought, self.hearback.telegram.secret).ok
        except requests.RequestException:
            return False


def number_of(resident: int) -> str:
    """A number of its own for each of up to 690, in the range for fiction."""
    return f"+447700900{300 + resident}"


class BadDay:
    """What goes wrong at a provider: each request at random with the given likelihood, until it is over."""

    def __init__(self, seed: int, likelihood: float) -> None:
        self._chance, self._likelihood = random.Random(seed), likelihood
        self.is_over = False
        self.faults: dict[Fault, int] = dict.fromkeys(FAULTS, 0)

    def __call__(self) -> Fault | None:
        """The next thing to go wrong, if any; hanging is rare, as each costs ten seconds."""
        if self.is_over or self._chance.random() > self._likelihood:
            return None
        fault = FAULTS[self._chance.randrange(len(FAULTS) if self._chance.random() < 0.1 else len(FAULTS) - 1)]
        self.faults[fault] += 1
        return fault

    @property
    def taken(self) -> int:
        """How many messages were taken without our being told."""
        return self.faults["take_and_close"] + self.faults["take_and_hang"]


def kill_at_random(hearback: Running, seed: int, over: threading.Event) -> int:
    """Kill each of the victims once, in a random order with random pauses; returns how many were killed."""
    chance = random.Random(seed)
    for victim in chance.sample(VICTIMS, len(VICTIMS)):
        over.wait(chance.uniform(0.2, 1.2))
        hearback.kill(victim)
    return len(VICTIMS)


def kill_until(hearback: Running, seed: int, over: threading.Event) -> dict[str, int]:
    """Kill at random until it is over; returns how often each was killed."""
    chance, kills = random.Random(seed), dict.fromkeys(VICTIMS, 0)
    while not over.wait(chance.uniform(3, 9)):
        hearback.keep_up()
        victim = chance.choice(VICTIMS)
        with suppress(AssertionError, ProcessLookupError):  # it has not come up yet, or has just ended
            hearback.kill(victim)
            kills[victim] += 1
    return {str(victim): number for victim, number in kills.items()}


def take_away_until(url: str, seed: int, over: threading.Event) -> int:
    """Take the store away for moments until it is over; returns how often."""
    chance, times = random.Random(seed), 0
    while not over.wait(chance.uniform(10, 30)):
        with away(url):
            over.wait(chance.uniform(0.5, 3))
        times += 1
    return times


def settle(hearback: Running, store: Database) -> None:
    """Wait until nothing is on its way; what no worker holds is treated as if its minute had passed, and advice as
    if the seconds had that the webhook's own answer is given: each has been brought, or never will be."""
    hearback.wait_until_ready()
    until(lambda: hearback.journal_waits() == 0)
    advice = update(Outgoing).where(Outgoing.kind == "danger", Outgoing.state == "waiting")
    now = datetime.now(UTC)
    store.write(lambda session: session.execute(advice.values(due_at=now, try_at=now)))
    until(lambda: _on_its_way(store) == 0 or _is_still(store), 300)
    then = datetime.now(UTC) - timedelta(minutes=2)
    stranded = update(Outgoing).where(Outgoing.state.in_(("handed", "sending")))
    store.write(lambda session: session.execute(stranded.values(updated_at=then)))
    until(_hurrying(store), 300)


def _hurrying(store: Database) -> Callable[[], bool]:
    """Whether nothing is on its way any more; what waits for its next try need not wait for that."""

    def is_done() -> bool:
        waiting = update(Outgoing).where(Outgoing.state == "waiting", Outgoing.attempts > 0)
        store.write(lambda session: session.execute(waiting.values(try_at=datetime.now(UTC))))
        time.sleep(0.5)
        return _on_its_way(store) == 0

    return is_done


def _on_its_way(store: Database) -> int:
    with store.reading() as session:
        return session.scalars(select(func.count()).where(Outgoing.state != "done")).one()


def _is_still(store: Database) -> bool:
    with store.reading() as session:
        last = session.scalars(select(func.max(Outgoing.updated_at))).one()
        return last is None or bool(last < datetime.now(UTC) - timedelta(seconds=4))
