"""Whether a case may be spoken of to a contact: a number is not a person (C5, C7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.cases import Case
from storage.contacts import Contact
from storage.trained import is_of_abuse

SAFE_TO_WRITE = ("safe_here", "safe_to_text", "safe_to_say")
SHOWN_FOR = timedelta(minutes=10)


def may_speak_of(contact: Contact, case: Case, now: datetime | None = None) -> bool:
    """Not of abuse at home, and nothing where others read or it is not safe to write: the phone may be in other hands,
    and they get the answer that a stranger gets; unless their code word has shown who it is."""
    if now is not None and has_shown(contact, now):
        return True
    return contact.texting_is_safe != "no" and not contact.shared and not is_secret(case)


def has_shown(contact: Contact, now: datetime) -> bool:
    """Whether the code word has been written here within the last ten minutes."""
    return contact.code_word_at is not None and timedelta(0) <= now - contact.code_word_at <= SHOWN_FOR


def may_be_sent_code(contact: Contact, case: Case) -> bool:
    """Whether a code for this case may be sent there although they have not just written: only after a clear yes, and
    only where the phone, with the code on it, does not tell more than it would without."""
    may_write = contact.texting_is_safe == "yes" and contact.stopped_at is None and contact.channel != "web"
    return may_write and may_speak_of(contact, case)


def is_secret(case: Case) -> bool:
    """Whether the case is of abuse at home, or was reported from where it is not safe to write."""
    return is_of_abuse(case) or any(case.facts.get(asked) == "no" for asked in SAFE_TO_WRITE)
