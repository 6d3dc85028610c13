"""The worklist finds by index what it shows, on both databases."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from storage.cases import open_case
from storage.conversations import hold_conversation
from storage.database import Database
from storage.promises import keep_promise, make_promise
from storage.reports import save_report
from storage.risks import Band, owe_risk
from storage.sealing import Keys
from storage.staff import add_staff, log_look
from storage.worklist import (
    Counts,
    Wanted,
    asking_for_person,
    count_all,
    count_cases,
    count_unfinished,
    find_cases,
    find_unfinished,
    first_contact_settled,
    latest_case_of,
    reports_in,
    who_looked,
)
from tests.conftest import MakeStore
from tests.storage.story import talk

HOUR = timedelta(hours=1)


def fill(store: Database, keys: Keys, now: datetime) -> list[int]:
    """Four open cases, the second and the fourth urgent, due one hour apart from the last to the first."""

    def work(session: Session) -> list[int]:
        cases = []
        for number in range(4):
            known = {
                "urgent": number % 2 == 1,
                "first_contact_due": now - number * HOUR,
                "kind": "noise",
                "place": f"{number} Elm Court",
            }
            cases.append(open_case(session, f"CASE-000{number}", known, "resident", now).id)
        return cases

    return store.write(work)


def keep(store: Database, keys: Keys, now: datetime, page: int, words: str, case_id: int | None = None) -> str:
    """A report of Ada's conversation that is not finished; returns its words."""

    def work(session: Session) -> None:
        conversation = talk(session, keys, now)
        at = now + page * HOUR
        save_report(session, conversation, page, at, state="unfinished", words=words, answers={}, case_id=case_id)

    store.write(work)
    return words


def _promise_and_keep(case_id: int, what: str, now: datetime, session: Session) -> None:
    keep_promise(session, make_promise(session, case_id, what, now, now), now)


def _look(staff_id: int, at: datetime, session: Session) -> None:
    log_look(session, staff_id, "case", 7, at)


def test_open_cases_come_by_urgency_then_by_when_they_are_due(store: Database, keys: Keys, now: datetime) -> None:
    """Also when a page begins among the urgent ones, or after them."""
    one, two, three, four = fill(store, keys, now)
    wanted = [four, two, three, one]
    with store.reading() as session:
        for size in (1, 2, 3, 4):
            found = [case.id for offset in range(0, 4, size) for case in find_cases(session, Wanted(), size, offset)]
            assert found == wanted
        assert [case.id for case in find_cases(session, Wanted(urgent=True), 10)] == [four, two]
        assert [case.id for case in find_cases(session, Wanted(words="elm"), 10)] == wanted
        assert count_cases(session, Wanted(urgent=True)) == 2
        assert find_cases(session, Wanted(), 10, 99) == []


def test_those_at_high_risk_are_found_by_the_last_band_that_was_confirmed(
    store: Database, keys: Keys, now: datetime
) -> None:
    """Not by one before it, and not by what is only owed."""
    one, two, three, four = fill(store, keys, now)

    def assess(session: Session) -> None:
        confirmed: list[list[Band]] = [["high"], ["high", "medium"], ["standard", "high"], []]
        for case_id, bands in zip((one, two, three, four), confirmed, strict=True):
            for band in bands:
                risk = owe_risk(session, case_id, "refresh", now, now)
                risk.band, risk.confirmed_at = band, now
                session.flush()
            owe_risk(session, case_id, "refresh", now, now)

    store.write(assess)
    with store.reading() as session:
        assert [case.id for case in find_cases(session, Wanted(high=True), 10)] == [three, one]
        assert find_cases(session, Wanted(high=True, urgent=True), 10) == []
        assert (count_cases(session, Wanted(high=True)), count_all(session).high) == (2, 2)


def test_words_are_found_in_every_report_of_a_case(store: Database, keys: Keys, now: datetime) -> None:
    """Small letters or capitals, and signs that mean something to a database are only signs."""
    cases = fill(store, keys, now)
    keep(store, keys, now, 1, "LOUD music 100%", cases[0])
    with store.reading() as session:
        for words in ("loud MUSIC", "100%"):
            assert [case.id for case in find_cases(session, Wanted(words=words), 10)] == [cases[0]]
            assert count_cases(session, Wanted(words=words)) == 1
        for words in ("l%d", "_", "\\"):
            assert find_cases(session, Wanted(words=words), 10) == []


def test_unfinished_are_those_without_a_case(store: Database, keys: Keys, now: datetime) -> None:
    """The latest first; a report that has its reference is with the cases."""
    cases = fill(store, keys, now)
    first, second = keep(store, keys, now, 1, "dogs"), keep(store, keys, now, 2, "cars")
    keep(store, keys, now, 3, "music", cases[0])
    with store.reading() as session:
        assert [report.words for report in find_unfinished(session, 10)] == [second, first]
        assert [report.words for report in find_unfinished(session, 10, words="DOG")] == [first]
        assert (count_unfinished(session), count_unfinished(session, "dog")) == (2, 1)
        assert count_all(session) == Counts(open=4, urgent=2, high=0, closed=0, unfinished=2, withdrawn=0)
        conversation_id = find_unfinished(session, 1)[0].conversation_id
        assert latest_case_of(session, [conversation_id])[conversation_id].id == cases[0]
        assert len(reports_in(session, conversation_id)) == 3


def test_who_asked_for_a_person_waits_until_somebody_has_it(store: Database, keys: Keys, now: datetime) -> None:
    """Taken by an officer, they are in hand for as long as that officer says anything."""
    bob = store.write(lambda session: add_staff(session, "bob@example.org", "Bob", "officer", now).id)

    def ask(session: Session) -> int:
        conversation = talk(session, keys, now)
        conversation.needs_person = True
        return conversation.id

    conversation_id = store.write(ask)
    with store.reading() as session:
        assert [asking.id for asking in asking_for_person(session, now)] == [conversation_id]

    def take(session: Session) -> None:
        taken = hold_conversation(session, conversation_id)
        taken.taken_by, taken.last_said_at = bob, now

    store.write(take)
    with store.reading() as session:
        assert asking_for_person(session, now) == []
        gone = asking_for_person(session, now + timedelta(seconds=1))
        assert [asking.id for asking in gone] == [conversation_id]


def test_a_first_contact_is_made_when_its_promise_is_kept(store: Database, keys: Keys, now: datetime) -> None:
    """Another promise of the case does not count."""
    one, two, *_ = fill(store, keys, now)
    for case_id, what in ((one, "first_contact"), (two, "update")):
        store.write(partial(_promise_and_keep, case_id, what, now))
    with store.reading() as session:
        assert first_contact_settled(session, [one, two]) == {one: "made"}


def test_who_looked_is_told_the_latest_first(store: Database, now: datetime) -> None:
    """With their names."""
    bob = store.write(lambda session: add_staff(session, "bob@example.org", "Bob", "officer", now).id)
    for hour in range(3):
        store.write(partial(_look, bob, now + hour * HOUR))
    with store.reading() as session:
        looks = who_looked(session, "case", 7, 2)
        assert [(look.at, member.name) for look, member in looks] == [(now + 2 * HOUR, "Bob"), (now + HOUR, "Bob")]


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(urgent=True), Wanted(kind="noise")])
def test_a_page_of_the_list_reads_no_more_than_it_shows(
    new_sqlite: MakeStore, keys: Keys, now: datetime, wanted: Wanted
) -> None:
    """The plan walks an index in order and sorts nothing, so that 200,000 cases cost no more than 200."""
    store = Database(new_sqlite(), keys)
    asked: list[tuple[str, Any]] = []

    def note(_: Connection, __: object, statement: str, parameters: Any, *more: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    with store.reading() as session:
        find_cases(session, wanted, 50)
    event.remove(store.engine, "before_cursor_execute", note)
    with store.engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            steps = " ".join(str(row[-1]) for row in plan)
            assert "USING INDEX ix_cases_worklist (state=? AND urgent=?)" in steps
            assert "TEMP B-TREE" not in steps
    store.close()
    assert asked
