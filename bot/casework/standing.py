"""What staff have set in a case stands: a report that is still being told does not undo it, and both are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from storage.cases import Case, standing_in
from storage.changes import set_by_staff
from storage.reports import Report

WHERE = ("place", "uprn", "patch", "block")
"""One answer in four columns: whoever set one of them has said where it is."""
NEVER_TOLD = ("reference",)


@dataclass(frozen=True)
class Otherwise:
    """What a resident says of something that staff have set: `theirs` beside what `stands`, and who set it."""

    name: str
    theirs: str
    stands: Any
    by: str


def without_what_stands(session: Session, case: Case, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of these values those that a resident may still change."""
    changing = [name for name, value in values.items() if standing_in(case, name) != value]
    held = _held(session, case, changing) if changing else {}
    return {name: value for name, value in values.items() if name not in held}


def told_otherwise(session: Session, case: Case, reports: Iterable[Report]) -> list[Otherwise]:
    """What those who opened the case say of what staff have set, where it is something else."""
    opened = next((report for report in reports if report.state != "joined"), None)
    if opened is None:
        return []
    asked = [
        name for name in dict.fromkeys(("kind", "place", *opened.answers)) if name not in (*WHERE[1:], *NEVER_TOLD)
    ]
    held = _held(session, case, asked)
    told = {name: _told(opened, name) for name in asked if name in held}
    return [
        Otherwise(name, theirs, standing_in(case, name), held[name])
        for name, theirs in told.items()
        if theirs and theirs != standing_in(case, name)
    ]


def _told(report: Report, name: str) -> str:
    said = report.answers.get(name) or (report.answers.get("guess") if name == "kind" else None)
    return str(said or "")


def _held(session: Session, case: Case, names: Iterable[str]) -> dict[str, str]:
    """Name -> who set it last, of those of these names that staff have set."""
    asked = dict.fromkeys(names)
    of_where = WHERE if any(name in WHERE for name in asked) else ()
    held = set_by_staff(session, case.id, [*dict.fromkeys((*asked, *of_where))])
    where = next((held[name] for name in WHERE if name in held), None)
    return held | {name: where for name in WHERE if where is not None}
