"""How a case goes on, as its page shows it: clocks, plan, closing, support and the right to a review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.casework.clockwork import clocks_on
from bot.casework.closing import TRIES, may_ask_again_at, numbered, stage_of, why_not_sign
from bot.casework.supporting import ReviewRight, review_right
from bot.casework.work_labels import CATEGORIES, STAGES
from bot.configuration.hours import to_local
from bot.in_touch.asking import readers
from bot.risk.assessed import is_assessed
from bot.timetable import day_in_words
from storage.cases import Case
from webhooks.console.gate import MANAGING, me
from webhooks.place import now, the_house


@dataclass(frozen=True)
class Answer:
    """What one reporter said about closing."""

    number: int
    answer: str
    why: str


@dataclass(frozen=True)
class Stand:
    """How plan, closing, support and the right to a review stand in a case."""

    is_assessed: bool
    plan: str
    plan_theirs: str
    plan_sent_at: datetime | None
    plan_told_at: datetime | None
    plan_agreement: str
    plan_wish: str
    stage: str
    stage_said: str
    category: str
    reason: str
    asked_at: datetime | None
    tries: int
    again_at: datetime | None
    may_be_silent: bool
    answers: list[Answer]
    spoken: str
    note: str
    decision: str
    told_at: datetime | None
    kept_open: str
    not_signed: str
    may_decide: bool
    can_write: bool
    right: ReviewRight
    review_told_at: datetime | None
    support_on: str
    support_consent: str
    today: str


def progress_of(store: Session, case: Case) -> dict[str, object]:
    """What the page of the case shows of it."""
    return {"clocks": clocks_on(the_house(), store, case, now()), "stand": _stand(store, case)}


def _stand(store: Session, case: Case) -> Stand:
    facts, at = case.facts, now()
    stage, asked_at = stage_of(case), _moment(facts.get("closing_asked_at"))
    again_at = may_ask_again_at(the_house(), facts["closing_asked_at"]) if asked_at else None
    tries = int(facts.get("closing_tries") or 0)
    offered = facts.get("support_offered_on")
    return Stand(
        is_assessed=is_assessed(case),
        plan=_said(facts, "plan"),
        plan_theirs=_said(facts, "plan_theirs"),
        plan_sent_at=_moment(facts.get("plan_sent_at")),
        plan_told_at=_moment(facts.get("plan_told_at")),
        plan_agreement=_said(facts, "plan_agreement"),
        plan_wish=_said(facts, "plan_wish"),
        stage=stage,
        stage_said=STAGES.get(stage, ""),
        category=CATEGORIES.get(_said(facts, "closing_category"), ""),
        reason=_said(facts, "closing"),
        asked_at=asked_at,
        tries=tries,
        again_at=again_at,
        may_be_silent=stage == "asked" and tries >= TRIES and again_at is not None and again_at <= at,
        answers=list(_answers(store, case)),
        spoken=_said(facts, "closing_answer_spoken"),
        note=_said(facts, "closing_note"),
        decision=_said(facts, "closing_decision"),
        told_at=_moment(facts.get("closing_told_at")),
        kept_open=_said(facts, "kept_open_because"),
        not_signed=why_not_sign(store, case, me().id) if stage else "",
        may_decide=me().role in MANAGING,
        can_write=any(reader.places for reader in readers(store, case)),
        right=review_right(store, case, at),
        review_told_at=_moment(facts.get("review_told_at")),
        support_on=_day(offered) if offered else "",
        support_consent=_said(facts, "support_consent"),
        today=to_local(at).date().isoformat(),
    )


def _answers(store: Session, case: Case) -> Iterator[Answer]:
    for number in numbered(store, case):
        if answer := _said(case.facts, f"closing_answer_{number}"):
            yield Answer(number, answer, _said(case.facts, f"closing_objection_{number}"))


def _said(facts: dict[str, Any], name: str) -> str:
    return str(facts.get(name) or "")


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _day(written: str) -> str:
    noon = datetime.fromisoformat(f"{date.fromisoformat(written)}T12:00:00+00:00")
    return day_in_words(noon, "en")
