"""Joining two cases that are one matter, told twice, and taking them apart again (R10)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.joining import NotJoined, is_from_same, join, take_apart, why_not_join
from bot.casework.references import read_reference
from storage.cases import Case, case_by_reference, open_cases_of
from storage.reporters import Reporter, reporters_of
from storage.reports import reports_of_case
from storage.staff import log_look
from webhooks.console.case_named import case_of, open_case_of
from webhooks.console.gate import ACTING, me, open_to
from webhooks.console.trained import Sight, may_read
from webhooks.place import now, the_house

pages = Blueprint("joining", __name__)
NO_SUCH = "There is no case with that reference that you may open. Look at it, and write it again."
LONGEST_NOTE = 500


def told_by_same(store: Session, case: Case) -> list[Case]:
    """The other open cases of those who reported this one, which it may be joined to; the latest first. What somebody
    told without a name is not shown beside what they told under one (R9)."""
    if case.state != "open":
        return []
    theirs = {
        one.id: one
        for who in reporters_of(store, case.id)
        for one in open_cases_of(store, who.contact_id)
        if _is_nameless(who) == any(map(_is_nameless, reporters_of(store, one.id)))
    }
    others = [one for one in theirs.values() if not why_not_join(store, case, one)]
    return Sight(store).cases(sorted(others, key=lambda one: -one.id), lambda one: one)


def _is_nameless(part: Reporter) -> bool:
    return part.naming == "anonymous"


@pages.get("/cases/<reference>/join")
@open_to(*ACTING)
def look(reference: str) -> ResponseReturnValue:
    """Both cases beside each other, before they are joined."""
    return _page(reference, request.args.get("other", ""))


@pages.post("/cases/<reference>/join")
@open_to(*ACTING)
def join_them(reference: str) -> ResponseReturnValue:
    """Join this case to the other, and go on to the page where those who reported are told."""
    other, note = request.form.get("other", ""), request.form.get("note", "").strip()[:LONGEST_NOTE]

    def work(store: Session) -> str:
        case, into = open_case_of(store, reference), _other(store, other)
        join(the_house(), store, case, into, me().id, now(), note)
        return into.reference

    try:
        stays = the_house().database.write(work)
    except NotJoined as why:
        return _page(reference, other, note, str(why))
    flash(f"{reference} is joined to this case. Now tell those who reported it.")
    return redirect(url_for("staff.updates.write", reference=stays, ready="put_together"))


@pages.post("/cases/<reference>/apart")
@open_to(*ACTING)
def apart(reference: str) -> ResponseReturnValue:
    """They were two matters after all."""
    try:
        the_house().database.write(
            lambda store: take_apart(the_house(), store, case_of(store, reference), me().id, now())
        )
        flash("This is a case of its own again.")
    except NotJoined as why:
        flash(f"Nothing was changed. {why}")
    return redirect(url_for("staff.cases.show", reference=reference))


def _other(store: Session, typed: str) -> Case:
    """The case that was typed, which whoever is signed in may read. Raises NotJoined."""
    written = read_reference(typed[:40])
    found = case_by_reference(store, written) if written else None
    if found is None or not Sight(store, may_read()).cases([found], lambda one: one):
        raise NotJoined(NO_SUCH)
    return found


def _page(reference: str, typed: str, note: str = "", trouble: str = "") -> ResponseReturnValue:
    with the_house().database.reading() as store:
        case, into, is_same = open_case_of(store, reference), None, True
        try:
            into = _other(store, typed) if typed else None
        except NotJoined as why:
            trouble = str(why)
        why_not = why_not_join(store, case, into) if into else ""
        if into:
            is_same = is_from_same(store, case, into)
        shown = [one for one in (case, into) if one]
        page = render_template(
            "staff_join.html",
            case=case,
            into=into,
            told={one.id: reports_of_case(store, one.id) for one in shown},
            is_same=is_same,
            typed=typed,
            note=note,
            trouble=trouble or why_not,
            may_join=into is not None and not why_not,
            longest=LONGEST_NOTE,
        )
    _note_look(shown)
    return page, 422 if trouble or why_not else 200


def _note_look(shown: list[Case]) -> None:
    """Before the page is shown: what was told in both is read there (T1)."""

    def note(store: Session) -> None:
        for one in shown:
            log_look(store, me().id, "case", one.id, now())

    the_house().database.write(note)
