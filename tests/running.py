"""Hearback as a resident meets it: `hearback serve` in processes of its own, between stand-ins of its providers."""

from __future__ import annotations

import base64
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

import requests

from bot.configuration.settings import read_settings
from storage.database import Database
from storage.sealing import Keys
from tests.standins import telegram_cloud, twilio_cloud
from tests.standins.telegram_cloud import TelegramCloud
from tests.standins.twilio_cloud import TwilioCloud

Found = TypeVar("Found")
Victim = Literal["web", "web_worker", "worker", "parent"]
KEY = base64.b64encode(b"a key for running, 32 bytes long").decode()
OURS = ("HEARBACK_", "TWILIO_", "TELEGRAM_", "SMTP_", "DATABASE_URL")
PATIENCE = 30.0


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(find: Callable[[], Found | None], seconds: float = PATIENCE) -> Found:
    """Wait until this gives something true, and return it; fails when it never does."""
    deadline = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
    return found


def surroundings(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a process of ours: whatever the machine has, without its settings of Hearback, and these."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**inherited, "PYTHONUNBUFFERED": "1", "HEARBACK_DATA": str(data), "HEARBACK_KEY": KEY, **settings}


class Running:
    """`hearback serve`, started when the block begins and ended with it; stand-ins take what it sends.

    `program` is the module that is run instead of `webhooks`, for planted faults.
    """

    def __init__(
        self, folder: Path, program: str = "webhooks", *, secret: str = telegram_cloud.SECRET, **settings: str
    ) -> None:
        self.folder, self.data, self.log = folder, folder / "data", folder / "hearback.log"
        self.port, self.program = free_port(), program
        self.url = f"http://127.0.0.1:{self.port}"
        self.twilio = TwilioCloud(webhook=f"{self.url}/sms", delivers=True)
        self.telegram = TelegramCloud(secret=secret)
        self.environ = surroundings(self.data, **(self._connections(secret) | settings))
        self.process: subprocess.Popen[bytes] | None = None

    def _connections(self, secret: str) -> dict[str, str]:
        return {
            "HEARBACK_PORT": str(self.port),
            "TWILIO_ACCOUNT_SID": twilio_cloud.ACCOUNT,
            "TWILIO_AUTH_TOKEN": twilio_cloud.TOKEN,
            "TWILIO_FROM": twilio_cloud.OUR_NUMBER,
            "TWILIO_BASE_URL": self.twilio.url,
            "TELEGRAM_TOKEN": telegram_cloud.TOKEN,
            "TELEGRAM_SECRET": secret,
            "TELEGRAM_BASE_URL": self.telegram.url,
        }

    def start(self) -> None:
        """Start it as somebody would in a terminal; it goes on writing to the same log."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", self.program, "serve"]
            self.process = subprocess.Popen(command, env=self.environ, stdout=log, stderr=log, start_new_session=True)

    def wait_until_ready(self) -> None:
        """Until it answers, and has told Telegram where it is; started again whenever it could not begin."""
        until(self._answers)
        until(lambda: self.telegram.webhook or not self.environ["TELEGRAM_SECRET"])

    def _answers(self) -> bool:
        assert self.process
        if self.process.poll() is not None:
            raise AssertionError(f"it ended at its start: {self.logged()}")
        with suppress(requests.RequestException):
            return requests.get(f"{self.url}/health", timeout=5).ok
        return False

    def logged(self) -> str:
        """All that its processes have printed so far."""
        return self.log.read_text("utf-8", "replace")

    def journal_waits(self) -> int:
        """How much waits in its journal."""
        with suppress(requests.RequestException):
            answer = requests.get(f"{self.url}/health", timeout=15)
            return int(answer.json()["journal"]["waiting"])
        return 1

    def first_link(self) -> str:
        """The link that it printed for the first administrator."""
        found = re.search(r"\(this link works once\): (\S+)", self.logged())
        assert found, "no link was printed"
        return found[1]

    def store(self) -> Database:
        """The store it works on, opened beside it; close it."""
        settings = read_settings(self.environ)
        return Database(settings.database_url, Keys(settings.contact_key))

    def store_url(self) -> str:
        """Where that store is."""
        return read_settings(self.environ).database_url

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def __enter__(self) -> Self:
        """Start it, unless that was done, and wait until it can be used."""
        try:
            if self.process is None:
                self.start()
            self.wait_until_ready()
        except BaseException:
            self._clear_away()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._clear_away()
        if error is None:
            assert self.twilio.complaints + self.telegram.complaints == []

    def _clear_away(self) -> None:
        if self.process and self.process.poll() is None:
            self.stop()
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.twilio.close()
        self.telegram.close()

    def kill(self, victim: Victim) -> None:
        """kill -9 of one process, as soon as it is there; the parent, whom nobody else starts again, is started."""
        if victim == "parent":
            assert self.process
            self.process.kill()
            self.process.wait()
            self.start()
        else:
            finders = {"web": self.web, "web_worker": self.web_worker, "worker": self.worker}
            os.kill(until(finders[victim]), signal.SIGKILL)

    def keep_up(self) -> None:
        """Start it again where it has ended, as whoever looks after a machine has it done: it ends when the store
        cannot be opened at its start."""
        assert self.process
        if self.process.poll() is not None:
            self.start()

    def pids(self) -> list[int]:
        """Every process of this installation that is alive, also those whose parent has died."""
        mark = f"HEARBACK_PORT={self.port}".encode()
        found = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())
        return sorted(pid for pid in found if mark in _read(pid, "environ").split(b"\0") and is_alive(pid))

    def parent(self) -> int:
        """The process that starts the others."""
        assert self.process
        return self.process.pid

    def worker(self) -> int | None:
        """The process that sends: it holds a worker's place in the data folder."""
        return next((pid for pid in _children(self.parent()) if _holds(pid, "worker-")), None)

    def web(self) -> int | None:
        """gunicorn's master."""
        return next((pid for pid in _children(self.parent()) if _children(pid)), None)

    def web_worker(self) -> int | None:
        """gunicorn's worker, which answers requests."""
        web = self.web()
        return next(iter(_children(web)), None) if web else None


def run_to_its_end(environ: Mapping[str, str], *words: str, seconds: float = PATIENCE) -> tuple[int, str]:
    """A command of ours that ends by itself: its exit code, and all that it said."""
    command = [sys.executable, "-m", "webhooks", *words]
    done = subprocess.run(command, env=dict(environ), capture_output=True, text=True, timeout=seconds)
    return done.returncode, done.stdout + done.stderr


def is_alive(pid: int) -> bool:
    """Whether this process runs; one that has ended and was not yet asked for its exit code does not."""
    status = _read(pid, "stat").rpartition(b")")[2].split()
    return bool(status) and status[0] not in (b"Z", b"X")


def _children(pid: int) -> list[int]:
    named = [int(child) for child in _read(pid, f"task/{pid}/children").split()]
    return [child for child in named if is_alive(child)]


def _holds(pid: int, name: str) -> bool:
    with suppress(OSError):
        return any(Path(os.readlink(file)).name.startswith(name) for file in Path("/proc", str(pid), "fd").iterdir())
    return False


def _read(pid: int, name: str) -> bytes:
    try:
        return Path("/proc", str(pid), name).read_bytes()
    except OSError:
        return b""
