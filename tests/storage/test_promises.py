"""Promises are owed until they are kept."""

from datetime import datetime, timedelta

from storage.cases import open_case
from storage.database import Database
from storage.promises import (
    keep_promise,
    kept_with,
    leaving_late,
    lose,
    make_promise,
    note_leaving,
    owe_again,
    owed_in,
    pass_on,
    promises_of,
)
from storage.sealing import Keys
from storage.updates import log_update
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


def test_a_promise_of_the_next_update_that_nobody_heard_is_none(store: Database, keys: Keys, now: datetime) -> None:
    """Lost, the update leaves what was owed before it, and no more, however often it is tried; heard by one of two, the
    promise stands; and where nothing else is owed, it is kept to."""
    with store.transaction() as session:
        for name in ("SM1", "SM2", "SM3"):
            turn(session, keys, now, name)
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        first = make_promise(session, case.id, "update", now + timedelta(days=1), now)
        for message_id in (1, 2):
            keep_promise(session, first, now, (message_id,))
            make_promise(session, case.id, "update", now + timedelta(days=9), now, message_id)
            lose(session, message_id)
            assert owed_in(session, case.id) == [first]
        keep_promise(session, first, now, (1, 2))
        following = make_promise(session, case.id, "update", now + timedelta(days=9), now, 1)
        lose(session, 1)
        assert (owed_in(session, case.id), following.message_id) == ([first, following], 2)
        lose(session, 2)
        assert owed_in(session, case.id) == [first]
        keep_promise(session, first, now)
        only = make_promise(session, case.id, "update", now + timedelta(days=9), now, 3)
        lose(session, 3)
        assert owed_in(session, case.id) == [only]


def test_what_was_lost_is_not_owed_again_once_they_were_called(store: Database, keys: Keys, now: datetime) -> None:
    """Told another way after it was written, they know; told before, they do not know this."""
    later = now + timedelta(hours=1)
    with store.transaction() as session:
        turn(session, keys, now, "SM1")
        turn(session, keys, now, "SM2")
        turn(session, keys, now, "SM3")
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        promise = make_promise(session, case.id, "update", now, now)
        log_update(session, case.id, now, note="Called before.")
        log_update(session, case.id, now, message_id=1)
        keep_promise(session, promise, now, (1,))
        lose(session, 1)
        assert owed_in(session, case.id) == [promise]
        log_update(session, case.id, now, message_id=2)
        keep_promise(session, promise, now, (2,))
        log_update(session, case.id, later, note="Called them.")
        lose(session, 2)
        assert (owed_in(session, case.id), promise.kept_at, kept_with(session, 2)) == ([], later, [])
        keep_promise(session, promise, later, (2,))
        log_update(session, case.id, later, message_id=3, instead_of=2)
        pass_on(session, 2, 3, later)
        lose(session, 3)
        assert (owed_in(session, case.id), promise.kept_at) == ([], later)
