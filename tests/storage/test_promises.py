"""Promises are owed until they are kept."""

from datetime import datetime, timedelta

from storage.cases import open_case
from storage.database import Database
from storage.promises import keep_promise, make_promise, promises_of


def test_a_promise_is_owed_until_it_is_kept(store: Database, now: datetime) -> None:
    """All of a case are seen in the order they were made, kept or not."""
    with store.transaction() as session:
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        days = [make_promise(session, case.id, "first_contact", now + timedelta(days=d), now) for d in (3, 1, 9)]
        assert [promise.kept_at for promise in days] == [None] * 3
        keep_promise(session, days[1], now)
        assert promises_of(session, case.id) == days
        assert [promise.kept_at for promise in days] == [None, now, None]
