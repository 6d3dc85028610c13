"""Joins two cases that turn out to be one matter, told twice by the same people; and takes them apart again (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.casework.clockwork import wind
from bot.casework.closing import stage_of
from bot.house import House
from bot.post.starting import withdraw_started
from bot.privacy.speaking import is_secret
from bot.privacy.unsealing import is_sentence
from bot.risk.assessing import look_again, owed_in
from bot.risk.matrix import BANDS
from storage.cases import Case, amend_case, case_filed_under
from storage.joining import move_all, move_back
from storage.promises import owed_in as promises_owed
from storage.reporters import reporters_of
from storage.risks import owed_risk
from storage.trained import OF_ABUSE, is_of_abuse
from storage.ways import owners_of, ways_of

ROWS, WITH = "joined_rows", "joined_with"
"""The fact of a joined case that says what went along with it; and of the other one, which cases were joined to it."""
HOW_KNOWN = "Write at least a sentence: how do you know that the same people reported both? Five words or more."


class NotJoined(Exception):
    """Both cases stand as they did; the words say why, and what to do."""


def why_not_join(session: Session, case: Case, into: Case) -> str:
    """What keeps this case from going on in the other; empty where nothing does."""
    if case.id == into.id:
        return "That is this very case. Give the reference of the other one."
    if case.state != "open" or into.state != "open":
        return "Both must be open. What is told after a case was closed is a case of its own."
    if stage_of(case) or stage_of(into):  # other people would be asked than have answered
        return "Somebody has proposed to close one of them. Take that back first, or wait until it is closed."
    if _holds_more(case, into):
        return "This one has a plan or a higher risk, and the other has not. Open the other, and join that to this."
    if (is_secret(case) and not is_secret(into)) or (is_of_abuse(case) and not is_of_abuse(into)):
        return "Fewer people may know of this one. Open the other case, and join that one to this."
    if is_secret(into) and not is_from_same(session, case, into):
        return f"Somebody else reported {into.reference}, and nobody else may learn of it. Leave them apart."
    return ""


def _holds_more(case: Case, into: Case) -> bool:
    """Whether what was agreed or found there would stand nowhere any more."""
    bands = ["", *BANDS]
    here, there = (bands.index(str(one.facts.get("risk_band") or "")) for one in (into, case))
    return bool(case.facts.get("plan") and not into.facts.get("plan")) or there > here


def is_from_same(session: Session, case: Case, into: Case) -> bool:
    """Whether everybody who reported the one has reported the other too, from here or another way of theirs."""
    there = {person for one in reporters_of(session, into.id) for person in _same_as(session, one.contact_id)}
    return all(one.contact_id in there for one in reporters_of(session, case.id))


def _same_as(session: Session, contact_id: int) -> set[int]:
    return {contact_id, *owners_of(session, contact_id), *(way.id for way in ways_of(session, contact_id))}


def join(
    house: House, session: Session, case: Case, into: Case, officer_id: int, now: datetime, how_known: str = ""
) -> None:
    """Have all of this case go on in the other: its reports, promises and updates, and who hears of it. Its reference
    leads there from now on. Raises NotJoined.

    Where it is not known here that the same people reported both, the officer says how they know.
    """
    if trouble := why_not_join(session, case, into):
        raise NotJoined(trouble)
    if not is_from_same(session, case, into) and not is_sentence(how_known):
        raise NotJoined(HOW_KNOWN)
    by = f"staff:{officer_id}"
    withdraw_started(session, case, now, "plan_sent_at")  # an invitation to read a plan that holds no more
    moved = move_all(session, case.id, into.id)
    together = _answered(house, session, case, into, now) | _together(session, case, into)
    amend_case(session, into, together, by, now)
    look_again(house, session, into, "joining", now)
    for one in _cases(session, case.facts.get(WITH)):
        amend_case(session, one, {"joined_to": into.reference}, by, now)
    ends = {"state": "joined", "joined_to": into.reference, ROWS: moved}
    amend_case(session, case, ends | {"joined_because": " ".join(how_known.split()) or None}, by, now)
    for one in (case, into):
        wind(house, session, one)


def _cases(session: Session, references: Sequence[str] | None) -> list[Case]:
    found = [case_filed_under(session, reference) for reference in references or ()]
    return [case for case in found if case]


def _together(session: Session, case: Case, into: Case) -> dict[str, Any]:
    """What the case comes to with what was joined to it: as urgent as either, and promised as early."""
    promised = [one.due_at for one in promises_owed(session, into.id) if one.what == "first_contact"]
    return {
        "urgent": case.urgent or into.urgent,
        "needs_review": case.needs_review or into.needs_review,
        "first_contact_due": min(promised, default=into.first_contact_due),
        "concern": _gravest(into.facts.get("concern"), case.facts.get("concern")),
        "matter": into.matter or case.matter,
        WITH: [*(into.facts.get(WITH) or ()), case.reference, *(case.facts.get(WITH) or ())],
    }


def _gravest(here: str | None, there: str | None) -> str | None:
    """What was heard of abuse at home holds over all else, so that whoever may not read of it never does."""
    return there if there in OF_ABUSE else here or there


def _answered(house: House, session: Session, case: Case, into: Case, now: datetime) -> dict[str, Any]:
    """What was answered there about the risk, and not here."""
    risk, there = owed_in(house, session, into, now), owed_risk(session, case.id)
    told = {name: said for name, said in there.answers.items() if name not in risk.answers} if there else {}
    if there:
        risk.sources = {**risk.sources, **{name: there.sources[name] for name in told}}
        risk.answers = {**risk.answers, **told}
    return told


def take_apart(house: House, session: Session, case: Case, officer_id: int, now: datetime) -> None:
    """They are two matters after all: what went along comes back; what has come since stays where it was filed.
    Raises NotJoined."""
    into = case_filed_under(session, case.joined_to) if case.joined_to else None
    if into is None:
        raise NotJoined("It is not joined to another case any more.")
    if into.state != "open":
        raise NotJoined(f"{into.reference} is not open any more. What is new is a case of its own.")
    if stage_of(into):  # their answers are told apart by who reported it
        raise NotJoined(f"Somebody has proposed to close {into.reference}. Take that back first.")
    if is_secret(into) and not is_secret(case):
        raise NotJoined("Something was told since of which fewer people may know. Leave them together.")
    by = f"staff:{officer_id}"
    move_back(session, case.facts[ROWS], into.id, case.id)
    amend_case(session, case, {"state": "open", "joined_to": None, ROWS: None, "joined_because": None}, by, now)
    back = [one for one in _cases(session, case.facts.get(WITH)) if one.joined_to == into.reference]
    for one in back:
        amend_case(session, one, {"joined_to": case.reference}, by, now)
    gone = {case.reference, *(one.reference for one in back)}
    amend_case(session, into, {WITH: [one for one in into.facts[WITH] if one not in gone] or None}, by, now)
    for one in (case, into):
        look_again(house, session, one, "joining", now)
        wind(house, session, one)
