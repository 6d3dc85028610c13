"""Code words: how we know on a phone that others use who is asking. A word is hashed before its message is filed, and
stands nowhere else (C7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from unicodedata import normalize

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from bot.casework.references import read_reference
from bot.casework.status import SHORTEST_WORD
from bot.privacy.codes import count_for
from bot.scene import Scene
from bot.staff.passwords import fits, keep
from bot.state import Mark, State
from bot.understanding import wishes
from bot.understanding.danger.finding import find_danger
from bot.understanding.kinds.listed import find_listed_kind
from bot.understanding.normal import words
from bot.understanding.wordlists import gather_plain
from bot.understanding.yes_no import hear_yes_no
from dialogs.book import BOOK
from storage.contacts import Contact
from storage.sealing import Keys

LONGEST = 24
MOST_LOOKED_AT = 8  # words of a message in which the code word is looked for anywhere: each costs a slow hash
A_STORY = 7  # words: what is longer is no code word gone wrong
WRONG_A_DAY = 5
DAY = timedelta(days=1)
HASHER = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
"""Quick enough for a message in a transaction: what holds off guessing is a key outside the store that is mixed in."""
Part = Literal["", "chosen", "amiss", "said"]


@dataclass(frozen=True)
class Taken:
    """A message without the code word: `filed` has a mark in its place, `rest` is what was said besides. `part`: chosen
    just now, no good as one, or said to show who is writing."""

    filed: str
    rest: str
    part: Part


def asked_for_word(state: State | None) -> str:
    """The name of the question that asks for a code word, where it is being asked; else nothing."""
    if state is None or state.top.dialog not in BOOK:
        return ""
    return state.top.asking if state.top.asking in BOOK[state.top.dialog].secret else ""


def choose_word(keys: Keys, contact: Contact, said: str, mark: str, now: datetime) -> Taken | None:
    """Keep the word that a message chooses; None where it is no answer to that. Whoever chooses it has shown it."""
    if _means_something(said) or find_listed_kind(said) or len(said.split()) >= A_STORY:
        return None  # what happens is told there too, and is never lost (R2)
    word = _plain(said)
    if not _is_fit(word):
        return Taken(mark, "", "amiss")
    contact.code_word, contact.code_word_at = keep(_peppered(keys, contact, word), HASHER), now
    return Taken(mark, "", "chosen")


def take_out_word(keys: Keys, contact: Contact, said: str, mark: str) -> Taken | None:
    """A message in which the code word stands, without it; None where it does not. A long one is looked at only where
    it begins, as we ask for the word first."""
    pieces = list(re.finditer(r"\S+", said))
    looked_at = pieces if len(pieces) <= MOST_LOOKED_AT else pieces[:1]
    known = {piece[0] for piece in looked_at if _is(keys, contact, piece[0])}
    if not known:
        return None
    filed = re.sub(r"\S+", lambda piece: mark if piece[0] in known else piece[0], said)
    rest = " ".join(piece[0] for piece in pieces if piece[0] not in known)
    return Taken(filed, rest, "said" if pieces[0][0] in known else "")


def count_wrong(keys: Keys, session: Session, contact: Contact, said: str, now: datetime) -> int:
    """How many wrong words were tried here today, this one among them where it is like one."""
    first = _plain(said.split()[0]) if said.split() else ""
    return count_for(keys, session, "code_word", contact.id, DAY, now, by=int(_is_fit(first)))


def settle_word(scene: Scene, state: State) -> State:
    """The same talk, where the page knows that a code word was chosen, and when; which it was it never learns."""
    name = asked_for_word(state)
    if not name or scene.word != "chosen":
        return state
    given = replace(state.top.settled(name, Mark({name: scene.now.isoformat()})), misses=0)
    return state.with_top(given)


def _is(keys: Keys, contact: Contact, piece: str) -> bool:
    word = _plain(piece)
    return _is_fit(word) and fits(_peppered(keys, contact, word), contact.code_word, HASHER)


def _plain(said: str) -> str:
    """One way of writing what hurried fingers write differently."""
    return re.sub(r"^\W+|\W+$", "", normalize("NFKC", said).strip().casefold())


def _is_fit(word: str) -> bool:
    """Whether it may be a code word: one word, hard to say by accident, and not something that we are asked for."""
    if not SHORTEST_WORD <= len(word) <= LONGEST or not re.fullmatch(r"[^\W_]+", word) or word.isdigit():
        return False
    return read_reference(word) is None and not _means_something(word) and (word,) not in _every_day()


def _every_day() -> frozenset[tuple[str, ...]]:
    spoken = gather_plain("wishes", "status") | gather_plain("wishes", "greeting") | gather_plain("answers", "polite")
    return frozenset((word,) for phrase in spoken for word in phrase)


def _means_something(said: str) -> bool:
    """Whether we would do something else on it: a wish, an answer, or danger."""
    danger = find_danger(said)
    asks = (wishes.is_command, wishes.is_dont_know, wishes.wants_status, wishes.asks_back, wishes.wants_person)
    is_answer = len(words(said)) <= 1 and hear_yes_no(said) is not None
    return bool(danger.urgent or danger.now or is_answer or any(one(said) for one in asks))


def _peppered(keys: Keys, contact: Contact, word: str) -> str:
    return keys.lookup("code word", f"{contact.id} {word}").hex()
