"""What residents ask that a computer cannot answer: it stands with their case, and is an officer's to answer (R2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.scene import Scene
from storage.cases import Case, amend_case
from storage.tasks import end_tasks, set_task

ASKED = "questions"
"""What the task and the fact of a case are called."""
LONGEST = 500  # characters of all of them together


def keep_question(scene: Scene, report: int, said: str) -> None:
    """Keep a question for an officer until the report of this number has a case: the case of another report may be
    read by others."""
    scene.notes[_note(report)] = _with(scene.notes.get(_note(report)), said)


def give_to_officer(scene: Scene, report: int, case: Case) -> None:
    """Have an officer answer what was asked in this report and not yet given to one."""
    asked = scene.notes.pop(_note(report), "")
    if asked:
        amend_case(scene.session, case, {ASKED: _with(case.facts.get(ASKED), asked)}, "resident", scene.now)
        set_task(scene.session, case.id, ASKED, scene.now)


def questions_answered(session: Session, case: Case, now: datetime) -> None:
    """Somebody has been in touch with those who reported it."""
    end_tasks(session, case.id, [ASKED], now)


def _note(report: int) -> str:
    return f"{ASKED} {report}"


def _with(before: str | None, said: str) -> str:
    return "\n".join(filter(None, (before, " ".join(said.split()))))[:LONGEST]
