"""Shows a withheld number where a life is at risk: who may, with what reason, and how it is kept for review (R9)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.configuration.landlord import Landlord, on_call
from bot.house import House
from bot.timetable import next_working_day_ends
from storage.cases import hold_case, record_all
from storage.contacts import address_of
from storage.conversations import hold_conversation
from storage.messages import append
from storage.staff import Role, Staff
from storage.unsealings import Unsealing, record_review, record_unsealing, review_of

FEWEST_WORDS, SHORTEST, LONGEST = 5, 20, 2000
NO_REASON = (
    "Write at least a sentence: whose life is at risk, and what you will do with the number. Five words or more."
)
NO_FINDING = "Write at least a sentence: was a life at risk, and was it right to show the number? Five words or more."


def may_unseal(landlord: Landlord, role: Role, email: str, now: datetime) -> bool:
    """Whether this member of staff is on call at this moment, by their e-mail address on the rota; a manager always
    counts as the last of them."""
    on_duty = {person.email.casefold() for person in on_call(landlord, now)}
    return role == "manager" or (role != "auditor" and email.casefold() in on_duty)


def is_sentence(written: str) -> bool:
    """Whether a reason or a finding says anything."""
    return len(written) >= SHORTEST and len(set(written.split())) >= FEWEST_WORDS


def unseal(
    house: House, session: Session, by: Staff, conversation_id: int, case_id: int | None, reason: str, now: datetime
) -> str:
    """The number behind a conversation, once it is on record who is shown it and why. Raises SealBroken, and keeps
    nothing then.

    The record is a row for the review, and an entry each in the chains of the conversation and of the case.
    """
    talk = hold_conversation(session, conversation_id)
    number = address_of(session, house.keys, talk.contact_id)
    words = f"The withheld number was shown to {by.name}, as a life is at risk. The reason given: {reason}"
    unsealing = Unsealing(
        contact_id=talk.contact_id,
        conversation_id=talk.id,
        case_id=case_id,
        staff_id=by.id,
        message_id=_note(session, conversation_id, by, words, now),
        at=now,
        review_due_at=next_working_day_ends(house.landlord, now),
        reason=reason,
    )
    record_unsealing(session, unsealing)
    _change(session, case_id, by, {"number_shown": (None, reason)}, now)
    return number


def review(session: Session, by: Staff, unsealing: Unsealing, finding: str, now: datetime) -> bool:
    """Keep what a manager found; False when somebody had before. Nobody reviews what they were shown themselves:
    raises PermissionError."""
    if by.id == unsealing.staff_id:
        raise PermissionError("Somebody else must review this.")
    hold_conversation(session, unsealing.conversation_id)
    if review_of(session, unsealing.id):
        return False
    words = f"{by.name} has reviewed that the number was shown. What they found: {finding}"
    message_id = _note(session, unsealing.conversation_id, by, words, now)
    record_review(session, unsealing.id, by.id, message_id, finding, now)
    _change(session, unsealing.case_id, by, {"number_shown_reviewed": (None, finding)}, now)
    return True


def _note(session: Session, conversation_id: int, by: Staff, words: str, now: datetime) -> int:
    talk = hold_conversation(session, conversation_id)
    return append(session, talk, "note", words, now, direction="note", author="officer", staff_id=by.id, language="en")


def _change(
    session: Session, case_id: int | None, by: Staff, changes: dict[str, tuple[None, str]], now: datetime
) -> None:
    if case_id is not None:
        record_all(session, hold_case(session, case_id), changes, f"staff:{by.id}", now)
