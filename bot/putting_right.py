"""Hears an answer put right though the next question has been asked: "sorry, only at weekends" (R12)."""

from __future__ import annotations

from collections.abc import Iterator

from bot import engine
from bot.engine import Reply, Turn
from bot.page import known_at, offers, uses
from bot.scene import Scene
from bot.state import Mark, Means, State
from bot.story import ear
from bot.understanding.bare import is_bare
from bot.understanding.second_thoughts import without_opening
from dialogs import phrases
from dialogs.grammar import Choose

MOST_WORDS = 4  # what is longer may be an answer of its own, such as who sees it "every night"


def put_right(scene: Scene, state: State, said: str) -> Turn | None:
    """The turn in which an earlier answer is changed, and the same question is put again; None where these words are
    no correction, or answer what is being asked."""
    rest = without_opening(said)
    asked = engine.asked_line(scene.book, state)
    if not rest or len(rest.split()) > MOST_WORDS or asked is None:
        return None
    if isinstance(asked, Choose) and any(_hears(scene, state, asked, words) for words in (said, rest)):
        return None
    answered = list(_answered(scene, state))
    for line in answered[:1] if is_bare(rest) else answered:  # "no" and "2" can be about the last one alone
        means, before = _hears(scene, state, line, rest), state.top.marks[line.name].gave.get(line.name)
        if means and means.value != before:
            known = known_at(scene.book[state.top.dialog], state.top, line)
            mark = Mark({line.name: means.value} | means.gives, uses(line, known))
            righted = state.with_top(state.top.settled(line.name, mark))
            return engine.walk(scene.book, righted, (Reply(phrases.CHANGED),))
    return None


def _answered(scene: Scene, state: State) -> Iterator[Choose]:
    """The questions of this page that were answered from a choice, the latest first. Where it is and whether it is safe
    to write have their own ways of being corrected; who somebody is was never kept."""
    named = scene.book[state.top.dialog].named
    for name in reversed(state.top.marks):
        line = named.get(name)
        if isinstance(line, Choose) and line.droppable and not (line.counted or name.startswith("safe")):
            yield line


def _hears(scene: Scene, state: State, line: Choose, said: str) -> Means | None:
    """What these words answer to this question, for certain, where that leads to no other page."""
    known = known_at(scene.book[state.top.dialog], state.top, line)
    heard = ear(scene)(line, offers(line, known), said, known)
    chosen = next((option for option in line.options if isinstance(heard, Means) and option.value == heard.value), None)
    return heard if isinstance(heard, Means) and chosen and not (chosen.opens or chosen.reopens) else None
