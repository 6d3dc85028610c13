"""Owns what is taken for a person's name, and what says that a name is to be kept secret or not given at all."""

import re
from functools import cache
from typing import Literal

from bot.understanding.kinds.listed import find_listed_kind
from bot.understanding.normal import words
from bot.understanding.wordlists import Phrases, gather, gather_from, gather_plain
from bot.understanding.yes_no import yes_no_words

MOST_WORDS = 4
_LONGEST = 40  # characters
_LONGEST_INTRODUCTION = 4  # words: "yes my name is"
_NOT_IN_NAMES = re.compile(r"[\d?!@/_<>\[\]{}=+*#:;\"\x00]")


def read_name(said: str) -> str | None:
    """Return the name that a whole message gives ("my name is Tom Smith" gives "Tom Smith"), else None.

    One to four words, none of which belongs to a sentence, a question, or a yes or no.
    """
    spoken = said.strip().strip(".,!").strip()
    if not spoken or _NOT_IN_NAMES.search(spoken):
        return None
    name = _without_introduction(spoken.split())
    plain = words(" ".join(name))
    if not plain or len(name) > MOST_WORDS or sum(map(len, name)) > _LONGEST:
        return None
    beside = _pad(name, plain)
    if any(_is_no_name(*pair) for pair in zip(plain, beside, strict=True) if len(plain) == 1 or len(pair[0]) > 1):
        return None
    vocabulary = yes_no_words()
    if plain in vocabulary.yes or plain in vocabulary.no:
        return None
    if not _is_written_as_a_name(name) and find_listed_kind(" ".join(plain)):
        return None
    return " ".join(name).strip(".,")


def _is_written_as_a_name(name: list[str]) -> bool:
    """Whether it is two or three words with capitals: "Joan Barker" is no dog."""
    return 2 <= len(name) <= 3 and all(word[:1].isupper() and word[1:].islower() for word in name)


def tells_of_another(said: str) -> bool:
    """Whether a name is said of somebody else: "he's called Gary" is not the name of who writes."""
    return any(words(said)[: len(opening)] == opening for opening in gather_plain("names", "of_another"))


def hear_reserve(said: str) -> Literal["confidential", "anonymous"] | None:
    """Hear "don't tell them it was me" (confidential) or "I'd rather not say" (anonymous) in answer to "your name?"."""
    found = {match.label for match in _reserves().find(words(said[:300]))}
    return "confidential" if "secret" in found else "anonymous" if "none" in found else None


def asks_to_be_withheld(said: str) -> bool:
    """Whether a reserve stands anywhere in a message, also at the end of a long story (R9)."""
    return bool(_reserves().find_all(words(said)))


def takes_name_off(said: str) -> bool:
    """Whether somebody who gave a name takes it back: "take my name off"."""
    return bool(_taken_off().find(words(said[:300])))


def asks_for_no_name(said: str) -> bool:
    """Whether a story says in so many words that its teller gives no name, so that nobody asks for it (R3, R9)."""
    found = {match.label for match in _unnamed().find(words(said))}
    return "unnamed" in found


def _without_introduction(spoken: list[str]) -> list[str]:
    plain = [words(word) for word in spoken]
    for size in range(min(_LONGEST_INTRODUCTION, len(spoken) - 1), 0, -1):
        opening = tuple(word for each in plain[:size] for word in each)
        if opening in gather_plain("names", "before"):
            spoken = spoken[size:]
            break
    after = gather_plain("names", "after")
    return spoken[:-1] if len(spoken) > 1 and words(spoken[-1]) in after else spoken


def _pad(name: list[str], plain: tuple[str, ...]) -> tuple[str, ...]:
    """The words as written beside their plain forms, where these are one to one."""
    return tuple(name) if len(name) == len(plain) else plain


def _is_no_name(plain: str, written: str) -> bool:
    if plain in _never():
        return True
    capital = written[:1].isupper() and not written.isupper()
    return plain in _common() and plain not in _also_names() and not (capital and len(plain) > 2)


@cache
def _common() -> frozenset[str]:
    listed = (phrase for code in ("en", "cy", "pl", "ur") for phrase in gather_from(code, "language", "common"))
    return frozenset(word for phrase in listed for word in words(phrase))


@cache
def _never() -> frozenset[str]:
    return frozenset(word for phrase in gather("names", "never") for word in words(phrase))


@cache
def _also_names() -> frozenset[str]:
    return frozenset(word for phrase in gather("names", "also") for word in words(phrase))


@cache
def _reserves() -> Phrases:
    return Phrases({"secret": gather("names", "secret"), "none": gather("names", "none")})


@cache
def _taken_off() -> Phrases:
    return Phrases({"off": gather("names", "taken_off")})


@cache
def _unnamed() -> Phrases:
    return Phrases({"unnamed": gather("names", "unnamed"), "not": gather("names", "not_unnamed")})
