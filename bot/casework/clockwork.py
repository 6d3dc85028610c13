"""Keeps the clocks of cases going: works out which runs out next, and notes what staff have done (C11)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.casework.clocks import Clock, clocks_of, next_due
from bot.house import House
from bot.risk.assessed import NotYet
from bot.timetable import next_working_day_ends
from storage.cases import Case, amend_case
from storage.clocks import cases_pressing, cases_to_wind, is_any_to_wind, set_next_clock

MOST = 500
LONGEST_NOTE = 300


def clocks_on(house: House, case: Case, now: datetime) -> list[Clock]:
    """Every clock of a case; of one that is closed those that were stopped."""
    every = clocks_of(house.landlord, case.opened_at, case.facts, now)
    return [clock for clock in every if case.state == "open" or clock.state == "done"]


def wind(house: House, session: Session, case: Case) -> None:
    """Work out when the next clock of this case runs out. Whoever changes what its clocks go by calls this last."""
    runs = case.state == "open"
    set_next_clock(session, case, next_due(house.landlord, case.opened_at, case.facts) if runs else None)


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
    """Open cases with the clocks that are missed or run out within a working day, the longest due first."""
    found = cases_pressing(session, next_working_day_ends(house.landlord, now), limit)
    each = [(case, [one for one in clocks_on(house, case, now) if one.state in ("soon", "missed")]) for case in found]
    return [(case, clocks) for case, clocks in each if clocks]


def note_done(house: House, session: Session, case: Case, name: str, note: str, officer_id: int, now: datetime) -> None:
    """Staff have done what this clock asks for, and say in short what. Raises NotYet."""
    said = " ".join(note.split())
    clock = next((one for one in clocks_on(house, case, now) if one.name == name and one.by_button), None)
    if case.state != "open" or clock is None:
        raise NotYet("That clock does not run any more. Look at the case as it stands now.")
    if not said:
        raise NotYet("Write in a few words what was done.")
    done = {f"clock_{name}_done": now.isoformat(), f"clock_{name}_note": said[:LONGEST_NOTE]}
    amend_case(session, case, done, f"staff:{officer_id}", now)
    wind(house, session, case)
