"""The way into the staff console and out of it: sign-in, sign-out, and the one-time link."""

from __future__ import annotations

import re

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.staff import passwords
from bot.staff.invitations import accept, guest
from bot.staff.signing_in import let_in
from storage.staff import Staff
from webhooks.console.gate import ALL, admit, dismiss, open_to
from webhooks.place import now, the_house

pages = Blueprint("sign_in", __name__)

REFUSED = (
    "That e-mail address and password do not match, or you have to wait. "
    "After 5 wrong tries you must wait a minute, then longer each time."
)
LONGEST = 200


@pages.get("/sign-in")
@open_to()
def ask() -> ResponseReturnValue:
    return render_template("staff_sign_in.html", then=_then(), email="", problem=None)


@pages.post("/sign-in")
@open_to()
def sign_in() -> ResponseReturnValue:
    """One answer for every reason, so that Charlie learns nothing of who has an account."""
    email, password = request.form.get("email", "")[:LONGEST], request.form.get("password", "")
    member = let_in(the_house().database, email, password, request.remote_addr or "", now())
    if member is None:
        page = render_template("staff_sign_in.html", then=_then(), email=email, problem=REFUSED)
        return page, 403
    admit(member)
    return redirect(_then() or url_for("staff.worklist.show"))


@pages.post("/sign-out")
@open_to(*ALL)
def sign_out() -> ResponseReturnValue:
    dismiss()
    flash("You are signed out.")
    return redirect(url_for("staff.sign_in.ask"))


@pages.get("/here")
@open_to(*ALL)
def stay() -> ResponseReturnValue:
    """Asked for while somebody writes, so that nobody is signed out in the middle of it."""
    return Response(status=204)


@pages.get("/first/<token>")
@open_to()
def invited(token: str) -> ResponseReturnValue:
    """The form behind a one-time link; the link is used up only when the form is sent."""
    with the_house().database.reading() as store:
        member = guest(store, token, now())
    return _first(member, member.name, {}) if member else _no_such_link()


@pages.post("/first/<token>")
@open_to()
def choose(token: str) -> ResponseReturnValue:
    with the_house().database.reading() as store:
        member = guest(store, token, now())
    if member is None:
        return _no_such_link()
    name, password = request.form.get("name", "").strip()[:LONGEST], request.form.get("password", "")
    email = member.email or request.form.get("email", "").strip()
    problems = _problems(name, email, password, request.form.get("again", ""))
    return _first(member, name, problems) if problems else _take_up(member, token, email, name, password)


def _take_up(invited: Staff, token: str, email: str, name: str, password: str) -> ResponseReturnValue:
    kept = passwords.keep(password)  # slow on purpose, so before the transaction
    try:
        member = the_house().database.write(lambda store: accept(store, token, email, name, kept, now()))
    except ValueError as problem:
        return _first(invited, name, {"email": str(problem)})
    if member is None:
        return _no_such_link()
    admit(member)
    return redirect(url_for("staff.worklist.show"))


def _problems(name: str, email: str, password: str, again: str) -> dict[str, str]:
    problems = {} if name else {"name": "Enter your name, as your colleagues know you."}
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        problems["email"] = "Enter an e-mail address in the right form, such as name@example.org."
    if fault := passwords.find_fault(password, email):
        problems["password"] = fault
    elif password != again:
        problems["again"] = "Type the same password twice."
    return problems


def _first(member: Staff, name: str, problems: dict[str, str]) -> ResponseReturnValue:
    email = member.email or request.form.get("email", "")[:LONGEST]
    page = render_template("staff_first.html", member=member, name=name, email=email, problems=problems)
    return page, 400 if problems else 200


def _no_such_link() -> ResponseReturnValue:
    return render_template("staff_no_such_link.html"), 404


def _then() -> str | None:
    """Where they wanted to go, as long as it is in the console."""
    then = request.values.get("then", "")
    return then if re.fullmatch(r"/staff[\w/?=&%+.-]*", then) else None
