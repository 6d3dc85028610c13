"""Judges whether a report has been told or only begun: a greeting, or the first word of many, is no report yet (R3)."""

from __future__ import annotations

from dataclasses import replace

from bot.engine import Hear, Heard
from bot.hearing import hear_in, hear_story
from bot.scene import Scene
from bot.sealed import hear_none
from bot.state import Means, Values
from bot.understanding.danger import find_danger
from bot.understanding.reading import read_report
from dialogs.grammar import Ask, Choose, Option

PLENTY = 12  # words: so long a message is a report, whether or not we can tell what of


def ear(scene: Scene) -> Hear:
    """The ear of this conversation, which knows a story that has only begun."""
    hear_answer = hear_in(scene.language, scene.register)

    def hear(line: Ask | Choose, options: tuple[Option, ...], said: str, known: Values) -> Heard:
        if isinstance(line, Ask) and line.kind == "sealed":
            return hear_none(scene)
        heard = hear_answer(line, options, said, known)
        is_story = isinstance(line, Ask) and line.kind == "story" and not known.get(line.name)
        return weigh(heard) if is_story and isinstance(heard, Means) else heard

    return hear


def told(said: str, scene: Scene) -> Means:
    """What a first message says."""
    return weigh(hear_story(said, scene.register))


def weigh(heard: Means) -> Means:
    """The same, known to be thin where neither what, where nor when is in it."""
    said = heard.value
    enough = heard.also or len(said.split()) >= PLENTY or read_report(said).kind or find_danger(said).urgent
    return heard if enough else replace(heard, thin=True)
