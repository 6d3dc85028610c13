"""Hears what somebody tells hours after they left a report unfinished: about that, or about something else."""

from __future__ import annotations

from bot import engine
from bot.beginning import has_open_case
from bot.scene import Scene
from bot.state import OF_ONE_MATTER, State
from bot.story import told
from bot.turn import Turn
from bot.understanding.reading import read_report


def hear_after_a_pause(scene: Scene, state: State, said: str) -> Turn | None:
    """The turn in which we ask whether a story is about the case of the unfinished report, to which we then come back
    (R10, R12); or in which it begins a report of its own, where that one has no case yet and was about something else.
    None where it is heard as ever."""
    is_left = scene.after_a_pause and not state.over and len(state.frames) == 1 and state.top.dialog == "report"
    kind = read_report(said).kind
    if not is_left or kind is None or len(said.split()) < engine.SENTENCE:
        return None
    heard = told(said, scene)
    if "open_case" in state.top.marks and has_open_case(scene):
        return engine.begin(scene.book, "follow_up", heard, under=state)
    before = read_report(state.top.marks["words"].gave["words"]).kind if "words" in state.top.marks else None
    if before in (None, kind):
        return None
    if not scene.danger.urgent:  # what was urgent in the other report is not so in this
        scene.notes = {name: note for name, note in scene.notes.items() if name not in OF_ONE_MATTER}
    return engine.begin(scene.book, "report", heard, under=State((), state.begun))
