"""Lets somebody leave the questions that follow a report, whenever they turn to something else: it is filed (C1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot import engine
from bot.channels.contract import Inbound
from bot.scene import Scene
from bot.state import Frame, Mark, State
from bot.story import ear
from bot.understanding import wishes
from dialogs.grammar import Ask, Choose

COURTESY = "more_time"
AFTERWARDS = "first_contact"
TURNS_AWAY_AFTER = timedelta(hours=12)


def is_told(frame: Frame) -> bool:
    """Whether the report itself has been told to its end; what is asked after it holds nothing back."""
    return frame.asking == COURTESY or COURTESY in frame.marks


def leave_off(scene: Scene, state: State, inbound: Inbound, before: datetime | None) -> State:
    """The same talk or, where a whole sentence or thanks answer none of these questions, one that is over."""
    if not _is_afterwards(state) or inbound.pressed:
        return state
    said, line = inbound.words, engine.asked_line(scene.book, state)
    is_long_ago = before is not None and scene.now - before >= TURNS_AWAY_AFTER
    if state.top.asking != COURTESY and not is_long_ago:
        return state
    if len(said.split()) < engine.SENTENCE and not (state.top.asking == COURTESY and wishes.is_thanks(said)):
        return state
    if isinstance(line, Ask | Choose) and ear(scene)(line, engine.offered(scene.book, state), said, {}) is not None:
        return state
    return _over(state)


def _is_afterwards(state: State) -> bool:
    names = [frame.dialog for frame in state.frames]
    return names in (["report"], ["report", AFTERWARDS]) and is_told(state.frames[0])


def _over(state: State) -> State:
    report = state.frames[0].settled(COURTESY, Mark(how="skipped"))
    return replace(state, frames=(replace(report, asking="", shown={}, offered=(), misses=0),))
