"""What every web page is given: whose page it is, its language and direction, and its words in that language."""

from __future__ import annotations

from typing import Any

from babel import Locale
from flask import Flask, g, has_request_context, request

from bot.catalogues import catalogue, languages, translate
from bot.configuration.hours import to_local
from webhooks.bubbles import direction, mark_up
from webhooks.place import the_house

ELSEWHERE = "https://www.bbc.co.uk/weather"
"""Where "Exit this page" goes: what anybody might be looking at."""
TOUCHSTONE = "Tell us what is happening"
"""A language is offered for pages that nobody has chosen one for only where this, at least, is translated."""


def set_up(app: Flask) -> None:
    """Give every template its words and its landlord."""
    app.context_processor(_furniture)
    app.add_template_filter(mark_up)
    app.add_template_filter(to_local)


def _furniture() -> dict[str, Any]:
    language = page_language()
    house = the_house()
    return {
        "_": write,
        "landlord": house.landlord,
        "language": language,
        "direction": direction,
        "language_name": name_of,
        "elsewhere": ELSEWHERE,
    }


def write(msgid: str, **values: str) -> str:
    """A sentence of the page in the page's language; `{our_...}` are the landlord's, as in the dialogs."""
    return translate(msgid, page_language()).format_map({**the_house().our, **values})


def speak(language: str) -> None:
    """From here on the page of this request is in this language."""
    g.language = language


def page_language() -> str:
    """The language of the conversation; outside one, what the browser asks for, as far as we can."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        ours = [code for code in the_house().landlord.languages if code in languages() and _is_translated(code)]
        g.language = request.accept_languages.best_match(ours, "en")
    return str(g.language)


def _is_translated(code: str) -> bool:
    return code == "en" or TOUCHSTONE in catalogue(code)


def name_of(language: str) -> str:
    """A language as those who speak it write it: "Polski", "اردو"."""
    name = Locale.parse(language).get_language_name(language) or language
    return name[:1].upper() + name[1:]
