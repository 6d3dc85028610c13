"""Keeps the clocks of cases going: works out which runs out next, and notes what staff have done (C11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.casework.clocks import Assessment, Clock, clocks_of, next_due
from bot.house import House
from bot.risk.assessed import NotYet, check_assessed
from bot.timetable import next_working_day_ends
from storage.cases import Case, amend_case
from storage.clocks import cases_pressing, cases_to_wind, is_any_to_wind, set_next_clock
from storage.risks import Risk, risks_due, risks_of, risks_owed
from storage.trained import is_of_abuse

MOST = 500
LONGEST_NOTE = 300


def clocks_on(house: House, session: Session, case: Case, now: datetime) -> list[Clock]:
    """Every clock of a case; of one that is closed those that were stopped."""
    every = _clocks_with(house, case, risks_of(session, case.id), now)
    return [clock for clock in every if case.state == "open" or clock.state == "done"]


def _clocks_with(house: House, case: Case, risks: Iterable[Risk], now: datetime) -> list[Clock]:
    assessments = [Assessment(one.due_at, one.why == "opened", one.confirmed_at, one.band) for one in risks]
    of_abuse = is_of_abuse(case)
    return clocks_of(house.landlord, case.opened_at, case.facts, now, assessments, of_abuse=of_abuse)


def wind(house: House, session: Session, case: Case) -> None:
    """Work out when the next clock of this case runs out. Whoever changes what its clocks go by calls this last."""
    due_at = next_due(house.landlord, case.opened_at, case.facts, of_abuse=is_of_abuse(case))
    set_next_clock(session, case, due_at if case.state == "open" else None)


def wind_all(house: House, now: datetime) -> None:
    """Once a minute: the same for every case that has changed since, by whatever way."""
    if now.second:
        return

    def wind_each(session: Session) -> None:
        for case in cases_to_wind(session, MOST):
            wind(house, session, case)

    with house.database.reading() as session:
        is_any = is_any_to_wind(session)
    if is_any:
        house.database.write(wind_each)


def pressing(house: House, session: Session, now: datetime, limit: int) -> list[tuple[Case, list[Clock]]]:
    """Open cases with the clocks that are missed or run out within a working day, the longest due first.

    Up to `limit` of them for the risk, and as many for what else runs out, so that neither hides the other.
    """
    until = next_working_day_ends(house.landlord, now)
    found = {case.id: case for case in cases_pressing(session, until, limit)}
    found |= {case.id: case for _, case in risks_owed(session, until, limit)}
    owed = risks_due(session, list(found))
    each = [
        (case, _clocks_with(house, case, [owed[case.id]] if case.id in owed else [], now)) for case in found.values()
    ]
    shown = [(case, [one for one in clocks if one.state in ("soon", "missed")]) for case, clocks in each]
    return sorted([one for one in shown if one[1]], key=lambda one: (one[1][0].due_at, one[0].id))


def note_done(house: House, session: Session, case: Case, name: str, note: str, officer_id: int, now: datetime) -> None:
    """Staff have done what this clock asks for, and say in short what. Raises NotYet."""
    said = " ".join(note.split())
    clock = next((one for one in clocks_on(house, session, case, now) if one.name == name and one.by_button), None)
    if case.state != "open" or clock is None:
        raise NotYet("That clock does not run any more. Look at the case as it stands now.")
    if name == "mediation":  # to sit down with the neighbour is more than a plan
        check_assessed(case)
    if not said:
        raise NotYet("Write in a few words what was done.")
    done = {f"clock_{name}_done": now.isoformat(), f"clock_{name}_note": said[:LONGEST_NOTE]}
    amend_case(session, case, done, f"staff:{officer_id}", now)
    wind(house, session, case)
