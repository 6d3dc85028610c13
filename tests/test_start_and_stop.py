"""Starting and stopping: what cannot be used is refused in sentences, and what is told to end ends, children too."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import requests
from sqlalchemy.exc import OperationalError

from bot.configuration.nonsense import Nonsense
from bot.configuration.settings import EXAMPLE_LANDLORD
from bot.player import example_house
from storage.contacts import contact_for
from storage.database import Database
from storage.sealing import Keys
from tests.running import Running, free_port, is_alive, run_to_its_end, surroundings, until
from webhooks import serving

SOON, AT_LAST = 8.0, 15.0
"""Seconds for an orderly end, and for the end of those whose parent was killed."""


def test_a_second_one_at_the_same_port_says_so(tmp_path: Path) -> None:
    """In a sentence, without claiming to be ready, and without touching the link that the first one printed."""
    with Running(tmp_path) as hearback:
        code, said = run_to_its_end(hearback.environ, "serve")
        assert code == 1
        assert f"Port {hearback.port} is taken" in said
        assert "Traceback" not in said
        assert "ready" not in said
        assert hearback.stop() == 0


def test_a_port_that_is_let_go_in_time_is_taken(tmp_path: Path) -> None:
    """As when Hearback is restarted after a kill, while what is left of it ends."""
    hearback = Running(tmp_path)
    with socket.create_server(("127.0.0.1", hearback.port)):
        hearback.start()
        until(lambda: hearback.data.exists())
    with hearback:
        assert "Hearback is ready" in hearback.logged()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"HEARBACK_PORT": "eighty"}, "HEARBACK_PORT must be a whole number"),
        ({"DATABASE_URL": "mysql://root:hunter2@db/x"}, "DATABASE_URL must begin with sqlite:/// or postgresql://"),
        ({"HEARBACK_LANDLORD": "/nowhere/landlord.toml"}, "landlord.toml"),
    ],
)
def test_an_environment_that_cannot_be_right_is_refused(tmp_path: Path, wrong: dict[str, str], sentence: str) -> None:
    """Exit code 1, sentences, no traceback, and no secret repeated."""
    code, said = run_to_its_end(surroundings(tmp_path, HEARBACK_PORT=str(free_port())) | wrong, "serve")
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('monday = "09:00-17:00"', 'monday = "whenever"', "monday"),
        ('name = "Riverbridge Homes"', "name = [", "landlord.toml"),
        ("[limits]", "[limits]\ntexts_per_nmber_a_day = 3", "texts_per_number_a_day"),
    ],
)
def test_nonsense_from_the_landlord_is_refused(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    """With the place where it stands."""
    file = tmp_path / "landlord.toml"
    written = EXAMPLE_LANDLORD.read_text()
    assert before in written
    file.write_text(written.replace(before, after, 1))
    environ = surroundings(tmp_path / "data", HEARBACK_PORT=str(free_port()), HEARBACK_LANDLORD=str(file))
    code, said = run_to_its_end(environ, "serve")
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said


def test_a_key_that_does_not_open_the_store_is_refused(tmp_path: Path) -> None:
    """Nobody could be answered, and everybody who writes would be somebody new."""
    url = f"sqlite:///{tmp_path / 'hearback.db'}"
    store = Database(url, Keys(bytes(32)))
    store.migrate()
    store.write(lambda session: contact_for(session, store.keys, "sms", "+447700900123", datetime.now(UTC)))
    store.close()
    code, said = run_to_its_end(surroundings(tmp_path, HEARBACK_PORT=str(free_port()), DATABASE_URL=url), "serve")
    assert code == 1
    assert "HEARBACK_KEY does not open the telephone numbers in the store." in said
    assert "Traceback" not in said


def test_a_database_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    """With what to do about it, and without the password."""
    url = f"postgresql://hearback:hunter2@127.0.0.1:{free_port()}/hearback"
    code, said = run_to_its_end(surroundings(tmp_path, HEARBACK_PORT=str(free_port()), DATABASE_URL=url), "serve")
    assert code == 1
    assert "The database" in said
    assert "Traceback" not in said
    assert "hunter2" not in said


NO_ANSWER = "connection failed: connection to server at 127.0.0.1 failed: Connection refused"


@pytest.mark.parametrize(
    ("says", "is_awaited"),
    [
        (NO_ANSWER, True),
        ("connection failed: FATAL:  the database system is starting up", True),
        ('connection failed: FATAL:  password authentication failed for user "hearback"', False),
        ('connection failed: FATAL:  database "hearback" does not exist', False),
    ],
)
def test_a_database_that_is_still_starting_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, says: str, is_awaited: bool
) -> None:
    """As where both are started at once; a password that is wrong does not become right."""
    house = example_house()
    answers = [OperationalError("", {}, psycopg.OperationalError(says))] * 2
    migrate, waited = Database.migrate, list[float]()

    def not_yet(store: Database) -> None:
        if answers:
            raise answers.pop()
        migrate(store)

    monkeypatch.setattr(Database, "migrate", not_yet)
    monkeypatch.setattr("time.sleep", waited.append)
    if is_awaited:
        serving.prepare_store(house)
    else:
        with pytest.raises(Nonsense):
            serving.prepare_store(house)
    assert len(waited) == (2 if is_awaited else 0)


@pytest.mark.parametrize("secret", ["a-secret", ""])
def test_told_to_end_all_processes_end(tmp_path: Path, secret: str) -> None:
    """By SIGTERM, as a machine that shuts down says it; with a poller too."""
    with Running(tmp_path, secret=secret) as hearback:
        until(lambda: hearback.web_worker() and hearback.worker())
        pids = hearback.pids()
        assert len(pids) == (4 if secret else 5)
        assert hearback.process
        hearback.process.send_signal(signal.SIGTERM)
        assert hearback.process.wait(SOON) == 0
        assert [pid for pid in pids if is_alive(pid)] == []
        assert "Traceback" not in hearback.logged()


def test_killed_it_leaves_no_orphans(tmp_path: Path) -> None:
    """kill -9 of the one that started the others ends them all, soon."""
    with Running(tmp_path) as hearback:
        until(lambda: hearback.web_worker() and hearback.worker())
        pids = hearback.pids()
        assert hearback.process
        hearback.process.kill()
        hearback.process.wait()
        until(lambda: not any(is_alive(pid) for pid in pids), AT_LAST)
        assert hearback.pids() == []


STARTED_AND_TOLD_TO_END = """
import os, signal, time
from functools import partial
from webhooks.processes import _start
signal.signal(signal.SIGTERM, lambda *_: None)
for _ in range(5):
    process = _start(partial(time.sleep, 60), *os.pipe())
    process.terminate()
    process.join(5)
    print(process.exitcode)
    process.kill()
"""


def test_one_that_has_only_just_been_started_ends_too() -> None:
    """Started again after a kill and told to end in the same moment, it kept everything from ending for 15 seconds."""
    done = subprocess.run([sys.executable, "-c", STARTED_AND_TOLD_TO_END], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(-signal.SIGTERM)] * 5


def test_a_wrong_telegram_token_is_a_sentence(tmp_path: Path) -> None:
    """Only the poller rests; everything else goes on."""
    with Running(tmp_path, secret="", TELEGRAM_TOKEN="1:not-the-one") as hearback:
        until(lambda: "BotFather" in hearback.logged())
        assert "Traceback" not in hearback.logged()
        assert "not-the-one" not in hearback.logged()


def test_whoever_answers_keeps_to_one_core(tmp_path: Path) -> None:
    """All threads that answer are on the same one; the worker goes where there is room."""
    with Running(tmp_path) as hearback:
        web, worker = until(hearback.web_worker), until(hearback.worker)
        assert web
        assert worker
        with ThreadPoolExecutor(8) as callers:
            health = f"{hearback.url}/health"
            assert {answer.status_code for answer in callers.map(requests.get, [health] * 40)} == {200}
        threads = [int(task.name) for task in Path("/proc", str(web), "task").iterdir()]
        assert len(threads) > 2
        assert len({core for thread in threads for core in os.sched_getaffinity(thread)}) == 1
        assert os.sched_getaffinity(worker) == os.sched_getaffinity(0)


def test_what_it_logs_is_a_line_of_json_each(tmp_path: Path) -> None:
    """For machines, in UTC, with the place and the process; nothing that whoever called has said is in it."""
    with Running(tmp_path) as hearback:
        requests.post(f"{hearback.url}/sms", data={"Body": "the nightingale"}, timeout=15)
        hearback.kill("worker")
        logged = until(lambda: [line for line in hearback.logged().splitlines() if line.startswith("{")][1:])
        lines = [json.loads(line) for line in logged]
        assert all(set(line) == {"time", "level", "where", "process", "message"} for line in lines)
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["time"]) for line in lines)
        assert {line["where"].split(".")[0] for line in lines} == {"webhooks"}
        assert "nightingale" not in hearback.logged()
