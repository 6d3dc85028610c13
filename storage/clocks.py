"""Clocks: for each case when the next of its clocks runs out, so that the worklist finds by index what is pressing."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, literal, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.cases import Case
from storage.statements import put_row
from storage.tables import Base, table_of


class NextClock(Base):
    """Of all clocks of one case the one that runs out next; `due_at` is null where none runs.

    It was worked out from the case as it stood at `case_version`: at another version it is worked out again.
    """

    __tablename__ = "clocks"
    __table_args__ = (Index(None, "due_at"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    due_at: Mapped[datetime | None]
    case_version: Mapped[int]


CASES, CLOCKS = table_of(Case), table_of(NextClock)


def set_next_clock(session: Session, case: Case, due_at: datetime | None) -> None:
    """Keep when the next clock of a case, as it stands now, runs out."""
    session.flush()  # raises the version, where the case was changed
    row = {"case_id": case.id, "due_at": due_at, "case_version": case.version}
    put_row(session, CLOCKS, row, ("case_id",), ("due_at", "case_version"))


_TO_WIND = or_(CLOCKS.c.case_id.is_(None), CLOCKS.c.case_version != CASES.c.version)
_CHANGED = select(CASES.c.id).outerjoin(CLOCKS, CLOCKS.c.case_id == CASES.c.id).where(CASES.c.state == "open", _TO_WIND)
_STILL_RUNNING = (
    select(CASES.c.id)
    .join(CLOCKS, CLOCKS.c.case_id == CASES.c.id)
    .where(CLOCKS.c.due_at.is_not(None), CASES.c.state != "open")
)
ANY_TO_WIND = select(literal(1)).where(or_(_CHANGED.exists(), _STILL_RUNNING.exists()))


def is_any_to_wind(session: Session) -> bool:
    """Whether `cases_to_wind` would give any: one question, written out once, for a worker that asks each minute."""
    return session.execute(ANY_TO_WIND).first() is not None


def cases_to_wind(session: Session, limit: int) -> list[Case]:
    """Cases that have changed since their next clock was worked out, and those not open in which one still runs."""
    chosen = select(Case).outerjoin(NextClock, NextClock.case_id == Case.id).where(Case.state == "open")
    changed = chosen.where(or_(NextClock.case_id.is_(None), NextClock.case_version != Case.version))
    found = list(session.scalars(changed.order_by(Case.id).limit(limit)))
    running = select(Case).join(NextClock, NextClock.case_id == Case.id).where(NextClock.due_at.is_not(None))
    return found + list(session.scalars(running.where(Case.state != "open").order_by(Case.id).limit(limit)))


def cases_pressing(session: Session, until: datetime, limit: int) -> list[Case]:
    """Open cases of which a clock runs out by then, the one that is longest due first.

    Asked for by state as well, SQLite would walk all open cases; one that was closed since it was wound is left out.
    """
    chosen = select(Case).join(NextClock, NextClock.case_id == Case.id).where(NextClock.due_at <= until)
    found = session.scalars(chosen.order_by(NextClock.due_at, NextClock.case_id).limit(limit))
    return [case for case in found if case.state == "open"]
