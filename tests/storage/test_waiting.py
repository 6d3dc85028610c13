"""What writes and follows each other is one statement on PostgreSQL, and still does all of it or none."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from storage.cases import Case, case_by_reference, open_case
from storage.conversations import Conversation
from storage.database import Database
from storage.messages import Message, append, transcript
from storage.statements import put
from storage.tables import table_of
from storage.waiting import MOST_ROWS, Waiting, Writes, in_one
from tests.storage.story import talk

ADD = Waiting("INSERT INTO messages (id, words) VALUES ($1, $2)", (7, "noise"), None, Writes("messages", adds=True))
QUEUE = Waiting("INSERT INTO outbox (id) VALUES ($1)", (7,), None, Writes("outbox", adds=True))
MOVE = Waiting("UPDATE cases SET kind=$1 WHERE id = $2", ("noise", 3), None, Writes("cases", must_find=True))
TURN = Waiting("UPDATE conversations SET length=$1 WHERE id = $2", (2, 5), None, Writes("conversations"))
ASK = Waiting("SELECT 1", (), lambda cursor: None)


def told(*batch: Waiting) -> list[tuple[str, list[object]]]:
    """What the driver is given."""
    return [(one.sql, rows) for one, rows in in_one(batch)]


def test_values_are_numbered_anew() -> None:
    """Each part takes those that are its own; the last part is the statement itself."""
    sql = (
        "WITH part0 AS (INSERT INTO messages (id, words) VALUES ($1, $2)), part1 AS (INSERT INTO outbox (id) "
        "VALUES ($3)) UPDATE conversations SET length=$4 WHERE id = $5"
    )
    assert told(ADD, QUEUE, TURN) == [(sql, [(7, "noise", 7, 2, 5)])]


def test_a_row_that_must_be_there_is_counted() -> None:
    """Also where nothing else is written along with it."""
    sql = "WITH part0 AS (UPDATE cases SET kind=$1 WHERE id = $2 RETURNING 1) SELECT 1 / (SELECT count(*) FROM part0)"
    assert told(MOVE) == [(sql, [("noise", 3)])]


def test_what_stays_apart() -> None:
    """A table that is changed twice, a row that is changed twice, a long list, and whatever is asked."""
    assert len(told(TURN, QUEUE, TURN)) == 2
    assert told(TURN, TURN) == [(TURN.sql, [(2, 5), (2, 5)])]
    assert told(*[ADD] * (MOST_ROWS + 1)) == [(ADD.sql, [ADD.values] * (MOST_ROWS + 1))]
    assert [sql.split()[0] for sql, _ in told(QUEUE, TURN, ASK, QUEUE)] == ["WITH", "SELECT", "INSERT"]


def test_several_rows_of_a_table_are_added_by_one_part() -> None:
    """A case that is opened has a dozen changes."""
    sql = "INSERT INTO messages (id, words) VALUES ($1, $2), ($3, $4)"
    assert told(ADD, ADD) == [(sql, [(7, "noise", 7, "noise")])]
    assert told(QUEUE, ADD, ADD, TURN) == [
        (
            "WITH part0 AS (INSERT INTO outbox (id) VALUES ($1)), part1 AS (INSERT INTO messages (id, words) "
            "VALUES ($2, $3), ($4, $5)) UPDATE conversations SET length=$6 WHERE id = $7",
            [(7, 7, "noise", 7, "noise", 2, 5)],
        )
    ]


def test_rows_that_are_only_added_go_along_with_others_of_their_table() -> None:
    """What is heard, and what is answered."""
    assert len(told(ADD, QUEUE, ADD)) == 1


def test_a_row_that_is_added_is_changed_after_it(postgres_store: Database, now: datetime) -> None:
    """A first message begins a talk, and says how far it goes, on one journey: parts of one statement would not see
    it."""

    def begin(session: Session) -> None:
        append(session, talk(session, postgres_store.keys, now), "reply", "Thank you.", now)

    postgres_store.write(begin)
    with postgres_store.reading() as session:
        assert session.scalars(select(Conversation.length)).all() == [1]


def test_all_parts_fail_with_the_one_that_finds_nothing(postgres_store: Database, now: datetime) -> None:
    """The case was changed by an officer meanwhile: neither the message nor the change is there."""
    held = postgres_store.write(lambda session: talk(session, postgres_store.keys, now).id)
    postgres_store.write(lambda session: open_case(session, "AB2D-EF3G", {}, "resident", now).id)
    cases = table_of(Case)
    stale = cases.update().where(cases.c.id == 1, cases.c.version == 99)

    def work(session: Session, *, must_find: bool) -> None:
        append(session, session.get_one(Conversation, held), "reply", "Thank you.", now)
        put(session, stale, {"kind": "noise"}, must_find=must_find)

    with pytest.raises(StaleDataError), postgres_store.transaction() as session:
        work(session, must_find=True)
    with postgres_store.reading() as session:
        assert transcript(session, held) == []
    with postgres_store.transaction() as session:  # the planted fault: nobody counts
        work(session, must_find=False)
    with postgres_store.reading() as session:
        case = case_by_reference(session, "AB2D-EF3G")
        assert case
        assert (case.kind, session.scalar(select(func.count(Message.id)))) == (None, 1)
