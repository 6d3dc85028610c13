"""The clocks that run on a case: what is to be done by when, and how each of them stands (C11). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.configuration.landlord import Landlord
from bot.timetable import next_working_day_ends, working_days_after

State = Literal["running", "soon", "missed", "done"]
Facts = Mapping[str, Any]

NAMES = {
    "risk": "Risk assessed",
    "risk_again": "Risk assessed again",
    "plan": "Action plan sent",
    "early_review": "Early-intervention review",
    "mediation": "Mediation offered",
    "first_review": "First review",
    "panel": "Taken to the panel",
    "second_review": "Second review",
    "closing_answer": "Answer about closing",
    "closing_review": "Review before closing",
}
"""Every clock, and what it is called."""
FROM_REPORT_DAYS = {"plan": "plan_days", "early_review": "early_review_days"}
FROM_REPORT_WEEKS = {
    "mediation": "mediation_weeks",
    "first_review": "first_review_weeks",
    "panel": "panel_weeks",
    "second_review": "second_review_weeks",
}
"""Clock -> what says in the landlord's configuration when it runs out, counted from the report."""
DONE_ELSEWHERE = {"plan": "plan_told_at"}
"""Clocks that stop by themselves: the fact that says when what they ask for was done."""
WAITED_FOR = ("closing_answer",)
"""Clocks that nobody can stop but the resident, or whoever asks them again."""
AT_RISK = ("medium", "high")


RISK = ("risk", "risk_again")
"""Clocks that stop when an officer confirms the risk. They stand with the assessments and nowhere else."""


@dataclass(frozen=True)
class Assessment:
    """One risk assessment as its clock sees it; `band` is what an officer confirmed."""

    due_at: datetime
    is_first: bool
    confirmed_at: datetime | None = None
    band: str | None = None


@dataclass(frozen=True)
class Clock:
    """One clock. `done_at` and `note` tell when it was stopped, and what was done."""

    name: str
    due_at: datetime
    state: State
    done_at: datetime | None = None
    note: str = ""

    @property
    def title(self) -> str:
        return NAMES[self.name]

    @property
    def is_late(self) -> bool:
        """Whether what it asks for was done, or will be, after it ran out."""
        return self.state == "missed" or (self.done_at is not None and self.done_at > self.due_at)

    @property
    def by_button(self) -> bool:
        """Whether staff stop it by saying what they have done."""
        return self.state != "done" and self.name not in (*DONE_ELSEWHERE, *WAITED_FOR, *RISK)


def clocks_of(
    landlord: Landlord,
    opened_at: datetime,
    facts: Facts,
    now: datetime,
    assessments: Iterable[Assessment] = (),
    *,
    of_abuse: bool = False,
) -> list[Clock]:
    """Every clock that runs or ran on a case that was opened then and of which this is known, the first due first."""
    due = [_clock(landlord, name, due_at, facts, now) for name, due_at in _due(landlord, opened_at, facts, of_abuse)]
    risks = [_risk_clock(landlord, one, now) for one in assessments]
    return sorted([*risks, *due], key=lambda one: one.due_at)


def next_due(landlord: Landlord, opened_at: datetime, facts: Facts, *, of_abuse: bool = False) -> datetime | None:
    """When the next of its clocks runs out, or has run out; None where all are done.

    Without those of the risk: when these run out stands with the assessments, and is found there.
    """
    open_ones = [due_at for name, due_at in _due(landlord, opened_at, facts, of_abuse) if not _done_at(name, facts)]
    return min(open_ones, default=None)


def _due(landlord: Landlord, opened_at: datetime, facts: Facts, of_abuse: bool) -> Iterator[tuple[str, datetime]]:
    for name, days in FROM_REPORT_DAYS.items():
        yield name, working_days_after(landlord, opened_at, getattr(landlord.clocks, days))
    for name, weeks in FROM_REPORT_WEEKS.items():
        if _runs(name, facts, of_abuse) or _done_at(name, facts):
            that_day = opened_at + timedelta(weeks=getattr(landlord.clocks, weeks))
            yield name, working_days_after(landlord, that_day, 0)
    if facts.get("closing_stage") == "asked" and facts.get("closing_asked_at"):
        asked_at = datetime.fromisoformat(facts["closing_asked_at"])
        yield "closing_answer", working_days_after(landlord, asked_at, landlord.clocks.ask_again_days)
    if facts.get("closing_proposed_at"):
        proposed_at = datetime.fromisoformat(facts["closing_proposed_at"])
        yield "closing_review", working_days_after(landlord, proposed_at, landlord.clocks.closing_review_days)


def _runs(name: str, facts: Facts, of_abuse: bool) -> bool:
    """Nobody is asked to sit down with whoever abuses them at home; the panel is for those at risk."""
    if name == "mediation":
        return not of_abuse
    return name != "panel" or facts.get("risk_band") in AT_RISK


def _clock(landlord: Landlord, name: str, due_at: datetime, facts: Facts, now: datetime) -> Clock:
    done_at = _done_at(name, facts)
    if done_at:
        return Clock(name, due_at, "done", datetime.fromisoformat(done_at), facts.get(f"clock_{name}_note") or "")
    return Clock(name, due_at, _running(landlord, due_at, now))


def _risk_clock(landlord: Landlord, one: Assessment, now: datetime) -> Clock:
    name = "risk" if one.is_first else "risk_again"
    if one.confirmed_at:
        return Clock(name, one.due_at, "done", one.confirmed_at, (one.band or "").capitalize())
    return Clock(name, one.due_at, _running(landlord, one.due_at, now))


def _running(landlord: Landlord, due_at: datetime, now: datetime) -> State:
    if due_at < now:
        return "missed"
    return "soon" if due_at <= next_working_day_ends(landlord, now) else "running"


def _done_at(name: str, facts: Facts) -> str | None:
    return facts.get(f"clock_{name}_done") or facts.get(DONE_ELSEWHERE.get(name, ""))
