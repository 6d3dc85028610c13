"""Asks residents, in neutral words, to read what is written about their case: the message says nothing of it (C5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from textwrap import wrap

from sqlalchemy.orm import Session

from bot.assessed import NotYet
from bot.casework import is_secret
from bot.engine import Reply
from bot.house import House
from bot.starting import queue_started
from bot.state import Values
from bot.updates import Hearer, hearers
from bot.wording import plain, write
from dialogs.grammar import Text
from dialogs.parts import LONGEST_PART, MOST_PARTS, parts_named
from storage.cases import Case

LONGEST = 480
"""Characters of what an officer writes for a resident to read."""
NOT_HERE = "it is about abuse at home, of which nothing is said in a chat"


def readers(session: Session, case: Case) -> list[Hearer]:
    """Everybody who reported the case, and whether they can read of it where they wrote; else why not (C5, C7)."""
    heard = hearers(session, case)
    return [Hearer(None, one.why_not or NOT_HERE) for one in heard] if is_secret(case) else heard


def ask_to_read(house: House, session: Session, case: Case, said: Text, officer_id: int, now: datetime) -> list[int]:
    """Write these neutral words to everybody who can read of the case; returns the ids of the contacts written to."""
    talks = [reader.talk for reader in readers(session, case) if reader.talk]
    for talk in talks:
        words = write(Reply(said), talk.language, house.our)
        words = plain(words, talk.language) if talk.channel == "sms" else words
        english = write(Reply(said), "en", house.our) if talk.language != "en" else None
        queue_started(house, session, talk.id, words, english, officer_id, now)
    return [talk.contact_id for talk in talks]


def checked(words: str, what: str, *, needed: bool = True) -> str:
    """What an officer wrote for a resident, in one paragraph. Raises NotYet where there is nothing, or too much."""
    said = " ".join(words.split())
    if needed and not said:
        raise NotYet(f"Write {what} in plain words.")
    if len(said) > LONGEST or len(_cut(said)) > MOST_PARTS:
        raise NotYet(f"That is longer than {LONGEST} characters. Make it shorter.")
    return said


def in_parts(what: str, said: str) -> Values:
    """The words in pieces, by the names under which a page says them; pieces that are not needed are empty."""
    pieces = _cut(said)
    return {name: pieces[at] if at < len(pieces) else "" for at, name in enumerate(parts_named(what))}


def _cut(said: str) -> Sequence[str]:
    return wrap(said, LONGEST_PART, break_on_hyphens=False)
