"""Tasks: what somebody has to decide or do in a case because a resident, or a colleague, said something."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.cases import Case
from storage.statements import add
from storage.tables import Base, Identity

OPEN = text("done_at IS NULL")
AFTERWARDS = "survey_"
"""How the codes begin of what is to be done in a case that has closed."""


class Task(Base):
    """One thing to be done; `what` is a code, such as `closing_disputed`. Those `for_manager` are a manager's to do."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_open", "since", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index(None, "case_id"),
    )

    id: Mapped[Identity]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    what: Mapped[str] = mapped_column(String(40))
    for_manager: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    done_at: Mapped[datetime | None]


def set_task(session: Session, case_id: int, what: str, now: datetime, *, for_manager: bool = False) -> None:
    """Have this done in a case; one that waits already is enough."""
    standing = select(Task).where(Task.case_id == case_id, Task.what == what, Task.done_at.is_(None))
    if session.scalars(standing.limit(1)).first() is None:
        add(session, Task(case_id=case_id, what=what, for_manager=for_manager, since=now))


def end_tasks(session: Session, case_id: int, whats: Collection[str], now: datetime) -> None:
    """Note that these are done in a case, or need not be done any more."""
    standing = select(Task).where(Task.case_id == case_id, Task.what.in_(whats), Task.done_at.is_(None))
    for task in session.scalars(standing):
        task.done_at = now
    session.flush()


def open_tasks(session: Session, limit: int) -> list[tuple[Task, Case]]:
    """What is to be done in cases that are open, and what somebody answered afterwards; what waits longest first."""
    chosen = select(Task, Case).join(Case, Case.id == Task.case_id).where(Task.done_at.is_(None))
    rows = session.execute(chosen.order_by(Task.since, Task.id).limit(limit))
    return [(task, case) for task, case in rows if case.state == "open" or task.what.startswith(AFTERWARDS)]


def tasks_waiting(session: Session, case_id: int) -> list[Task]:
    """What is to be done in one case, the one that waits longest first."""
    chosen = select(Task).where(Task.case_id == case_id, Task.done_at.is_(None))
    return list(session.scalars(chosen.order_by(Task.since, Task.id)))
