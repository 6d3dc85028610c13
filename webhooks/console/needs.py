"""What helps somebody who reported a case, recorded by an officer in place of what stood before (C3)."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.in_touch.needs import HELPS, needs_open, record_needs
from bot.understanding.speakers import names_child
from storage.cases import Case
from storage.contacts import Contact
from storage.needs import Needs
from storage.reporters import reporter_of
from webhooks.console.case_named import case_of
from webhooks.console.gate import ACTING, me, open_to
from webhooks.place import now, the_house

pages = Blueprint("needs", __name__)
LONGEST = 300
A_CHILD = "A child is never the interpreter, and must not have to speak for anybody. Find somebody grown up."


@pages.get("/cases/<reference>/needs/<int:contact_id>")
@open_to(*ACTING)
def write(reference: str, contact_id: int) -> ResponseReturnValue:
    """The page to write on, with what is known."""
    with the_house().database.reading() as store:
        case, contact = _part(store, reference, contact_id)
        return _page(case, contact, needs_open(the_house().keys, contact) or Needs())


@pages.post("/cases/<reference>/needs/<int:contact_id>")
@open_to(*ACTING)
def record(reference: str, contact_id: int) -> ResponseReturnValue:
    """Keep what the officer was told; that it was recorded, not what, stands in the history of the case."""
    needs = _told()
    if names_child(needs.speaker):
        with the_house().database.reading() as store:
            return _page(*_part(store, reference, contact_id), needs, A_CHILD), 422

    def keep(store: Session) -> None:
        case, contact = _part(store, reference, contact_id)
        record_needs(the_house(), store, case, contact, needs, me().id, now())

    the_house().database.write(keep)
    flash("Recorded: what helps them.")
    return redirect(url_for("staff.cases.show", reference=reference))


def _told() -> Needs:
    chosen = request.form.getlist("helps")
    words = {name: request.form.get(name, "").strip()[:LONGEST] for name in ("language", "other", "speaker", "home")}
    return Needs(helps=tuple(one for one in HELPS if one in chosen), **words)


def _part(store: Session, reference: str, contact_id: int) -> tuple[Case, Contact]:
    """The case and somebody who reported it; nobody's needs are reached through another's case."""
    case = case_of(store, reference)
    if reporter_of(store, case.id, contact_id) is None:
        abort(404)
    return case, store.get_one(Contact, contact_id)


def _page(case: Case, contact: Contact, needs: Needs, trouble: str = "") -> str:
    return render_template(
        "staff_needs.html", case=case, contact=contact, needs=needs, helps=HELPS, longest=LONGEST, trouble=trouble
    )
