"""Answers what is asked of us in the middle of a page: what a question means, and what a computer cannot know (R2)."""

from __future__ import annotations

from bot import engine
from bot.casework.questions import keep_question
from bot.hearing import HEARD_WITH_CAUTION
from bot.privacy.speaking import SAFE_TO_WRITE
from bot.scene import Scene
from bot.state import State
from bot.story import ear
from bot.turn import Reply, Turn
from bot.understanding.questions import asks_something
from bot.understanding.wishes import asks_back, asks_why
from dialogs import phrases
from dialogs.grammar import Ask, Choose

IN_WORDS = ("words", "name", "place")  # kinds of questions that any words would answer


def hear_question(scene: Scene, state: State, said: str) -> Turn | None:
    """The turn that answers a question of theirs and puts ours again; None where it is none, or may be an answer.

    It is no answer to ours: "can I be evicted?" stood in a report as whoever had seen it. It is kept in the report, for
    an officer to answer.
    """
    line = engine.asked_line(scene.book, state)
    if line is not None and line.name in SAFE_TO_WRITE and (asks_back(said) or asks_why(said)):
        return engine.walk(scene.book, state, (Reply(phrases.ONLY_IF_SAFE),))
    if scene.danger.urgent or not isinstance(line, Ask | Choose) or not _may_be_asked(scene, state, line, said):
        return None
    if asks_back(said):
        return engine.begin(scene.book, "why_asked", under=state) if line.droppable else None
    if not asks_something(said) or (line.name == "place" and scene.register.mentions(said).home):
        return None
    longer = engine.tell_story(scene.book, state, said, ear(scene))
    if longer is None:
        return None
    told_to = next(frame for frame in reversed(longer.frames) if scene.book[frame.dialog].gathers)
    keep_question(scene, told_to.number, said)
    return engine.walk(scene.book, longer, (Reply(phrases.QUESTION),))


def _may_be_asked(scene: Scene, state: State, line: Ask | Choose, said: str) -> bool:
    """Whether these words answer nothing; of danger, and whether it is safe to write, only what is asked is spoken."""
    if isinstance(line, Ask):
        return state.top.dialog == "report" and line.kind in IN_WORDS
    if line.counted or line.name in HEARD_WITH_CAUTION:
        return False
    return ear(scene)(line, engine.offered(scene.book, state), said, {}) is None
