"""One case as staff read it: what is known, in whose words, what happened to it, and every word that was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.labels import answers_in_words, name_in_words, value_in_words
from bot.casework.questions import questions_answered
from bot.casework.references import read_reference
from bot.casework.standing import Otherwise, told_otherwise
from bot.configuration.landlord import named_contact
from bot.in_touch.updates import EVENTS, promise_first_update
from dialogs.risk import NAMES as RISKS
from storage.alerts import alerts_of, untaken_in
from storage.cases import Case, amend_case, verify_case
from storage.changes import Change, changes_of
from storage.conversations import Conversation
from storage.promises import UPDATES, keep_promise, owed_in
from storage.reports import Report, reports_of_case
from storage.staff import Staff, log_look
from storage.worklist import first_contact_settled, who_looked
from webhooks.console.alerts_told import told_of
from webhooks.console.case_named import case_of
from webhooks.console.gate import ACTING, ALL, me, open_to
from webhooks.console.in_touch import in_touch
from webhooks.console.joining import told_by_same
from webhooks.console.people import people_of
from webhooks.console.progress import progress_of
from webhooks.console.risks import risk_panel
from webhooks.console.surveys import surveys_shown
from webhooks.console.trained import Sight
from webhooks.console.transcripts import CHANNELS, Transcript, language_in_words, read_transcript
from webhooks.console.unsealings import can_unseal
from webhooks.console.worklist import contacted
from webhooks.place import now, the_house

pages = Blueprint("cases", __name__)

LOOKS_SHOWN = 50
APART = frozenset(
    [
        "reference",
        "state",
        "urgent",
        "patch",
        "kind",
        "place",
        "first_contact_due",
        "first_contact_made",
        "update_sent",
        "told_another_way",
        "needs_recorded",
        "agreement",
        *RISKS,
        "risk_band",
        "risk_reason",
        "risk_confirmed_at",
        "risk_look_again",
        *EVENTS,
        "naming",
    ]
)
"""What the top of the page says already."""


@dataclass(frozen=True)
class Told:
    """One report of the case: its words, and through which channel and in which language they came."""

    report: Report
    channel: str
    language: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class Happened:
    """One change of the case in words."""

    change: Change
    by: str
    what: str
    before: str
    after: str


@pages.get("/cases/<reference>")
@open_to(*ALL)
def show(reference: str) -> ResponseReturnValue:
    """The case with this reference, however it was typed."""
    written = read_reference(reference[:40])
    if written is None:
        abort(404)
    if written != reference:
        return redirect(url_for("staff.cases.show", reference=written))
    with the_house().database.reading() as store:
        case = case_of(store, written)
        page = _page(store, case)
    _note_look(case, page["transcripts"])
    return render_template("staff_case.html", **page)


@pages.post("/cases/<reference>/contacted")
@open_to(*ACTING)
def keep_first_contact(reference: str) -> ResponseReturnValue:
    """The resident has been spoken to: the promise of a first contact is kept, and the case's history says by whom."""
    officer = me()

    def keep(store: Session) -> bool:
        case = case_of(store, reference)
        owed = [one for one in owed_in(store, case.id) if one.what == "first_contact" and case.state == "open"]
        for promise in owed:
            keep_promise(store, promise, now())
        if owed:
            questions_answered(store, case, now())
            amend_case(store, case, {"first_contact_made": now().isoformat()}, f"staff:{officer.id}", now())
            promise_first_update(the_house(), store, case, now())
        return bool(owed)

    is_new = the_house().database.write(keep)
    flash("Noted: first contact is made." if is_new else "Nothing was noted: no first contact is owed any more.")
    return redirect(url_for("staff.cases.show", reference=reference))


def _page(store: Session, case: Case) -> dict[str, Any]:
    reports = reports_of_case(store, case.id)
    talks, left_out = _talks(store, reports)
    alerts = {alert.id: alert for talk in talks for alert in alerts_of(store, talk.id)}
    untaken = untaken_in(store, case.id)  # also where they wrote of something else
    shut = Sight(store).shut([alert.conversation_id for alert in untaken])
    alerts |= {alert.id: alert for alert in untaken if alert.conversation_id not in shut}
    looks = who_looked(store, "case", case.id, LOOKS_SHOWN) if me().may_oversee else []
    return {
        "case": case,
        "update_due": next((one.due_at for one in owed_in(store, case.id) if one.what in UPDATES), None),
        "at": now(),
        "first_contact": contacted(case, first_contact_settled(store, [case.id]), now()),
        "people": people_of(the_house(), store, case.id, talks, me()),
        "told": [_told(store, report, is_first=number == 0) for number, report in enumerate(reports)],
        "answers": _answers(case),
        "otherwise": [_otherwise(store, one) for one in told_otherwise(store, case, reports)],
        "history": [_happened(store, change) for change in changes_of(store, case.id)],
        "faults": verify_case(store, case.id),
        "alerts": list(alerts.values()),
        "told_last": told_of(store, list(alerts), now()),
        "left_out": left_out,
        "transcripts": [read_transcript(store, talk, case) for talk in talks],
        "looks": looks,
        "officer": me(),
        "may_unseal": can_unseal(me(), now()),
        "in_touch": in_touch(store, case),
        "told_by_same": told_by_same(store, case),
        "risk": risk_panel(store, case),
        "contact": named_contact(the_house().landlord, case.patch),
        **progress_of(store, case),
        **surveys_shown(store, case),
    }


def _talks(store: Session, reports: list[Report]) -> tuple[list[Conversation], int]:
    """The conversations of the case, and how many are for trained staff: abuse at home was told in them as well."""
    sight = Sight(store)
    ids = sight.talks(dict.fromkeys(report.conversation_id for report in reports), lambda one: one)
    return [store.get_one(Conversation, one) for one in ids], sight.left_out


def _told(store: Session, report: Report, *, is_first: bool) -> Told:
    talk = store.get_one(Conversation, report.conversation_id)
    answers = [] if is_first else answers_in_words(report.answers)  # the first report's are those of the case
    return Told(report, CHANNELS[talk.channel], language_in_words(talk.language), answers)


def _otherwise(store: Session, one: Otherwise) -> tuple[str, str, str, str]:
    theirs, stands = (value_in_words(one.name, value) for value in (one.theirs, one.stands))
    return name_in_words(one.name), theirs, stands, _by(store, one.by)


def _answers(case: Case) -> list[tuple[str, str]]:
    columns = {"block": case.block, "uprn": case.uprn, "on_behalf": case.on_behalf}
    return answers_in_words({**columns, **{n: v for n, v in case.facts.items() if n not in APART}})


def _happened(store: Session, change: Change) -> Happened:
    erased = change.salt is None
    before, after = ("Erased" if erased else value_in_words(change.what, one) for one in (change.before, change.after))
    return Happened(change, _by(store, change.by), name_in_words(change.what), before, after)


def _by(store: Session, by: str) -> str:
    kind, _, number = by.partition(":")
    member = store.get(Staff, int(number)) if kind == "staff" and number.isdecimal() else None
    return member.name if member else kind.capitalize()


def _note_look(case: Case, transcripts: list[Transcript]) -> None:
    """Before the page is shown: who looks at a case looks at its transcripts (T1)."""

    def note(store: Session) -> None:
        log_look(store, me().id, "case", case.id, now())
        for shown in transcripts:
            log_look(store, me().id, "transcript", shown.conversation.id, now())

    the_house().database.write(note)
