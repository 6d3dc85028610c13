"""What a message is to the fitted models: its words, their neighbours and their letters, as numbers.

The models (`danger.likeness`, `danger.naming`, `kinds.likeness`) are fitted to messages that were all written for it;
they hold no resident's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import sqrt
from operator import itemgetter
from typing import NamedTuple
from zlib import crc32

from bot.understanding.kept import keep
from bot.understanding.normal import normalise, split

LONGEST = 60  # words: a longer message is read in stretches, so that one sentence is not drowned in a long tale
STEP = 40
CALLED = frozenset(("999", "112", "111", "101"))  # numbers that say something
WORDS_COUNT, SIGNS_COUNT, PAIRS_COUNT = 3.0, 1.5, 0.75  # where a run of letters counts 1
LOUDNESS = 3  # times that each sign of the word lists is counted, or a hundred runs of letters would drown it


class Stretch(NamedTuple):
    """What a stretch of a message is: its words, alone and two and three in a row; the runs of four and five letters
    within a word; and the longer and shorter ones."""

    words: tuple[int, ...]
    letters: tuple[int, ...]
    others: tuple[int, ...]


@lru_cache(8)  # every model reads the same message in its turn
def numbers(text: str) -> tuple[Stretch, ...]:
    """The numbers of every stretch of a message."""
    return tuple(map(features, stretches(text)))


@lru_cache(12)  # models of one size look at the same places
def places(text: str, signs: frozenset[str], size: int) -> tuple[tuple[int, ...], ...]:
    """Where the weights of every stretch of a message, along with what the word lists saw in the whole of it, stand in
    a model of this size, in which everything counts alike."""
    seen = _places_of_signs(signs, size)
    return tuple(tuple(seen.union([number % size for part in stretch for number in part])) for stretch in numbers(text))


Weighed = tuple[tuple[float, tuple[int, ...]], ...]
"""How much each of these counts, and where their weights stand."""


@lru_cache(12)
def weighed_places(text: str, signs: frozenset[str], size: int) -> tuple[Weighed, ...]:
    """The same for a model in which a word counts more than a run of letters, of which there are many to a word."""
    seen = _weighed_signs(signs, size)
    return tuple(weighed_words(stretch, size) + seen for stretch in numbers(text))


def weighed_words(stretch: Stretch, size: int) -> Weighed:
    """How much the words and letters of a stretch count, and where their weights stand."""
    return ((WORDS_COUNT, _folded(stretch.words, size)), (1.0, _folded(stretch.letters, size)))


def weighed_signs(signs: Iterable[str], size: int) -> Weighed:
    """The same of what the word lists saw, each and in pairs."""
    known = sorted(signs)
    pairs = [_pair(one, other) for at, one in enumerate(known) for other in known[at + 1 :]]
    alone = [_loud(one)[0] for one in known]
    return ((SIGNS_COUNT, _folded(alone, size)), (PAIRS_COUNT, _folded(pairs, size)))


@lru_cache(64)
def _weighed_signs(signs: frozenset[str], size: int) -> Weighed:
    return weighed_signs(signs, size)


def _folded(found: Iterable[int], size: int) -> tuple[int, ...]:
    return tuple({number % size for number in found})


@cache  # there are some hundred signs
def _pair(one: str, other: str) -> int:
    return crc32(f"@{one}|{other}".encode())


def norm_of(weighed: Weighed) -> float:
    """The length of a stretch, by which what is found in it is divided."""
    return sqrt(sum(counts * counts * len(found) for counts, found in weighed))


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


def features(words: tuple[str, ...]) -> Stretch:
    """The numbers of a stretch.

    A number is as good as any other: "I heard it 7 times" read like despair where "3 times" did not.
    """
    words = tuple("0" if word.isdecimal() and word not in CALLED else word for word in words)
    rows = (words[at : at + size] for size in (1, 2, 3) for at in range(len(words) - size + 1))
    letters = [_letters(word) for word in words]
    return Stretch(
        tuple(crc32(" ".join(row).encode()) for row in rows),
        tuple(number for runs, _ in letters for number in runs),
        tuple(number for _, runs in letters for number in runs),
    )


@keep
def _letters(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    framed = f"<{word}>"
    return _runs(framed, (4, 5)), _runs(framed, (3, 6))


def _runs(framed: str, sizes: tuple[int, ...]) -> tuple[int, ...]:
    runs = (framed[at : at + size] for size in sizes for at in range(len(framed) - size + 1))
    return tuple(crc32(f"#{run}".encode()) for run in runs)
