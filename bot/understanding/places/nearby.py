"""Owns places that are only known from where somebody lives: "my flat", "upstairs", "next door" (REQUIREMENTS R6)."""

from functools import cache
from typing import Literal

from bot.understanding.normal import words
from bot.understanding.wordlists import gather_plain

_MOST_WORDS = 8
_LONGEST = 5  # words of a listed phrase


def find_nearby(said: str) -> Literal["own", "near"] | None:
    """Say whether a whole answer to "where?" is the resident's own home, or some place beside it; None for others."""
    spoken = words(said[:200])
    if not 0 < len(spoken) <= _MOST_WORDS:
        return None
    found: set[str] = set()
    while spoken:
        name, size = _longest(spoken)
        if not size:
            return None
        found.add(name)
        spoken = spoken[size:]
    return "near" if "near" in found else "own" if "own" in found else None


def _longest(spoken: tuple[str, ...]) -> tuple[str, int]:
    """Return the list whose phrase takes most words at the beginning, and how many it takes."""
    sizes = range(min(_LONGEST, len(spoken)), 0, -1)
    found = ((name, size) for size in sizes for name in ("near", "own", "around") if spoken[:size] in _listed(name))
    return next(found, ("", 0))


@cache
def _listed(name: str) -> frozenset[tuple[str, ...]]:
    return gather_plain("nearby", name)
