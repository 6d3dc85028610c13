"""Who reports, as far as whoever looks may know it: names are opened for staff, withheld numbers for nobody (R9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.house import House
from bot.labels import NAMINGS, value_in_words
from bot.withholding import Why, why_withheld
from storage.contacts import Contact, address_of
from storage.conversations import Conversation
from storage.reporters import Reporter, name_of, reporters_of
from storage.sealing import SealBroken
from webhooks.gate import Officer

WITHHELD: dict[Why, str] = {
    "anonymous": "Anonymous: number withheld",
    "reserved": "They have asked us not to say who they are: number withheld",
    "undecided": "Not decided yet: number withheld until they answer “May we have your name?”",
}
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


def people_of(
    house: House, session: Session, case_id: int, talks: Sequence[Conversation], officer: Officer
) -> list[Person]:
    """Everybody who told us of this case in these conversations, the first one first."""
    return [_person(house, session, reporter, talks, officer) for reporter in reporters_of(session, case_id)]


def reached(house: House, session: Session, contact: Contact, why: Why | None, officer: Officer) -> str:
    """How to reach a contact. A number shows only to those who act on cases, and not where there is a `why`."""
    if why and contact.channel == "sms":
        return WITHHELD[why]
    if contact.channel != "sms":
        return ELSEWHERE[contact.channel]
    if not officer.may_act:
        return "By text (numbers are not shown to auditors)"
    try:
        return _spaced(address_of(session, house.keys, contact.id))
    except SealBroken:
        return SEALED


def _person(
    house: House, session: Session, reporter: Reporter, talks: Sequence[Conversation], officer: Officer
) -> Person:
    contact = session.get_one(Contact, reporter.contact_id)
    why = why_withheld(contact, (reporter.naming,), [talk.state for talk in talks if talk.contact_id == contact.id])
    return Person(
        name=_name(house, reporter),
        reached=reached(house, session, contact, why, officer),
        naming=NAMINGS.get(reporter.naming or "", "Not answered yet"),
        on_behalf=value_in_words("behalf", reporter.on_behalf) if reporter.on_behalf else "Not asked yet",
        cautions=_cautions(contact),
    )


def _name(house: House, reporter: Reporter) -> str:
    if reporter.naming == "anonymous":
        return "Anonymous"
    try:
        return name_of(house.keys, reporter) or "Name not given"
    except SealBroken:
        return SEALED


def _cautions(contact: Contact) -> tuple[str, ...]:
    unsafe = ("It is not safe to write to them here",) if contact.texting_is_safe == "no" else ()
    stopped = ("They have said STOP: use another way",) if contact.stopped_at else ()
    return unsafe + stopped


def _spaced(number: str) -> str:
    """+447700900123 as 07700 900123."""
    return f"0{number[3:7]} {number[7:]}" if number.startswith("+44") and len(number) == 13 else number
