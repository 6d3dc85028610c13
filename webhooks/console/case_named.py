"""The case that an address of the console names, for who may read it; else the page is not found."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy.orm import Session

from bot.risk.assessed import NotYet
from storage.cases import Case, case_filed_under, goes_on_in
from webhooks.console.trained import check_case

APART = "staff.joining.apart"


def case_of(store: Session, reference: str) -> Case:
    """The case with this reference, as it is stored. One of abuse at home opens for trained staff alone; in one that
    goes on in another nothing is done but to take them apart."""
    case = case_filed_under(store, reference)
    if case is None:
        abort(404)
    check_case(case)
    check_case(goes_on_in(store, case))
    if case.joined_to and request.method == "POST" and request.endpoint != APART:
        abort(404)
    return case


def case_as_seen(store: Session, reference: str) -> Case:
    """The same, where nothing has happened in it since the page was opened on which the button was pressed: what
    somebody noted or agreed to meanwhile is not undone unseen. Raises NotYet."""
    case = case_of(store, reference)
    if request.form.get("seen", str(case.length)) != str(case.length):
        raise NotYet("Something has happened in this case since you opened the page. Read that first.")
    return case


def open_case_of(store: Session, reference: str) -> Case:
    """The same, where it is open: nothing is done any more in one that is closed."""
    case = case_of(store, reference)
    if case.state != "open":
        abort(404)
    return case
