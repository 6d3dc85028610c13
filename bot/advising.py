"""Owns what is advised in danger: which sort it is, in full or in one line, and who is told of it (R1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.rota import tell
from bot.scene import Scene
from bot.state import Values
from bot.understanding.danger.finding import names_concern
from bot.understanding.out_of_danger import cannot_call, has_called, is_quieter
from bot.understanding.witness import is_witness
from dialogs.danger import PEOPLE
from storage import messages

FULL_ADVICE_EVERY: Final = timedelta(minutes=10)
NAMED_ONLY: Final = ("fire", "gas", "suicide")
"""Where other danger was told a moment before, no likeness makes these of it: what to do in them is wrong elsewhere."""


def which_danger(scene: Scene, values: Values) -> Values:
    """The sort of danger, and whether the full advice is due: at most every 10 minutes, then one line, how to call for
    whoever says that they cannot, and no "call 999 now" for whoever says that they have, or that it is over (R1)."""
    said, sort = messages.last_heard(scene.session, scene.conversation.id), _sort(scene)
    before, sort_before = scene.notes.get("advised_at"), scene.notes.get("danger", "")
    if before and (has_called(said) or (sort == "medical" and cannot_call(said))):
        sort = sort_before or sort  # that an ambulance is coming, or that they cannot call, is no other danger
    again = not before or scene.now - datetime.fromisoformat(before) >= FULL_ADVICE_EVERY
    if not again and sort in NAMED_ONLY and not names_concern(said):
        sort = sort_before or sort  # "I'm in the bathroom", after a man at the door, read like despair
    full = again or _advice_on(sort) != _advice_on(sort_before)
    scene.notes["danger"] = sort
    if full:
        scene.notes["advised_at"] = scene.now.isoformat()
    advice = "full" if full else _shorter(said, sort)
    quiet = "yes" if scene.contact.texting_is_safe == "no" else "no"
    return {"sort": sort, "advice": advice, "young": "yes" if scene.danger.child else "no", "quiet": quiet}


def _shorter(said: str, sort: str) -> str:
    if cannot_call(said):
        return "unable"
    if sort in PEOPLE and is_quieter(said):
        return "quieter"
    return "called" if has_called(said) and sort not in ("gas", "suicide") else "short"


def how_low(scene: Scene, values: Values) -> Values:
    """Who has thoughts of suicide, and whether they were telling us of something else, to which we go back."""
    telling = "no" if "words" in scene.frame.marks else "yes"
    return {"young": "yes" if scene.danger.child else "no", "telling": telling}


def _advice_on(sort: str) -> str:
    """Danger from people is one advice, whatever they do; every other sort has its own."""
    return "people" if sort in PEOPLE else sort


def _sort(scene: Scene) -> str:
    """The sort of danger; a neighbour who hears abuse is told what to do about violence."""
    if scene.danger.now == "abuse" and is_witness(messages.last_heard(scene.session, scene.conversation.id)):
        return "violence"
    return scene.danger.now or scene.notes.get("danger", "other")


def alert_on_call(scene: Scene, values: Values) -> Values:
    """The person on call is told (R1)."""
    tell(scene.house, scene.session, scene.conversation.id, "now", values["sort"], scene.now)
    return {}
