"""PostgreSQL: how often a turn travels to the database, and what may not travel together."""

from datetime import datetime

import pytest
from psycopg import Pipeline
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from storage import journeys
from storage.cases import amend_case, case_by_reference, open_case
from storage.contacts import contact_for
from storage.conversations import Conversation, open_conversation
from storage.database import Database
from storage.messages import append, transcript
from storage.reports import save_report
from storage.taking_up import hold_talk_with
from storage.waiting import Waiting
from tests.storage.story import talk, turn
from tests.storage.test_connections import cut_off

Journeys = list[list[str]]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Journeys:
    """Every journey that is made: the statements in it, by their first word."""
    seen: Journeys = []
    make = journeys._carry_out

    def listen(connection: Connection, batch: list[Waiting]) -> None:
        if batch:
            seen.append([one.sql.split()[0] for one in batch])
        make(connection, batch)

    monkeypatch.setattr(journeys, "_carry_out", listen)
    return seen


def reported(session: Session, store: Database, now: datetime, provider_id: str) -> None:
    """Ada is heard, her report is kept, and she is answered."""
    conversation = turn(session, store.keys, now, provider_id)
    save_report(session, conversation, 1, now, state="unfinished", words="noise", answers={})


def test_a_turn_makes_two_journeys(postgres_store: Database, now: datetime, made: Journeys) -> None:
    """It begins along with what it asks, and commits along with what it writes."""
    postgres_store.write(lambda session: reported(session, postgres_store, now, "SM1"))
    made.clear()
    postgres_store.write(lambda session: reported(session, postgres_store, now, "SM2"))
    assert [(made[0][0], made[0][-1]), (made[1][0], made[1][-1])] == [("BEGIN", "SELECT"), ("INSERT", "COMMIT")]
    assert len(made) == 2
    with postgres_store.reading() as session:
        assert [m.provider_id for m in transcript(session, 1)] == ["SM1", None, "SM2", None]


def test_the_statements_of_a_journey_are_sent_at_once(
    postgres_store: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """psycopg's pipeline would send each and look whether it is answered."""

    def one_by_one(*_: object) -> None:
        raise AssertionError("A statement was sent before the others were there.")

    monkeypatch.setattr("psycopg._pipeline_base.pipeline_communicate", one_by_one)
    postgres_store.write(lambda session: reported(session, postgres_store, now, "SM1"))
    with postgres_store.reading() as session:
        assert [m.provider_id for m in transcript(session, 1)] == ["SM1", None]
    monkeypatch.setattr("storage.at_once.AtOnce", Pipeline)
    with pytest.raises(AssertionError):
        postgres_store.write(lambda session: reported(session, postgres_store, now, "SM2"))


def test_a_commit_that_travels_along_is_refused_where_somebody_was_quicker(
    postgres_store: Database, now: datetime, made: Journeys
) -> None:
    """A case is read, and not held: the officer's change stands, and so does what is taken again after it."""
    postgres_store.write(lambda session: open_case(session, "AB2D-EF3G", {}, "resident", now).id)
    taken: list[int] = []

    def amend(session: Session) -> None:
        case = case_by_reference(session, "AB2D-EF3G")
        assert case
        if not taken:
            taken.append(1)
            with postgres_store.transaction() as other:
                theirs = case_by_reference(other, "AB2D-EF3G")
                assert theirs
                amend_case(other, theirs, {"kind": "noise"}, "staff:1", now)
        amend_case(session, case, {"place": "14 Elm Court"}, "resident", now)

    made.clear()
    postgres_store.write(amend)
    assert [journey[-1] for journey in made if "UPDATE" in journey] == ["COMMIT"] * 3
    with postgres_store.reading() as session:
        case = case_by_reference(session, "AB2D-EF3G")
        assert case
        assert (case.kind, case.place) == ("noise", "14 Elm Court")


def test_a_transaction_that_asks_nothing_is_not_begun(postgres_store: Database, now: datetime, made: Journeys) -> None:
    """And leaves nothing behind for the next one on its connection."""
    with postgres_store.transaction() as session:
        session.connection()
    assert made == []
    postgres_store.write(lambda session: turn(session, postgres_store.keys, now, "SM1").id)
    assert [first for first, *_ in made].count("BEGIN") == 1


def test_nothing_is_committed_before_the_unit_of_work_has_written(store: Database, now: datetime) -> None:
    """What it adds may be refused, and then the rest must go as well."""
    held = store.write(lambda session: talk(session, store.keys, now))
    about = {"channel": "sms", "contact_id": held.contact_id, "audience": "resident", "language": "en"}

    def work(session: Session) -> None:
        reported(session, store, now, "SM1")
        session.add(Conversation(**about, opened_at=now))

    with pytest.raises(IntegrityError):
        store.write(work)
    with store.reading() as session:
        assert transcript(session, held.id) == []
        assert session.scalars(select(Conversation.length)).all() == [0]


def test_a_journey_that_was_to_commit_and_was_cut_off_is_not_made_again(
    postgres_store: Database, now: datetime
) -> None:
    """It may have arrived: whoever asked for it must ask again, and is told what was filed."""
    taken: list[int] = []

    def work(session: Session) -> None:
        reported(session, postgres_store, now, "SM1")
        taken.append(1)
        cut_off(postgres_store)

    postgres_store.write(lambda session: talk(session, postgres_store.keys, now).id)
    with pytest.raises(OperationalError):
        postgres_store.write(work)
    assert len(taken) == 1


def test_what_is_said_in_another_talk_follows_what_was_said_there_meanwhile(
    postgres_store: Database, now: datetime
) -> None:
    """The person on call is told by two turns at once: the later message has the later id, whoever began first."""

    def tell(session: Session) -> int:
        bob = contact_for(session, postgres_store.keys, "sms", "+447700900999", now)
        return append(session, open_conversation(session, "sms", bob.id, "on_call", now), "alert", "Read it.", now)

    def hear(session: Session, who: str) -> None:
        hold_talk_with(session, postgres_store.keys, "sms", who, "resident", now)

    def hear_another(session: Session) -> int:
        hear(session, "+447700900124")
        return tell(session)

    postgres_store.write(tell)
    with postgres_store.transaction() as ours:
        hear(ours, "+447700900123")
        earlier = postgres_store.write(hear_another)
        assert tell(ours) > earlier


def test_a_cursor_is_kept_for_the_statement_that_it_put_and_shared_with_nobody(postgres_store: Database) -> None:
    """It knows how the values are written and read; one whose answer is still looked at is no other statement's."""
    answers: list[int] = []
    asking, many = "SELECT $1::BIGINT", "SELECT generate_series(1, 51)"
    with postgres_store.transaction() as session:
        connection = session.connection()
        for number in (1, 2):  # twice in one journey: two cursors
            look = lambda cursor: answers.append(cursor.fetchone()[0])  # noqa: E731 - each must be another one
            journeys.put_off(connection, Waiting(asking, (number,), look))
        journeys.carry_out(connection)
        kept = connection.info["cursors"][asking]
        journeys.put_off(connection, Waiting(asking, (3,), lambda cursor: answers.append(cursor.fetchone()[0])))
        journeys.carry_out(connection)
        assert connection.info["cursors"][asking] is kept
        journeys.put_off(connection, Waiting(many, ()))  # it would hold them all
        journeys.carry_out(connection)
        assert many not in connection.info["cursors"]
        for number in range(journeys.MOST_CURSORS):
            journeys.put_off(connection, Waiting(f"SELECT {number}", ()))
        journeys.carry_out(connection)
        assert len(connection.info["cursors"]) <= journeys.MOST_CURSORS
    assert answers == [1, 2, 3]
