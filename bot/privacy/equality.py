"""Who is asked about themselves, and what becomes of the answers: they are counted, and decide nothing (C3)."""

from __future__ import annotations

from bot.casework.opening import case_at_hand
from bot.configuration.hours import to_local
from bot.scene import Scene
from bot.state import Values
from dialogs.equality import ASKED, BEGINS
from storage.equality import By, count_answer


def look_for_equality(scene: Scene, values: Values) -> Values:
    """What the landlord asks; nothing of somebody who was asked before, or to whom it is not safe to write."""
    unasked = not scene.contact.equality_asked and scene.contact.texting_is_safe != "no"
    asks = scene.house.landlord.equality.ask if unasked else ()
    return {f"wants_{name}": "yes" if name in asks else "no" for name in ASKED}


def note_asked(scene: Scene, values: Values) -> Values:
    """Nobody is asked twice, nor counted twice."""
    scene.contact.equality_asked = True
    return {}


def count(scene: Scene, line: str, answer: str) -> None:
    """Add an answer to the counts of this month; of a case that is not spoken of here, kind and patch are left out."""
    case = case_at_hand(scene)
    about: dict[By, str] = {"channel": scene.conversation.channel}
    if case:
        about |= {"kind": case.kind or "", "patch": case.patch or ""}
    month = f"{to_local(scene.now):%Y-%m}"
    count_answer(scene.session, scene.house.keys, month, about, line.removeprefix(BEGINS), answer)


def answers_asked() -> dict[str, tuple[str, ...]]:
    """The answers of each question, for `storage.equality.count_groups`."""
    return {name: tuple(option.value for option in options) for name, (_, options) in ASKED.items()}
