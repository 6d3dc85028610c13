"""The clocks of a case: staff say what they have done about one, and it stops (C11)."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.clocks import NAMES
from bot.casework.clockwork import note_done
from bot.risk.assessed import NotYet
from webhooks.console.case_named import case_of
from webhooks.console.gate import ACTING, me, open_to
from webhooks.console.refusals import refuse
from webhooks.place import now, the_house

pages = Blueprint("clocks", __name__)


@pages.post("/cases/<reference>/clocks/<name>")
@open_to(*ACTING)
def stop(reference: str, name: str) -> ResponseReturnValue:
    """What this clock asks for has been done."""

    def note(store: Session) -> None:
        case = case_of(store, reference)
        if name not in NAMES:
            abort(404)
        note_done(the_house(), store, case, name, request.form.get("note", ""), me().id, now())

    try:
        the_house().database.write(note)
    except NotYet as why:
        return refuse(reference, f"Nothing was noted. {why}")
    flash(f"Noted: {NAMES[name].lower()}.")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="clocks"))
