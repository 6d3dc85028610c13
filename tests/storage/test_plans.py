"""What a turn asks of the store goes through an index, so that it costs the same with 100 cases and 200,000."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from storage import journeys
from storage.cases import Case, ask_for_cases_since, case_by_reference, open_cases_of
from storage.conversations import conversations_of
from storage.database import Database
from storage.deliveries import message_sent_as, state_of
from storage.messages import transcript
from storage.outbox import due, mark_done, mark_handed, queue, stranded
from storage.promises import kept_with, leaving_late, promises_of
from storage.reading import bring
from storage.reporters import reporters_of
from storage.reports import reports_of_case, save_report
from storage.staff import looks_at
from storage.visits import visit_with
from tests.storage.story import talk, turn

Asked = list[tuple[str, Any]]


@contextmanager
def listening(store: Database) -> Iterator[Asked]:
    """Collects every question put to the database."""
    asked: Asked = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            asked.append((statement, parameters))

    def hear_ready(connection: Any, sql: str, rows: Any) -> Any:
        hear(connection, None, sql, rows[0])
        return give(connection, sql, rows)

    give = journeys.give
    event.listen(store.engine, "before_cursor_execute", hear)
    journeys.give = hear_ready
    yield asked
    journeys.give = give
    event.remove(store.engine, "before_cursor_execute", hear)


def scans(store: Database, asked: Asked) -> list[str]:
    """The questions that read a whole table."""
    sqlite = store.url.get_backend_name() == "sqlite"
    found = []
    with store.reading() as session:
        connection = session.connection()
        if not sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, parameters in asked:
            question = f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}"
            is_ours = "$1" in statement  # with its values numbered
            plan = (
                journeys.give(connection, question, [parameters]).fetchall()
                if is_ours
                else connection.exec_driver_sql(question, parameters)
            )
            if any(("SCAN " if sqlite else "Seq Scan") in str(row) for row in plan):
                found.append(statement)
    return found


def one_turn(session: Session, store: Database, now: datetime) -> None:
    """Heard, answered, queued, kept."""
    conversation = turn(session, store.keys, now, "SM1")
    talk(session, store.keys, now)
    queue(session, conversation, conversation.length, "reply", now)
    save_report(session, conversation, 1, now, state="unfinished", words="noise", answers={})
    open_cases_of(session, conversation.contact_id)
    ask_for_cases_since(session, conversation.contact_id, now)
    bring(session)


def the_workers_round(session: Session, store: Database, now: datetime) -> None:
    """What is due, and settled."""
    due(session, now, 10)
    stranded(session, now, 10)
    mark_handed(session, [1], now)
    mark_done(session, 1, now)
    message_sent_as(session, "SM1")
    visit_with(session, "token", now)


def an_officers_look(session: Session, store: Database, now: datetime) -> None:
    """A case with all that belongs to it."""
    case_by_reference(session, "AB2D-EF3G")
    transcript(session, 1)
    state_of(session, [1, 2, 3])
    conversations_of(session, 1)
    reports_of_case(session, 1)
    promises_of(session, 1)
    leaving_late(session, now, 10)
    kept_with(session, 1)
    reporters_of(session, 1)
    looks_at(session, "case", 1)


@pytest.mark.parametrize("piece", [one_turn, the_workers_round, an_officers_look])
def test_nothing_reads_a_whole_table(
    store: Database, now: datetime, piece: Callable[[Session, Database, datetime], None]
) -> None:
    """A turn, the worker's round, an officer's look at a case."""
    with listening(store) as asked, store.transaction() as session:
        piece(session, store, now)
    assert len(asked) >= 3
    assert scans(store, asked) == []


def test_a_question_that_reads_a_whole_table_is_noticed(store: Database) -> None:
    """The planted fault: cases by their place."""
    with listening(store) as asked, store.reading() as session:
        session.scalars(select(Case.id).where(Case.place == "Elm Court")).all()
        case_by_reference(session, "AB2D-EF3G")
    assert len(scans(store, asked)) == 1
