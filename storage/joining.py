"""Joining: what stands with one case is moved to another that is about the same matter, and back again (R10)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.agreements import Agreement
from storage.promises import Promise
from storage.reporters import Reporter, reporters_of
from storage.reports import Report
from storage.tasks import Task, tasks_waiting

Kept = Report | Promise | Agreement | Task | Reporter
Moved = dict[str, list[int]]
"""The rows that were moved, by what they are."""

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
    known = {reporter.contact_id for reporter in reporters_of(session, to_id)}
    waiting = {task.what for task in tasks_waiting(session, to_id)}
    moved: Moved = {}
    for name, noun in MOVED.items():
        rows: list[Kept] = [*session.scalars(select(noun).where(noun.case_id == from_id).order_by(noun.id))]
        rows = [row for row in rows if not (isinstance(row, Reporter) and row.contact_id in known)]
        rows = [row for row in rows if not (isinstance(row, Task) and row.what in waiting)]
        moved[name] = _move(session, rows, to_id)
    return moved


def move_back(session: Session, moved: Mapping[str, Sequence[int]], to_id: int) -> None:
    """Undo it: what was moved then, and nothing that has come since."""
    for name, ids in moved.items():
        noun = MOVED[name]
        _move(session, list(session.scalars(select(noun).where(noun.id.in_(ids)))), to_id)


def _move(session: Session, rows: Sequence[Kept], to_id: int) -> list[int]:
    for row in rows:
        row.case_id = to_id
    session.flush()
    return [row.id for row in rows]
