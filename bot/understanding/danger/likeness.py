"""How much a message reads like those of people in danger, or of people worth worrying about, beside the word lists.

Two linear models over words, their neighbours, their letters and what the word lists saw, fitted by
`python -m tests.corpus.fit_likeness` to the practice messages in `tests/corpus/danger`, which were all written for it;
they hold no resident's words.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from math import exp, sqrt
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from bot.understanding.normal import normalise, split

FILE = Path(__file__).with_name("likeness.bin")
WORRY_FILE = Path(__file__).with_name("worry.bin")
BUCKETS = 120_011  # a prime; the file stays within 128 kB
WORRY_BUCKETS = 1 << 15
LONGEST = 60  # words: a longer message is read in stretches, so that one sentence is not drowned in a long tale
STEP = 40
CALLED = frozenset(("999", "112", "111", "101"))  # numbers that say something
LOUDNESS = 3  # times that each sign of the word lists is counted, or a hundred runs of letters would drown it


class Model(NamedTuple):
    """Signed bytes, the bias and what one step of a weight is worth."""

    weights: array[int]
    bias: float
    scale: float


def likeness(text: str, signs: Collection[str]) -> float:
    """From 0 (reads like everyday talk) to 1 (reads like danger now); the most alarming stretch decides.

    The signs are what the word lists saw in the whole of `text`: they serve every language at once, so that what is
    learned of knives in English also counts in Somali, and a word never met counts as the others of its list.
    """
    return _judge(_read(FILE), text, signs)


def worry(text: str, signs: Collection[str]) -> float:
    """From 0 (everyday) to 1 (somebody must hear of it tonight), with the same signs."""
    return _judge(_read(WORRY_FILE), text, signs)


def _judge(model: Model, text: str, signs: Collection[str]) -> float:
    heard = tuple(sign_features(signs))
    return max((_weigh(model, (*stretch, *heard)) for stretch in numbers(text)), default=0.0)


@lru_cache(8)  # every model reads the same message in its turn
def numbers(text: str) -> tuple[tuple[int, ...], ...]:
    """The numbers of every stretch of a message."""
    return tuple(tuple(features(stretch)) for stretch in stretches(text))


def stretches(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a message, in overlapping pieces when it is long."""
    words = split(normalise(text))
    return (words[at : at + LONGEST] for at in range(0, max(1, len(words) - LONGEST + STEP), STEP))


def _weigh(model: Model, heard: Iterable[int]) -> float:
    found = {number % len(model.weights) for number in heard}
    if not found:
        return 0.0
    score = model.bias + model.scale * sum(model.weights[place] for place in found) / sqrt(len(found))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


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
        framed = f"<{word}>"
        for size in (3, 4, 5, 6):
            for at in range(len(framed) - size + 1):
                yield crc32(f"#{framed[at : at + size]}".encode())


@cache
def _read(file: Path) -> Model:
    head, body = file.read_bytes().split(b"\n", 1)
    bias, scale = (float(number) for number in head.split()[:2])
    return Model(array("b", body), bias, scale)
