"""Owns how an interpreter is asked for, and the language in which (REQUIREMENTS L2)."""

from functools import cache

from babel import Locale

from bot.understanding.languages import language_names
from bot.understanding.normal import words
from bot.understanding.wishes import wants_interpreter
from bot.understanding.wordlists import gather_from, gather_plain, listed_languages

_LONGEST = 10  # words: in a longer message interpreters and languages belong to the story
_SHORTEST_NAME = 4  # letters: "so" and "it" are words before they are languages


def hear_interpreter(text: str) -> str | None:
    """Return the code of the language an interpreter is asked for in, "" where none is named, None for no such wish."""
    said = words(text[:200])
    named = find_language_named(text)
    if wants_interpreter(text):
        return named or _own_language(said)
    asked = named and len(said) <= _LONGEST and any((word,) in gather_plain("wishes", "interpreter") for word in said)
    return named if asked else None


def find_language_named(text: str) -> str | None:
    """Return the language, ours or any other, that a short message names somewhere: "polish", "in Tigrinya please"."""
    said = words(text[:200])
    if len(said) > _LONGEST:
        return None
    named = (name for size in (2, 1) for at in range(len(said)) if len(name := said[at : at + size]) == size)
    return next((code for name in named if (code := _code_of(name)) and code != "en"), None)


def _code_of(name: tuple[str, ...]) -> str | None:
    if sum(map(len, name)) < _SHORTEST_NAME:
        return None
    return language_names().get(name) or _every_language().get(name)


def _own_language(said: tuple[str, ...]) -> str:
    """Whoever asks for a "tłumacz" needs Polish, unless several languages have the word."""
    own = [code for code in listed_languages() if said in map(words, gather_from(code, "wishes", "interpreter"))]
    return own[0] if len(own) == 1 and own[0] != "en" else ""


@cache
def _every_language() -> dict[tuple[str, ...], str]:
    """The English names of the world's languages."""
    return {words(name): code for code, name in Locale("en").languages.items() if len(code) <= 3}
