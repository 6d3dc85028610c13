"""Closing a case in agreement: an officer proposes it with a reason, residents are asked, a manager decides (C13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.casework.clockwork import wind
from bot.casework.plans import CHANGE_WANTED
from bot.casework.work_labels import CATEGORIES
from bot.house import House
from bot.in_touch.asking import ask_to_read, checked, readers
from bot.in_touch.last_words import send_last_words
from bot.post.starting import withdraw_started
from bot.risk.assessed import NotYet, check_assessed
from bot.surveys.inviting import plan_surveys
from bot.timetable import day_and_time, working_days_after
from dialogs import phrases
from storage.alerts import untaken_in
from storage.cases import Case, amend_case, close_case
from storage.changes import changes_of
from storage.conversations import heard_from_since
from storage.promises import release_promises
from storage.reporters import reporters_of
from storage.staff import Staff, all_staff
from storage.tasks import end_tasks, set_task
from storage.updates import log_update

SIGN_OFF, DISPUTED = "closing_sign_off", "closing_disputed"
"""The tasks of a manager: to sign it off, or to decide although somebody does not agree."""
DECIDED_NEXT = ("agreed", "disputed", "silent")
TRIES = 2
REVIEWERS = ("manager", "administrator")
LONGEST_NOTE = 500
ANSWERED = {"yes": "agreed", "no": "disputed"}


@dataclass(frozen=True)
class Proposal:
    """Why a case should be closed; `theirs` is the reason in the language of the case, where an officer has it."""

    category: str
    reason: str
    theirs: str = ""


def stage_of(case: Case) -> str:
    """Where closing stands: empty, `asked`, `agreed`, `disputed`, `silent` or `closed`."""
    return str(case.facts.get("closing_stage") or "")


def propose(house: House, session: Session, case: Case, proposal: Proposal, officer_id: int, now: datetime) -> int:
    """Keep the wish to close and ask those who reported; returns how many were written to. Raises NotYet."""
    check_assessed(case)
    if stage_of(case):
        raise NotYet("Somebody has proposed to close it already. Look at the case as it stands now.")
    if proposal.category not in CATEGORIES:
        raise NotYet("Choose how it ends.")
    reason, theirs = checked(proposal.reason, "the reason"), checked(proposal.theirs, "the reason", needed=False)
    wish = _forgotten(case) | {
        "closing_stage": "asked",
        "closing_category": proposal.category,
        "closing": reason,
        "closing_theirs": theirs or None,
        "closing_language": case.language if theirs else None,
        "closing_proposed_at": now.isoformat(),
        "kept_open_because": None,
    }
    amend_case(session, case, wish, f"staff:{officer_id}", now)
    return _ask(house, session, case, officer_id, now)


def _forgotten(case: Case) -> dict[str, Any]:
    """What an earlier proposal left behind, which stays in the history."""
    left = [name for name in case.facts if name.startswith(("closing", "clock_closing"))]
    return dict.fromkeys(left)


def _ask(house: House, session: Session, case: Case, officer_id: int, now: datetime) -> int:
    asked = ask_to_read(house, session, case, phrases.SOMETHING_TO_ASK, officer_id, now)
    numbers = [number for number, contact_id in numbered(session, case).items() if contact_id in asked]
    if asked:
        tries = int(case.facts.get("closing_tries") or 0) + 1
        told = {"closing_asked_at": now.isoformat(), "closing_tries": tries, "closing_asked": numbers}
        amend_case(session, case, told, f"staff:{officer_id}", now)
    wind(house, session, case)
    return len(asked)


def numbered(session: Session, case: Case) -> dict[int, int]:
    """The contacts who reported the case by number, so that its history tells their answers apart."""
    return {number: one.contact_id for number, one in enumerate(reporters_of(session, case.id), 1)}


def ask_again(house: House, session: Session, case: Case, note: str, officer_id: int, now: datetime) -> int:
    """One more try, not before some working days have passed; where nobody may be written to, `note` says how they were
    tried. Returns how many were written to. Raises NotYet."""
    _check_asked(case)
    _check_waited(house, case, now)
    if any(reader.places for reader in readers(session, case)):
        return _ask(house, session, case, officer_id, now)
    if not note.strip():
        raise NotYet("Nobody may be written to. Write how you tried to ask them.")
    tried = {
        "closing_asked_at": now.isoformat(),
        "closing_tries": int(case.facts.get("closing_tries") or 0) + 1,
        "closing_tried": " ".join(note.split())[:LONGEST_NOTE],
    }
    amend_case(session, case, tried, f"staff:{officer_id}", now)
    wind(house, session, case)
    return 0


def _check_asked(case: Case) -> None:
    check_assessed(case)
    if stage_of(case) != "asked":
        raise NotYet("They are not being asked now. Look at the case as it stands now.")


def _check_waited(house: House, case: Case, now: datetime) -> None:
    asked_at = case.facts.get("closing_asked_at")
    if asked_at and now < (from_then := may_ask_again_at(house, asked_at)):
        raise NotYet(f"Give them time to answer, until {day_and_time(from_then, 'en')}.")


def may_ask_again_at(house: House, asked_at: str) -> datetime:
    """From when on silence is no answer any more."""
    return working_days_after(house.landlord, datetime.fromisoformat(asked_at), house.landlord.clocks.ask_again_days)


def note_answer(
    house: House, session: Session, case: Case, answer: str, note: str, officer_id: int, now: datetime
) -> None:
    """They were asked when they were called or seen, and said this. Raises NotYet."""
    check_assessed(case)
    if stage_of(case) not in ("asked", *DECIDED_NEXT):
        raise NotYet("Nobody has proposed to close it.")
    if answer not in ANSWERED or not note.strip():
        raise NotYet("Say whether they agree, and write in a few words how you asked and what they said.")
    said = {"closing_answer_spoken": answer, "closing_note": " ".join(note.split())[:LONGEST_NOTE]}
    amend_case(session, case, said, f"staff:{officer_id}", now)
    settle_stage(house, session, case, ANSWERED[answer], f"staff:{officer_id}", now)


def settle_stage(house: House, session: Session, case: Case, stage: str, by: str, now: datetime) -> None:
    """Note where it stands now, and give the manager what follows from it."""
    amend_case(session, case, {"closing_stage": stage}, by, now)
    what = DISPUTED if stage == "disputed" else SIGN_OFF if stage in DECIDED_NEXT else ""
    end_tasks(session, case.id, {SIGN_OFF, DISPUTED} - {what}, now)
    if what:
        set_task(session, case.id, what, now, for_manager=True)
    wind(house, session, case)


def give_up_asking(house: House, session: Session, case: Case, officer_id: int, now: datetime) -> None:
    """Nobody has answered after reasonable tries: a manager may sign it off as disengagement. Raises NotYet."""
    _check_asked(case)
    if int(case.facts.get("closing_tries") or 0) < TRIES:
        raise NotYet(f"Ask them {TRIES} times before you take silence for an answer.")
    _check_waited(house, case, now)
    if _has_written(session, case):
        raise NotYet("Somebody who reported this has written since you asked. Read that, and ask what they meant.")
    amend_case(session, case, {"closing_category": "disengaged"}, f"staff:{officer_id}", now)
    settle_stage(house, session, case, "silent", f"staff:{officer_id}", now)


def _has_written(session: Session, case: Case) -> bool:
    since = datetime.fromisoformat(case.facts["closing_asked_at"])
    return heard_from_since(session, list(numbered(session, case).values()), since)


def withdraw(house: House, session: Session, case: Case, officer_id: int, now: datetime) -> None:
    """The officer thinks better of it: the case stays open. Raises NotYet."""
    if case.state != "open" or not stage_of(case):
        raise NotYet("Nobody has proposed to close it.")
    withdraw_started(session, case, now, "closing_asked_at")
    amend_case(session, case, _forgotten(case), f"staff:{officer_id}", now)
    settle_stage(house, session, case, "", f"staff:{officer_id}", now)


def keep_open(house: House, session: Session, case: Case, reason: str, manager_id: int, now: datetime) -> None:
    """The manager decides that the case goes on. Raises NotYet."""
    if case.state != "open" or not stage_of(case):
        raise NotYet("Nobody has proposed to close it.")
    if not reason.strip():
        raise NotYet("Write why it stays open.")
    decided = _forgotten(case) | {"kept_open_because": " ".join(reason.split())[:LONGEST_NOTE]}
    withdraw_started(session, case, now, "closing_asked_at")
    amend_case(session, case, decided, f"staff:{manager_id}", now)
    settle_stage(house, session, case, "", f"staff:{manager_id}", now)


def why_not_sign(session: Session, case: Case, manager_id: int) -> str:
    """What keeps this manager from signing it off now; empty where nothing does."""
    if stage_of(case) not in DECIDED_NEXT:
        return "They have not answered yet."
    if untaken_in(session, case.id):
        return "Danger was told of in this case, and nobody has taken the alert yet. Take it first, at the top."
    if not case.facts.get("clock_closing_review_done"):
        return "The review before closing has not been done yet. Do it, and note it with the clocks."
    if _proposed_by(session, case) == f"staff:{manager_id}" and _others(session, manager_id):
        return "You proposed it. Another manager signs it off."
    return ""


def _proposed_by(session: Session, case: Case) -> str:
    wishes = [change for change in changes_of(session, case.id) if change.what == "closing_proposed_at"]
    return wishes[-1].by if wishes else ""


def _others(session: Session, manager_id: int) -> list[Staff]:
    return [one for one in all_staff(session) if one.active and one.role in REVIEWERS and one.id != manager_id]


def sign_off(house: House, session: Session, case: Case, reason: str, manager_id: int, now: datetime) -> int:
    """Close the case and ask those who reported to read why; returns how many were written to. Raises NotYet.

    Where somebody does not agree the manager says why it is closed all the same.
    """
    check_assessed(case)
    if trouble := why_not_sign(session, case, manager_id):
        raise NotYet(trouble)
    if stage_of(case) == "disputed" and not reason.strip():
        raise NotYet("They do not agree. Write why it is closed all the same.")
    by = f"staff:{manager_id}"
    send_last_words(house, session, case, withdraw_started(session, case, now), now)
    release_promises(session, case.id, now)
    told = ask_to_read(house, session, case, phrases.FINISHED, manager_id, now)
    decided = " ".join(reason.split())[:LONGEST_NOTE] or None
    ends = {"closing_decision": decided, "closing_told_at": now.isoformat() if told else None}
    amend_case(session, case, ends, by, now)
    close_case(session, case, by, now)
    settle_stage(house, session, case, "closed", by, now)
    plan_surveys(house, session, case, now)
    end_tasks(session, case.id, [CHANGE_WANTED], now)
    return len(told)


def note_closing_told(session: Session, case: Case, officer_id: int, now: datetime) -> None:
    """They were told another way that it is closed, why, and what they may do. Raises NotYet."""
    if case.state != "closed" or case.facts.get("closing_told_at"):
        raise NotYet("Somebody has told them already.")
    told = {"closing_told_at": now.isoformat(), "told_another_way": now.isoformat()}
    amend_case(session, case, told, f"staff:{officer_id}", now)
    log_update(session, case.id, now, staff_id=officer_id, note="Told that it is closed")
