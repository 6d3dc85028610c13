"""The staff console: all its pages behind one gate, and what every one of them carries."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from bot.casework.labels import kind_in_words, sort_in_words, why_a_person
from webhooks import moments
from webhooks.console import (
    answering,
    answers,
    campaigns,
    cases,
    clocks,
    closing,
    conversations,
    equality,
    finding,
    in_touch,
    joining,
    needs,
    plans,
    results,
    risks,
    sign_in,
    support,
    surveys,
    team,
    unsealings,
    updates,
    worklist,
)
from webhooks.console.gate import guard, set_up
from webhooks.console.refusals import typed, why_refused
from webhooks.console.trained import ForTrained
from webhooks.console.transcripts import CHANNELS, language_in_words
from webhooks.pages import speak
from webhooks.place import now

door = Blueprint("staff", __name__, url_prefix="/staff")
for room in (
    sign_in,
    worklist,
    finding,
    cases,
    needs,
    risks,
    in_touch,
    joining,
    updates,
    clocks,
    plans,
    closing,
    support,
    surveys,
    results,
    answers,
    equality,
    campaigns,
    conversations,
    answering,
    unsealings,
    team,
):
    door.register_blueprint(room.pages)

PROBLEMS = {
    403: ("You cannot do that", "Your role does not allow it. Ask a manager or an administrator."),
    404: ("We cannot find that", "There is nothing here. Was a reference mistyped? Search for it in the worklist."),
    400: ("That page was too old", "Go back, open the page again and try once more. Nothing was changed."),
}


@door.before_request
def speak_english() -> None:
    """Whatever language the browser asks for."""
    speak("en")


door.before_request(guard)
door.app_template_global()(typed)
door.app_template_global()(why_refused)


def set_up_sign_in(app: Flask) -> None:
    """Have the application know who is signed in."""
    set_up(app)


@door.errorhandler(403)
@door.errorhandler(404)
@door.errorhandler(CSRFError)
def explain(error: Exception) -> ResponseReturnValue:
    code = getattr(error, "code", None) or 400
    title, words = PROBLEMS[code]
    if isinstance(error, ForTrained):
        title, words = "For trained staff", str(ForTrained.__doc__)
    return render_template("staff_problem.html", title=title, words=words), code


@door.context_processor
def words_for_pages() -> dict[str, object]:
    """What the templates say things with."""
    at = now()
    return {
        "who": current_user if current_user.is_authenticated else None,
        "near": lambda when: moments.near(when, at),
        "waited": lambda since: moments.waited(since, at),
        "moment": moments.moment,
        "clock": moments.clock,
        "kind": kind_in_words,
        "sort": sort_in_words,
        "tongue": language_in_words,
        "why_a_person": why_a_person,
        "channels": CHANNELS,
    }
