"""Closing a case in agreement: proposed by an officer, answered by the residents, signed off by a manager (C13)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework import closing
from bot.casework.closing import Proposal
from bot.casework.work_labels import CATEGORIES
from bot.in_touch.asking import LONGEST, readers
from bot.in_touch.reading_age import EASY, reading_age
from bot.risk.assessed import NotYet, check_assessed
from dialogs import phrases
from storage.cases import Case
from webhooks.console.case_named import case_as_seen, case_of
from webhooks.console.gate import ACTING, MANAGING, me, open_to
from webhooks.console.plans import said_to
from webhooks.console.refusals import refuse
from webhooks.console.transcripts import CHANNELS, language_in_words
from webhooks.place import now, the_house

pages = Blueprint("closing", __name__)
Step = Callable[[Session, Case, str], str]
"""Does one thing in a case, with what was written beside the button, and says what was done."""


@pages.get("/cases/<reference>/close")
@open_to(*ACTING)
def write(reference: str) -> ResponseReturnValue:
    """The page on which closing is proposed."""
    return _page(reference, Proposal("", ""))


@pages.post("/cases/<reference>/close")
@open_to(*ACTING)
def propose(reference: str) -> ResponseReturnValue:
    """Keep the wish to close, and ask those who reported."""
    form = request.form
    wish = Proposal(form.get("category", ""), form.get("reason", "")[:2000], form.get("theirs", "")[:2000])

    def keep(store: Session) -> int:
        return closing.propose(the_house(), store, case_of(store, reference), wish, me().id, now())

    try:
        number = the_house().database.write(keep)
    except NotYet as why:
        return _page(reference, wish, str(why))
    flash(said_to(number, "Closing is proposed.", "asked whether they agree"))
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="agreement"))


def _again(store: Session, case: Case, note: str) -> str:
    number = closing.ask_again(the_house(), store, case, note, me().id, now())
    return said_to(number, "That was another try.", "asked again") if number else "Noted: you have tried to ask them."


def _answered(store: Session, case: Case, note: str) -> str:
    closing.note_answer(the_house(), store, case, request.form.get("answer", ""), note, me().id, now())
    return "Noted: what they said about closing."


def _silent(store: Session, case: Case, note: str) -> str:
    closing.give_up_asking(the_house(), store, case, me().id, now())
    return "Noted: nobody has answered. A manager signs it off."


def _withdraw(store: Session, case: Case, note: str) -> str:
    closing.withdraw(the_house(), store, case, me().id, now())
    return "The case stays open."


def _told(store: Session, case: Case, note: str) -> str:
    closing.note_closing_told(store, case, me().id, now())
    return "Noted: they know that it is closed."


def _sign(store: Session, case: Case, note: str) -> str:
    number = closing.sign_off(the_house(), store, case, note, me().id, now())
    return said_to(number, "The case is closed.", "told that they can read why")


def _keep(store: Session, case: Case, note: str) -> str:
    closing.keep_open(the_house(), store, case, note, me().id, now())
    return "The case stays open, with your reason."


OF_OFFICERS: dict[str, Step] = {
    "again": _again,
    "answered": _answered,
    "silent": _silent,
    "withdraw": _withdraw,
    "told": _told,
}
OF_MANAGERS: dict[str, Step] = {"sign": _sign, "keep": _keep}


@pages.post("/cases/<reference>/close/<step>")
@open_to(*ACTING)
def go_on(reference: str, step: str) -> ResponseReturnValue:
    """Whatever follows on a proposal before a manager decides, and after."""
    return _take(reference, OF_OFFICERS.get(step))


@pages.post("/cases/<reference>/decide/<step>")
@open_to(*MANAGING)
def decide(reference: str, step: str) -> ResponseReturnValue:
    """A manager closes the case, or keeps it open."""
    return _take(reference, OF_MANAGERS.get(step))


def _take(reference: str, step: Step | None) -> ResponseReturnValue:
    if step is None:
        abort(404)
    note = request.form.get("note", "")[:2000]
    try:
        flash(the_house().database.write(lambda store: step(store, case_as_seen(store, reference), note)))
    except NotYet as why:
        return refuse(reference, f"Nothing was changed. {why}")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="agreement"))


def _page(reference: str, wish: Proposal, trouble: str = "") -> ResponseReturnValue:
    with the_house().database.reading() as store:
        case = case_of(store, reference)
        posted = bool(trouble)
        try:
            check_assessed(case)
        except NotYet as why:
            trouble = trouble or str(why)
        page = render_template(
            "staff_close.html",
            case=case,
            wish=wish,
            categories=CATEGORIES,
            age=reading_age(wish.reason),
            easy=EASY,
            readers=readers(store, case),
            invitation=phrases.SOMETHING_TO_ASK.msgid.format_map(the_house().our),
            trouble=trouble,
            longest=LONGEST,
            channels=CHANNELS,
            language_in_words=language_in_words,
        )
    return page, 422 if posted else 200
