"""A visit to the web chat ends on the server when Omar says so, or when he is gone."""

from datetime import datetime, timedelta

from sqlalchemy import text

from storage.contacts import contact_for
from storage.database import Database
from storage.visits import Visit, end_visit, note_seen, start_visit, visit_with

IDLE = timedelta(minutes=30)


def omar(store: Database, now: datetime) -> Visit:
    """Omar begins to chat."""
    with store.transaction() as session:
        contact = contact_for(session, store.keys, "web", "a-token", now)
        return start_visit(session, "a-token", contact.id, now)


def test_a_visit_is_found_by_its_token_only(store: Database, now: datetime) -> None:
    """The table does not hold the token."""
    visit = omar(store, now)
    with store.reading() as session:
        found = visit_with(session, "a-token", now - IDLE)
        assert found is not None
        assert found.id == visit.id
        assert visit_with(session, "b-token", now - IDLE) is None
        assert b"a-token" not in bytes(session.scalars(text("SELECT token_hash FROM visits")).one())


def test_an_ended_visit_is_over(store: Database, now: datetime) -> None:
    """The back button brings nothing back."""
    omar(store, now)
    with store.transaction() as session:
        visit = visit_with(session, "a-token", now - IDLE)
        assert visit is not None
        end_visit(session, visit, now)
        assert visit_with(session, "a-token", now - IDLE) is None


def test_an_idle_visit_is_over_unless_it_was_seen(store: Database, now: datetime) -> None:
    """Thirty minutes, counted from the last page."""
    omar(store, now)
    late = now + timedelta(minutes=31)
    with store.transaction() as session:
        assert visit_with(session, "a-token", late - IDLE) is None
        visit = visit_with(session, "a-token", now)
        assert visit is not None
        note_seen(session, visit, now + timedelta(minutes=20))
        assert visit_with(session, "a-token", late - IDLE) is not None
