"""Who reports, as far as whoever looks may know it: names are opened for staff, withheld numbers for nobody (R9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.casework.labels import NAMINGS, spaced_number, value_in_words
from bot.house import House
from bot.in_touch.needs import needs_in_words, needs_open
from bot.privacy.sealed import HIDDEN
from bot.privacy.withholding import Why, why_withheld
from storage.contacts import Contact, address_of, reach_of
from storage.conversations import Conversation
from storage.reporters import Reporter, name_of, namings_of, reporter_of, reporters_of
from storage.sealing import SealBroken
from storage.ways import owners_of
from storage.worklist import reports_in
from webhooks.console.gate import Officer

FORGOTTEN = "Number withheld, and forgotten since"
WITHHELD: dict[Why, str] = {
    "anonymous": "Anonymous: number withheld",
    "reserved": "They have asked us not to say who they are: number withheld",
}
NO_NAME = "Name not given"
KEPT_BACK = "They gave a way to reach them, but do not let staff see it"
ELSEWHERE = {"telegram": "Through Telegram only", "web": "Through the web chat only", "email": "By e-mail"}
SEALED = "Cannot be opened with this installation's key"


@dataclass(frozen=True)
class Person:
    """One reporter in words: who they are, how they are reached, how they want to be named, for whom they speak."""

    name: str
    reached: str
    naming: str
    on_behalf: str
    cautions: tuple[str, ...]
    contact_id: int
    needs: list[tuple[str, str]]
    """What helps them, in words (C3)."""
    hidden_in: int | None
    """The conversation behind which a number stands that staff do not see."""


def people_of(
    house: House, session: Session, case_id: int, talks: Sequence[Conversation], officer: Officer
) -> list[Person]:
    """Everybody who told us of this case in these conversations, the first one first."""
    return [_person(house, session, reporter, talks, officer) for reporter in reporters_of(session, case_id)]


def reached(house: House, session: Session, contact: Contact, namings: Collection[str | None], officer: Officer) -> str:
    """How to reach a contact who answered so how they want to be named. A number shows only to those who act on
    cases, and not where it is withheld."""
    if contact.forgotten_at:
        return FORGOTTEN if contact.channel == "sms" else f"{ELSEWHERE[contact.channel]}: forgotten since"
    if contact.reach is not None and contact.channel != "sms":
        return _reached_elsewhere(house, contact, namings, officer)
    if contact.channel == "sms" and (why := _why_withheld(session, contact, namings)):
        return WITHHELD[why]
    if contact.channel != "sms":
        return ELSEWHERE[contact.channel]
    if not officer.may_act:
        return "By text (numbers are not shown to auditors)"
    try:
        number = spaced_number(address_of(session, house.keys, contact.id))
        others = reach_of(house.keys, contact) if contact.reach_is_safe == "yes" else ()
        return " or ".join((number, *map(spaced_number, others)))
    except SealBroken:
        return SEALED


def _reached_elsewhere(house: House, contact: Contact, namings: Collection[str | None], officer: Officer) -> str:
    """What somebody in the web chat or on Telegram gave for us to reach them by."""
    if (contact.withheld or not set(HIDDEN).isdisjoint(namings)) and contact.reach_is_open != "yes":
        return KEPT_BACK
    if not officer.may_act:
        return "As they told us (not shown to auditors)"
    try:
        ways = " or ".join(spaced_number(way) for way in reach_of(house.keys, contact))
        return f"{ways}, which they say is safe" if contact.reach_is_safe == "yes" else ways
    except SealBroken:
        return SEALED


def why_withheld_in(session: Session, talk: Conversation) -> Why | None:
    """Why staff do not see the number behind this conversation; None where they may, or where it is forgotten."""
    contact = session.get_one(Contact, talk.contact_id)
    return None if contact.forgotten_at else _why_withheld(session, contact, namings_in(session, talk))


def _why_withheld(session: Session, contact: Contact, namings: Collection[str | None]) -> Why | None:
    """The same where the number is another way to somebody: what they keep from staff is kept there too."""
    if why := why_withheld(contact, namings):
        return why
    for owner in (session.get_one(Contact, one) for one in owners_of(session, contact.id)):
        said = namings_of(session, owner.id)
        if why := why_withheld(owner, said):
            return why
        if owner.channel != "sms" and not said.isdisjoint(HIDDEN) and owner.reach_is_open != "yes":
            return "reserved"
    return None


def namings_in(session: Session, talk: Conversation) -> set[str]:
    """How they want to be named, in these reports or, from earlier on, in the cases that these joined."""
    reports = reports_in(session, talk.id)
    said = {report.answers.get("naming") for report in reports}
    parts = (reporter_of(session, report.case_id, report.contact_id) for report in reports if report.case_id)
    return {naming for naming in said | {part.naming for part in parts if part} if naming}


def _person(
    house: House, session: Session, reporter: Reporter, talks: Sequence[Conversation], officer: Officer
) -> Person:
    contact = session.get_one(Contact, reporter.contact_id)
    theirs = [talk for talk in talks if talk.contact_id == contact.id]
    why = None if contact.forgotten_at else why_withheld(contact, (reporter.naming,))
    return Person(
        name=name_in(house, reporter),
        reached=reached(house, session, contact, (reporter.naming,), officer),
        naming=NAMINGS.get(reporter.naming or "", "Not answered yet"),
        on_behalf=value_in_words("behalf", reporter.on_behalf) if reporter.on_behalf else "Not asked yet",
        cautions=cautions(contact),
        contact_id=contact.id,
        needs=needs_in_words(needs_open(house.keys, contact)),
        hidden_in=theirs[-1].id if why and theirs and contact.channel == "sms" else None,
    )


def name_in(house: House, reporter: Reporter) -> str:
    """The name under which somebody reported, in words."""
    if reporter.naming == "anonymous":
        return "Anonymous"
    try:
        return name_of(house.keys, reporter) or NO_NAME
    except SealBroken:
        return SEALED


def cautions(contact: Contact) -> tuple[str, ...]:
    """What to mind before anybody gets in touch (C5, C9)."""
    if contact.reach is not None and contact.channel != "sms" and contact.reach_is_safe != "yes":
        said = "they say that it is not safe" if contact.reach_is_safe == "no" else "they have not said that it is safe"
        return (f"Do not call or text: {said}", *_here(contact))
    return _here(contact)


def _here(contact: Contact) -> tuple[str, ...]:
    first = {"no": "It is not safe to write to them here", "unwanted": "They do not want us to write to them here"}
    unasked = tuple(first[why] for why in (contact.texting_is_safe,) if why in first)
    if contact.shared:
        kept = "code word set" if contact.code_word else "no code word"
        unasked = (f"Shared {'computer' if contact.channel == 'web' else 'phone'}: {kept}", *unasked)
    stopped = ("They have said STOP: use another way",) if contact.stopped_at else ()
    calls = ("They want a call, not a text: call them first",) if contact.calls_only else ()
    return unasked + stopped + calls
