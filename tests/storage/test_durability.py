"""SQLite: nothing is acknowledged that a loss of power could take back."""

import errno
import fcntl
import os
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.messages import Repeated
from storage.sealing import Keys
from tests.storage.story import MakeStore, turn


def test_sqlite_is_set_as_decided(new_sqlite: MakeStore, keys: Keys) -> None:
    """Write-ahead log, waiting for the disk at checkpoints, foreign keys: on every connection."""
    store = Database(new_sqlite(), keys)
    with store.transaction() as session:
        settings = [session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert settings == ["wal", 1, 1]
    store.close()


def test_sqlite_waits_for_the_disk_after_the_next_writer_may_begin(
    new_sqlite: MakeStore, keys: Keys, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is acknowledged that a loss of power could take back, and nobody waits for another's disk."""
    store = Database(new_sqlite(), keys)
    waited_for: list[tuple[str, int]] = []

    def wait(log: int) -> None:
        with open(f"{store.url.database}.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises where a writer still holds it
        path = os.readlink(f"/proc/self/fd/{log}") if os.path.exists("/proc") else f"{store.url.database}-wal"
        waited_for.append((path, os.fstat(log).st_size))

    monkeypatch.setattr("storage.database.WAIT_FOR_DISK", wait)
    store.write(lambda session: turn(session, store.keys, now, "SM1"))
    assert [path for path, _ in waited_for] == [f"{store.url.database}-wal"]
    assert waited_for[0][1] > 0
    store.close()


def test_a_repeat_is_not_told_of_before_the_first_is_on_the_disk(
    new_sqlite: MakeStore, keys: Keys, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wrote it may still be waiting, or was killed while waiting."""
    store = Database(new_sqlite(), keys)
    store.write(lambda session: turn(session, store.keys, now, "SM1"))
    waited_for: list[int] = []
    monkeypatch.setattr("storage.database.WAIT_FOR_DISK", waited_for.append)
    with pytest.raises(Repeated):
        store.write(lambda session: turn(session, store.keys, now, "SM1"))
    assert len(waited_for) == 1
    store.close()


def test_a_disk_that_fails_is_never_acknowledged(
    new_sqlite: MakeStore, keys: Keys, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider brings the message again."""

    def fail(log: int) -> None:
        raise OSError(errno.EIO, "the disk is broken")

    store = Database(new_sqlite(), keys)
    monkeypatch.setattr("storage.database.WAIT_FOR_DISK", fail)
    with pytest.raises(OSError, match="the disk is broken"):
        store.write(lambda session: turn(session, store.keys, now, "SM1"))
    store.close()


def test_sqlite_waits_for_the_log_of_the_file_that_a_link_leads_to(
    new_sqlite: MakeStore, keys: Keys, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite keeps it beside the file itself; and a working folder may change."""
    file, link = Path(new_sqlite().removeprefix("sqlite:///")), tmp_path / "link.db"
    link.symlink_to(file)
    monkeypatch.chdir(tmp_path)
    store = Database("sqlite:///link.db", keys)
    monkeypatch.chdir("/")
    waited_for: list[int] = []
    monkeypatch.setattr("storage.database.WAIT_FOR_DISK", lambda log: waited_for.append(os.fstat(log).st_ino))
    store.write(lambda session: turn(session, store.keys, now, "SM1"))
    assert waited_for == [Path(f"{file}-wal").stat().st_ino]
    store.close()


def test_a_child_forked_in_the_middle_of_a_transaction_does_not_keep_the_lock(
    new_sqlite: MakeStore, keys: Keys, now: datetime
) -> None:
    """It has the file open that was locked."""
    store = Database(new_sqlite(), keys)
    release, wait = os.pipe()
    with store.transaction() as session:
        turn(session, store.keys, now, "SM1")
        child = os.fork()
        if child == 0:
            os.close(wait)
            os.read(release, 1)
            os._exit(0)
    with open(f"{store.url.database}.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(wait)
    assert os.waitpid(child, 0)[1] == 0
    os.close(release)
    store.close()
