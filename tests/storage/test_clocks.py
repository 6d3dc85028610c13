"""The next clock of each case is found by index, and is worked out again when the case has changed in any way."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from bot.casework import clockwork
from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.house import House
from storage.cases import Case, amend_case, close_case, open_case
from storage.clocks import cases_pressing, cases_to_wind, set_next_clock
from storage.database import Database
from storage.risks import owe_risk
from storage.sealing import Keys
from storage.tasks import end_tasks, open_tasks, set_task
from tests.conftest import MakeStore

HOUR = timedelta(hours=1)


def opened(session: Session, name: str, now: datetime) -> int:
    return open_case(session, name, {"kind": "noise"}, "resident", now).id


def wind(session: Session, case_id: int, due_at: datetime | None) -> None:
    set_next_clock(session, session.get_one(Case, case_id), due_at)


def to_wind(store: Database) -> list[int]:
    with store.reading() as session:
        return [case.id for case in cases_to_wind(session, 10)]


def pressing(store: Database, until: datetime) -> list[int]:
    with store.reading() as session:
        return [case.id for case in cases_pressing(session, until, 10)]


def test_a_case_is_wound_when_it_is_new_changed_or_closed(store: Database, now: datetime) -> None:
    """Whoever changed it, and whether or not they thought of its clocks."""
    first, second = (store.write(partial(opened, name=name, now=now)) for name in ("CASE-0001", "CASE-0002"))
    assert to_wind(store) == [first, second]
    store.write(lambda session: wind(session, first, now + HOUR))
    store.write(lambda session: wind(session, second, now))
    assert to_wind(store) == []
    assert (pressing(store, now), pressing(store, now + HOUR)) == ([second], [second, first])

    def change(session: Session) -> None:
        amend_case(session, session.get_one(Case, first), {"risk_band": "high"}, "staff:1", now)

    store.write(change)
    assert to_wind(store) == [first]

    def change_and_wind(session: Session) -> None:
        case = session.get_one(Case, first)
        amend_case(session, case, {"risk_band": "medium"}, "staff:1", now)
        set_next_clock(session, case, now + HOUR)

    store.write(change_and_wind)
    assert to_wind(store) == []
    store.write(lambda session: close_case(session, session.get_one(Case, second), "staff:1", now))
    assert (to_wind(store), pressing(store, now)) == ([second], [])
    store.write(lambda session: wind(session, second, None))
    assert to_wind(store) == []


def test_the_risk_is_found_among_what_presses_where_it_stands(store: Database, now: datetime, tmp_path: Path) -> None:
    """Of a case that the worker has wound or not; of one that is closed, no more."""
    house = House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), store)

    def owing(session: Session, name: str, due_at: datetime, wound: bool) -> None:
        case = open_case(session, name, {"kind": "noise"}, "resident", now)
        owe_risk(session, case.id, "opened", due_at, now)
        if wound:
            set_next_clock(session, case, now)

    def listed(at: datetime) -> list[tuple[str, list[str]]]:
        with store.reading() as session:
            found = clockwork.pressing(house, session, at, 10)
            return [(case.reference, [f"{clock.name} {clock.state}" for clock in clocks]) for case, clocks in found]

    store.write(lambda session: owing(session, "CASE-0001", now + 2 * HOUR, False))
    store.write(lambda session: owing(session, "CASE-0002", now + HOUR, True))
    store.write(lambda session: owing(session, "CASE-0003", now + timedelta(days=9), False))
    assert listed(now) == [("CASE-0002", ["risk soon"]), ("CASE-0001", ["risk soon"])]
    assert listed(now + 2 * HOUR) == [("CASE-0002", ["risk missed"]), ("CASE-0001", ["risk soon"])]
    store.write(lambda session: close_case(session, session.get_one(Case, 2), "staff:1", now))
    assert listed(now) == [("CASE-0001", ["risk soon"])]


def test_a_task_waits_once_until_it_is_done(store: Database, now: datetime) -> None:
    """Set twice it is one; those of closed cases wait no more."""
    case_id = store.write(partial(opened, name="CASE-0001", now=now))
    for _ in range(2):
        store.write(lambda session: set_task(session, case_id, "closing_disputed", now, for_manager=True))
    with store.reading() as session:
        ((task, case),) = open_tasks(session, 10)
        assert (task.what, task.for_manager, case.id) == ("closing_disputed", True, case_id)
    store.write(lambda session: end_tasks(session, case_id, ["closing_disputed"], now))
    with store.reading() as session:
        assert open_tasks(session, 10) == []


def test_what_presses_is_found_by_index(new_sqlite: MakeStore, keys: Keys, now: datetime) -> None:
    """So that the worklist opens as quickly with 200,000 cases."""
    store, asked = Database(new_sqlite(), keys), list[tuple[str, Any]]()

    def note(_: Connection, __: object, statement: str, parameters: Any, *more: object) -> None:
        asked.append((statement, parameters))

    with store.reading() as session:
        session.connection()
        event.listen(store.engine, "before_cursor_execute", note)
        cases_pressing(session, now, 50)
        open_tasks(session, 50)
        event.remove(store.engine, "before_cursor_execute", note)
    with store.engine.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", values).all() for one, values in asked]
    clocks, tasks = (" ".join(str(row[-1]) for row in plan) for plan in plans)
    assert "INDEX ix_clocks_due_at (due_at<?)" in clocks
    assert "USING INDEX ix_tasks_open" in tasks
