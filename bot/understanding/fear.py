"""Finds new fear or distress, and weapons that are named, in what a resident writes, in every language at once (C2).

Nothing is decided by it but that a person looks at the risk again, so it is better to find it too often.
"""

from __future__ import annotations

from functools import cache

from bot.understanding.normal import words
from bot.understanding.wordlists import Phrases, gather


@cache
def _fears() -> Phrases:
    return Phrases({name: gather("fear", name) for name in ("afraid", "distress", "nothing")})


@cache
def _weapons() -> Phrases:
    return Phrases({name: gather("fear", name) for name in ("weapon", "harmless")})


def is_afraid(said: str) -> bool:
    """Whether somebody says that they are afraid, or at the end of what they can bear; "I'm afraid not" is neither."""
    return any(found.label != "nothing" for found in _fears().find(words(said)))


def names_weapon(said: str) -> bool:
    """Whether a weapon is named, whoever has it; a nail gun is none."""
    return any(found.label == "weapon" for found in _weapons().find(words(said)))
