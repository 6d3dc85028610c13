"""The jobs: durable work that DBOS carries for all workers, once each, taken over when a worker dies.

DBOS keeps what it stores in a file or schema of its own, and of us it sees only ids of rows and short codes.
"""

from __future__ import annotations

import fcntl
import logging
import os
import platform
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID
from sqlalchemy import Engine, create_engine, event, make_url

from bot.channels.contract import AT_ONCE

VERSION = "1"
"""Of the jobs' shape, pinned so that a worker of the next release takes up what this one left."""
POLL = 0.2
"""Seconds between looks at each queue: 1.3 % of a core each at 0.2, 2.6 % at 0.1."""
AHEAD = timedelta(minutes=1)
"""By how much the clock must have been ahead for us to say that it was put back."""
KEEP = timedelta(hours=1)
"""How long finished jobs stay to be looked at."""
PER_SECOND: Mapping[str, int] = {"sms": 80, "telegram": 30, "email": 10}
"""How many messages may leave a second, over all workers, where the settings say nothing else. Telegram's is its own
rule; Twilio queues texts itself beyond what a number may send, but answers 429 to too many requests at once."""
CHAT_LIMITS: Mapping[str, tuple[int, float]] = {"telegram": (3, 3.0)}
"""The same for one person: Telegram asks for one message a second and chat, and bears a short burst."""

_log = logging.getLogger(__name__)


@dataclass
class Duties:
    """What the jobs do in this process; set when the jobs start, as DBOS knows a job only by its name."""

    post: Callable[[int], str]
    tick: Callable[[datetime], str]


_duties: list[Duties] = []


@DBOS.workflow(name="post")
def _post(message_id: int) -> str:
    """No step of DBOS's within: the outbox knows what was sent, and a post that is begun again asks it first."""
    return _quietly(lambda: _duties[-1].post(message_id))


@DBOS.workflow(name="tick")
def _tick(at: str) -> str:
    return _quietly(lambda: _duties[-1].tick(datetime.fromisoformat(at)))


def _quietly(work: Callable[[], str]) -> str:
    """DBOS would keep an exception, text and all, in its own tables; it gets a code instead."""
    try:
        return work()
    except Exception as error:
        _log.error("A job failed: %s", type(error).__name__)
        return "trouble"


class Jobs:
    """DBOS, started for one worker. Only one can be open in a process."""

    def __init__(
        self, database_url: str, data: Path, duties: Duties, channels: Sequence[str], per_second: Mapping[str, int]
    ) -> None:
        self._slot = _Slot(data)
        _duties.append(duties)
        DBOS(config=_config(database_url, data, self._slot.name))
        DBOS.launch()
        for channel in channels:
            _register(channel, per_second.get(channel, PER_SECOND[channel]))

    def hand_over(self, channel: str, message_id: int, attempt: int, contact_id: int) -> None:
        """Have a message posted by whichever worker is free; handing over the same attempt twice does nothing."""
        key = str(contact_id) if channel in CHAT_LIMITS else None
        with SetWorkflowID(job_name(message_id, attempt)), SetEnqueueOptions(queue_partition_key=key):
            DBOS.enqueue_workflow(channel, _post, message_id)

    def take_over(self, channel: str, message_id: int, attempt: int, contact_id: int) -> bool:
        """Have a message posted whose worker has been silent for too long, or whose job came to nothing.

        False when its job only waits for its turn.
        """
        name = job_name(message_id, attempt)
        status = DBOS.get_workflow_status(name)
        if status is not None and status.status in ("ENQUEUED", "DELAYED"):
            return False
        if status is not None and status.status == "PENDING":
            DBOS.resume_workflow(name, queue_name=channel)
            return True
        if status is not None:
            DBOS.delete_workflow(name)
        self.hand_over(channel, message_id, attempt, contact_id)
        return True

    def tick(self, at: datetime) -> None:
        """Do what falls due, at this moment, in one of all the workers.

        A job of this name that was begun later than this moment is of before the clock was put back, and done with.
        """
        name = f"tick-{int(at.timestamp())}"
        before = DBOS.get_workflow_status(name)
        if before is not None and before.created_at is not None and before.created_at > (at + AHEAD).timestamp() * 1000:
            DBOS.delete_workflow(name)
        with SetWorkflowID(name):
            DBOS.start_workflow(_tick, at.isoformat())

    def forget_finished(self, now: datetime) -> None:
        """Drop jobs that have been done for a while."""
        done = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=(now - KEEP).isoformat(),
            limit=2000,
            load_input=False,
            load_output=False,
        )
        if done:
            DBOS.delete_workflows([job.workflow_id for job in done])

    def close(self, patience: int) -> None:
        """Stop; jobs that are not done within `patience` seconds are taken up by the next worker."""
        DBOS.destroy(workflow_completion_timeout_sec=patience)
        _duties.pop()
        self._slot.give_back()


def job_name(message_id: int, attempt: int) -> str:
    """The name of the job of one attempt at one message, the same in every worker."""
    return f"post-{message_id}-{attempt}"


def _register(channel: str, most: int) -> None:
    each = CHAT_LIMITS.get(channel)
    DBOS.register_queue(
        channel,
        worker_concurrency=AT_ONCE,
        limiter={"limit": most, "period": 1.0},
        partition_limiter=None if each is None else {"limit": each[0], "period": each[1]},
        polling_interval_sec=POLL,
        on_conflict="always_update",
    )


def _config(database_url: str, data: Path, slot: str) -> DBOSConfig:
    config: DBOSConfig = {
        "name": "hearback",
        "executor_id": slot,
        "application_version": VERSION,
        "log_level": "ERROR",
        "use_listen_notify": False,  # nothing of ours waits for DBOS's own events
        "notification_listener_polling_interval_sec": 0.5,
        "system_database_url": database_url.replace("postgresql+psycopg://", "postgresql://"),
    }
    if make_url(database_url).get_backend_name() == "sqlite":
        file = data / "dbos.db"
        config["system_database_url"] = f"sqlite:///{file}"
        config["system_database_engine"] = _open_file(file)
    return config


def _open_file(file: Path) -> Engine:
    """DBOS's file in write-ahead mode, which it does not choose itself; readers then wait for nobody.

    Losing its last moments in a power cut is no loss: the outbox knows what was not sent.
    """
    data = sqlite3.connect(file, timeout=30)
    data.execute("PRAGMA journal_mode=WAL")
    data.close()
    engine = create_engine(f"sqlite:///{file}", pool_size=AT_ONCE, max_overflow=8, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("busy_timeout=30000", "foreign_keys=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


class _Slot:
    """A name no other living worker has, and the next one in this place has again: DBOS then gives it back its jobs."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        for number in range(1000):
            self._lock = os.open(data / f"worker-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(self._lock)
                continue
            self.name = f"{platform.node()}-{number}"
            return
        raise RuntimeError("A thousand workers share this data folder: give some of them another one.")

    def give_back(self) -> None:
        os.close(self._lock)
