"""How much a message reads like those of people in danger, or of people worth worrying about, beside the word lists.

Linear models over `features` and what the word lists saw, fitted by `python -m tests.corpus.fit_likeness` to the
practice messages in `tests/corpus/danger`.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection
from functools import cache
from math import exp
from pathlib import Path
from typing import NamedTuple
from zlib import decompress

from bot.understanding.features import Weighed, add_up, norm_of, weighed_places

FILE = Path(__file__).with_name("likeness.bin")
ORDINARY_FILE = Path(__file__).with_name("ordinary.bin")
WORRY_FILE = Path(__file__).with_name("worry.bin")
BUCKETS = 2_000_003  # a prime: with a quarter of it what a message shows shared its places too often with other things


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


def beyond_ordinary(text: str, signs: Collection[str]) -> float:
    """From 0 (reads like an ordinary report of rubbish, cars or noise) to 1 (like danger now), with the same signs."""
    return _judge(_read(ORDINARY_FILE), text, signs)


def worry(text: str, signs: Collection[str]) -> float:
    """From 0 (everyday) to 1 (somebody must hear of it tonight), with the same signs."""
    return _judge(_read(WORRY_FILE), text, signs)


def _judge(model: Model, text: str, signs: Collection[str]) -> float:
    found = weighed_places(text, frozenset(signs), len(model.weights))
    return max((_weigh(model, stretch) for stretch in found), default=0.0)


def _weigh(model: Model, found: Weighed) -> float:
    norm = norm_of(found)
    if not norm:
        return 0.0
    total = sum(counts * add_up(model.weights, places) for counts, places in found)
    return 1 / (1 + exp(-max(-30.0, min(30.0, model.bias + model.scale * total / norm))))


@cache
def _read(file: Path) -> Model:
    """The file holds a line of the bias, the scale and how many places hold something; then how far it is from each of
    these to the next (0 for 255 more), and one signed byte for each, packed."""
    head, packed = file.read_bytes().split(b"\n", 1)
    bias, scale, count = head.split()[:3]
    body = decompress(packed)
    held, weights, place = iter(array("b", body[-int(count) :])), array("b", bytes(BUCKETS)), -1
    for gap in body[: -int(count)]:
        place += gap or 255
        if gap:
            weights[place] = next(held)
    return Model(weights, float(bias), float(scale))
