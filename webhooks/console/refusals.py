"""A form on the page of a case that is refused: the page again, with the reason beside what was typed, so that nothing
an officer wrote is lost."""

from __future__ import annotations

from flask import current_app, g, make_response, request
from flask.typing import ResponseReturnValue


def refuse(reference: str, trouble: str) -> ResponseReturnValue:
    """The page of the case, with the form that was posted as it was filled in, and why it was refused (422)."""
    g.refused = trouble
    g.written = request.form.get("note", "") or request.form.get("reason", "")  # what it stood in may be gone meanwhile
    show = current_app.ensure_sync(current_app.view_functions["staff.cases.show"])
    return make_response(show(reference)), 422


def why_refused(action: str, **same: str) -> str:
    """Why the form that posts to this address was refused; where several do, the one with these fields."""
    is_it = request.path == action and all(request.form.get(name) == value for name, value in same.items())
    return str(g.get("refused", "")) if is_it else ""


def typed(action: str, name: str, stands: str = "", **same: str) -> str:
    """What was typed into a field of that form; where it was not refused, what stands in it otherwise."""
    return request.form.get(name, "") if why_refused(action, **same) else stands
