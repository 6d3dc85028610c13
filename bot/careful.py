"""Keeps to what must not be guessed: danger is over when somebody is clearly safe, and not before (R1)."""

from __future__ import annotations

from bot import engine
from bot.scene import Scene
from bot.state import State
from bot.story import ear
from bot.understanding import wishes
from bot.understanding.caution import is_calm
from bot.understanding.languages import find_language_request
from dialogs.book import BOOK
from dialogs.grammar import Choose


def is_in_danger(state: State | None) -> bool:
    """Whether the danger page lies on top, and nobody has said that they are safe."""
    return state is not None and not state.over and (state.top.dialog, state.top.asking) == ("danger", "safe_now")


def says_all_is_calm(state: State | None, said: str) -> bool:
    """Whether the danger page is told of safety, and of nothing else: then it tells of no new danger."""
    return is_in_danger(state) and is_calm(said)


def is_still_in_danger(scene: Scene, state: State | None, said: str) -> bool:
    """Whether this is anything but a clear answer to the danger page: then the advice is due again, and nothing else.

    Somebody who asks for their own language, or for an interpreter, is given what they ask for.
    """
    if state is None or not is_in_danger(state):
        return False
    if find_language_request(said):
        scene.notes.pop("advised_at", None)  # in words that they read
        return True
    if scene.notes.get("needs_interpreter") or wishes.wants_interpreter(said):
        return False
    line = engine.asked_line(BOOK, state)
    return isinstance(line, Choose) and ear(scene)(line, line.options, said, {}) is None
