"""What a resident reads and answers when we want to close their case, or have closed it (C13)."""

from __future__ import annotations

from datetime import timedelta

from bot.casework.closing import ANSWERED, DECIDED_NEXT, numbered, settle_stage, stage_of
from bot.casework.opening import case_at_hand, cases_to_speak_of, closed_cases_to_speak_of, reporting
from bot.casework.plans import words_for
from bot.in_touch.asking import in_parts
from bot.scene import Scene
from bot.state import Values
from storage.cases import Case, amend_case, case_by_reference

READABLE = timedelta(days=180)
"""How long the reason for closing can be read after it."""
BEING_ASKED = ("asked", *DECIDED_NEXT)


def look_for_closing(scene: Scene, values: Values) -> Values:
    """The case that we would like to close or, where there is none, the one that was closed last, and why."""
    at_hand = case_at_hand(scene)
    standing = ([at_hand] if at_hand else []) + cases_to_speak_of(scene.session, scene.contact.id, scene.now)
    asked = next((one for one in standing if stage_of(one) in BEING_ASKED), None)
    if asked:
        return _reason(scene, asked, "asked")
    closed = closed_cases_to_speak_of(scene.session, scene.contact.id, scene.now - READABLE, scene.now)
    told = next((one for one in closed if stage_of(one) == "closed"), None)
    if told:
        return _reason(scene, told, "closed")
    return {"closing_now": "none", "closing_case": "", "closing_at": "", **in_parts("closing", "")}


def _reason(scene: Scene, case: Case, now: str) -> Values:
    said = in_parts("closing", words_for(case.facts, "closing", scene.language))
    about = {"closing_case": case.reference, "closing_at": case.facts["closing_proposed_at"]}
    return {"closing_now": now, **about, **said}


def take_closing_answer(scene: Scene, values: Values) -> Values:
    """Note whether they agree. One who does not is enough for a manager to decide; all who were asked must agree."""
    case = _still_proposed(scene, values)
    if case is None:
        return {"closing_taken": "no"}
    number = _number(scene, case)
    answer = {f"closing_answer_{number}": values["closing_agree"], "closing_answer_spoken": None}
    if values["closing_agree"] == "yes":
        answer[f"closing_objection_{number}"] = None
    amend_case(scene.session, case, answer, "resident", scene.now)
    asked = {*(case.facts.get("closing_asked") or ()), number}
    answers = {str(case.facts.get(f"closing_answer_{one}") or "") for one in asked}
    stage = ANSWERED["no"] if "no" in answers else ANSWERED["yes"] if answers == {"yes"} else "asked"
    settle_stage(scene.house, scene.session, case, stage, "resident", scene.now)
    return {"closing_taken": "yes"}


def take_closing_objection(scene: Scene, values: Values) -> Values:
    """Keep in their own words why they do not agree."""
    case = _still_proposed(scene, values)
    if case:
        said = {f"closing_objection_{_number(scene, case)}": values["closing_objection"]}
        amend_case(scene.session, case, said, "resident", scene.now)
    return {}


def _still_proposed(scene: Scene, values: Values) -> Case | None:
    case = case_by_reference(scene.session, values["closing_case"])
    if case is None or case.state != "open" or stage_of(case) not in BEING_ASKED:
        return None
    return case if case.facts.get("closing_proposed_at") == values["closing_at"] else None


def _number(scene: Scene, case: Case) -> int:
    reporter = reporting(scene, case)
    return next(number for number, one in numbered(scene.session, case).items() if one == reporter.id)
