"""Promises are owed until they are kept."""

from datetime import datetime, timedelta

from storage.cases import open_case
from storage.database import Database
from storage.promises import (
    keep_promise,
    kept_with,
    leaving_late,
    make_promise,
    note_leaving,
    owe_again,
    owed_in,
    pass_on,
    promises_of,
)
from storage.sealing import Keys
from tests.storage.story import turn


def test_a_promise_is_owed_until_it_is_kept(store: Database, now: datetime) -> None:
    """All of a case are seen in the order they were made, kept or not."""
    with store.transaction() as session:
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        days = [make_promise(session, case.id, "first_contact", now + timedelta(days=d), now) for d in (3, 1, 9)]
        assert [promise.kept_at for promise in days] == [None] * 3
        keep_promise(session, days[1], now)
        assert promises_of(session, case.id) == days
        assert [promise.kept_at for promise in days] == [None, now, None]


def test_messages_keep_it_when_the_last_has_left_and_not_when_one_is_lost(
    store: Database, keys: Keys, now: datetime
) -> None:
    """No sooner than any of them leaves; what is late stands on the list until then; lost, it is owed again."""
    later, due = now + timedelta(hours=3), now + timedelta(hours=1)
    with store.transaction() as session:
        turn(session, keys, now, "SM1")
        turn(session, keys, now, "SM2")
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        promise = make_promise(session, case.id, "update", due, now)
        keep_promise(session, promise, now, (1, 2))
        assert (kept_with(session, 1), promise.kept_late) == ([promise], False)
        note_leaving(session, 1, later)
        note_leaving(session, 2, now)
        assert (promise.kept_at, promise.kept_late) == (later, True)
        assert leaving_late(session, now, 5) == [(promise, case)]
        assert leaving_late(session, later, 5) == []
        pass_on(session, 2, 3, later + timedelta(hours=1))
        assert (kept_with(session, 3), promise.kept_at) == ([promise], later + timedelta(hours=1))
        owe_again(session, 3)
        assert (owed_in(session, case.id), kept_with(session, 1)) == ([promise], [])
        note_leaving(session, 1, later)
        assert promise.kept_at is None
