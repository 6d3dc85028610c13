"""Lets somebody leave the questions that follow a report, whenever they turn to something else: it is filed (C1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot import engine
from bot.casework.opening import cases_to_speak_of
from bot.channels.contract import Inbound
from bot.hearing import is_answer
from bot.scene import Scene
from bot.state import Frame, Mark, State
from bot.story import ear
from bot.surveys.answering import leave_survey
from bot.understanding import wishes
from bot.understanding.questions import asks_something
from dialogs.grammar import Ask, Choose
from storage.cases import case_by_reference

COURTESY = "more_time"
AFTERWARDS = "first_contact"
ABOUT = {
    "report": ("open_case", "reference"),
    "first_contact": ("look_at_contact", "of_case"),
    "plan": ("plan_look", "plan_case"),
    "closing": ("closing_look", "closing_case"),
}
"""Which line of a page gave the reference of the case that it is about, and under what name."""
ADDING = ("follow_up", "words")
"""What would you like to add: to a case that is closed, nothing; it is a new report."""
TURNS_AWAY_AFTER = timedelta(hours=12)


def is_told(frame: Frame) -> bool:
    """Whether the report itself has been told to its end; what is asked after it holds nothing back."""
    return frame.asking == COURTESY or COURTESY in frame.marks


def turn_away(scene: Scene, state: State, inbound: Inbound, before: datetime | None) -> State:
    """The same talk without whatever they turn away from with this message: a survey, what is asked about a case that
    has closed, or what follows a report."""
    state = let_go_of_closed(scene, leave_survey(scene, state, inbound), inbound)
    return leave_off(scene, state, inbound, before)


def let_go_of_closed(scene: Scene, state: State, inbound: Inbound) -> State:
    """The same talk without what was still being asked about a case that has been closed since: a sentence that comes
    to it is no answer any more, and "it has started again" would be filed where nobody looks (R10)."""
    said = inbound.words
    if inbound.pressed or len(said.split()) < engine.SENTENCE:
        return state
    if is_answer(engine.offered(scene.book, state), said, scene.language):
        return state
    while state.top.asking and _is_of_closed(scene, state.top):
        if len(state.frames) == 1:
            return replace(state, frames=(state.top.at_rest,))
        state = replace(state, frames=state.frames[:-1])
    return state


def _is_of_closed(scene: Scene, frame: Frame) -> bool:
    if (frame.dialog, frame.asking) == ADDING:
        return not cases_to_speak_of(scene.session, scene.contact.id, scene.now)
    line, name = ABOUT.get(frame.dialog, ("", ""))
    reference = frame.marks[line].gave.get(name, "") if line in frame.marks else ""
    case = case_by_reference(scene.session, reference) if reference else None
    return case is not None and case.state != "open"


def leave_off(scene: Scene, state: State, inbound: Inbound, before: datetime | None) -> State:
    """The same talk or, where a whole sentence or thanks answer none of these questions, one that is over."""
    if not _is_afterwards(state) or inbound.pressed:
        return state
    said, line = inbound.words, engine.asked_line(scene.book, state)
    if asks_something(said):
        return state  # "how long will this take"
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
    return replace(state, frames=(state.frames[0].settled(COURTESY, Mark(how="skipped")).at_rest,))
