"""Which kind of anti-social behaviour a message reads like, beside what the word lists see in it (REQUIREMENTS R4).

One linear model for all kinds over `features` and what the word lists saw, fitted by `python -m tests.corpus.fit_kinds`
to the practice messages in `tests/corpus/kinds`. The kinds of a message are weighed against each other.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from math import exp, sqrt
from pathlib import Path
from typing import Final, NamedTuple
from zlib import decompress

from bot.understanding.danger.finding import see
from bot.understanding.features import add_up, places
from bot.understanding.kinds.listed import KINDS

FILE: Final = Path(__file__).with_name("likeness.bin")
NONE: Final = ""
"""Nothing is told of: a greeting, "it has started again", a name."""
LABELS: Final = (*KINDS, NONE)
PLACES: Final = 1 << 16
_LANE = 3  # bytes for the sum of one kind: 65,000 numbers of a message before it could run over
_MIDDLE = 128


class _Model(NamedTuple):
    """For every place the weights of all kinds side by side in one number, so that one addition adds them all."""

    rows: list[int]
    scale: float
    biases: list[float]


def likeliest(text: str, signs: Collection[str]) -> tuple[str, float]:
    """Return the label that `text` reads most like, with what the lists saw in it, and how likely that is (0 to 1)."""
    model, heard = _read(), places_of(text, signs)
    total = add_up(model.rows, heard).to_bytes(_LANE * len(LABELS), "little")
    worth = model.scale / sqrt(len(heard) or 1)
    sums = (int.from_bytes(total[at : at + _LANE], "little") for at in range(0, len(total), _LANE))
    scores = [bias + worth * (one - _MIDDLE * len(heard)) for one, bias in zip(sums, model.biases, strict=True)]
    best = max(scores)
    chance = 1 / sum(exp(score - best) for score in scores)
    return LABELS[scores.index(best)], chance


def places_of(text: str, signs: Collection[str]) -> tuple[int, ...]:
    """Return where the weights stand of all that is in `text`, and of what the lists saw in it."""
    return tuple(set[int]().union(*places(text, all_signs(text, signs), PLACES)))


def all_signs(text: str, signs: Collection[str]) -> frozenset[str]:
    """Return what the lists of kinds saw in `text`, and what the lists of danger see, which speak sixteen languages."""
    return frozenset((*signs, *(f"danger {sign}" for sign in see(text).signs)))


@cache
def _read() -> _Model:
    """The file holds a line of the scale and the biases, then one signed byte a label, place by place, packed."""
    head, packed = FILE.read_bytes().split(b"\n", 1)
    body = decompress(packed)
    scale, *biases = (float(number) for number in head.split()[:-1])
    lanes = bytearray(len(body) * _LANE)
    lanes[::_LANE] = bytes((byte + _MIDDLE) % 256 for byte in body)
    width = _LANE * len(LABELS)
    rows = [int.from_bytes(lanes[at : at + width], "little") for at in range(0, len(lanes), width)]
    return _Model(rows, scale, biases)
