"""Showing a withheld number where a life is at risk, once and on record, and the managers' review of it (R9)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.labels import spaced_number
from bot.privacy.unsealing import LONGEST, NO_FINDING, NO_REASON, is_sentence, may_unseal, review, unseal
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.sealing import SealBroken
from storage.staff import Staff, log_look
from storage.unsealings import Unsealing, latest_unsealings
from storage.worklist import latest_case_of
from webhooks.console.gate import ACTING, MANAGING, OVERSEEING, Officer, me, open_to
from webhooks.console.people import SEALED, why_withheld_in
from webhooks.console.trained import Sight, check_talk
from webhooks.place import now, the_house

pages = Blueprint("unsealings", __name__)

SHOWN_AT_MOST = 200


def can_unseal(officer: Officer, at: datetime) -> bool:
    return may_unseal(the_house().landlord, officer.role, officer.email, at)


@pages.post("/conversations/<int:conversation_id>/number")
@open_to(*ACTING)
def show_number(conversation_id: int) -> ResponseReturnValue:
    """The number stands on this one answer: never in an address, a cookie or a log, and not on the next page."""
    reason = request.form.get("reason", "").strip()[:LONGEST]
    with the_house().database.reading() as store:
        talk, case = _withheld_talk(store, conversation_id)
    if not can_unseal(me(), now()):
        abort(403)
    if not is_sentence(reason):
        page = render_template("staff_number.html", talk=talk, case=case, reason=reason, problem=NO_REASON, number=None)
        return page, 400
    try:
        number = the_house().database.write(lambda store: _unseal(store, conversation_id, case, reason))
    except SealBroken:
        number = SEALED
    return render_template("staff_number.html", talk=talk, case=case, reason=reason, problem=None, number=number)


def _withheld_talk(store: Session, conversation_id: int) -> tuple[Conversation, Case | None]:
    """The conversation, as long as there is a number behind it that is withheld, and the case it led to."""
    talk = store.get(Conversation, conversation_id)
    if talk is None or talk.audience != "resident" or store.get_one(Contact, talk.contact_id).channel != "sms":
        abort(404)
    if why_withheld_in(store, talk) is None:
        abort(404)
    check_talk(store, conversation_id)
    return talk, latest_case_of(store, [conversation_id]).get(conversation_id)


def _unseal(store: Session, conversation_id: int, case: Case | None, reason: str) -> str:
    officer, at = store.get_one(Staff, me().id), now()
    number = unseal(the_house(), store, officer, conversation_id, case.id if case else None, reason, at)
    log_look(store, officer.id, "number", conversation_id, at)
    return spaced_number(number)


@pages.get("/numbers")
@open_to(*OVERSEEING)
def show() -> ResponseReturnValue:
    return _page()


@pages.post("/numbers/<int:unsealing_id>/review")
@open_to(*MANAGING)
def take_review(unsealing_id: int) -> ResponseReturnValue:
    finding = request.form.get("finding", "").strip()[:LONGEST]
    with the_house().database.reading() as store:
        if store.get(Unsealing, unsealing_id) is None:
            abort(404)
    if not is_sentence(finding):
        return _page(code=400, wrong=unsealing_id, finding=finding)

    def keep(store: Session) -> bool:
        unsealing = store.get_one(Unsealing, unsealing_id)
        if unsealing.staff_id == me().id:
            abort(403)
        return review(store, store.get_one(Staff, me().id), unsealing, finding, now())

    is_new = the_house().database.write(keep)
    flash("Noted: your review is on record." if is_new else "Somebody had reviewed that before you.")
    return redirect(url_for("staff.unsealings.show"))


def _page(code: int = 200, **given: Any) -> ResponseReturnValue:
    with the_house().database.reading() as store:
        sight = Sight(store)
        shown = sight.talks(latest_unsealings(store, SHOWN_AT_MOST), lambda one: one.unsealing.conversation_id)
        case_ids = {one.unsealing.case_id for one in shown if one.unsealing.case_id}
        cases = {id: store.get_one(Case, id) for id in case_ids}
    the_house().database.write(lambda store: log_look(store, me().id, "numbers", None, now()))
    page = render_template(
        "staff_numbers.html", shown=shown, cases=cases, officer=me(), may_review=me().role in MANAGING, at=now(),
        left_out=sight.left_out, problem=NO_FINDING if code == 400 else None, **given,
    )  # fmt: skip
    return page, code
