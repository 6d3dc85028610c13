"""Finds who reported by a name, a number or an e-mail address: each is sealed, so they are opened and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from sqlalchemy.orm import Session

from bot.house import House
from bot.understanding.normal import normalise
from bot.understanding.reach import take_apart
from storage.contacts import Channel, find_contact, reach_of
from storage.finding import giving_reach, sealed_names
from storage.sealing import SealBroken
from storage.ways import owners_of

NEAR = 0.84
"""Likeness (Jaro-Winkler) of two words of a name from which they may be one: Smyth is like Smith, Muhammad like
Mohammed and Ayesha like Aisha; Jones is not like Johnson."""
SHORTEST_NEAR, SHORTEST_BEGUN = 4, 3
"""Letters of a word from which it may be misspelt, and of the beginning of one."""
BEGUN = 0.99
TITLES = frozenset({"mr", "mrs", "miss", "ms", "dr"})
_NAME_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Asked:
    """Whom somebody looks for: `ways` are numbers (+44...) and e-mail addresses, `name` the words of a name in their
    plain form, neither ever printed. `unclear`: something like a number was there, and could not be read as one."""

    ways: tuple[str, ...] = field(default=(), repr=False)
    name: tuple[str, ...] = field(default=(), repr=False)
    unclear: bool = False


def read_asked(written: str) -> Asked:
    """What stands in the one box: where it holds a number or an address that is looked for, and no name."""
    apart = take_apart(written, lambda sort: " ")
    return Asked(apart.ways, () if apart.tried else _words(written), apart.tried and not apart.ways)


def find_people(house: House, session: Session, asked: Asked) -> list[int]:
    """The contacts whom it fits, the likeliest first, then the latest; whether they may be shown is not asked here."""
    if asked.ways:
        found = [contact for way in asked.ways for contact in _reached_at(house, session, way)]
    else:
        found = _named(house, session, asked.name)
    return list(dict.fromkeys(found))


def _reached_at(house: House, session: Session, way: str) -> Iterator[int]:
    """Who writes from there, those to whom it is another way, and those who gave it for us to reach them."""
    channel: Channel = "email" if "@" in way else "sms"
    if contact := find_contact(session, house.keys, channel, way):
        yield contact.id
        yield from owners_of(session, contact.id)
    for other in giving_reach(session):
        with suppress(SealBroken):
            if way in reach_of(house.keys, other):
                yield other.id


def _named(house: House, session: Session, wanted: Sequence[str]) -> list[int]:
    if not wanted:
        return []
    liked: dict[int, float] = {}
    for contact_id, sealed in sealed_names(session):
        with suppress(SealBroken):
            likeness = name_likeness(wanted, _words(house.keys.open(sealed, "name")))
            if likeness > liked.get(contact_id, 0.0):
                liked[contact_id] = likeness
    if any(likeness >= BEGUN for likeness in liked.values()):  # then nobody need see those who are only alike
        liked = {contact_id: likeness for contact_id, likeness in liked.items() if likeness >= BEGUN}
    return sorted(liked, key=lambda contact_id: -liked[contact_id])


def may_be_named(wanted: Sequence[str], name: str) -> bool:
    """Whether this may be the name that is looked for, the words of which are `wanted`."""
    return name_likeness(wanted, _words(name)) > 0


def name_likeness(wanted: Sequence[str], name: Sequence[str]) -> float:
    """From 0, where a word that is wanted is not in the name, to 1, where each stands there as it was written. A letter
    alone is an initial, where another word stands beside it."""
    return min(max((_alike(word, other, len(wanted) > 1) for other in name), default=0.0) for word in wanted)


def _alike(word: str, other: str, is_beside: bool) -> float:
    if word == other:
        return 1.0
    if other.startswith(word) and (len(word) >= SHORTEST_BEGUN or (len(word) == 1 and is_beside)):
        return BEGUN
    if min(len(word), len(other)) < SHORTEST_NEAR:
        return 0.0
    near = JaroWinkler.similarity(word, other)
    return near if near >= NEAR else 0.0


@lru_cache(1024)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name: O'Brien is one, as is D'Souza; those of a double name are two."""
    found = _NAME_WORD.findall(normalise(name).replace("'", ""))
    return tuple(word for word in found if word not in TITLES) or tuple(found)
