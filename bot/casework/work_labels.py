"""What staff do in a case, in plain words: plan, clocks, closing, support, as its history shows them. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from bot.casework.clocks import NAMES as CLOCKS
from bot.timetable import day_and_time

CATEGORIES = {
    "early_intervention": "Early intervention",
    "partner_action": "Partner action",
    "enforcement": "Enforcement",
    "disengaged": "Resident disengagement",
    "insufficient_evidence": "Insufficient evidence",
    "not_asb": "Not ASB",
}
"""How cases end (Bury 2026 7.5)."""
STAGES = {
    "asked": "They are being asked",
    "agreed": "Agreed: a manager signs it off",
    "disputed": "Not agreed: a manager decides",
    "silent": "No answer: a manager signs it off",
    "closed": "Closed",
}
TASKS = {
    "questions": "They asked something: answer it when you are in touch",
    "plan_change": "They want the plan changed",
    "closing_sign_off": "Closing waits to be signed off",
    "closing_disputed": "They do not agree to closing: decide",
    "survey_sorry": "They are not satisfied: read it by the next working day",
    "survey_afraid": "They are afraid: look at the risk again",
    "survey_improve": "They would like to help us improve: get in touch",
}
NAMES = {
    "plan": "Plan",
    "plan_theirs": "Plan in their language",
    "plan_language": "Language of the plan",
    "plan_sent_at": "Plan written",
    "plan_told_at": "Plan sent or told",
    "plan_agreement": "Agrees with the plan",
    "plan_wish": "What they said of the plan",
    "closing": "Reason for closing",
    "closing_theirs": "Reason in their language",
    "closing_language": "Language of the reason",
    "closing_stage": "Closing",
    "closing_category": "How it ends",
    "closing_proposed_at": "Closing proposed",
    "closing_asked_at": "Asked about closing",
    "closing_asked": "Reporters asked",
    "closing_tries": "Times asked",
    "closing_tried": "How they were tried",
    "closing_answer_spoken": "Agrees to closing, as told to staff",
    "closing_note": "What they said about closing",
    "closing_decision": "Why a manager closed it",
    "closing_told_at": "Closing sent or told",
    "kept_open_because": "Why a manager keeps it open",
    "support_offered_on": "Support offered",
    "support_consent": "Referral to Victim Support agreed",
    "review_told_at": "Told of the ASB Case Review",
    "survey_end_of_case": "Asked how it went",
    "survey_follow_up": "Asked some months later",
    "survey_followed": "What was done about their answers",
    "joined_to": "Joined to",
    "joined_with": "Joined with it",
    "joined_because": "How it is known to be the same people",
    "joined_rows": "What went along",
}
OF_STAFF = ("plan", "closing", "clock_", "support_", "review_told", "kept_open", "survey_", "joined_")
"""How the facts begin that staff make, and residents do not answer."""
NUMBERED = {"closing_answer": "Reporter {} agrees to closing", "closing_objection": "Why reporter {} does not agree"}


def is_of_staff(name: str) -> bool:
    return name.startswith(OF_STAFF)


def work_name(name: str) -> str | None:
    """What a fact that staff make is called; None for any other."""
    if found := re.fullmatch(r"(closing_answer|closing_objection)_(\d+)", name):
        return NUMBERED[found[1]].format(found[2])
    if found := re.fullmatch(r"clock_(\w+)_(done|note)", name):
        title = CLOCKS.get(found[1], found[1])
        return title if found[2] == "done" else f"{title}: what was done"
    return NAMES.get(name)


def work_value(name: str, value: Any) -> str | None:
    """The value of such a fact in words; None where it is said as it is."""
    if name.endswith(("_at", "_done")):
        return day_and_time(datetime.fromisoformat(value), "en")
    if name == "closing_category":
        return CATEGORIES.get(str(value))
    if name == "closing_stage":
        return STAGES.get(str(value))
    if isinstance(value, dict):
        return ", ".join(f"{len(rows)} {what}" for what, rows in value.items() if rows)
    return ", ".join(map(str, value)) if isinstance(value, list) else None
