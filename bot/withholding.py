"""Whether a reporter's number is withheld from staff, and why: they asked for it, or have not decided yet (R9)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Literal

from bot.catalogues import translate
from bot.scene import Scene
from bot.state import Unreadable, load
from bot.understanding.names import asks_to_be_withheld
from bot.understanding.normal import normalise
from dialogs.grammar import Choose
from dialogs.report import report
from storage.contacts import Contact

Why = Literal["anonymous", "reserved", "undecided"]
ASKED_FOR_PERSON = "person"
"""The note in a conversation's state that its resident asked to be spoken to; we have said that somebody will."""


def heed_reserve(scene: Scene, said: str) -> None:
    """Withhold the number at once where a message asks for it, in whatever words and at whatever question.

    Only an answer to "May we have your name?" given after it says otherwise. That our own "Yes, but keep it secret"
    holds such words too is no reserve: whoever chooses it gives their name to us.
    """
    scene.reserved = asks_to_be_withheld(said) and normalise(said).strip(" .!") not in _offered(scene.language)
    if scene.reserved:
        scene.contact.withheld = True


@cache
def _offered(language: str) -> frozenset[str]:
    """The answers that we offer to "May we have your name?", as they are written out in a text message."""
    asked = report.named["naming"]
    assert isinstance(asked, Choose)
    labels = (translate(option.label.msgid, code) for option in asked.options for code in (language, "en"))
    return frozenset(map(normalise, labels))


def why_withheld(contact: Contact, namings: Collection[str | None], states: Collection[str | None]) -> Why | None:
    """Why staff do not see the number; None where they may.

    `namings` are the contact's answers to "May we have your name?" where they concern what is being looked at, and
    `states` the conversations that it comes from. Whoever has not answered yet has not agreed to be seen, except that
    whoever asked to be spoken to cannot be rung otherwise.
    """
    if "anonymous" in namings:
        return "anonymous"
    if contact.withheld:
        return "reserved"
    return None if any(namings) or any(map(_has_asked_for_person, states)) else "undecided"


def _has_asked_for_person(state: str | None) -> bool:
    try:
        return bool(state) and ASKED_FOR_PERSON in load(state or "").notes
    except Unreadable:
        return False
