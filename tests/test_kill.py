"""Killed again and again in the middle of a burst, Hearback loses nothing that it acknowledged and nothing it said."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.cases import Case
from tests.conftest import MakeStore
from tests.rough_time import RESIDENTS, Burst, kill_at_random, settle
from tests.running import Running
from tests.verdict import doubles, judge


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
