"""Keeps what helps somebody to talk with us, and takes it up when they say so in their own words (C3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot import engine
from bot.house import House
from bot.scene import Scene
from bot.state import Mark, State, Values
from bot.turn import Book, Turn
from bot.understanding.speakers import names_child
from storage.cases import Case, amend_case
from storage.contacts import Contact
from storage.needs import Needs, keep_needs, needs_of
from storage.sealing import Keys, SealBroken

HELPS = {
    "call": "Call, do not write",
    "interpreter": "An interpreter or BSL",
    "print": "Large print, or something else",
    "speaker": "Somebody speaks for them",
    "child": "Named a child to speak for them: find somebody grown up",
}
"""What may help, as staff read it."""
NEEDS_PERSON = frozenset(("interpreter", "child"))
"""What somebody has to arrange before anybody can talk with them."""


def look_for_needs(scene: Scene, values: Values) -> Values:
    """Whether they have told us before what helps them."""
    return {"needs_known": "no" if scene.contact.needs is None else "yes"}


def weigh_speaker(scene: Scene, values: Values) -> Values:
    """Whether who is to speak for them is a child."""
    return {"needs_child": "yes" if names_child(values.get("needs_speaker", "")) else "no"}


def keep_told(scene: Scene, values: Values) -> Values:
    """Add what they told us to what we knew; what was answered otherwise before, on the same page, is taken back."""
    told = _told(values)
    if told is None:
        return {}
    standing = _standing(scene)
    needs = told if values.get("needs_talk") == "nothing" else standing.joined_by(told)
    keep_needs(scene.house.keys, scene.contact, needs)
    if NEEDS_PERSON & {*needs.helps} - {*standing.helps}:
        scene.conversation.needs_person = True
        scene.notes["person"] = "needs"
    return {}


def _told(values: Values) -> Needs | None:
    """None where everything was left out."""
    talk = "child" if values.get("needs_child") == "yes" else values.get("needs_talk", "")
    home = values.get("needs_home", "")
    if not talk and not home:
        return None
    return Needs(
        helps=(talk,) if talk not in ("", "nothing") else (),
        language=values.get("needs_language", ""),
        other=values.get("needs_other", ""),
        speaker=values.get("needs_speaker", ""),
        home=home,
    )


def _standing(scene: Scene) -> Needs:
    """What is known, without what this page said of it before it was corrected."""
    known = needs_open(scene.house.keys, scene.contact) or Needs()
    before = scene.frame.marks.get("needs_keep")
    said_before = _told(before.used) if before else None
    return replace(known, helps=tuple(h for h in known.helps if not said_before or h not in said_before.helps))


def take_up(book: Book, state: State | None, need: str, said: str) -> Turn:
    """The turn in which somebody says of themselves what helps them; of their health they are not asked besides."""
    known = {"deaf": {}, "call": {}, "sign": {"needs_language": "BSL"}, "print": {"needs_other": said}, "speaker": {}}[
        need
    ]
    talk = {"sign": "interpreter", "deaf": ""}.get(need, need)
    marks = {name: Mark({name: value}, how="heard") for name, value in known.items()}
    marks |= {"needs_talk": Mark({"needs_talk": talk}, how="heard")} if talk else {}
    marks["needs_home"] = Mark({"needs_home": said}, how="heard") if need == "deaf" else Mark(how="skipped")
    begun = engine.put_on_top(book, "needs", under=state)
    return engine.walk(book, begun.with_top(begun.top.with_marks(marks)))


def needs_open(keys: Keys, contact: Contact) -> Needs | None:
    """What helps them, as far as this installation's key opens it."""
    try:
        return needs_of(keys, contact)
    except SealBroken:
        return None


def needs_in_words(needs: Needs | None) -> list[tuple[str, str]]:
    """The same for staff, as (what it is, what was said); empty where nothing is known or nothing helps."""
    if needs is None:
        return []
    said = (
        ("Helps", ". ".join(HELPS.get(one, one) for one in needs.helps)),
        ("Language", needs.language),
        ("Also helps", needs.other),
        ("Who speaks for them", needs.speaker),
        ("Health or home", needs.home),
    )
    return [(name, words) for name, words in said if words]


def record_needs(
    house: House, session: Session, case: Case, contact: Contact, needs: Needs, officer_id: int, now: datetime
) -> None:
    """Keep what an officer was told; the history of the case says when and by whom, and nothing of it."""
    keep_needs(house.keys, contact, needs)
    amend_case(session, case, {"needs_recorded": now.isoformat()}, f"staff:{officer_id}", now)
