"""The action plan of a case: an officer writes it in plain words, and the resident reads it and agrees or not (C6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.casework.clockwork import wind
from bot.casework.opening import case_at_hand, cases_to_speak_of
from bot.house import House
from bot.in_touch.asking import ask_to_read, checked, in_parts
from bot.post.starting import withdraw_started
from bot.risk.assessed import NotYet, check_assessed
from bot.scene import Scene
from bot.state import Values
from dialogs import phrases
from storage.cases import Case, amend_case, case_by_reference
from storage.tasks import end_tasks, set_task
from storage.updates import log_update

CHANGE_WANTED = "plan_change"
"""The task of an officer whose plan is to be changed."""


def write_plan(
    house: House, session: Session, case: Case, words: str, theirs: str, officer_id: int, now: datetime
) -> int:
    """Keep the plan and ask those who reported to read it; returns how many were written to. Raises NotYet.

    `theirs` are the same words in the language of the case, where an officer has them.
    """
    check_assessed(case)
    own, in_their_language = checked(words, "the plan"), checked(theirs, "the plan", needed=False)
    withdraw_started(session, case, now, "plan_sent_at")
    asked = ask_to_read(house, session, case, phrases.PLAN_WRITTEN, officer_id, now)
    plan = {
        "plan": own,
        "plan_theirs": in_their_language or None,
        "plan_language": case.language if in_their_language else None,
        "plan_sent_at": now.isoformat(),
        "plan_told_at": now.isoformat() if asked else case.facts.get("plan_told_at"),
        "plan_agreement": None,
        "plan_wish": None,
    }
    amend_case(session, case, plan, f"staff:{officer_id}", now)
    end_tasks(session, case.id, [CHANGE_WANTED], now)
    wind(house, session, case)
    return len(asked)


def note_plan_told(
    house: House, session: Session, case: Case, answer: str, wish: str, officer_id: int, now: datetime
) -> None:
    """They were told of the plan when they were called or seen, and said this. Raises NotYet."""
    check_assessed(case)
    if not case.facts.get("plan"):
        raise NotYet("Write the plan first.")
    if answer not in ("yes", "no"):
        raise NotYet("Say whether they agree with the plan.")
    said = {"plan_told_at": now.isoformat(), "plan_agreement": answer, "plan_wish": " ".join(wish.split()) or None}
    amend_case(session, case, said, f"staff:{officer_id}", now)
    log_update(session, case.id, now, staff_id=officer_id, note="Told of the plan")
    _follow_up(session, case, answer, now)
    wind(house, session, case)


def _follow_up(session: Session, case: Case, answer: str, now: datetime) -> None:
    if answer == "no":
        set_task(session, case.id, CHANGE_WANTED, now)
    else:
        end_tasks(session, case.id, [CHANGE_WANTED], now)


def words_for(facts: Mapping[str, Any], what: str, language: str) -> str:
    """What an officer wrote, in this language where they wrote it so, else in English."""
    theirs = facts.get(f"{what}_theirs") if facts.get(f"{what}_language") == language else None
    return str(theirs or facts.get(what) or "")


def look_for_plan(scene: Scene, values: Values) -> Values:
    """The plan of the case that this conversation is about or, where that has none, of another open one."""
    at_hand = case_at_hand(scene)
    every = ([at_hand] if at_hand else []) + cases_to_speak_of(scene.session, scene.contact.id, scene.now)
    case = next((one for one in every if one.facts.get("plan")), None)
    if case is None:
        return {"plan_now": "no", "plan_case": "", "plan_at": "", **in_parts("plan", "")}
    said = in_parts("plan", words_for(case.facts, "plan", scene.language))
    return {"plan_now": "yes", "plan_case": case.reference, "plan_at": case.facts["plan_sent_at"], **said}


def take_plan_answer(scene: Scene, values: Values) -> Values:
    """Note whether they agree; not where another plan has been written since they read this one."""
    case = _still_standing(scene, values)
    if case is None:
        return {"plan_taken": "no"}
    answer = values["plan_agree"]
    said = {"plan_agreement": answer} | ({"plan_wish": None} if answer == "yes" else {})
    amend_case(scene.session, case, said, "resident", scene.now)
    _follow_up(scene.session, case, answer, scene.now)
    return {"plan_taken": "yes"}


def take_plan_change(scene: Scene, values: Values) -> Values:
    """Keep in their own words what they want changed."""
    case = _still_standing(scene, values)
    if case:
        amend_case(scene.session, case, {"plan_wish": values["plan_change"]}, "resident", scene.now)
    return {}


def _still_standing(scene: Scene, values: Values) -> Case | None:
    case = case_by_reference(scene.session, values["plan_case"])
    is_same = case is not None and case.state == "open" and case.facts.get("plan_sent_at") == values["plan_at"]
    return case if is_same else None
