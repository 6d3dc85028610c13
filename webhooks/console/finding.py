"""Find a person: who reported, by name, number or e-mail address, as far as whoever looks may know it (T3, R9)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.labels import spaced_number
from bot.casework.references import read_reference
from bot.privacy.finding import Asked, find_people, may_be_named, read_asked
from storage.cases import Case, case_by_reference, goes_on_in
from storage.contacts import Contact
from storage.conversations import Conversation, conversations_of
from storage.reporters import Reporter, parts_of
from storage.staff import log_look
from webhooks.console.gate import ALL, me, open_to
from webhooks.console.people import NO_NAME, cautions, name_in, namings_in, reached
from webhooks.console.sealed_words import LONGEST, seal, unseal
from webhooks.console.trained import Sight, may_read
from webhooks.place import now, the_house

pages = Blueprint("finding", __name__)

MOST = 20


@dataclass(frozen=True)
class Found:
    """Somebody in the list: their cases, or, where they have none, the conversation in which they wrote last."""

    contact_id: int
    names: Sequence[str]
    reached: str
    cautions: Sequence[str]
    cases: Sequence[Case]
    talk: Conversation | None = None


@pages.get("/people")
@open_to(*ALL)
def show() -> ResponseReturnValue:
    """What is looked for stands sealed in the address, so that neither a log nor a browser's history holds a name or
    a number, and going back from a case leads here."""
    written = unseal(request.args.get("of", ""))
    asked = read_asked(written)
    with the_house().database.reading() as store:
        found = _found(store, asked)
    if written:
        _note_look(found[:MOST])
    page = {"found": found[:MOST], "is_more": len(found) > MOST, "longest": LONGEST, "trained": may_read()}
    return render_template("staff_people.html", written=written, asked=asked, **page)


@pages.post("/people")
@open_to(*ALL)
def look_for() -> ResponseReturnValue:
    """Who gives a reference after all is led to the case."""
    written = request.form.get("person", "")
    reference = read_reference(written[:LONGEST])
    with the_house().database.reading() as store:
        case = case_by_reference(store, reference) if reference else None
    if case:
        return redirect(url_for("staff.cases.show", reference=case.reference))
    return redirect(url_for("staff.finding.show", of=seal(written)))


def _found(store: Session, asked: Asked) -> list[Found]:
    """As many as are shown, and one where there are more."""
    people = (_person(store, contact_id, asked) for contact_id in find_people(the_house(), store, asked))
    return list(islice((person for person in people if person), MOST + 1))


def _person(store: Session, contact_id: int, asked: Asked) -> Found | None:
    """Somebody as they may be shown: without what is for trained staff, without what they reported anonymously and,
    where a number was looked for, only where whoever looks sees that number on the page of the case as well."""
    contact, parts = store.get_one(Contact, contact_id), parts_of(store, contact_id)
    if not parts:
        return _without_case(store, contact, asked)
    cases = {part.id: goes_on_in(store, store.get_one(Case, part.case_id)) for part in parts}
    shown = [part for part in parts if part.naming != "anonymous" and _may_know(store, contact, {part.naming}, asked)]
    shown = Sight(store).cases(shown, lambda part: cases[part.id])
    names = _names(shown)
    if not shown or (asked.name and not any(may_be_named(asked.name, name) for name in names)):
        return None
    how = reached(the_house(), store, contact, {part.naming for part in shown}, me())
    return Found(contact_id, names, how, cautions(contact), list(dict.fromkeys(cases[part.id] for part in shown)))


def _names(parts: Sequence[Reporter]) -> list[str]:
    """Every name they gave; that they gave none is said where they never gave one."""
    names = list(dict.fromkeys(name_in(the_house(), part) for part in parts))
    return [name for name in names if name != NO_NAME] or names


def _without_case(store: Session, contact: Contact, asked: Asked) -> Found | None:
    talk = next((talk for talk in conversations_of(store, contact.id) if talk.audience == "resident"), None)
    if talk is None or not Sight(store).talks([talk], lambda one: one.id):
        return None
    namings = namings_in(store, talk)
    if not _may_know(store, contact, namings, asked):
        return None
    how = reached(the_house(), store, contact, namings, me())
    return Found(contact.id, (), how, cautions(contact), (), talk)


def _may_know(store: Session, contact: Contact, namings: Collection[str | None], asked: Asked) -> bool:
    """Whether somebody may be found by this number, where it is a number: else it would tell whose report this is."""
    if not asked.ways:
        return True
    seen = re.split(" or |, ", reached(the_house(), store, contact, namings, me()))
    return any(spaced_number(way) in seen for way in asked.ways)


def _note_look(found: Sequence[Found]) -> None:
    """That somebody looked, and whom they saw (T1); not what they wrote."""

    def note(store: Session) -> None:
        log_look(store, me().id, "people", None, now())
        for person in found:
            log_look(store, me().id, "person", person.contact_id, now())

    the_house().database.write(note)
