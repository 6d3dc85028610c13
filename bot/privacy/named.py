"""Whom those who reported have named: such a name gives a matter away as much as its place does (C5). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from bot.catalogues import catalogue, languages
from bot.understanding.normal import words
from bot.understanding.wordlists import gather

WORD = re.compile(r"[^\W\d_][\w'’-]*")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
POSSESSIVE = re.compile(r"['’]s$")
CALENDAR = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "easter",
     "spring", "summer", "autumn", "winter", "year", "bank", "holiday")
)  # fmt: skip
WRITTEN_OFTEN = (
    "waiting photo video recording attached letter form phone number",
    "weekend morning evening month whatsapp",
)
"""What many reports begin with, or say with a capital, and what officers write as well."""
SHORTEST, SHORTEST_NICKNAME = 2, 3
"""Letters of a name, and of a part of one: "Jo", and "Kev" for Kevin."""


def names_told(told: Iterable[str]) -> frozenset[str]:
    """The names, in small letters, in what residents wrote: words with a capital that are no ordinary ones, and those
    after "called" or "Mr". Written in capitals throughout, a message shows only the latter."""
    return frozenset(name for said in told for name in _told_in(said))


def names_in(said: str, told: Collection[str]) -> list[str]:
    """The words of this message that are one of these names, or a part of one, as they are written in it."""
    return list(dict.fromkeys(word for word in WORD.findall(said) if _is_told(word, told)))


def _told_in(said: str) -> Iterator[str]:
    has_small_letters = any(letter.islower() for letter in said)
    for sentence in SENTENCE.split(said):
        before = ""
        for written in WORD.findall(sentence):
            name = _plain(written)
            has_capital = written[0].isupper() and not written.isupper() and has_small_letters
            is_named = has_capital or (_follows(name, before) and name not in _also_words())
            if is_named and len(name) >= SHORTEST and name not in _ordinary():
                yield name
            before = name


def _is_told(written: str, told: Collection[str]) -> bool:
    name, has_capital = _plain(written), written[0].isupper()
    if name in told:
        return has_capital or name not in _also_words()
    if not has_capital or len(name) < SHORTEST_NICKNAME or name in _ordinary():
        return False
    return any(one.startswith(name) or (len(one) >= SHORTEST_NICKNAME and name.startswith(one)) for one in told)


def _plain(written: str) -> str:
    """In small letters, without "'s", accents and apostrophes: Siân's is "sian"."""
    bare = unicodedata.normalize("NFKD", POSSESSIVE.sub("", written.lower()).replace("ł", "l"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter) and letter not in "'’")


@cache
def _also_words() -> frozenset[str]:
    """Names that are words as well, "will" and "may": in small letters they are the word."""
    return frozenset(word for phrase in gather("names", "also") for word in words(phrase))


def _follows(name: str, before: str) -> bool:
    """Whether it stands where a name may: in "my neighbour dave shouts", but not in "my neighbour shouts"."""
    looks_like_verb = name.endswith(("s", "ed", "ing"))
    return before in _after("of_others") or (before in _after("beside_others") and not looks_like_verb)


@cache
def _after(cues: str) -> frozenset[str]:
    """What a name follows: "called", "Mr", "pan"; or may follow: "neighbour", "syn"."""
    return frozenset(word for phrase in gather("names", cues) for word in words(phrase)[-1:])


@cache
def _ordinary() -> frozenset[str]:
    """Words that name nobody: the commonest of each language, and all that we say ourselves; but for "Mark" and "Rose",
    which are both."""
    ours = [said for code in languages() for said in catalogue(code)]
    cues = [*gather("names", "of_others"), *gather("names", "beside_others")]
    listed = [*gather("language", "common"), *gather("names", "never"), *cues, *ours, *CALENDAR, *WRITTEN_OFTEN]
    return frozenset(_plain(word) for phrase in listed for word in words(phrase)) - _also_words()
