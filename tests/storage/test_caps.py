"""Counts go up by window and key, and old windows are forgotten."""

from datetime import datetime, timedelta

from storage.caps import count_up, counted, forget_counts
from storage.database import Database


def test_each_window_and_key_counts_apart(store: Database, now: datetime) -> None:
    """Ada's reports of this hour are not Gwen's, nor the last hour's, nor her codes."""
    with store.transaction() as session:
        assert [count_up(session, "report", b"ada", now) for _ in range(3)] == [1, 2, 3]
        assert count_up(session, "report", b"gwen", now) == 1
        assert count_up(session, "code", b"ada", now) == 1
        assert count_up(session, "spend", b"ada", now - timedelta(hours=1), by=40) == 40
        assert counted(session, "report", b"ada", now) == 3
        assert counted(session, "report", b"omar", now) == 0


def test_old_windows_are_forgotten(store: Database, now: datetime) -> None:
    """The table does not grow for ever."""
    hour = timedelta(hours=1)
    with store.transaction() as session:
        count_up(session, "report", b"ada", now - hour)
        count_up(session, "report", b"ada", now)
        forget_counts(session, now)
        assert (counted(session, "report", b"ada", now - hour), counted(session, "report", b"ada", now)) == (0, 1)
