"""What a person reads when something goes wrong: what happened, and what to do next. What they wrote is shown back."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from webhooks import chat
from webhooks.pages import write as _

TOO_LONG = 413
_log = logging.getLogger(__name__)


def set_up(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(CSRFError, _explain_lost_form)
    app.register_error_handler(HTTPException, _explain)
    app.log_exception = _note_fault  # type: ignore[method-assign]


def _note_fault(exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
    """Where our code failed, without what the exception or the address say: those may quote a resident."""
    kind, _, at = exc_info
    where = "".join(traceback.format_tb(at)).rstrip()
    _log.error("The page %s failed: %s\n%s", request.endpoint, kind.__name__ if kind else "unknown", where)


def _explain_lost_form(error: CSRFError) -> ResponseReturnValue:
    """The form has no cookie to go with it any more: in the chat nothing that was typed is lost by that."""
    if request.path == chat.EXIT:
        return chat.leave_quickly()
    if request.blueprint == chat.door.name:
        return chat.pick_up(chat.LOST_COOKIE, 400)
    return _page(_("This page is too old"), _("Go back, reload the page and try again."), 400)


def _explain(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:  # a redirect is no error
        return error
    if error.code == TOO_LONG and request.endpoint in chat.TAKE_WORDS:
        return chat.take_what_fits()
    title, advice = _words(error.code or 500)
    return _page(title, advice, error.code or 500)


def _words(code: int) -> tuple[str, str]:
    if code in (404, 410):
        return _("Page not found"), _("Check the web address, or begin again from the start page.")
    if code in (401, 403):
        return _("You cannot open this page"), _("If you think you should, ask whoever looks after this service.")
    if code == TOO_LONG:
        return _("That was too long"), _("Go back and send it in several shorter messages.")
    if code < 500:
        return _("That did not work"), _("Go back, reload the page and try again.")
    return _("Sorry, something went wrong"), _("Wait a minute, then try again. If it happens again, call {our_phone}.")


def _page(title: str, advice: str, code: int) -> ResponseReturnValue:
    return render_template("error.html", title=title, advice=advice, words=_typed(code)), code


def _typed(code: int) -> str:
    """What somebody had written in the chat, to copy from the page; too long a form cannot be read at all."""
    if code == TOO_LONG or request.blueprint != chat.door.name:
        return ""
    try:
        return request.form.get("words", "")
    except HTTPException:
        return ""
