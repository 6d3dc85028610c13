"""Owns numbers as residents write them: 2, ۲, "two", "dau", "dwa", "do", "second"."""

from functools import cache
from itertools import dropwhile

from bot.understanding.normal import words
from bot.understanding.wordlists import gather, listed_languages, read_lists


@cache
def number_words() -> dict[str, int]:
    """Return every number word of every language with its number, "ایک" and "first" being 1."""
    found: dict[str, int] = {}
    for code in listed_languages():
        listed = read_lists(code).get("numbers", {})
        for number, alternatives in enumerate(listed.get("words", []) if isinstance(listed, dict) else [], start=1):
            found.update({words(word)[0]: number for word in alternatives.split("|")})
    return found


def read_number(word: str) -> int | None:
    """Return the number that one normalised word is, or None."""
    return int(word[:6]) if word.isdecimal() else number_words().get(word)


def drop_number_signs(said: tuple[str, ...]) -> tuple[str, ...]:
    """Return `said` without "number", "option", "no" and the like in front; "no one" is nobody."""
    if said[:2] == ("no", "one"):
        return said
    return tuple(dropwhile(lambda word: word in _before_numbers(), said))


def is_list_of_numbers(said: tuple[str, ...]) -> bool:
    """Say whether `said` is several numbers and nothing else: "1 and 3"."""
    return all(word in _joining() or read_number(word) is not None for word in said)


@cache
def _before_numbers() -> frozenset[str]:
    return frozenset(word for phrase in gather("numbers", "before") for word in words(phrase))


@cache
def _joining() -> frozenset[str]:
    return frozenset(word for phrase in gather("numbers", "both") for word in words(phrase))
