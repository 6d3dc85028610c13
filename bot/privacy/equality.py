"""Who is asked about themselves, and what becomes of the answers: they are counted, and decide nothing (C3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.casework.opening import case_at_hand
from bot.configuration.hours import to_local
from bot.configuration.landlord import Landlord
from bot.house import House
from bot.scene import Scene
from bot.state import Values
from dialogs.equality import ASKED, BEGINS
from dialogs.grammar import Option, Text
from dialogs.surveys import WELL
from storage.equality import By, count_answer, count_survey


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


def asked_on_page(landlord: Landlord) -> dict[str, tuple[Text, tuple[Option, ...]]]:
    """What this landlord asks of whoever answers a survey on its page, where everybody may leave it out."""
    return {name: ASKED[name] for name in landlord.equality.ask}


def count_with_survey(
    house: House, session: Session, survey: str, answers: Mapping[str, str], given: Mapping[str, str], now: datetime
) -> None:
    """Count who gave which answer to a survey, well or not; `given` holds what they said of themselves, by question.

    What was not offered is no answer. Nothing is kept of who gave which answers together.
    """
    asked = asked_on_page(house.landlord)
    about = {name: said for name, said in given.items() if said in {one.value for one in asked[name][1]}}
    said = [f"{survey}.{name}.{'well' if value in WELL else 'not_well'}" for name, value in answers.items()]
    if about:
        count_survey(session, house.keys, f"{to_local(now):%Y-%m}", said, about)
