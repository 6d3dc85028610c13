"""Killed again and again in the middle of a burst, Hearback loses nothing that it acknowledged and nothing it said."""

import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select, update

from storage.cases import Case
from storage.database import Database
from storage.outbox import Outgoing
from tests.conftest import MakeStore
from tests.running import Running, Victim, until
from tests.standins.twilio_cloud import inbound, sign_and_post
from tests.verdict import Seen, doubles, judge, message_in

STORY = ("no 14 elm court plays  loud music every night till 3", "no", "yes", "yes", "no", "last night until 3")
KNIFE = "help he has a knife and is breaking down my door now"
RESIDENTS = 30
VICTIMS: tuple[Victim, ...] = ("web_worker", "worker", "web", "worker", "parent", "web_worker", "worker")


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
            self._bring(inbound(number_of(resident), KNIFE if number == in_danger else words))

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


def number_of(resident: int) -> str:
    """A number of its own for each, in the range for fiction."""
    return f"+4477009003{resident:02}"


def kill_at_random(hearback: Running, seed: int, over: threading.Event) -> int:
    """Kill each of the victims once, in a random order with random pauses; returns how many were killed."""
    chance = random.Random(seed)
    for victim in chance.sample(VICTIMS, len(VICTIMS)):
        over.wait(chance.uniform(0.2, 1.2))
        hearback.kill(victim)
    return len(VICTIMS)


def settle(hearback: Running, store: Database) -> None:
    """Wait until nothing is on its way; what no worker holds any more is treated as if its minute had passed."""
    hearback.wait_until_ready()
    until(lambda: _on_its_way(store) == 0 or _is_still(store))
    then = datetime.now(UTC) - timedelta(minutes=2)
    stranded = update(Outgoing).where(Outgoing.state.in_(("handed", "sending")))
    store.write(lambda session: session.execute(stranded.values(updated_at=then)))
    until(lambda: _on_its_way(store) == 0)


def _on_its_way(store: Database) -> int:
    with store.reading() as session:
        return session.scalars(select(func.count()).where(Outgoing.state != "done")).one()


def _is_still(store: Database) -> bool:
    with store.reading() as session:
        last = session.scalars(select(func.max(Outgoing.updated_at))).one()
        return last is None or bool(last < datetime.now(UTC) - timedelta(seconds=4))


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    """Nothing to set for SQLite; a server's address for PostgreSQL."""
    if request.param == "sqlite":
        return {}
    make: MakeStore = request.getfixturevalue("new_postgresql")
    return {"DATABASE_URL": make()}


def test_killed_at_any_moment_it_loses_nothing(tmp_path: Path, settings: dict[str, str]) -> None:
    """Web, gunicorn's worker, our worker and the process that starts them, each at a moment nobody chose."""
    with Running(tmp_path, **settings) as hearback:
        store, burst, over = hearback.store(), Burst(hearback, 7), threading.Event()
        with ThreadPoolExecutor(1) as pool:
            killing = pool.submit(kill_at_random, hearback, 7, over)
            burst.run()
            kills = killing.result()
        settle(hearback, store)
        seen = burst.seen()
        problems = judge(store, seen)
        with store.reading() as session:
            cases = session.scalars(select(func.count()).select_from(Case)).one()
        store.close()
    print(len(seen.brought), len(seen.acknowledged), len(seen.texts), doubles(seen), cases)
    assert problems == []
    assert len(seen.acknowledged) > len(seen.brought) / 2
    assert doubles(seen) <= kills * 4
    assert cases > RESIDENTS / 2
