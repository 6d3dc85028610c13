"""Whether a reporter's number is withheld from staff, and why: they asked for it, sooner or later (R9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from typing import Literal

from bot.catalogues import translate
from bot.scene import Scene
from bot.turn import Reply, Turn
from bot.understanding.names import asks_to_be_withheld
from bot.understanding.normal import normalise
from dialogs import phrases
from dialogs.grammar import Choose
from dialogs.report import report
from storage.contacts import Contact

Why = Literal["anonymous", "reserved"]


def heed_reserve(scene: Scene, said: str) -> None:
    """Withhold the number at once where a message asks for it, in whatever words and at whatever question.

    Only an answer to "May we have your name?" given after it says otherwise. That our own "Yes, but keep it secret"
    holds such words too is no reserve: whoever chooses it gives their name to us.
    """
    scene.reserved = asks_to_be_withheld(said) and normalise(said).strip(" .!") not in _offered(scene.language)
    if scene.reserved:
        scene.contact.withheld = True


def promise_reserve(scene: Scene, turn: Turn) -> Turn:
    """The same turn where whoever asks not to be named is told that they are not, before anything more is asked.

    Not beside what to do in danger, nor where the turn says it anyway, nor where it is not safe to write, or may not be
    as abuse at home was told of (C5).
    """
    at_home = "domestic_abuse" in (scene.danger.concern, scene.notes.get("concern"))
    is_safe = scene.contact.texting_is_safe == "yes" or not (at_home or scene.contact.texting_is_safe == "no")
    unsaid = is_safe and scene.danger.now is None and turn.state.top.dialog != "danger"
    promised = any(phrases.WE_DO_NOT_SAY.msgid in reply.text.msgid for reply in turn.replies)
    if not (scene.reserved and unsaid and turn.replies) or promised:
        return turn
    before = len(turn.replies) - bool(turn.state.top.asking)
    return replace(turn, replies=(*turn.replies[:before], Reply(phrases.WE_DO_NOT_SAY), *turn.replies[before:]))


@cache
def _offered(language: str) -> frozenset[str]:
    """The answers that we offer to "May we have your name?", as they are written out in a text message."""
    asked = report.named["naming"]
    assert isinstance(asked, Choose)
    labels = (translate(option.label, code) for option in asked.options for code in (language, "en"))
    return frozenset(map(normalise, labels))


def why_withheld(contact: Contact, namings: Collection[str | None]) -> Why | None:
    """Why staff do not see the number; None where they may.

    `namings` are the contact's answers to "May we have your name?" where they concern what is being looked at. Whoever
    stopped before that question has been promised to be contacted by a day and hour, and asked for nothing else.
    """
    if "anonymous" in namings:
        return "anonymous"
    return "reserved" if contact.withheld else None
