"""The web chat: a conversation on pages that work without JavaScript, and quietly better with it."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from bot.catalogues import languages
from bot.channels.contract import Inbound
from bot.conversation import receive
from bot.understanding.danger.finding import find_danger
from bot.with_officer import is_with_officer
from storage.conversations import Conversation
from storage.messages import transcript
from webhooks.bubbles import START, Talk, lay_out
from webhooks.long_messages import parts, read_what_fits
from webhooks.metrics import counted
from webhooks.pages import ELSEWHERE, speak
from webhooks.pages import write as _
from webhooks.place import now, the_house
from webhooks.visiting import (
    COOKIE,
    Visitor,
    begin_visit,
    find_visitor,
    give_cookie,
    leave,
    new_token,
    take_cookie_back,
)

door = Blueprint("chat", __name__)

EXIT = "/chat/exit"
TAKE_WORDS = ("chat.start", "chat.take_answer")
LOST_COOKIE, GONE_IDLE = "lost_cookie", "gone_idle"
# The languages of REQUIREMENTS L2 that a call with an interpreter is offered in where we cannot write them.
SPOKEN = ("pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it", "so", "tr", "fa", "fr", "cy")


@dataclass(frozen=True)
class Form:
    """What one form brought: `answer` is a button's value, `words` what was typed, `key` unique to the form."""

    words: str
    answer: str
    asked: int | None
    key: str


def read_form() -> Form:
    return form_of(request.form)


def form_of(fields: Mapping[str, str]) -> Form:
    asked, key = fields.get("question", ""), fields.get("form", "")
    return Form(
        _clean(fields.get("words", "")),
        _clean(fields.get("answer", ""))[:500],
        int(asked) if re.fullmatch(r"[0-9]{1,15}", asked) else None,
        key if re.fullmatch(r"[\w-]{8,40}", key, re.ASCII) else _new_key(),
    )


def _clean(written: str) -> str:
    return written.replace("\r\n", "\n").replace("\0", "").strip()


def _new_key() -> str:
    return secrets.token_urlsafe(12)


@door.get("/")
@door.get("/chat")
def show_start() -> ResponseReturnValue:
    return _start_page(going_on=find_visitor(the_house(), now()) is not None)


def _start_page(code: int = 200, **what: Any) -> ResponseReturnValue:
    ours = the_house().landlord.languages
    written = [language for language in ours if language in languages()]
    spoken = [language for language in SPOKEN if language not in written]
    page = render_template("chat_start.html", written=written, spoken=spoken, key=_new_key(), **what)
    return page, code


@door.post("/chat/start")
def start() -> ResponseReturnValue:
    """A new visit, in the language chosen; one that was open in this browser is ended first."""
    return _begin(read_form(), _chosen_language())


def _chosen_language() -> str:
    chosen = request.form.get("language", "")
    return chosen if chosen in (*the_house().landlord.languages, *SPOKEN) else "en"


def _begin(form: Form, language: str = "en") -> ResponseReturnValue:
    """Begin, saying what the start page knows: the language, and what was written when an earlier visit was lost."""
    token = new_token()
    visitor = begin_visit(the_house(), token, now(), capped=not _tells_of_danger(form))
    if visitor is None:
        return render_template("chat_full.html", words=form.words, chosen=language, key=_new_key()), 429
    leave(the_house(), now())
    if language != "en" or not form.words:
        _pass_on(visitor, "" if language == "en" else language, START)
    return give_cookie(make_response(_hear_words(visitor, form)), token)


def _hear(visitor: Visitor, said: str, key: str, asked: int | None = None, *, pressed: bool = False) -> Visitor:
    """Pass one message on; the same form with the same words again, by a double click or a reload, changes nothing.

    Other words on a form whose answer was lost on the way are another message: they may tell of danger.
    """
    return _pass_on(visitor, said, f"{key}.{_fingerprint(said)}", asked, pressed)


def _pass_on(visitor: Visitor, said: str, name: str, asked: int | None = None, pressed: bool = False) -> Visitor:
    inbound = Inbound("web", visitor.address, f"{visitor.visit_id}-{name}", said, answers=asked, pressed=pressed)
    received = counted("web", lambda: receive(the_house(), inbound, now()))
    return replace(visitor, conversation_id=received.conversation_id)


def _fingerprint(said: str) -> str:
    """Tells words apart and, without our secret, nothing of what they were, also once they have been erased."""
    return hmac.digest(the_house().settings.secret_key, said.encode("utf-8", "replace"), sha256).hex()[:16]


def _hear_words(visitor: Visitor, form: Form) -> ResponseReturnValue:
    """Pass on what was typed. Of what is too long for one message the rest is put back into the box: nothing is lost,
    and the resident is told."""
    visitor, rest = _hear_parts(visitor, form)
    return _talk_page(visitor, 422, problem=_too_long(), words=rest) if rest else _to_newest()


def _hear_parts(visitor: Visitor, form: Form) -> tuple[Visitor, str]:
    taken, rest = parts(form.words)
    for number, part in enumerate(filter(None, taken)):
        find_danger(part)  # looked for once, and before anybody has to wait for us to write
        visitor = _hear(visitor, part, f"{form.key}.{number}" if number else form.key, form.asked)
    return visitor, rest


def _to_newest() -> BaseResponse:
    return redirect(url_for("chat.show_talk", _anchor="newest"), 303)


@door.get("/chat/talk")
def show_talk() -> ResponseReturnValue:
    visitor = find_visitor(the_house(), now())
    if visitor is None:
        return redirect(url_for("chat.show_ended" if COOKIE in request.cookies else "chat.show_start"))
    return _talk_page(visitor)


def _talk_page(visitor: Visitor, code: int = 200, **what: Any) -> ResponseReturnValue:
    speak(visitor.language)
    return render_template("chat_talk.html", talk=_talk_of(visitor), key=_new_key(), **what), code


def _talk_of(visitor: Visitor) -> Talk:
    if visitor.conversation_id is None:
        return lay_out([])
    with the_house().database.reading() as session:
        shown = lay_out(transcript(session, visitor.conversation_id))
        talk = session.get_one(Conversation, visitor.conversation_id)
        return replace(shown, choices=()) if is_with_officer(talk, now()) else shown  # what is pressed is ours to hear


@door.post("/chat/talk")
def take_answer() -> ResponseReturnValue:
    """One answer, or several: a button's and what was typed with it are both heard, the button first."""
    visitor = find_visitor(the_house(), now())
    if visitor is None:
        return pick_up(GONE_IDLE if COOKIE in request.cookies else LOST_COOKIE, 410)
    form = read_form()
    problem = _problem_with(visitor, form)
    if problem:
        return _talk_page(visitor, 422, problem=problem, words=form.words)
    return _hear_form(visitor, form)


def _hear_form(visitor: Visitor, form: Form) -> ResponseReturnValue:
    if form.answer:
        visitor = _hear(visitor, form.answer, f"{form.key}.a", form.asked, pressed=True)
    return _hear_words(visitor, replace(form, asked=None) if form.answer else form)


def _problem_with(visitor: Visitor, form: Form) -> str:
    speak(visitor.language)
    return "" if form.words or form.answer else _("Write a message, or choose an answer")


def _too_long() -> str:
    return _("Your message was very long. We have kept the first part. The rest is in the box: please send it too")


def _too_large() -> str:
    return _("Your message was far too long. We kept only its first part. Send the rest in several shorter messages")


def take_what_fits() -> ResponseReturnValue:
    """A form larger than we read: as much of it as fits is taken like any other. No token of ours can be checked, but
    the cookie of the visit comes with forms of our own pages only."""
    form, visitor = form_of(read_what_fits()), find_visitor(the_house(), now())
    if visitor is None:
        return pick_up(LOST_COOKIE, 413, form)
    speak(visitor.language)
    visitor, _ = _hear_parts(visitor, form)
    return _talk_page(visitor, 413, problem=_too_large())


def pick_up(why: str, code: int, form: Form | None = None) -> ResponseReturnValue:
    """The visit or its cookie is gone, and what was typed is not: it is put before the resident again.

    Where it tells of danger it is taken at once, in a new visit (R1).
    """
    form, visitor = form or read_form(), find_visitor(the_house(), now())
    if _tells_of_danger(form):
        return _begin(form) if visitor is None else _hear_words(visitor, replace(form, asked=None))
    if visitor:
        problem = _problem_with(visitor, form) or _("This page was out of date. Please send your answer again")
        return _talk_page(visitor, code, problem=problem, words=form.words)
    return _start_page(code, words=form.words, why=why)


def _tells_of_danger(form: Form) -> bool:
    return bool(form.words) and any(find_danger(part).now for part in parts(form.words)[0])


@door.get("/chat/news")
def show_news() -> ResponseReturnValue:
    """What a page that is open asks for every two seconds: nothing new (204), the page as it is now, or gone (410)."""
    visitor = find_visitor(the_house(), now(), noting=False)
    if visitor is None:
        return Response(status=410)
    if str(_talk_of(visitor).last) == request.args.get("after"):
        return Response(status=204)
    return _talk_page(visitor)


@door.route(EXIT, methods=["GET", "POST"])
def leave_quickly() -> ResponseReturnValue:
    """Exit this page: the visit is over on the server, and the browser shows something harmless. What was on its way
    when somebody left comes along and is heard: by itself it might come after, and begin another visit."""
    visitor = find_visitor(the_house(), now())
    leave(the_house(), now())
    if visitor and request.method == "POST":
        _hear_form(visitor, read_form())
    gone = Response(status=204) if request.method == "POST" else make_response(redirect(ELSEWHERE, 303))
    return take_cookie_back(gone)


@door.get("/chat/ended")
def show_ended() -> ResponseReturnValue:
    return take_cookie_back(make_response(render_template("chat_ended.html")))
