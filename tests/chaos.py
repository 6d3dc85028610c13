"""A rough time at length: `make chaos`. Hundreds of conversations at once, providers on a bad day, every process killed
again and again, the store taken away for moments. Everything that anybody said must be filed in the end, once: also
what Twilio could not bring, and gave up. Prints what was counted, and what was wrong.

Options: --residents and --chats (how many at once), --seed, --engine SQLite or PostgreSQL (both without).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select

from bot.channels.contract import AT_ONCE
from storage.cases import Case
from storage.database import Database
from storage.messages import Message
from tests.bench.stores import ENGINES, Engine, stores
from tests.rough_time import BadDay, Burst, ChatBurst, kill_until, settle, take_away_until
from tests.running import Running, until
from tests.verdict import Seen, doubles, judge

PATIENCE = 400.0
"""Seconds until what Twilio gave up must have been fetched: it is looked for every two minutes."""
# A worker that is killed leaves as many in doubt as it was sending: `bot.post.jobs.AT_ONCE` on a channel at most.
LIKELIHOOD = 0.08
"""Of each request to a provider to go wrong."""


@dataclass(frozen=True)
class Course:
    """How rough: how many text, how many chat, and what chance is made from."""

    residents: int
    chats: int
    seed: int
    pause: float = 4.0


@dataclass(frozen=True)
class Outcome:
    """What was counted, by name, and what was wrong."""

    counts: dict[str, int]
    problems: list[str]


def play(folder: Path, engine: Engine, url: str, course: Course, program: str = "webhooks") -> Outcome:
    """One rough time, from a fresh store to the verdict. `program` is run instead of `webhooks` for planted faults."""
    settings = {"DATABASE_URL": url} if engine == "PostgreSQL" else {}
    with Running(folder, program, **settings) as hearback:
        store, where = hearback.store(), hearback.store_url()
        texts, chats = Burst(hearback, course.seed), ChatBurst(hearback, course.seed)
        days = (BadDay(course.seed, LIKELIHOOD), BadDay(course.seed + 1, LIKELIHOOD))
        hearback.twilio.mood, hearback.telegram.mood = days
        hearback.twilio.untidy = random.Random(course.seed)
        over = threading.Event()
        with ThreadPoolExecutor(4) as pool:
            killing = pool.submit(kill_until, hearback, course.seed, over)
            taking = pool.submit(take_away_until, where, course.seed, over)
            bursts = [pool.submit(texts.run, course.residents, course.pause)]
            bursts.append(pool.submit(chats.run, course.chats, course.pause))
            for burst in bursts:
                burst.result()
            over.set()
            kills, outages = killing.result(), taking.result()
        hearback.keep_up()
        for day in days:
            day.is_over = True
        until(lambda: _filed(store) == len(texts.brought) + len(chats.brought), PATIENCE)
        settle(hearback, store)
        seen = _seen(hearback, texts, chats)
        deaths = kills["worker"] + kills["parent"]
        allowed = AT_ONCE * deaths + sum(day.taken for day in days)
        problems = [*judge(store, seen), *_too_many_doubles(store, seen, hearback, allowed)]
        counts = _count(store, seen, hearback, texts, chats) | {
            **{f"kill -9 of the {victim.replace('_', ' ')}": number for victim, number in kills.items()},
            "store away": outages,
            **{f"providers: {fault.replace('_', ' ')}": sum(d.faults[fault] for d in days) for fault in days[0].faults},
            "doubles allowed for": allowed,
        }
        store.close()
    return Outcome(counts, problems)


def _filed(store: Database) -> int:
    with store.reading() as session:
        return session.scalars(select(func.count()).where(Message.direction == "in")).one()


def _seen(hearback: Running, texts: Burst, chats: ChatBurst) -> Seen:
    seen, ids = texts.seen(), frozenset(chats.brought)
    taken = frozenset(str(message["message_id"]) for message in hearback.telegram.messages)
    everything = seen.brought | ids
    return replace(seen, brought=everything, acknowledged=everything, in_chats=taken)


def _chat_doubles(hearback: Running) -> int:
    """Two messages of one chat that are alike to the letter, one straight after the other."""
    last: dict[int, str] = {}
    doubled = 0
    for message in hearback.telegram.messages:
        chat = message["chat"]["id"]
        doubled += last.get(chat) == message["text"]
        last[chat] = message["text"]
    return doubled


def _too_many_doubles(store: Database, seen: Seen, hearback: Running, allowed: int) -> list[str]:
    found = doubles(seen) + _chat_doubles(hearback)
    return [f"{found} messages came twice, where {allowed} could be doubted."] if found > allowed else []


def _count(store: Database, seen: Seen, hearback: Running, texts: Burst, chats: ChatBurst) -> dict[str, int]:
    with store.reading() as session:
        cases = session.scalars(select(func.count()).select_from(Case)).one()
    return {
        "messages brought": len(seen.brought),
        "texts that Twilio gave up": len(texts.brought - texts.acknowledged),
        "updates that Telegram repeated": chats.repeats,
        "filed, once each": _filed(store),
        "cases": cases,
        "texts that arrived": len(seen.texts),
        "chat messages that arrived": len(hearback.telegram.messages),
        "receipts that got lost": hearback.twilio.receipts_lost,
        "texts that came twice": doubles(seen),
        "chat messages that came twice": _chat_doubles(hearback),
    }


def main(words: Sequence[str] | None = None) -> int:
    """Play on each engine, print the counts; 1 where anything was wrong."""
    reader = argparse.ArgumentParser("tests.chaos", description=__doc__)
    reader.add_argument("--residents", type=int, default=150)
    reader.add_argument("--chats", type=int, default=50)
    reader.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1000))
    reader.add_argument("--engine", choices=ENGINES, action="append")
    given = reader.parse_args(words)
    course = Course(given.residents, given.chats, given.seed)
    wrong = False
    for engine in given.engine or ENGINES:
        with tempfile.TemporaryDirectory() as folder, stores(Path(folder)) as make_store:
            outcome = play(Path(folder), engine, make_store(engine, "chaos"), course)
        print(f"\n{engine}, seed {given.seed}")
        print("\n".join(f"  {name:<34}{number:>6}" for name, number in outcome.counts.items()))
        wrongs = [f"  WRONG: {problem}" for problem in outcome.problems]
        print("\n".join(wrongs or ["  Nothing was lost, nothing altered."]), flush=True)
        wrong = wrong or bool(outcome.problems)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
