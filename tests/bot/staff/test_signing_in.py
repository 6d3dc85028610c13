"""Who may come in, and the wait that grows while somebody guesses."""

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher

from bot.staff import passwords
from bot.staff.signing_in import FAILURES_FROM_ONE_PLACE, let_in
from storage.database import Database
from storage.staff import Staff, add_staff

GOOD = "three odd words"
BOB = "bob@example.org"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def bob(store: Database, now: datetime, monkeypatch: pytest.MonkeyPatch) -> int:
    """Bob, an officer, whose password takes no time to compare."""
    monkeypatch.setattr(passwords.fits, "__defaults__", (QUICK,))
    monkeypatch.setattr(passwords.is_dated, "__defaults__", (QUICK,))
    kept = passwords.keep(GOOD, QUICK)
    return store.write(lambda session: add_staff(session, BOB, "Bob", "officer", now, kept).id)


def comes_in(store: Database, now: datetime, password: str = GOOD, email: str = BOB) -> bool:
    return let_in(store, email, password, "192.0.2.1", now) is not None


def fail(store: Database, now: datetime, times: int) -> None:
    for _ in range(times):
        assert not comes_in(store, now, "wrong")


def test_bob_comes_in_however_he_writes_his_address(store: Database, bob: int, now: datetime) -> None:
    """And when he did is kept."""
    assert comes_in(store, now, email=" BOB@Example.org ")
    with store.reading() as session:
        assert session.get_one(Staff, bob).last_signed_in_at == now


@pytest.mark.parametrize(("email", "password"), [(BOB, "wrong"), (BOB, ""), ("", GOOD), ("charlie@example.org", GOOD)])
def test_charlie_does_not(store: Database, bob: int, now: datetime, email: str, password: str) -> None:
    """Whatever he tries."""
    assert not comes_in(store, now, password, email)


def test_after_five_failures_even_the_right_password_must_wait_a_minute(
    store: Database, bob: int, now: datetime
) -> None:
    """Four cost nothing."""
    fail(store, now, 4)
    assert comes_in(store, now)
    fail(store, now, 5)
    assert not comes_in(store, now + MINUTE - timedelta(seconds=1))
    assert comes_in(store, now + MINUTE)


def test_the_wait_doubles_up_to_an_hour(store: Database, bob: int, now: datetime) -> None:
    """And what is tried meanwhile does not count."""
    at, waits = now, []
    fail(store, at, 4)
    for _ in range(9):
        fail(store, at, 3)
        with store.reading() as session:
            until = session.get_one(Staff, bob).locked_until
        assert until is not None
        waits.append((until - at) // MINUTE)
        at = until
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert comes_in(store, at)
    fail(store, at, 4)
    assert comes_in(store, at)


def test_who_is_deactivated_does_not_come_in(store: Database, bob: int, now: datetime) -> None:
    """With the right password either."""
    store.write(lambda session: setattr(session.get_one(Staff, bob), "active", False))
    assert not comes_in(store, now)


def test_one_place_that_guesses_without_end_is_shut_out(store: Database, bob: int, now: datetime) -> None:
    """Until the next hour; from elsewhere Bob comes in all the same."""
    for number in range(FAILURES_FROM_ONE_PLACE):
        assert not comes_in(store, now, "wrong", f"guess{number}@example.org")
    assert not comes_in(store, now)
    assert let_in(store, BOB, GOOD, "192.0.2.2", now) is not None
    assert comes_in(store, now + timedelta(hours=1))


def test_a_place_that_is_shut_out_costs_no_more_time_and_locks_nobody_out(
    store: Database, bob: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparing passwords is slow on purpose, and the same threads answer residents in danger."""
    for number in range(FAILURES_FROM_ONE_PLACE):
        assert not comes_in(store, now, "wrong", f"guess{number}@example.org")

    def compare(*_: object) -> bool:
        raise AssertionError("a password was compared")

    monkeypatch.setattr(passwords, "fits", compare)
    fail(store, now, 6)
    with store.reading() as session:
        assert session.get_one(Staff, bob).failed_count == 0


def test_a_dated_hash_is_made_anew(store: Database, bob: int, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the parameters have grown, at the next sign-in."""
    better = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    for work in (passwords.fits, passwords.is_dated, passwords.keep):
        monkeypatch.setattr(work, "__defaults__", (better,))
    assert comes_in(store, now)
    with store.reading() as session:
        kept = session.get_one(Staff, bob).password_hash
    assert kept is not None
    assert not better.check_needs_rehash(kept)
    assert comes_in(store, now)
