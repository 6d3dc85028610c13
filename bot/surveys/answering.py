"""Makes true what a survey's page asks: that it is taken up, that each answer is kept at once, and how it ends (S1)."""

from __future__ import annotations

from dataclasses import replace

from bot import engine
from bot.channels.contract import Inbound
from bot.scene import Scene
from bot.state import Frame, State, Values
from bot.story import ear
from bot.surveys.following import follow
from bot.surveys.reasons import reason_in
from bot.understanding.reading import read_report
from dialogs.grammar import Choose
from dialogs.surveys import HESITATE, MAY, OF_ALL, STORIES, STORY, line_of, page_name
from storage.surveys import OPEN, Survey, add_answer, survey_in

PREFIX = page_name("")
HESITATING = (line_of(HESITATE, (HESITATE,)), line_of(HESITATE, ()))
"""What the line is called that asks what would make somebody hesitate."""


def take_survey(scene: Scene, values: Values) -> Values:
    """They have answered whether we may ask: it is under way, or declined, or closed meanwhile."""
    survey = _survey_of(scene)
    if survey is None or survey.state not in OPEN:
        return {"survey_open": "no"}
    survey.language = scene.language
    if values[MAY] == "no":
        survey.state, survey.ended_at = "declined", scene.now
        return {"survey_open": "no"}
    survey.state = "answering"
    return {"survey_open": "yes"}


def keep_survey_answer(scene: Scene, values: Values) -> Values:
    """Keep one answer; the empty one of a question that was left out takes back what stood there."""
    survey = _survey_of(scene)
    if survey is None or survey.state in ("declined", "not_sent") or survey.recorded_by is not None:
        return {}  # what staff wrote down on the telephone stands
    asked = next(iter(values), None)
    line = asked or _left_out(scene)
    if line:
        page = scene.book[scene.frame.dialog].named
        story = next((name for name in STORIES if f"keep_{name}" in page), "")
        said, question = values.get(line), story if line == STORY else line.removeprefix("asks_")
        chosen = isinstance(page[line], Choose)
        code = reason_in(said) if said and question == HESITATE and not chosen else None
        add_answer(
            scene.session,
            survey.id,
            question,
            scene.now,
            answer=said if chosen else None,
            words=None if chosen else said,
            code=code,
            coded_by="hearback" if code else None,
        )
        if not chosen and said:
            survey.language = scene.language  # as these words are read
        follow(scene.session, survey, scene.now)  # now, as they may fall silent before the last question
    return {}


def _left_out(scene: Scene) -> str | None:
    """The question that was skipped just now: the last that is settled."""
    skipped = [name for name, mark in scene.frame.marks.items() if mark.how == "skipped"]
    return skipped[-1] if skipped else None


def end_survey(scene: Scene, values: Values) -> Values:
    """All has been asked: what follows from the answers, and whether it still goes on."""
    survey = _survey_of(scene)
    if survey is None or survey.recorded_by is not None:
        return {"survey_mood": "", "survey_again": "no"}
    survey.state, survey.ended_at = "finished", scene.now
    found = follow(scene.session, survey, scene.now)
    return {"survey_mood": "sorry" if found.sorry else "", "survey_again": "yes" if found.goes_on else "no"}


def _survey_of(scene: Scene) -> Survey | None:
    return survey_in(scene.session, scene.conversation.id, scene.frame.dialog.removeprefix(PREFIX))


def is_hesitating(state: State | None) -> bool:
    """Whether we asked just now what would make them hesitate to report: fear, doubt and anger at us are the answer."""
    return state is not None and state.top.dialog in map(page_name, OF_ALL) and state.top.asking in HESITATING


def is_survey(frame: Frame) -> bool:
    return frame.dialog.startswith(PREFIX)


def leave_survey(scene: Scene, state: State, inbound: Inbound) -> State:
    """The same talk without its survey, where somebody is in danger, or tells us something else (S4)."""
    if not any(map(is_survey, state.frames)) or state.over:
        return state
    if scene.danger.urgent or _turns_away(scene, state, inbound):
        return _without(state)
    return state


def _turns_away(scene: Scene, state: State, inbound: Inbound) -> bool:
    """Whether a whole sentence answers none of the offered answers and tells of a matter; anger at us tells of none."""
    said, line = inbound.words, engine.asked_line(scene.book, state)
    if not is_survey(state.top) or inbound.pressed or not isinstance(line, Choose):
        return False
    tells = read_report(said).kind or scene.register.mentions(said).home
    if len(said.split()) < engine.SENTENCE or not tells:
        return False
    return ear(scene)(line, engine.offered(scene.book, state), said, {}) is None


def _without(state: State) -> State:
    kept = tuple(frame for frame in state.frames if not is_survey(frame))
    return replace(state, frames=kept or (state.frames[0].at_rest,))
