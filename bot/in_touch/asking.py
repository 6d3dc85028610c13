"""Asks residents, in neutral words, to read what is written about their case: the message says nothing of it (C5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from textwrap import wrap

from sqlalchemy.orm import Session

from bot.house import House
from bot.in_touch.hearers import Hearer, hearers, language_at
from bot.post.starting import write_first
from bot.privacy.speaking import is_secret
from bot.risk.assessed import NotYet
from bot.state import Values
from bot.turn import Reply
from bot.wording import compose
from dialogs.grammar import Text
from dialogs.parts import LONGEST_PART, MOST_PARTS, parts_named
from storage.cases import Case
from storage.updates import log_update

LONGEST = 480
"""Characters of what an officer writes for a resident to read."""
NOT_ANSWERED = "they are reached by e-mail only, which cannot be answered"
CALLED = "they want to be called, and not written to"
NOT_HERE = "it is about abuse at home, of which nothing is said in a chat"


def readers(session: Session, case: Case) -> list[Hearer]:
    """Everybody who reported the case, and where they can read of it once they ask; else why not (C5, C7)."""
    return [_reader(one, is_secret(case)) for one in hearers(session, case)]


def _reader(hearer: Hearer, secret: bool) -> Hearer:
    why_not = hearer.why_not or (NOT_HERE if secret else CALLED if hearer.calls_only else "")
    answerable = () if why_not else tuple(place for place in hearer.places if place.channel != "email")
    return replace(hearer, places=answerable, why_not=why_not or ("" if answerable else NOT_ANSWERED))


def ask_to_read(house: House, session: Session, case: Case, said: Text, officer_id: int, now: datetime) -> list[int]:
    """Write these neutral words to everybody who can read of the case, and log it; returns the contacts written to."""
    asked = [reader for reader in readers(session, case) if reader.places]
    for reader in asked:
        place = reader.places[0]
        (words,) = compose((Reply(said),), language_at(session, reader, place), place.channel, house.our)
        message_id = write_first(house, session, reader, place, "update", words, now, staff_id=officer_id)
        log_update(session, case.id, now, contact_id=reader.contact_id, message_id=message_id, staff_id=officer_id)
    return [reader.contact_id for reader in asked]


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
