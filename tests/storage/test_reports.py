"""Reports are kept from the first word on, one for each page of a conversation."""

from datetime import datetime, timedelta

from sqlalchemy import select

from storage.cases import open_case
from storage.database import Database
from storage.reports import Report, report_of, reports_of_case, save_report
from tests.storage.story import talk


def test_a_report_saved_again_is_the_same_report(store: Database, now: datetime) -> None:
    """Its start stays; what was answered since is there."""
    later = now + timedelta(minutes=3)
    with store.transaction() as session:
        conversation = talk(session, store.keys, now)
        save_report(session, conversation, 1, now, state="unfinished", words="noise", answers={})
        answers = {"how_often": "daily", "said": "null\0byte", "dates": [1, 2]}
        save_report(session, conversation, 1, later, state="unfinished", words="noise", answers=answers, urgent=True)
    with store.reading() as session:
        kept = session.scalars(select(Report)).one()
        assert (kept.started_at, kept.updated_at, kept.urgent) == (now, later, True)
        assert kept.answers == {"how_often": "daily", "said": "nullbyte", "dates": [1, 2]}


def test_a_report_is_found_with_its_case_or_by_its_page(store: Database, now: datetime) -> None:
    """An unfinished one has no case to be found with."""
    with store.transaction() as session:
        conversation = talk(session, store.keys, now)
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        save_report(session, conversation, 2, now, state="unfinished", words="younger", answers={})
        before = now - timedelta(days=1)
        save_report(session, conversation, 1, before, state="unfinished", words="older", answers={})
        save_report(session, conversation, 3, now, state="filed", words="filed", answers={}, case_id=case.id)
    with store.reading() as session:
        assert [report.words for report in reports_of_case(session, case.id)] == ["filed"]
        found = report_of(session, conversation.id, 2)
        assert found is not None
        assert found.words == "younger"
        assert report_of(session, conversation.id, 9) is None
