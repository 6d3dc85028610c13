"""Who may pass into the staff console: who is signed in, for how long, and which roles a page is open to."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from storage.staff import Role, Staff
from storage.staff_sessions import begin_session, end_session, note_use, session_with
from webhooks.place import now, the_house

IDLE = timedelta(minutes=30)
LONGEST_DAY = timedelta(hours=12)
SEEN_LATELY = timedelta(minutes=1)  # noting every single request would cost a write each
NO_WORDS = frozenset(("csrf_token", "password", "again"))
FEWEST_WORDS = 2
SIGNED_IN = "_user_id"
"""Where Flask-Login keeps in the cookie who is signed in."""
OUT = "You were signed out. That is so after 30 minutes without use, after 12 hours, and when a password changes."
ALL: tuple[Role, ...] = ("officer", "manager", "auditor", "administrator")
ACTING: tuple[Role, ...] = ("officer", "manager", "administrator")
OVERSEEING: tuple[Role, ...] = ("manager", "auditor", "administrator")
MANAGING: tuple[Role, ...] = ("manager", "administrator")
RUNNING: tuple[Role, ...] = ("administrator",)

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
PUBLIC: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Officer:
    """Whoever is signed in, as the pages know them. `token` is their session's; `mark` changes with the password."""

    id: int
    name: str
    role: Role
    email: str
    trained: bool
    mark: str
    token: str = field(repr=False)
    seen_at: datetime
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return f"{self.token}.{self.mark}"

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


def by_itself(view: View) -> View:
    """Marks what an open page asks for without anybody's doing, so that it does not keep somebody signed in."""
    view.by_itself = True  # type: ignore[attr-defined]
    return view


def set_up(app: Flask) -> None:
    """Have Flask-Login know our staff."""
    manager: Any = LoginManager(app)
    manager.user_loader(find_officer)


def find_officer(key: str) -> Officer | None:
    """The officer of a session; None when it has ended here, or they are deactivated or have another password."""
    token, _, mark = key.partition(".")
    with the_house().database.reading() as store:
        found = session_with(store, token, now() - IDLE, now() - LONGEST_DAY)
        member = store.get_one(Staff, found.staff_id) if found else None
    if found is None or member is None or not member.active or member.password_hash is None:
        return None
    officer = _officer_of(member, token, found.last_seen_at)
    return officer if officer.mark == mark else None


def _officer_of(member: Staff, token: str, seen_at: datetime) -> Officer:
    mark = sha256((member.password_hash or "").encode()).hexdigest()[:16]
    trained = bool(member.trained_in_abuse)
    return Officer(member.id, member.name, member.role, member.email, trained, mark, token, seen_at)


def me() -> Officer:
    """Whoever is signed in; only for pages behind the gate."""
    return cast(Officer, current_user._get_current_object())


def admit(member: Staff) -> None:
    """Begin a session for somebody who has proved who they are; one that was open in this browser is ended."""
    dismiss()
    token, at = secrets.token_urlsafe(32), now()
    the_house().database.write(lambda store: begin_session(store, token, member.id, at))
    login_user(_officer_of(member, token, at))


def dismiss() -> None:
    """End the session, here and in every copy of its cookie."""
    token = str(session.get(SIGNED_IN, "")).partition(".")[0]
    if token:
        the_house().database.write(lambda store: end_session(store, token, now()))
    logout_user()


def guard() -> ResponseReturnValue | None:
    """Before every page of the console: nobody passes who is not signed in, in time, and of a role it is open to."""
    view = current_app.view_functions.get(request.endpoint or "")
    roles: tuple[Role, ...] | None = getattr(view, "open_to", None)
    if roles is None:
        abort(404)
    if roles == PUBLIC:
        return None
    if not current_user.is_authenticated:
        if SIGNED_IN in session:
            dismiss()
            flash(OUT)
        if written := _written():
            page = urlsplit(request.referrer or "").path
            return render_template("staff_signed_out.html", written=written, page=page), 401
        return _send_to_sign_in()
    if now() - me().seen_at > SEEN_LATELY and not hasattr(view, "by_itself"):
        the_house().database.write(lambda store: note_use(store, me().token, now()))
    if me().role not in roles:
        abort(403)
    return None


def _written() -> list[str]:
    """What somebody had written in a form, which they are given back: what was only chosen is chosen again."""
    fields = request.form.items(multi=True) if request.method == "POST" else ()
    return [words for name, words in fields if name not in NO_WORDS and len(words.split()) >= FEWEST_WORDS]


def _send_to_sign_in() -> ResponseReturnValue:
    asked = request.full_path.rstrip("?") if request.method == "GET" and request.path != "/staff" else None
    return redirect(url_for("staff.sign_in.ask", then=asked))
