"""Risk assessments: each that is owed in a case or was made, with the answers it rests on; all are kept (C2)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, bindparam, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.cases import Case
from storage.reading import fetch, select_whole
from storage.statements import add
from storage.tables import Base, Identity

Why = Literal["opened", "refresh"]
Noticed = Literal["distress", "escalation", "joining"]
Band = Literal["standard", "medium", "high"]


class Risk(Base):
    """One assessment of one case: owed until an officer confirms it, and never changed after that.

    A case that is open has exactly one that is owed; `noticed` is what has happened since it was last assessed, for
    which it is looked at sooner. `answers` and `sources` are by the question's name; `points` are what each answer
    counted and `raised_by` what else raised the band when it was confirmed by this version of the `matrix`.
    """

    __tablename__ = "risks"
    __table_args__ = (
        Index(None, "case_id"),
        Index(
            "ix_risks_owed",
            "due_at",
            sqlite_where=text("confirmed_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL"),
        ),
        Index("ix_risks_high", "case_id", sqlite_where=text("band = 'high'"), postgresql_where=text("band = 'high'")),
        Index(
            "ix_risks_noticed",
            "due_at",
            sqlite_where=text("confirmed_at IS NULL AND noticed_at IS NOT NULL"),
            postgresql_where=text("confirmed_at IS NULL AND noticed_at IS NOT NULL"),
        ),
        Index(
            "uq_risks_owed",
            "case_id",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL"),
        ),
    )

    id: Mapped[Identity]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    why: Mapped[Why] = mapped_column(String(16))
    noticed: Mapped[Noticed | None] = mapped_column(String(16))
    noticed_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    owed_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    alerted_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    matrix: Mapped[str | None] = mapped_column(String(40))
    points: Mapped[dict[str, Any]]
    total: Mapped[int | None]
    raised_by: Mapped[str | None]
    suggested: Mapped[Band | None] = mapped_column(String(16))
    band: Mapped[Band | None] = mapped_column(String(16))
    reason: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(String(40))


def owe_risk(session: Session, case_id: int, why: Why, due_at: datetime, now: datetime) -> Risk:
    """Note that a case is to be assessed by then."""
    risk = Risk(case_id=case_id, why=why, due_at=due_at, owed_at=now, answers={}, sources={}, points={})
    add(session, risk)
    return risk


_OWED = select_whole(Risk).where(Risk.case_id == bindparam("case_id"), Risk.confirmed_at.is_(None))


def owed_risk(session: Session, case_id: int) -> Risk | None:
    """The assessment that is owed in a case."""
    found = fetch(session, _OWED, {"case_id": case_id}, Risk)
    return found[0][0] if found else None


def risks_of(session: Session, case_id: int) -> list[Risk]:
    """Every assessment of one case, the first first."""
    return list(session.scalars(select(Risk).where(Risk.case_id == case_id).order_by(Risk.id)))


def risks_owed(session: Session, until: datetime, limit: int) -> list[tuple[Risk, Case]]:
    """The assessments due until then, or to be looked at again, in open cases, the one that is longest due first."""
    owed = select(Risk, Case).join(Case, Case.id == Risk.case_id).where(Case.state == "open")
    owed = owed.where(Risk.confirmed_at.is_(None)).order_by(Risk.due_at, Risk.id).limit(limit)
    found = {
        risk.id: (risk, case)
        for pressing in (Risk.noticed_at.is_not(None), Risk.due_at <= until)  # two, as each has an index of its own
        for risk, case in session.execute(owed.where(pressing))
    }
    return sorted(found.values(), key=lambda one: (one[0].due_at, one[0].id))[:limit]


def risks_due(session: Session, case_ids: Collection[int]) -> dict[int, Risk]:
    """The assessment that is owed in each of these cases."""
    chosen = select(Risk).where(Risk.case_id.in_(case_ids), Risk.confirmed_at.is_(None))
    return {risk.case_id: risk for risk in session.scalars(chosen)}
