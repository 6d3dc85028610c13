"""Joining: what stands with one case is moved to another that is about the same matter, and back again (R10)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.agreements import Agreement
from storage.promises import Promise
from storage.reporters import Naming, Reporter, reporters_of
from storage.reports import Report
from storage.tasks import Task, tasks_waiting

Kept = Report | Promise | Agreement | Task | Reporter
Moved = dict[str, list[int]]
"""The rows that were moved, by what they are."""
STRICTER: Sequence[Naming | None] = (None, "named", "confidential", "anonymous")

MOVED: Mapping[str, type[Kept]] = {
    "reports": Report,
    "promises": Promise,
    "agreements": Agreement,
    "tasks": Task,
    "reporters": Reporter,
}
"""What goes along with a case that is joined. Its history, its risk assessments and its updates, which nobody changes
afterwards, stay with it; `updates_of` gives these too."""


def move_all(session: Session, from_id: int, to_id: int) -> Moved:
    """Move what stands with one case to the other; whoever reported both, and what is to be done in both, stays."""
    known = {reporter.contact_id: reporter for reporter in reporters_of(session, to_id)}
    waiting = {task.what for task in tasks_waiting(session, to_id)}
    moved: Moved = {}
    for name, noun in MOVED.items():
        rows: list[Kept] = [*session.scalars(select(noun).where(noun.case_id == from_id).order_by(noun.id))]
        for row in rows:
            if isinstance(row, Reporter) and row.contact_id in known:
                _wish_as_there(known[row.contact_id], row)
        rows = [row for row in rows if not (isinstance(row, Reporter) and row.contact_id in known)]
        rows = [row for row in rows if not (isinstance(row, Task) and row.what in waiting)]
        moved[name] = _move(session, rows, to_id)
    return moved


def _wish_as_there(here: Reporter, there: Reporter) -> None:
    """Of what somebody wished in two cases for their name the stricter holds (R9)."""
    if STRICTER.index(there.naming) > STRICTER.index(here.naming):
        here.naming = there.naming
    here.name = here.name or there.name


def move_back(session: Session, moved: Mapping[str, Sequence[int]], from_id: int, to_id: int) -> None:
    """Undo it: what was moved then and is still there, and nothing that has come since."""
    for name, ids in moved.items():
        noun = MOVED[name]
        still_there = select(noun).where(noun.id.in_(ids), noun.case_id == from_id)
        rows: list[Kept] = [*session.scalars(still_there)]
        _move(session, rows, to_id)


def _move(session: Session, rows: Sequence[Kept], to_id: int) -> list[int]:
    for row in rows:
        row.case_id = to_id
    session.flush()
    return [row.id for row in rows]
