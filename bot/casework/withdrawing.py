"""A resident takes a report back: nothing is erased, no case is opened, and danger is never taken back."""

from __future__ import annotations

from dataclasses import replace

from bot import engine
from bot.casework.opening import cases_to_speak_of
from bot.scene import Scene
from bot.state import Frame, State, Values
from bot.turn import Reply, Turn
from dialogs import phrases
from storage import cases
from storage.reports import Report, newest_report

FACT = "wish_to_withdraw"


def hear_withdrawal(scene: Scene, state: State | None) -> Turn | None:
    """The turn that takes a report back, at whatever question; None where there is none to take back.

    Where danger or something urgent was told of, the report goes on; else it has been read to its end.
    """
    frame = _report_frame(state)
    if state is None or frame is None:
        return _of_a_standing_case(scene, state)
    if _is_urgent(scene):
        return engine.begin(scene.book, "withdrawal", under=state)
    turn = engine.begin(scene.book, "withdrawal", under=State((), state.begun, state.notes))
    return replace(turn, ended=(*turn.ended, frame)) if "open_case" in frame.marks else turn


def _report_frame(state: State | None) -> Frame | None:
    """The report that is being told."""
    frames = state.frames if state and not state.over else ()
    return next((frame for frame in reversed(frames) if frame.dialog == "report"), None)


def _of_a_standing_case(scene: Scene, state: State | None) -> Turn | None:
    """All has been said: the wish is about an open case, of which we only speak where that is safe (C5)."""
    if (state and not state.over) or not cases.open_cases_of(scene.session, scene.contact.id):
        return None
    if cases_to_speak_of(scene.session, scene.contact.id, scene.now):
        return engine.begin(scene.book, "withdrawal", under=State((), state.begun, state.notes) if state else None)
    scene.conversation.needs_person = True
    return Turn(state, (Reply(phrases.NOTED),), over=True) if state else None


def take_back(scene: Scene, values: Values) -> Values:
    """Mark the report that has no case yet as withdrawn; with a case, tell staff of the wish. Nothing is erased."""
    report = newest_report(scene.session, scene.conversation.id)
    case = _case_meant(scene, report)
    if case:
        cases.amend_case(scene.session, case, {FACT: "yes"}, "resident", scene.now)
    urgent = _is_urgent(scene) or bool(case and case.urgent) or bool(report and report.urgent)
    if urgent or case:
        scene.conversation.needs_person = True
        return {"withdrawal": "kept" if urgent else "passed_on"}
    if report and report.state == "unfinished":
        report.state, report.updated_at = "withdrawn", scene.now
    return {"withdrawal": "withdrawn"}


def _is_urgent(scene: Scene) -> bool:
    return scene.is_urgent or scene.danger.urgent


def _case_meant(scene: Scene, report: Report | None) -> cases.Case | None:
    """The case of the report told in this talk or, where none was, the one that is open."""
    if report:
        return scene.session.get(cases.Case, report.case_id) if report.case_id else None
    standing = cases_to_speak_of(scene.session, scene.contact.id, scene.now)
    return standing[0] if len(standing) == 1 else None
