"""The staff of the console: who has an account, inviting somebody, and ending an account."""

from __future__ import annotations

from typing import cast, get_args

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.staff.invitations import begin_again, end_account, invite, new_link
from storage.staff import Role, Staff, all_staff
from webhooks.console.gate import RUNNING, me, open_to
from webhooks.place import now, the_house

pages = Blueprint("team", __name__)

ROLES = {
    "officer": ("Officer", "Reads cases and transcripts, and acts on them; of abuse at home only if trained"),
    "manager": ("Manager", "As an officer; sees who looked at what, and reviews why withheld numbers were shown"),
    "auditor": (
        "Auditor",
        "Reads everything, of abuse at home only if trained, and who looked at it; changes nothing and sees no number",
    ),
    "administrator": ("Administrator", "As a manager, and looks after these accounts"),
}


@pages.get("/team")
@open_to(*RUNNING)
def show() -> ResponseReturnValue:
    return _page({})


@pages.post("/team")
@open_to(*RUNNING)
def add() -> ResponseReturnValue:
    """Invite somebody; their link is shown once, to be handed on."""
    name, email = request.form.get("name", "").strip()[:200], request.form.get("email", "").strip()
    role = request.form.get("role", "")
    problems = {} if name else {"name": "Enter their name."}
    if role not in get_args(Role):
        problems["role"] = "Choose what they do."
    if problems:
        return _page(problems)
    try:
        trained = request.form.get("trained") == "1"
        token = the_house().database.write(
            lambda store: invite(store, email, name, cast(Role, role), now(), trained=trained)
        )
    except ValueError as problem:
        return _page({"email": str(problem)})
    return _page({}, link=_link(token), invited=name)


@pages.post("/team/<int:staff_id>/link")
@open_to(*RUNNING)
def renew(staff_id: int) -> ResponseReturnValue:
    """A new one-time link for somebody who lost theirs or forgot their password; its use ends the old password."""
    member = _active_member(staff_id)
    token = the_house().database.write(lambda store: new_link(store, store.get_one(Staff, staff_id), now()))
    return _page({}, link=_link(token), invited=member.name)


@pages.post("/team/<int:staff_id>/end")
@open_to(*RUNNING)
def end(staff_id: int) -> ResponseReturnValue:
    """End an account: they are signed out at once. One's own cannot be ended, so that an administrator remains."""
    member = _active_member(staff_id)
    if staff_id == me().id:
        return _page({"end": "You cannot end your own account. Ask another administrator."})

    the_house().database.write(lambda store: end_account(store, store.get_one(Staff, staff_id), now()))
    flash(f"{member.name} cannot sign in any more.")
    return redirect(url_for("staff.team.show"))


@pages.post("/team/<int:staff_id>/again")
@open_to(*RUNNING)
def open_again(staff_id: int) -> ResponseReturnValue:
    """Open an account that was ended, also by mistake; they choose a new password."""
    with the_house().database.reading() as store:
        member = store.get(Staff, staff_id)
    if member is None or member.active:
        abort(404)
    token = the_house().database.write(lambda store: begin_again(store, store.get_one(Staff, staff_id), now()))
    return _page({}, link=_link(token), invited=member.name)


@pages.post("/team/<int:staff_id>/trained")
@open_to(*RUNNING)
def mark(staff_id: int) -> ResponseReturnValue:
    """Somebody is trained in abuse at home, and reads what is told of it; or is not any more. It counts at once."""
    member, trained = _active_member(staff_id), request.form.get("trained") == "1"

    def note(store: Session) -> None:
        store.get_one(Staff, staff_id).trained_in_abuse = trained

    the_house().database.write(note)
    flash(f"{member.name} is {'' if trained else 'not '}marked as trained in abuse at home.")
    return redirect(url_for("staff.team.show"))


def _active_member(staff_id: int) -> Staff:
    with the_house().database.reading() as store:
        member = store.get(Staff, staff_id)
    if member is None or not member.active:
        abort(404)
    return member


def _link(token: str) -> str:
    return f"{the_house().settings.public_url}{url_for('staff.sign_in.invited', token=token)}"


def _page(problems: dict[str, str], link: str = "", invited: str = "") -> ResponseReturnValue:
    with the_house().database.reading() as store:
        team = all_staff(store)
    given = request.form if problems else {}
    page = render_template(
        "staff_team.html", team=team, roles=ROLES, problems=problems, given=given, link=link, invited=invited
    )
    return page, 400 if problems else 200
