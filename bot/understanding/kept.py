"""Keeps what was found of a word, as most words of a message were in others."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeVar

Found = TypeVar("Found")
MOST: Final = 4096
LONGEST: Final = 24
"""Letters: hardly a word is longer, but whoever fills our memory writes longer ones."""


def keep(find: Callable[[str], Found]) -> Callable[[str], Found]:
    """Return `find` with what it found of the latest words at hand; what it finds is shared, and not to be changed."""
    kept = lru_cache(MOST)(find)
    return lambda word: kept(word) if len(word) <= LONGEST else find(word)
