"""What an answer sets off: a manager's task, a risk looked at again, a way to help us improve (S5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.understanding.fear import is_afraid
from bot.understanding.reading import read_report
from storage.cases import open_cases_of
from storage.surveys import Survey, SurveyAnswer, answers_of
from storage.tasks import set_task

SORRY, AFRAID, IMPROVE = "survey_sorry", "survey_afraid", "survey_improve"
FOLLOWING = (SORRY, AFRAID, IMPROVE)
NEGATIVE = frozenset(("fairly_dissatisfied", "very_dissatisfied"))
GOES_ON = frozenset(("same", "worse"))
REPORTING = ("again", "able")
COMPLAINT = re.compile(r"\bcomplain|\bskarg|\bzażalen|\bcwyn|شکایت|\bshikayat", re.IGNORECASE)
"""However it stands in their answer: a manager reads it."""
NOW = re.compile(r"\b(?:now|still|again|instead)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What the answers tell: that somebody is dissatisfied, afraid, willing to help us, and that it goes on."""

    sorry: bool = False
    afraid: bool = False
    willing: bool = False
    goes_on: bool = False


def weigh(answers: dict[str, SurveyAnswer]) -> Found:
    """What these answers tell, by question."""
    chosen = {name: row.answer for name, row in answers.items() if row.answer}
    said = " ".join(row.words for row in answers.values() if row.words)
    stopped = {chosen.get("stopped"), chosen.get("still")}
    goes_on = bool(stopped & GOES_ON) or _is_of_something_new(said, though_stopped=bool(stopped - {None}))
    return Found(
        sorry=goes_on
        or COMPLAINT.search(said) is not None
        or bool(NEGATIVE & {*chosen.values()})
        or any(chosen.get(one) == "no" for one in REPORTING),
        afraid=is_afraid(said) or any(row.code == "repercussions" for row in answers.values()),
        willing=chosen.get("improve") == "yes",
        goes_on=goes_on,
    )


def _is_of_something_new(said: str, *, though_stopped: bool) -> bool:
    """Whether the words tell of a matter; of one who says that it has stopped, only of something that goes on now."""
    reading = read_report(said)
    goes_on = bool(reading.now or reading.how_often) and NOW.search(said) is not None
    return bool(reading.kind) and reading.kind != "not_asb" and (goes_on or not though_stopped)


def follow(session: Session, survey: Survey, now: datetime) -> Found:
    """Set what follows from the answers of a survey about a case."""
    found = weigh(answers_of(session, [survey.id])[survey.id])
    if survey.case_id is None:
        return _follow_of_all(session, survey, found, now)
    for what, is_so in ((SORRY, found.sorry), (AFRAID, found.afraid), (IMPROVE, found.willing)):
        if is_so:
            set_task(session, survey.case_id, what, now, for_manager=what != IMPROVE)
    return found


def _follow_of_all(session: Session, survey: Survey, found: Found, now: datetime) -> Found:
    """What was asked of residents at large is of no case, so no manager is promised; but whoever is afraid, and has an
    open case, is looked at again."""
    cases = open_cases_of(session, survey.contact_id) if survey.contact_id and found.afraid else []
    for case in cases:
        set_task(session, case.id, AFRAID, now, for_manager=True)
    return replace(found, sorry=False)
