"""Promises are owed until they are kept."""

from datetime import datetime, timedelta

from storage.cases import open_case
from storage.database import Database
from storage.promises import keep_promise, make_promise, owed, promises_of


def test_a_promise_is_owed_until_it_is_kept(store: Database, now: datetime) -> None:
    """The most pressing first; what is due later is not owed yet."""
    with store.transaction() as session:
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        days = [make_promise(session, case.id, "first_contact", now + timedelta(days=d), now) for d in (3, 1, 9)]
        assert owed(session, now + timedelta(days=5)) == [days[1], days[0]]
        keep_promise(session, days[1], now)
        assert owed(session, now + timedelta(days=5)) == [days[0]]
        assert promises_of(session, case.id) == days
