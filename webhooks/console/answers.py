"""What stands behind the figures: each answer, its words, and what staff who read them count them as (S6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.labels import kind_in_words
from bot.surveys.reasons import REASONS
from bot.surveys.survey_labels import answer_in_words, question_in_words
from dialogs.surveys import HESITATE
from storage.campaigns import Campaign
from storage.cases import Case
from storage.surveys import Survey, SurveyAnswer, recode
from storage.trained import is_of_abuse
from webhooks.console.gate import MANAGING, me, open_to
from webhooks.console.surveys import TOLD_BY
from webhooks.console.trained import may_read
from webhooks.console.transcripts import language_in_words
from webhooks.place import the_house

pages = Blueprint("answers", __name__)

ANSWER_COLUMNS = (
    "survey", "about", "question", "answer", "own words", "counted as", "counted by", "answered", "channel", "language",
    "patch", "kind",
)  # fmt: skip
Rows = list[tuple[Survey, dict[str, SurveyAnswer]]]


@dataclass(frozen=True)
class Said:
    """An answer in own words: to what, of which case, and what its words come to where that is counted."""

    id: int
    question: str
    words: str
    reference: str | None
    language: str
    is_coded: bool
    code: str


@pages.post("/results/answers/<int:answer_id>")
@open_to(*MANAGING)
def correct(answer_id: int) -> ResponseReturnValue:
    """Somebody has read the words, and counts them as another reason."""
    code = request.form.get("code", "")
    by = f"staff:{me().id}"
    if code not in REASONS or not the_house().database.write(lambda store: recode(store, answer_id, code, by)):
        abort(404)
    flash("Counted as: " + REASONS[code] + ".")
    then = request.form.get("then", "")
    return redirect(f"{url_for('staff.results.show')}?{then}#said-{answer_id}")


def words_of(store: Session, rows: Rows) -> list[Said]:
    """Every answer in own words, and the case that it is of, for those who may look behind a figure; of abuse at home
    for trained staff."""
    landlord, found = the_house().landlord.surveys, []
    for survey, case, answers in _readable(store, rows):
        for name, row in answers.items():
            if row.words:
                asked, reference = question_in_words(landlord, name), case.reference if case else None
                tongue = survey.language or "en"
                found.append(Said(row.id, asked, row.words, reference, tongue, name == HESITATE, row.code or ""))
    return found


def _readable(store: Session, rows: Rows) -> Iterator[tuple[Survey, Case | None, dict[str, SurveyAnswer]]]:
    reads_abuse = may_read()
    for survey, answers in rows:
        case = store.get(Case, survey.case_id) if survey.case_id else None
        if reads_abuse or not (survey.kind == "domestic_abuse" or (case and is_of_abuse(case))):
            yield survey, case, answers


def answer_lines(store: Session, rows: Rows) -> Iterator[list[object]]:
    """The same, and what was chosen, a line each under `ANSWER_COLUMNS`; nothing says who somebody is."""
    landlord = the_house().landlord.surveys
    for survey, case, answers in _readable(store, rows):
        campaign = store.get(Campaign, survey.campaign_id) if survey.campaign_id else None
        about = case.reference if case else campaign.title if campaign else ""
        for name, row in answers.items():
            yield [
                survey.id,
                about,
                question_in_words(landlord, name),
                answer_in_words(row.answer) if row.answer else "",
                row.words or "",
                REASONS.get(row.code or "", ""),
                row.coded_by or "",
                f"{row.at:%Y-%m-%d}",
                TOLD_BY.get(survey.channel or "", ""),
                language_in_words(survey.language or "en"),
                survey.patch or "",
                kind_in_words(survey.kind) if survey.kind else "",
            ]
