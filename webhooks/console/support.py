"""Support offered to a resident, and the right to an ASB Case Review that they were told of (C12, C14)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.casework.supporting import note_review_told, note_support
from bot.risk.assessed import NotYet
from webhooks.console.case_named import case_of
from webhooks.console.gate import ACTING, me, open_to
from webhooks.console.refusals import refuse
from webhooks.place import now, the_house

pages = Blueprint("support", __name__)


@pages.post("/cases/<reference>/support")
@open_to(*ACTING)
def offer(reference: str) -> ResponseReturnValue:
    """Victim Support was offered, and they agreed to be referred or did not."""
    on, consent = request.form.get("on", "")[:20], request.form.get("consent", "")
    try:
        the_house().database.write(
            lambda store: note_support(store, case_of(store, reference), on, consent, me().id, now())
        )
    except NotYet as why:
        return refuse(reference, f"Nothing was noted. {why}")
    flash("Noted: support was offered.")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="support"))


@pages.post("/cases/<reference>/review-told")
@open_to(*ACTING)
def tell_of_review(reference: str) -> ResponseReturnValue:
    """They were told that they may ask for an ASB Case Review."""
    the_house().database.write(lambda store: note_review_told(store, case_of(store, reference), me().id, now()))
    flash("Noted: they know of the ASB Case Review.")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="support"))
