"""How it went, on a page behind a one-time link that was sent by e-mail: it shows nothing of the case (S4)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.catalogues import translate
from bot.configuration.own_words import our_text
from bot.privacy.equality import asked_on_page, count_with_survey
from bot.surveys.pages import asked_by_page
from bot.surveys.recording import NotRecorded, begin_report, decline, heed_danger, keep_words, record, survey_behind
from dialogs import phrases
from dialogs.grammar import Text
from dialogs.surveys import NEITHER_WELL_NOR_BAD, OF_ALL, Question
from storage.surveys import Survey
from webhooks.pages import page_language, speak
from webhooks.pages import write as _
from webhooks.place import now, the_house

door = Blueprint("survey", __name__)
ABOUT = "about_"
"""How the fields begin that ask who somebody is."""


@door.get("/survey/<secret>")
def show(secret: str) -> ResponseReturnValue:
    """The questions, while they may be answered; a link that is used up, too old or unknown says no more than that."""
    with the_house().database.reading() as store:
        survey = survey_behind(store, secret, now())
        return _closed() if survey is None else _questions(survey)


@door.post("/survey/<secret>")
def take(secret: str) -> ResponseReturnValue:
    """Keep the answers, once. Danger in them is told and answered first, also where they cannot be taken."""

    def keep(store: Session) -> ResponseReturnValue:
        survey = survey_behind(store, secret, now(), hold=True)
        if survey is None:
            return _closed()
        speak(survey.language or "en")
        questions = asked_by_page(the_house().landlord, survey.name)
        said = " ".join(request.form.get(one.name, "") for one in questions if not one.options)
        danger = heed_danger(the_house(), store, survey, said, now())
        advice = _say(phrases.IN_DANGER) if danger.urgent else ""
        if "decline" in request.form:
            decline(survey, now())
            keep_words(store, survey, said, now())
            return _done(_("That is fine. We will not ask again about this."), advice)
        try:
            found = record(store, survey, questions, request.form, now(), "resident")
        except NotRecorded:
            if danger.urgent:
                keep_words(store, survey, said, now())
            return _questions(survey, advice, wrong=True), 422
        if survey.case_id is None:  # else it stands with the case, as an answer
            keep_words(store, survey, said, now())
        if found.goes_on:
            begin_report(store, survey, said.strip(), now())
        _count(store, survey, questions)
        thanks = _("Thank you. We are sorry. A manager reads this next working day.") if found.sorry else ""
        return _done(thanks or _("Thank you. We read every answer."), advice, _what_changed())

    return the_house().database.write(keep)


def _count(store: Session, survey: Survey, questions: Sequence[Question]) -> None:
    """Who they are, if they said so: it is counted beside what they think, and kept nowhere (S6)."""
    counted = [one.name for one in questions if one.options and one.name not in NEITHER_WELL_NOR_BAD]
    answers = {name: said for name in counted if (said := request.form.get(name, ""))}
    about = {name: request.form.get(f"{ABOUT}{name}", "") for name in asked_on_page(the_house().landlord)}
    count_with_survey(the_house(), store, survey.name, answers, about, now())


def _questions(survey: Survey, danger: str = "", *, wrong: bool = False) -> str:
    speak(survey.language or "en")
    return render_template(
        "survey_page.html",
        danger=danger,
        title=_("A few questions about where you live") if survey.name in OF_ALL else _("How did we do?"),
        decline=_("I would rather not answer. Do not ask me again."),
        hint=_("Leave out what you would rather not answer."),
        trouble=_("Please answer at least one question, and write no more than 2,000 letters.") if wrong else "",
        send=_("Send"),
        questions=asked_by_page(the_house().landlord, survey.name),
        about_you=_("About you, if you do not mind"),
        about_hint=_(
            "We only count these, to see whether we treat everybody alike. We do not keep them with the rest."
        ),
        about={f"{ABOUT}{name}": asked for name, asked in asked_on_page(the_house().landlord).items()},
        say=_say,
        given=request.form,
    )


def _what_changed() -> str:
    """What the landlord changed because people answered, where they say."""
    landlord = the_house().landlord
    return _say(our_text(landlord, landlord.surveys.changed)) if landlord.surveys.changed else ""


def _done(thanks: str, danger: str = "", changed: str = "") -> str:
    complain = _("Not happy with how we dealt with it? You can complain: call {our_phone}.")
    return render_template("survey_done.html", danger=danger, thanks=thanks, changed=changed, complain=complain)


def _closed() -> ResponseReturnValue:
    thanks = _("These questions have closed. Thank you all the same.")
    return render_template("survey_done.html", danger="", thanks=thanks, changed="", complain=""), 404


def _say(text: Text) -> str:
    return translate(text, page_language()).format_map(the_house().our)
