"""Sees to it that nobody is asked for ever: a question that was asked often enough in vain is left open."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from bot import engine
from bot.careful import AS_WRITTEN, ASKS_OF_DANGER, IN_FEW_WORDS, THAT_HOME, WHERE
from bot.scene import Scene
from bot.state import Frame, Mark, State
from bot.turn import Reply, Turn
from dialogs import phrases

IN_VAIN = {ASKS_OF_DANGER: 6, WHERE: 6, **dict.fromkeys((*THAT_HOME, *AS_WRITTEN), 3)}
"""After so many answers that were none a question before the reference is left open; a burst of texts is soon as many
as five."""
LEFT_TO_US_AFTER = 3
LEFT_TO_US = {"how_often": "ten_days"}
"""What is agreed with somebody who was asked three times and leaves it to us: our own pace. When it is safe to write is
never left to us (C5)."""
TOLD_ON = 2
"""So many messages more are about the case, where nobody says that they are about something new."""


def go_on_unanswered(scene: Scene, turn: Turn) -> Turn:
    """The turn or, where we have asked in vain often enough whether anybody is in danger, or whether it is there, the
    next question: nobody is kept from a reference for ever. Danger is heard in whatever comes next. What is told on and
    on without saying whether it is about their case is added to it."""
    top = turn.state.top
    if turn.state.over or not _is_in_vain(top):
        return turn
    if top.dialog == "follow_up":
        about = top.settled(top.asking, Mark({top.asking: "yes"}, top.shown))
        return engine.walk(scene.book, turn.state.with_top(about))
    if value := LEFT_TO_US.get(top.asking):
        ours = top.settled(top.asking, Mark({top.asking: value}, top.shown))
        return engine.walk(scene.book, turn.state.with_top(replace(ours, misses=0)))
    kept = tuple(reply for reply in turn.replies if reply.text == phrases.ADDED)
    if top.asking != ASKS_OF_DANGER:
        return leave_place_open(scene, turn.state, kept)
    left_open = turn.state.with_top(top.settled(ASKS_OF_DANGER, Mark(how="skipped")))
    return engine.walk(scene.book, left_open, kept)


def _is_in_vain(top: Frame) -> bool:
    if (top.dialog, top.asking) == ("follow_up", "about"):
        return top.misses >= TOLD_ON
    if top.dialog in IN_FEW_WORDS and top.asking in LEFT_TO_US:
        return top.misses >= LEFT_TO_US_AFTER
    return top.dialog == "report" and top.misses >= IN_VAIN.get(top.asking, inf)


def leave_place_open(scene: Scene, state: State, replies: tuple[Reply, ...] = ()) -> Turn:
    """Go on without a clear answer to where it is: what they wrote will do, a home that nobody has confirmed is filed
    by its name alone, and matched to none of the register, and where nothing was said of it, it is not known (R6)."""
    top = state.top
    if top.asking in AS_WRITTEN:
        frame = top.settled(top.asking, Mark({top.asking: "yes"}, top.shown))
    elif top.asking == WHERE:
        frame = top.settled(WHERE, Mark({WHERE: "", "uprn": "unknown"}, top.shown))
    else:
        place = top.marks["place"]
        frame = top.with_marks({"place": replace(place, gave=place.gave | {"uprn": "unknown"})})
    return engine.walk(scene.book, state.with_top(replace(frame, misses=0)), replies)
