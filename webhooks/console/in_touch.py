"""Keeping in touch with those who reported: the checklist, what is agreed, what happened, who else hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.checklist import checklist
from bot.casework.labels import agreement_in_words, hours_for_staff, value_in_words
from bot.casework.references import read_reference
from bot.configuration.hours import Hours
from bot.in_touch.agreements import TIMES, Terms, agree, confirm_in_writing, hours_of_day
from bot.in_touch.hearers import Hearer, hearer_of
from bot.in_touch.updates import EVENTS, NotSent, record_event
from bot.risk.assessed import NotYet
from bot.timetable import hours_in_words
from bot.understanding.hours_said import hear_hours
from storage.agreements import FREQUENCIES, Agreement, agreements_in, standing_in
from storage.cases import Case, amend_case, case_by_reference, cases_nearby, cases_of_matter
from storage.contacts import Contact
from storage.deliveries import Delivery, state_of
from storage.messages import Message
from storage.outbox import Outgoing
from storage.promises import UPDATES, Promise, kept_with, promises_of
from storage.reporters import reporter_of, reporters_of
from storage.staff import Staff
from storage.trained import is_of_abuse
from storage.updates import Update, updates_of
from webhooks.console.case_named import case_as_seen, case_of, open_case_of
from webhooks.console.delivery_words import fate_of
from webhooks.console.gate import ACTING, me, open_to
from webhooks.console.joining import told_by_same
from webhooks.console.refusals import refuse
from webhooks.console.trained import Sight
from webhooks.console.transcripts import CHANNELS
from webhooks.place import now, the_house

NO_HOURS = "Nothing was kept: write the hours as two times, an hour or more apart, such as 10am to 2pm."
BOTH_CHOSEN = "Nothing was kept: you chose a part of the day and wrote hours as well. Choose one of them."
NOT_LINKED = "Not linked: give the reference of another open case. A case of abuse at home is linked with none."
pages = Blueprint("in_touch", __name__)
NEARBY_SHOWN = 5
AFTER = ", after the promised time"


@dataclass(frozen=True)
class Part:
    """One reporter as an officer keeps in touch with them."""

    contact_id: int
    places: str
    agreed: str
    since: datetime | None
    frequency: str
    time_of_day: str
    own_hours: str
    earlier: list[tuple[str, datetime, str]]


@dataclass(frozen=True)
class Entry:
    """One time that somebody was told, in words."""

    at: datetime
    by: str
    how: str
    said: str
    tone: str


def in_touch(store: Session, case: Case) -> dict[str, object]:
    """What the page of the case shows of it."""
    return {
        "checklist": checklist(store, case),
        "parts": _parts(store, case),
        "updates_log": updates_log(store, case),
        "linked": Sight(store).cases(cases_of_matter(store, case), lambda one: one),
        "nearby": _nearby(store, case),
        "frequencies": {code: value_in_words("how_often", code) for code in FREQUENCIES},
        "times": {code: value_in_words("time_of_day", code) for code in ("any", *TIMES, "own")},
        "events": {code: value_in_words("event", code) for code in EVENTS},
    }


def _nearby(store: Session, case: Case) -> list[Case]:
    """Abuse at home is nobody else's matter: such a case is offered to none, nor named on another's page."""
    if case.state != "open" or is_of_abuse(case):
        return []
    same_people = {one.id for one in told_by_same(store, case)}  # theirs are joined, and not linked
    near = cases_nearby(store, case, NEARBY_SHOWN)
    return [one for one in near if not is_of_abuse(one) and one.id not in same_people]


def _parts(store: Session, case: Case) -> list[Part]:
    standing, every = standing_in(store, case.id), agreements_in(store, case.id)
    parts = []
    for reporter in reporters_of(store, case.id):
        agreed = standing.get(reporter.contact_id)
        hearer = hearer_of(store, reporter.contact_id, case.language)
        where = ", then ".join(CHANNELS[place.channel].lower() for place in hearer.places)
        parts.append(
            Part(
                contact_id=reporter.contact_id,
                places=_where(hearer, where, is_agreed=agreed is not None),
                agreed=agreement_in_words(agreed.frequency, agreed.hours) if agreed else "",
                since=agreed.made_at if agreed else None,
                frequency=agreed.frequency if agreed else "",
                **_hours_chosen(agreed.hours if agreed else str(hearer.hours or "")),
                earlier=[_made(store, one) for one in every if one.contact_id == reporter.contact_id and one != agreed],
            )
        )
    return parts


def _where(hearer: Hearer, where: str, *, is_agreed: bool) -> str:
    """Where they are written to, and in which hours it is safe where nothing has been agreed that says so."""
    if not where:
        return f"Not written to: {hearer.why_not}"
    safe = f", only {hours_for_staff(str(hearer.hours))}" if hearer.hours and not is_agreed else ""
    return f"By {where}{safe}"


def _hours_chosen(hours: str | None) -> dict[str, str]:
    """What stands in the form to change it: a part of the day where the hours are its own, else the hours."""
    part = next((name for name in TIMES if hours and hours_of_day(the_house().landlord, name) == hours), None)
    own = hours_in_words(hours, "en") if hours and not part else ""
    return {"time_of_day": part or ("own" if hours else "any"), "own_hours": own}


def _made(store: Session, agreement: Agreement) -> tuple[str, datetime, str]:
    by = _name_of(store, agreement.made_by.removeprefix("staff:"))
    return agreement_in_words(agreement.frequency, agreement.hours), agreement.made_at, by or "the resident"


def _name_of(store: Session, number: str) -> str:
    member = store.get(Staff, int(number)) if number.isdecimal() else None
    return member.name if member else ""


def updates_log(store: Session, case: Case) -> list[Entry]:
    """What those who reported the case were told, the first first."""
    updates = updates_of(store, case)
    fates = state_of(store, [update.message_id for update in updates if update.message_id])
    late = [promise for promise in promises_of(store, case.id) if promise.what in UPDATES and promise.kept_late]
    return [_entry(store, update, fates.get(update.message_id or 0), late) for update in updates]


def _entry(store: Session, update: Update, delivery: Delivery | None, late: Sequence[Promise]) -> Entry:
    by = _name_of(store, str(update.staff_id)) if update.staff_id else "Hearback"
    if update.message_id is None:
        missed = any(promise.kept_at == update.at for promise in late)
        return Entry(update.at, by, f"Told another way{AFTER if missed else ''}", update.note or "", "well")
    message = store.get_one(Message, update.message_id)
    fate = fate_of(message, delivery, store.get(Outgoing, message.id), now())
    how = f"{CHANNELS[message.channel]}{', as another message did not arrive' if update.instead_of else ''}"
    missed = any(promise in late for promise in kept_with(store, message.id))
    return Entry(
        update.at,
        by,
        f"{how}. {fate.words}{AFTER if missed else ''}.",
        message.english or message.words or "",
        fate.tone,
    )


@pages.post("/cases/<reference>/agreement")
@open_to(*ACTING)
def agree_with(reference: str) -> ResponseReturnValue:
    """An officer has agreed with a reporter how to keep in touch; it is confirmed in writing where we may write."""
    asked = request.form
    quiet = the_house().landlord.quiet_hours
    own = hear_hours(asked.get("own_hours", ""), Hours(quiet.closes, quiet.opens))  # "after 5" ends with the day
    time_of_day, frequency = asked.get("time_of_day", ""), asked.get("how_often", "")
    # what stood in the box already is meant only where other hours are chosen
    are_written = asked.get("own_hours", "").strip() not in ("", asked.get("hours_before", ""))
    if time_of_day == "any" and are_written:
        time_of_day = "own"
    chosen = next((one for one in FREQUENCIES if one == frequency), None)
    if chosen is None or time_of_day not in ("any", "own", *TIMES):
        return refuse(reference, "Nothing was kept: choose how often, and when.")
    if time_of_day == "own" and own is None:
        return refuse(reference, NO_HOURS)
    if time_of_day != "own" and are_written:
        return refuse(reference, BOTH_CHOSEN)
    terms = Terms(chosen, hours_of_day(the_house().landlord, time_of_day, str(own or "")))
    try:
        written = the_house().database.write(lambda store: _agree(store, reference, asked.get("contact", ""), terms))
    except NotYet as why:
        return refuse(reference, f"Nothing was kept. {why}")
    flash(f"Agreed. {'A message confirms it.' if written else 'We may not write to them: tell them.'}")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="in-touch"))


def _agree(store: Session, reference: str, contact: str, terms: Terms) -> bool:
    open_case_of(store, reference)
    case = case_as_seen(store, reference)
    if not contact.isdecimal() or reporter_of(store, case.id, int(contact)) is None:
        abort(404)
    reporter = store.get_one(Contact, int(contact))
    due = agree(the_house(), store, case, reporter, terms, f"staff:{me().id}", now())
    return confirm_in_writing(the_house(), store, case, reporter, terms, due, now())


@pages.post("/cases/<reference>/event")
@open_to(*ACTING)
def note_event(reference: str) -> ResponseReturnValue:
    """Something has happened of which they are to hear: on to the page where that is written."""
    event = request.form.get("event", "")
    try:
        the_house().database.write(
            lambda store: record_event(the_house(), store, case_of(store, reference), event, me().id, now())
        )
    except NotSent as trouble:
        return refuse(reference, f"Nothing was recorded. {trouble}")
    flash("Recorded. Now tell those who reported it.")
    return redirect(url_for("staff.updates.write", reference=reference, ready=event))


@pages.post("/cases/<reference>/link")
@open_to(*ACTING)
def link(reference: str) -> ResponseReturnValue:
    """Two cases are about one thing: those who reported either hear of both (R13)."""
    other = read_reference(request.form.get("other", "")[:40])
    done = the_house().database.write(lambda store: other is not None and _link(store, reference, other))
    if not done:
        return refuse(reference, NOT_LINKED)
    flash(f"Linked with {other}.")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="in-touch"))


def _link(store: Session, reference: str, other: str) -> bool:
    case, second = open_case_of(store, reference), case_by_reference(store, other)
    if second is None or second.id == case.id or second.state != "open" or is_of_abuse(case) or is_of_abuse(second):
        return False
    matter = case.matter or second.matter or case.reference
    for one in (case, second, *cases_of_matter(store, case), *cases_of_matter(store, second)):
        amend_case(store, one, {"matter": matter}, f"staff:{me().id}", now())
    return True


@pages.post("/cases/<reference>/unlink")
@open_to(*ACTING)
def unlink(reference: str) -> ResponseReturnValue:
    """This case is about something else after all."""
    the_house().database.write(
        lambda store: amend_case(store, open_case_of(store, reference), {"matter": None}, f"staff:{me().id}", now())
    )
    flash("It is not linked any more.")
    return redirect(url_for("staff.cases.show", reference=reference, _anchor="in-touch"))
