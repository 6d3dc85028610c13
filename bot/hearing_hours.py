"""Hears in which hours somebody wants to be written to, at the two questions that ask for them (C5, C8)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from functools import cache

from bot.configuration.hours import Hours
from bot.engine import SENTENCE
from bot.hearing import is_answer, is_saying, ways_to_say
from bot.in_touch.agreements import TIMES
from bot.scene import Scene
from bot.state import Means
from bot.turn import Amiss, Heard, Perhaps
from bot.understanding.hours_said import excepts, hear_hours, names_days, names_limits, says_night, says_no_more
from bot.understanding.normal import words
from dialogs.agreement import agreement
from dialogs.grammar import Choose

OWN = "own"
"""Of the options of "When is a good and safe time to write to you?": hours of their own."""


def hear_own_hours(scene: Scene, said: str) -> Heard:
    """Hours of the day; where a number is in it and no hours are, the question says how to write them."""
    if hours := _hours_in(scene, said):
        return Means(str(hours))
    return Amiss() if len(said.split()) < SENTENCE or any(map(str.isdigit, said)) else None


def _hours_in(scene: Scene, said: str) -> Hours | None:
    quiet = scene.house.landlord.quiet_hours
    if not says_no_more(said, offered_words(scene.language)):
        return None
    return hear_hours(said, Hours(quiet.closes, quiet.opens), _together(_parts_named(scene.language, said)))


def _together(parts: Collection[str]) -> Hours | None:
    """From the beginning of the first of these parts of the day until the end of the last."""
    hours = [tuple(map(time.fromisoformat, TIMES[part])) for part in TIMES if part in parts]
    return Hours(hours[0][0], hours[-1][1]) if hours else None


def hear_part_of_day(scene: Scene, line: Choose, said: str, heard: Heard) -> Heard:
    """Hours where parts of the day were offered ("after 6") are hours of their own. Nobody is written to at a time that
    was only spoken of: whatever else stands in the answer, they are asked again, in few words."""
    if names_days(said):
        return None
    whole = is_answer(line.options, said, scene.language) or is_saying(line, said, scene.language)
    if heard == Means(said) or (isinstance(heard, Means) and whole):
        return heard
    part = part_of_day(scene.language, said)
    if part and excepts(said) and not any(map(str.isdigit, said)):
        return Perhaps(tuple(Means(other) for other in TIMES if other != part))  # "not mornings, I am asleep"
    if not says_no_more(said, offered_words(scene.language)):
        return None
    hours = None if said.strip(" .)").isdecimal() else _hours_in(scene, said)  # "weekday mornings" are hours too
    if hours:
        return Means(OWN, also={"own_hours": {"own_hours": str(hours)}})
    if names_limits(said) or excepts(said):
        return None
    return Means(part) if part else heard  # "only text me in the mornings"


def part_of_day(language: str, said: str) -> str | None:
    """The one part of the day that is named, as "morning"; None where none is, or several are."""
    named = _parts_named(language, said)
    return named.pop() if len(named) == 1 else None


def _parts_named(language: str, said: str) -> set[str]:
    spoken, parts = words(said[:80]), offered_words(language)
    named = {parts[word] for word in spoken if parts.get(word) in TIMES}
    return named | ({"evening"} if says_night(said) else set())


@cache
def offered_words(language: str) -> dict[str, str]:
    """The words for a time to write that we offer, in this language and in English, and which of the answers each is;
    "work" in "after work" is none."""
    offered = agreement.named["time_of_day"]
    assert isinstance(offered, Choose)
    labels = [(words(label), option.value) for option in offered.options for label in ways_to_say(option, language)]
    return {label[0]: value for label, value in labels if len(label) == 1}
