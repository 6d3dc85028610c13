"""How it went, on the page of a case: whether somebody may be asked, what they said on the telephone, and what was done
about it (S1, S4, S5); and what residents say of reporting when they are visited (S2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.labels import task_in_words
from bot.surveys.following import FOLLOWING
from bot.surveys.pages import asked_by_page, questions_of
from bot.surveys.reasons import REASONS, is_what_we_asked
from bot.surveys.recording import NotRecorded, heed_danger, record
from bot.surveys.survey_labels import OFFICERS_REASONS, STATES, TITLES, WHY_NOT, answer_in_words, question_in_words
from bot.understanding.danger.finding import find_danger
from dialogs.surveys import Question
from storage.cases import Case, amend_case
from storage.surveys import OPEN, Survey, SurveyAnswer, add_survey, answers_of, surveys_of_case
from storage.tasks import end_tasks, tasks_waiting
from storage.worklist import patches
from webhooks.console.case_named import case_of
from webhooks.console.gate import ACTING, me, open_to
from webhooks.console.refusals import refuse
from webhooks.console.transcripts import CHANNELS
from webhooks.place import now, the_house

pages = Blueprint("surveys", __name__)

TOLD_BY = {**CHANNELS, "call": "Telephone", "visit": "Visit"}
MAY_BE_TOLD = ("held", "waiting", "not_sent", "declined", "ended", *OPEN)
LONGEST_NOTE = 500
DANGER_TOLD = " It sounds of danger: whoever is on call is told of it."
DANGER_ON_VISIT = " It sounds of danger, and stands with no name and no case: see to it now that somebody acts."


@dataclass(frozen=True)
class Shown:
    """One survey as the page of its case shows it."""

    survey: Survey
    title: str
    state: str
    why_not: str
    channel: str
    answers: list[tuple[str, str]]

    @property
    def may_be_told(self) -> bool:
        return self.survey.state in MAY_BE_TOLD


def surveys_shown(store: Session, case: Case) -> dict[str, object]:
    """The surveys of a case, and which of the tasks that they set still wait."""
    found = surveys_of_case(store, case.id)
    told = answers_of(store, [one.id for one in found])
    waiting = [task for task in tasks_waiting(store, case.id) if task.what in FOLLOWING]
    return {
        "surveys": [_shown(one, told[one.id]) for one in found],
        "to_follow": waiting,
        "reasons": {code: WHY_NOT[code] for code in OFFICERS_REASONS},
        "task_in_words": task_in_words,
    }


def _shown(survey: Survey, answers: dict[str, SurveyAnswer]) -> Shown:
    surveys = the_house().landlord.surveys
    said = [(question_in_words(surveys, name), _said(row)) for name, row in answers.items()]
    why_not = WHY_NOT.get(survey.why_not or "", survey.why_not or "")
    title = TITLES.get(survey.name, survey.name)
    return Shown(survey, title, STATES[survey.state], why_not, TOLD_BY.get(survey.channel or "", ""), said)


def _said(row: SurveyAnswer) -> str:
    coded = f" ({REASONS[row.code]})" if row.code in REASONS else ""
    return f"{row.words or ''}{coded}" if row.answer is None else answer_in_words(row.answer)


def _survey_of(store: Session, reference: str, survey_id: int) -> tuple[Case, Survey]:
    case = case_of(store, reference)
    found = next((one for one in surveys_of_case(store, case.id) if one.id == survey_id), None)
    if found is None:
        abort(404)
    return case, found


@pages.post("/cases/<reference>/surveys/<int:survey_id>/<step>")
@open_to(*ACTING)
def decide(reference: str, survey_id: int, step: str) -> ResponseReturnValue:
    """An officer says that somebody may be asked, or that nobody is to ask them."""

    def take(store: Session) -> str:
        case, survey = _survey_of(store, reference, survey_id)
        if step == "allow" and survey.state == "held":
            survey.state = "waiting"
            done = "They will be asked, if nothing else speaks against it then."
        elif step == "leave" and survey.state in ("held", "waiting"):
            reason = request.form.get("reason", "")
            if reason not in OFFICERS_REASONS:
                raise NotRecorded("Say why they are not to be asked.")
            survey.state, survey.why_not, survey.ended_at = "not_sent", reason, now()
            done = "They will not be asked."
        else:
            raise NotRecorded("Look at it as it stands now.")
        amend_case(store, case, {f"survey_{survey.name}": f"{step} {survey.why_not or ''}".strip()}, _by(), now())
        return done

    try:
        flash(the_house().database.write(take))
    except NotRecorded as why:
        return refuse(reference, f"Nothing was changed. {why}")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="surveys"))


@pages.post("/cases/<reference>/followed")
@open_to(*ACTING)
def note_followed(reference: str) -> ResponseReturnValue:
    """Somebody has read the answers and done what they ask for."""
    note = " ".join(request.form.get("note", "").split())[:LONGEST_NOTE]

    def keep(store: Session) -> str:
        case = case_of(store, reference)
        if not note:
            raise NotRecorded("Write in a few words what you did.")
        mine = [task.what for task in tasks_waiting(store, case.id) if me().role != "officer" or not task.for_manager]
        whats = [what for what in mine if what in FOLLOWING]
        if not whats:
            raise NotRecorded("A manager looks at this one.")
        end_tasks(store, case.id, whats, now())
        amend_case(store, case, {"survey_followed": note}, _by(), now())
        return "Noted: what was done about the answers."

    try:
        flash(the_house().database.write(keep))
    except NotRecorded as why:
        return refuse(reference, f"Nothing was changed. {why}")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="surveys"))


@pages.get("/cases/<reference>/surveys/<int:survey_id>")
@open_to(*ACTING)
def ask_by_telephone(reference: str, survey_id: int) -> ResponseReturnValue:
    """The questions, to be read out and filled in."""
    with the_house().database.reading() as store:
        case, survey = _survey_of(store, reference, survey_id)
        return _form(asked_by_page(the_house().landlord, survey.name), TITLES[survey.name], case)


@pages.post("/cases/<reference>/surveys/<int:survey_id>")
@open_to(*ACTING)
def record_telephone(reference: str, survey_id: int) -> ResponseReturnValue:
    """Keep what they said, marked as told on the telephone."""

    def keep(store: Session) -> bool:
        case, survey = _survey_of(store, reference, survey_id)
        if survey.state not in MAY_BE_TOLD:
            raise NotRecorded("These questions have been answered already. Look at the case as it stands now.")
        questions = asked_by_page(the_house().landlord, survey.name)
        record(store, survey, questions, request.form, now(), _by())
        survey.channel, survey.recorded_by, survey.why_not = "call", me().id, None
        survey.asked_at = survey.asked_at or now()
        amend_case(store, case, {f"survey_{survey.name}": "told by telephone"}, _by(), now())
        return heed_danger(the_house(), store, survey, _own_words(questions), now()).urgent

    try:
        is_urgent = the_house().database.write(keep)
    except NotRecorded as why:
        with the_house().database.reading() as store:
            case, survey = _survey_of(store, reference, survey_id)
            questions = asked_by_page(the_house().landlord, survey.name)
            return _form(questions, TITLES[survey.name], case, str(why)), 422
    flash(f"Noted: what they said on the telephone.{DANGER_TOLD if is_urgent else ''}")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="surveys"))


def _visit_questions() -> list[Question]:
    landlord = the_house().landlord
    return questions_of(landlord, (*landlord.surveys.visit.ask, *landlord.surveys.visit.also))


@pages.get("/visits")
@open_to(*ACTING)
def ask_on_visit() -> ResponseReturnValue:
    """The questions about reporting, filled in with a resident during a tenancy visit."""
    with the_house().database.reading() as store:
        return _form(_visit_questions(), TITLES["visit"], patches=patches(store))


@pages.post("/visits")
@open_to(*ACTING)
def record_visit() -> ResponseReturnValue:
    """Keep what a resident said on a visit; nothing says who they were."""

    def keep(store: Session) -> None:
        patch = request.form.get("patch", "")
        at = now()
        edition = the_house().landlord.surveys.visit.version
        survey = Survey(name="visit", edition=edition, state="answering", due_at=at, asked_at=at, created_at=at)
        survey.patch = patch if patch in patches(store) else None
        survey.channel, survey.language, survey.recorded_by = "visit", "en", me().id
        add_survey(store, survey)
        store.flush()
        record(store, survey, _visit_questions(), request.form, at, _by())

    try:
        the_house().database.write(keep)
    except NotRecorded as why:
        with the_house().database.reading() as store:
            return _form(_visit_questions(), TITLES["visit"], trouble=str(why), patches=patches(store)), 422
    words = _own_words(_visit_questions())
    danger = find_danger(words)
    told = danger.urgent and not is_what_we_asked(danger, words)
    flash(f"Noted. Thank them, and say what becomes of the answers.{DANGER_ON_VISIT if told else ''}")
    return redirect(url_for("staff.surveys.ask_on_visit"))


def _own_words(questions: Sequence[Question]) -> str:
    """What was written down in the resident's own words."""
    return " ".join(request.form.get(one.name, "") for one in questions if not one.options)


def _form(
    questions: list[Question], title: str, case: Case | None = None, trouble: str = "", patches: list[str] | None = None
) -> str:
    return render_template(
        "staff_survey.html",
        questions=questions,
        title=title,
        case=case,
        trouble=trouble,
        patches=patches,
        given=request.form,
        codes=REASONS,
    )


def _by() -> str:
    return f"staff:{me().id}"
