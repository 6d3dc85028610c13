"""What a message is to the fitted models: its words, their neighbours and their letters, as numbers.

The models (`danger.likeness`, `danger.naming`, `kinds.likeness`) are fitted to messages that were all written for it;
they hold no resident's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from zlib import crc32

from bot.understanding.kept import keep
from bot.understanding.normal import normalise, split

LONGEST = 60  # words: a longer message is read in stretches, so that one sentence is not drowned in a long tale
STEP = 40
CALLED = frozenset(("999", "112", "111", "101"))  # numbers that say something
LOUDNESS = 3  # times that each sign of the word lists is counted, or a hundred runs of letters would drown it


@lru_cache(8)  # every model reads the same message in its turn
def numbers(text: str) -> tuple[tuple[int, ...], ...]:
    """The numbers of every stretch of a message."""
    return tuple(tuple(features(stretch)) for stretch in stretches(text))


@lru_cache(12)  # models of one size look at the same places
def places(text: str, signs: frozenset[str], size: int) -> tuple[tuple[int, ...], ...]:
    """Where the weights of every stretch of a message, along with what the word lists saw in the whole of it, stand in
    a model of this size."""
    seen = _places_of_signs(signs, size)
    return tuple(tuple(seen.union([number % size for number in stretch])) for stretch in numbers(text))


def add_up(weights: Sequence[int], at: tuple[int, ...]) -> int:
    """The sum of what stands at these places: several times as fast as looking at each."""
    return sum(itemgetter(*at)(weights)) if len(at) > 1 else sum(weights[place] for place in at)


@lru_cache(64)  # a message shows the same signs to several models
def _places_of_signs(signs: frozenset[str], size: int) -> frozenset[int]:
    return frozenset(number % size for number in sign_features(signs))


def stretches(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a message, in overlapping pieces when it is long."""
    words = split(normalise(text))
    return (words[at : at + LONGEST] for at in range(0, max(1, len(words) - LONGEST + STEP), STEP))


def sign_features(signs: Iterable[str]) -> Iterator[int]:
    """The numbers of what the word lists saw."""
    return (number for sign in signs for number in _loud(sign))


@cache  # there are only so many lists and fates
def _loud(sign: str) -> tuple[int, ...]:
    return tuple(crc32(f"@{copy} {sign}".encode()) for copy in range(LOUDNESS))


def features(words: tuple[str, ...]) -> Iterator[int]:
    """The numbers of a stretch: words, two and three in a row, and runs of three to six letters within a word.

    A number is as good as any other: "I heard it 7 times" read like despair where "3 times" did not.
    """
    words = tuple("0" if word.isdecimal() and word not in CALLED else word for word in words)
    for size in (1, 2, 3):
        for at in range(len(words) - size + 1):
            yield crc32(" ".join(words[at : at + size]).encode())
    for word in words:
        yield from _letters(word)


@keep
def _letters(word: str) -> tuple[int, ...]:
    framed = f"<{word}>"
    runs = (framed[at : at + size] for size in (3, 4, 5, 6) for at in range(len(framed) - size + 1))
    return tuple(crc32(f"#{run}".encode()) for run in runs)
