"""The risk of a case as staff see it: the sum line by line, what is missing, and what they make of it (C2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.labels import name_in_words, value_in_words
from bot.privacy.unsealing import LONGEST
from bot.risk.asked import ASKED_AGAIN
from bot.risk.assessing import (
    NotConfirmed,
    alert_if_high,
    answers_of,
    as_seen,
    confirm,
    is_left_to_staff,
    keep_answers,
    owed_in,
    weigh_case,
)
from bot.risk.matrix import BANDS
from bot.risk.weighing import Counted
from dialogs.risk import QUESTIONS
from storage.cases import Case
from storage.reports import reports_of_case
from storage.risks import Risk, risks_of
from storage.staff import Staff
from webhooks.console.case_named import open_case_of
from webhooks.console.gate import ACTING, me, open_to
from webhooks.console.refusals import refuse
from webhooks.place import now, the_house

pages = Blueprint("risks", __name__)
ASKED = {question.name: question for question in QUESTIONS}
RAISED = {
    "hate": "it is about hate",
    "violence": "it is about violence",
    "threat": "a threat to kill or burn",
    "weapon": "a weapon is named",
    "child": "a child is at risk",
    "adult": "an adult is at risk",
    "suicidal": "thoughts of suicide",
}
NOTICED = {
    "distress": "New fear or distress was heard. Look at the risk again.",
    "escalation": "It has become more serious. Look at the risk again.",
    "joining": "Another case was joined to this one, or taken apart from it. Look at the risk again.",
}


@dataclass(frozen=True)
class Sum:
    """One line of the arithmetic in words."""

    question: str
    answer: str
    points: int
    source: str


@dataclass(frozen=True)
class Made:
    """An assessment that was confirmed, as it was then."""

    risk: Risk
    by: str
    sums: list[Sum]
    raised_by: list[str]


def risk_panel(store: Session, case: Case) -> dict[str, object]:
    """What the page of the case shows of its risk."""
    matrix = the_house().landlord.risk
    every = risks_of(store, case.id)
    made = [_made(store, risk) for risk in reversed(every) if risk.confirmed_at is not None]
    owed = next((risk for risk in every if risk.confirmed_at is None), None)
    panel: dict[str, object] = {"made": made, "owed": owed, "bands": BANDS, "longest": LONGEST}
    if owed is None:
        return panel
    weighed = weigh_case(matrix, store, case, owed)
    answers, sources = answers_of(case, owed)
    return panel | {
        "weighed": weighed,
        "sums": [_in_words(store, one) for one in weighed.counted],
        "missing": [name_in_words(name) for name in weighed.missing],
        "raised_by": [RAISED.get(one, value_in_words("kind", one).lower()) for one in weighed.raised_by],
        "left_to_staff": is_left_to_staff(case),
        "noticed": NOTICED.get(owed.noticed or "", ""),
        "waits": bool(made) and not owed.noticed and owed.due_at > now() + ASKED_AGAIN,
        "late": case.state == "open" and owed.due_at < now(),
        "seen": as_seen(owed, weighed),
        "matrix": matrix,
        "form": [(ASKED[name], answers.get(name), sources.get(name)) for name in matrix.asked],
    }


def _made(store: Session, risk: Risk) -> Made:
    counted = [Counted(n, answer, risk.points.get(n, 0), risk.sources.get(n, "")) for n, answer in risk.answers.items()]
    sums = [_in_words(store, one) for one in counted if one.name in risk.points]
    return Made(
        risk,
        _name_of(store, risk.confirmed_by or ""),
        sums,
        [RAISED.get(one, value_in_words("kind", one).lower()) for one in (risk.raised_by or "").split()],
    )


def _in_words(store: Session, one: Counted) -> Sum:
    asked = ASKED.get(one.name)
    question = asked.text.msgid if asked else one.name
    return Sum(question, value_in_words(one.name, one.answer), one.points, _source(store, one.source))


def _source(store: Session, source: str) -> str:
    return {"report": "from the report", "resident": "the resident"}.get(source) or _name_of(store, source)


def _name_of(store: Session, by: str) -> str:
    number = by.removeprefix("staff:")
    member = store.get(Staff, int(number)) if number.isdecimal() else None
    return member.name if member else by


@pages.post("/cases/<reference>/risk/answers")
@open_to(*ACTING)
def fill_in(reference: str) -> ResponseReturnValue:
    """An officer has gone through the questions with the resident; what they changed is marked as theirs."""
    changed = the_house().database.write(lambda store: _fill_in(store, reference, now()))
    flash(f"{changed} {'answer was' if changed == 1 else 'answers were'} kept." if changed else "Nothing was changed.")
    return _back(reference)


def _fill_in(store: Session, reference: str, at: datetime) -> int:
    case = open_case_of(store, reference)
    if is_left_to_staff(case):
        abort(404)
    known, _ = answers_of(case, owed_in(the_house(), store, case, at))
    said: dict[str, str | None] = {}
    for name in the_house().landlord.risk.asked:
        answer = request.form.get(name)
        if answer in {option.value for option in ASKED[name].options} and answer != known.get(name):
            said[name] = answer
    if said:
        keep_answers(the_house(), store, case, said, f"staff:{me().id}", at)
        told = reports_of_case(store, case.id)
        if told:
            alert_if_high(the_house(), store, case, told[-1].conversation_id, at)
    return len(said)


@pages.post("/cases/<reference>/risk/confirm")
@open_to(*ACTING)
def settle(reference: str) -> ResponseReturnValue:
    """An officer confirms the band, or sets another with a reason."""
    asked = request.form
    reason = asked.get("reason", "").strip()[:LONGEST]
    try:
        band = the_house().database.write(
            lambda store: confirm(
                the_house(),
                store,
                open_case_of(store, reference),
                asked.get("band", ""),
                reason,
                asked.get("seen", ""),
                me().id,
                now(),
            )
        )
    except NotConfirmed as trouble:
        return refuse(reference, f"The risk was not confirmed. {trouble}")
    flash(f"The risk is {band}. It is to be looked at again in {the_house().landlord.risk.refresh_weeks} weeks.")
    return _back(reference)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="risk"))
