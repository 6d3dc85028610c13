"""Makes true what the risk questions ask: what is still to be asked of whom, and that each answer is kept at once."""

from __future__ import annotations

from datetime import timedelta

from bot.casework.opening import case_at_hand
from bot.risk.assessing import alert_if_high, answers_of, keep_answers, owed_in
from bot.scene import Scene
from bot.state import Values
from dialogs.risk import GIVEN, NAMES
from storage.cases import Case, case_by_reference
from storage.reporters import reporters_of

ASKED_AGAIN = timedelta(days=7)  # before a refresh is due, or after: until then nobody is asked the same once more


def look_at_risk(scene: Scene, values: Values) -> Values:
    """The case that is asked about, and what is known already; no case where there is nothing to ask."""
    case = case_at_hand(scene)
    nothing = {"risk_case": "", **{name + GIVEN: "" for name in NAMES}}
    if case is None or not _is_theirs(scene, case):
        return nothing
    risk = owed_in(scene.house, scene.session, case, scene.now)
    if risk.why == "refresh" and risk.due_at - scene.now > ASKED_AGAIN:
        return nothing
    known, _ = answers_of(case, risk)
    if known.keys() >= set(scene.house.landlord.risk.asked):
        return nothing
    risk.asked_at = risk.asked_at or scene.now
    return {"risk_case": case.reference, **{name + GIVEN: "yes" if name in known else "" for name in NAMES}}


def _is_theirs(scene: Scene, case: Case) -> bool:
    """Whether the questions are about whoever writes: not for somebody else, whom staff ask, nor for a second household
    that reports the same, nor where it is no anti-social behaviour at all."""
    first = next(iter(reporters_of(scene.session, case.id)), None)
    is_first = first is not None and first.contact_id == scene.contact.id
    return is_first and case.on_behalf in (None, "self") and case.kind != "not_asb"


def keep_risk(scene: Scene, values: Values) -> Values:
    """Keep the answer; a high risk alerts whoever is on call at once. Whoever answers is told nothing of it."""
    looked = scene.frame.marks.get("look_at_risk")
    case = case_by_reference(scene.session, looked.gave["risk_case"]) if looked else None
    if case is None or case.state != "open":
        return {}
    left_out = {name: None for name, mark in scene.frame.marks.items() if name in NAMES and mark.how == "skipped"}
    said: dict[str, str | None] = {**values} or {**left_out}
    keep_answers(scene.house, scene.session, case, said, "resident", scene.now)
    alert_if_high(scene.house, scene.session, case, scene.conversation.id, scene.now)
    return {}
