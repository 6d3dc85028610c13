"""The action plan of a case: an officer writes it, sees how it reads, and asks the residents to read it (C6)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.plans import note_plan_told, write_plan
from bot.in_touch.asking import LONGEST, checked, readers
from bot.in_touch.reading_age import EASY, reading_age
from bot.risk.assessed import NotYet, check_assessed
from dialogs import phrases
from storage.cases import Case
from webhooks.console.case_named import case_as_seen, case_of
from webhooks.console.gate import ACTING, me, open_to
from webhooks.console.refusals import refuse
from webhooks.console.transcripts import CHANNELS, language_in_words
from webhooks.place import now, the_house

pages = Blueprint("plans", __name__)
CHANGED = "Somebody has written a plan since you opened this page. Read that first."


@pages.get("/cases/<reference>/plan")
@open_to(*ACTING)
def write(reference: str) -> ResponseReturnValue:
    """The page to write on, with the plan as it stands."""
    return _page(reference, None, None)


@pages.post("/cases/<reference>/plan")
@open_to(*ACTING)
def look_or_send(reference: str) -> ResponseReturnValue:
    """Show how the plan reads, or keep it and ask those who reported to read it."""
    words, theirs = request.form.get("words", "")[:2000], request.form.get("theirs", "")[:2000]
    if request.form.get("then") != "send":
        return _page(reference, words, theirs, looked=True)

    def send(store: Session) -> int:
        case = case_of(store, reference)
        if request.form.get("seen", "") != _seen(case):
            raise NotYet(CHANGED)
        return write_plan(the_house(), store, case, words, theirs, me().id, now())

    try:
        number = the_house().database.write(send)
    except NotYet as why:
        return _page(reference, words, theirs, trouble=str(why))
    flash(said_to(number, "The plan is kept.", "asked to read it"))
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="agreement"))


@pages.post("/cases/<reference>/plan/told")
@open_to(*ACTING)
def note_told(reference: str) -> ResponseReturnValue:
    """They heard the plan when they were called or seen."""
    answer, wish = request.form.get("answer", ""), request.form.get("note", "")[:500]

    def note(store: Session) -> None:
        note_plan_told(the_house(), store, case_as_seen(store, reference), answer, wish, me().id, now())

    try:
        the_house().database.write(note)
    except NotYet as why:
        return refuse(reference, f"Nothing was noted. {why}")
    flash("Noted: they have been told of the plan.")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="agreement"))


def _page(
    reference: str, words: str | None, theirs: str | None, *, looked: bool = False, trouble: str = ""
) -> ResponseReturnValue:
    with the_house().database.reading() as store:
        case = case_of(store, reference)
        own = str(case.facts.get("plan") or "") if words is None else words
        try:
            check_assessed(case)
            said = checked(own, "the plan") if looked else ""
        except NotYet as why:
            trouble, said = trouble or str(why), ""
        page = render_template(
            "staff_plan.html",
            case=case,
            words=own,
            theirs=str(case.facts.get("plan_theirs") or "") if theirs is None else theirs,
            said=said,
            age=reading_age(said),
            easy=EASY,
            readers=readers(store, case),
            invitation=phrases.PLAN_WRITTEN.msgid.format_map(the_house().our),
            trouble=trouble,
            seen=_seen(case),
            longest=LONGEST,
            channels=CHANNELS,
            language_in_words=language_in_words,
        )
    return page, 422 if trouble and (looked or words is not None) else 200


def said_to(number: int, done: str, asked: str) -> str:
    """What was done, and how many were written to about it."""
    if number == 0:
        return f"{done} Nobody may be written to: call them or see them, and note what they say."
    return f"{done} {number} {'person is' if number == 1 else 'people are'} {asked}."


def _seen(case: Case) -> str:
    return str(case.facts.get("plan_sent_at") or "")
