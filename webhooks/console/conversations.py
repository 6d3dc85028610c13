"""A conversation that is no case, or not yet: its transcript, taking on an alert, answering who asked for us, a note of
what was done, and opening the case of what was told."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.labels import answers_in_words, sort_in_words, stopped_at
from bot.casework.opening_for import NothingToOpen, may_be_opened, open_for
from storage.alerts import Alert, acknowledge, alerts_of
from storage.contacts import Contact
from storage.conversations import Conversation, hold_conversation
from storage.messages import append
from storage.staff import log_look
from storage.worklist import latest_case_of
from webhooks.console.alerts_told import told_of
from webhooks.console.answering import answering, talk_of
from webhooks.console.gate import ACTING, ALL, me, open_to
from webhooks.console.nameless import reports_shown
from webhooks.console.people import cautions, namings_in, reached, why_withheld_in
from webhooks.console.trained import check_talk
from webhooks.console.unsealings import can_unseal
from webhooks.place import now, the_house

pages = Blueprint("conversations", __name__)

LONGEST_NOTE = 2000


@pages.get("/conversations/<int:conversation_id>")
@open_to(*ALL)
def show(conversation_id: int) -> ResponseReturnValue:
    with the_house().database.reading() as store:
        page = _page(store, talk_of(store, conversation_id))
    _note_look(conversation_id, [report.id for report, _, _ in page["reports"]])
    return render_template("staff_conversation.html", **page)


def _page(store: Session, talk: Conversation) -> dict[str, Any]:
    reports = reports_shown(store, talk)
    contact = store.get_one(Contact, talk.contact_id)
    book = the_house().book
    told = [(report, answers_in_words(report.answers), stopped_at(talk.state, report.page, book)) for report in reports]
    may_open = {r.page for r in reports if r.case_id is None and may_be_opened(the_house(), talk, r.page)}
    why, alerts = why_withheld_in(store, talk), alerts_of(store, talk.id)
    return {
        "reports": told,
        "may_open": may_open,
        "longest_note": LONGEST_NOTE,
        "reached": _reached(store, talk, contact),
        "hidden_in": talk.id if why and contact.channel == "sms" else None,
        "may_unseal": can_unseal(me(), now()),
        "cautions": cautions(contact),
        "alerts": alerts,
        "told_last": told_of(store, [alert.id for alert in alerts], now()),
        **answering(store, talk),
    }


def _reached(store: Session, talk: Conversation, contact: Contact) -> str:
    if talk.audience == "on_call":
        return "Somebody on call"
    return reached(the_house(), store, contact, namings_in(store, talk), me())


def _note_look(conversation_id: int, report_ids: list[int]) -> None:
    """Before the page is shown (T1)."""

    def note(store: Session) -> None:
        log_look(store, me().id, "transcript", conversation_id, now())
        for report_id in report_ids:
            log_look(store, me().id, "report", report_id, now())

    the_house().database.write(note)


@pages.post("/alerts/<int:alert_id>/take")
@open_to(*ACTING)
def take_alert(alert_id: int) -> ResponseReturnValue:
    """Take on an alert: nobody else on the rota is called about this alert any more."""
    officer = me()

    def take(store: Session) -> tuple[Alert, bool]:
        alert = store.get(Alert, alert_id)
        if alert is None:
            abort(404)
        check_talk(store, alert.conversation_id)
        return alert, acknowledge(store, alert_id, officer.name, "console", now())

    alert, is_mine = the_house().database.write(take)
    what = f"Alert {alert.id} ({sort_in_words(alert.sort).lower()})"
    flash(f"{what} is yours." if is_mine else f"{what} was taken by {alert.acknowledged_by} before you.")
    return _back(alert.conversation_id)


@pages.post("/conversations/<int:conversation_id>/answered")
@open_to(*ACTING)
def answer_person(conversation_id: int) -> ResponseReturnValue:
    """Somebody who asked for a person has been spoken to; it is noted in the record, which residents do not see."""
    said = request.form.get("note", "").strip()[:LONGEST_NOTE]
    is_new = the_house().database.write(lambda store: _settle(store, conversation_id, said))
    flash("Noted: somebody has been in touch." if is_new else "Somebody had noted that before you.")
    return _back(conversation_id)


def _settle(store: Session, conversation_id: int, said: str) -> bool:
    talk = _held(store, conversation_id)
    if not talk.needs_person:
        return False
    talk.needs_person = False
    words = f"A person was asked for, and has been in touch. {said}".strip()
    _note(store, talk, words)
    return True


@pages.post("/conversations/<int:conversation_id>/note")
@open_to(*ACTING)
def add_note(conversation_id: int) -> ResponseReturnValue:
    """What an officer did or found out, for the record, which residents do not see (T4)."""
    said = request.form.get("note", "").strip()
    if said and len(said) <= LONGEST_NOTE:
        the_house().database.write(lambda store: _note(store, _held(store, conversation_id), said))
        flash("Your note is kept. Residents never see it.")
        return _back(conversation_id)
    trouble = f"Your note is longer than {LONGEST_NOTE:,} characters. Make it shorter." if said else "Write your note."
    with the_house().database.reading() as store:
        page = _page(store, talk_of(store, conversation_id))
    return render_template("staff_conversation.html", **page, note=said, note_trouble=trouble), 400


@pages.post("/conversations/<int:conversation_id>/open/<int:page>")
@open_to(*ACTING)
def open_case(conversation_id: int, page: int) -> ResponseReturnValue:
    """Open the case of a report that stopped before it had a reference."""
    officer = me()

    def work(store: Session) -> str:
        talk = _held(store, conversation_id)
        case = open_for(the_house(), store, talk, page, officer.id, now())
        _note(store, talk, f"Case {case.reference} was opened from what was told here.")
        return case.reference

    try:
        reference = the_house().database.write(work)
    except NothingToOpen:
        flash("No case was opened: this report has one, or is no longer being told.")
        return redirect(url_for("staff.conversations.show", conversation_id=conversation_id))
    flash(f"Case {reference} is open. Nothing was said to whoever reported it.")
    return redirect(url_for("staff.cases.show", reference=reference))


def _held(store: Session, conversation_id: int) -> Conversation:
    """The conversation, held, where whoever is signed in may read it."""
    talk_of(store, conversation_id)
    return hold_conversation(store, conversation_id)


def _note(store: Session, talk: Conversation, words: str) -> None:
    append(store, talk, "note", words, now(), direction="note", author="officer", staff_id=me().id, language="en")


def _back(conversation_id: int) -> ResponseReturnValue:
    """To the page the button stood on."""
    to_list = request.form.get("then") == "worklist"
    if to_list:
        return redirect(url_for("staff.worklist.show"))
    with the_house().database.reading() as store:
        case = latest_case_of(store, [conversation_id]).get(conversation_id)
    if case and request.form.get("then") == "case":
        return redirect(url_for("staff.cases.show", reference=case.reference))
    return redirect(url_for("staff.conversations.show", conversation_id=conversation_id))
