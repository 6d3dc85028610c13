"""How much a message reads like those of people in danger: a second opinion beside the word lists.

A linear model over words, their neighbours and their letters, fitted by `python -m tests.corpus.fit_likeness` to the
practice messages in `tests/corpus/danger`, which were all written for it; it holds no resident's words.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import cache
from math import exp, sqrt
from pathlib import Path
from zlib import crc32

from bot.understanding.normal import normalise, split

FILE = Path(__file__).with_name("danger_likeness.bin")
BUCKETS = 1 << 16
LONGEST = 60  # words: a longer message is read in stretches, so that one sentence is not drowned in a long tale
STEP = 40


def likeness(text: str) -> float:
    """From 0 (reads like everyday talk) to 1 (reads like danger now); the most alarming stretch decides."""
    words = split(normalise(text))
    stretches = (words[at : at + LONGEST] for at in range(0, max(1, len(words) - LONGEST + STEP), STEP))
    return max((_weigh(stretch) for stretch in stretches), default=0.0)


def _weigh(words: tuple[str, ...]) -> float:
    found = set(features(words))
    if not found:
        return 0.0
    weights, bias, scale = _model()
    score = bias + scale * sum(weights[place] for place in found) / sqrt(len(found))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def features(words: tuple[str, ...]) -> Iterator[int]:
    """The buckets of a stretch: words, two and three in a row, and runs of two to five letters within a word."""
    for size in (1, 2, 3):
        for at in range(len(words) - size + 1):
            yield crc32(" ".join(words[at : at + size]).encode()) % BUCKETS
    for word in words:
        framed = f"<{word}>"
        for size in (2, 3, 4, 5):
            for at in range(len(framed) - size + 1):
                yield crc32(f"#{framed[at : at + size]}".encode()) % BUCKETS


@cache
def _model() -> tuple[array[int], float, float]:
    """Signed bytes, the bias and what one step of a weight is worth."""
    raw = FILE.read_bytes()
    head, body = raw.split(b"\n", 1)
    bias, scale = (float(number) for number in head.split()[:2])
    return array("b", body), bias, scale
