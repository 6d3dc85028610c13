"""Who may pass into the staff console: who is signed in, for how long, and which roles a page is open to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from storage.staff import Role, Staff
from webhooks.place import now, the_house

IDLE = timedelta(minutes=30)
LONGEST_DAY = timedelta(hours=12)
ALL: tuple[Role, ...] = ("officer", "manager", "auditor", "administrator")
ACTING: tuple[Role, ...] = ("officer", "manager", "administrator")
OVERSEEING: tuple[Role, ...] = ("manager", "auditor", "administrator")
RUNNING: tuple[Role, ...] = ("administrator",)

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
PUBLIC: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Officer:
    """Whoever is signed in, as the pages know them. `mark` changes with the password, and ends every other session."""

    id: int
    name: str
    role: Role
    mark: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return f"{self.id}.{self.mark}"

    @property
    def may_act(self) -> bool:
        return self.role in ACTING

    @property
    def may_oversee(self) -> bool:
        return self.role in OVERSEEING

    @property
    def may_run(self) -> bool:
        return self.role in RUNNING


def open_to(*roles: Role) -> Callable[[View], View]:
    """Marks a page as open to these roles; `PUBLIC`, none at all, to everybody. A page without a mark is shut."""

    def mark(view: View) -> View:
        view.open_to = roles  # type: ignore[attr-defined]
        return view

    return mark


def set_up(app: Flask) -> None:
    """Have Flask-Login know our staff."""
    manager: Any = LoginManager(app)
    manager.user_loader(find_officer)


def find_officer(key: str) -> Officer | None:
    """The officer of a session; None when they are deactivated, or have changed their password since."""
    number, _, mark = key.partition(".")
    with the_house().database.reading() as store:
        member = store.get(Staff, int(number)) if number.isdecimal() else None
    officer = officer_of(member) if member and member.active and member.password_hash else None
    return officer if officer and officer.mark == mark else None


def officer_of(member: Staff) -> Officer:
    return Officer(member.id, member.name, member.role, sha256((member.password_hash or "").encode()).hexdigest()[:16])


def me() -> Officer:
    """Whoever is signed in; only for pages behind the gate."""
    return cast(Officer, current_user._get_current_object())


def admit(member: Staff) -> None:
    """Begin a session for somebody who has proved who they are."""
    login_user(officer_of(member))
    session["staff_began"] = session["staff_seen"] = now().timestamp()


def dismiss() -> None:
    """End the session."""
    logout_user()
    for name in ("staff_began", "staff_seen"):
        session.pop(name, None)


def guard() -> ResponseReturnValue | None:
    """Before every page of the console: nobody passes who is not signed in, in time, and of a role it is open to."""
    roles: tuple[Role, ...] | None = getattr(current_app.view_functions.get(request.endpoint or ""), "open_to", None)
    if roles is None:
        abort(404)
    if roles == PUBLIC:
        return None
    if not current_user.is_authenticated:
        return _send_to_sign_in()
    if _is_over(now()):
        dismiss()
        flash("You were signed out, as you had not used the console for 30 minutes or were signed in for 12 hours.")
        return _send_to_sign_in()
    session["staff_seen"] = now().timestamp()
    if me().role not in roles:
        abort(403)
    return None


def _is_over(at: datetime) -> bool:
    began, seen = (float(session.get(name, 0)) for name in ("staff_began", "staff_seen"))
    return at.timestamp() - seen > IDLE.total_seconds() or at.timestamp() - began > LONGEST_DAY.total_seconds()


def _send_to_sign_in() -> ResponseReturnValue:
    asked = request.full_path.rstrip("?") if request.method == "GET" and request.path != "/staff" else None
    return redirect(url_for("staff.sign_in.ask", then=asked))
