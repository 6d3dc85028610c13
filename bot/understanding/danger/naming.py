"""Which sort of danger, or of worry, a message is most like: so that the advice fits where the word lists are unsure.

One linear model a name over the words and over what the word lists saw, fitted beside those of `likeness`.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection
from functools import cache
from math import inf, sqrt
from pathlib import Path
from typing import Final
from zlib import decompress

from bot.understanding.features import add_up, places

FILE: Final = Path(__file__).with_name("naming.bin")
NAMES: Final = (
    "violence", "fire", "gas", "medical", "suicide", "abuse", "other",
    "threat", "domestic_abuse", "child", "adult", "hate", "suicidal",
)  # fmt: skip
PLACES: Final = 1 << 12


# How much more like it than like anything else a message must be, where no word of the lists tells: what to do in a
# fire is wrong for somebody who is locked in, and who listens to despair for somebody who tells of noise. The advice on
# danger from people fits every danger.
LEAST: Final = {"fire": 1.0, "gas": 1.0, "medical": 1.0, "suicide": 1.0, "suicidal": 0.0}

# Nor is anybody told to call Samaritans where no word of despair, of a way to die or of means stands: "started ten
# minutes ago" read like an overdose. Of what this spares, in everyday answers and practice, one in seven was despair;
# with 3 it would be two in three. What is spared is danger all the same.
LEAST_BARE: Final = 2.0
DESPAIR: Final = frozenset(
    {"urgent.suicidal", "words.dying_wish", "words.means", "surely.suicide", "likely.suicide", "perhaps.suicide"}
)


def name_likeliest(
    text: str, signs: Collection[str], among: Collection[str], otherwise: str = "", *, unsaid: bool = False
) -> str:
    """Return which of the names `among` the message is most like, with the signs that the word lists saw in it.

    When it is not rather this than anything else, `otherwise`, if given. Where all is `unsaid`, some names must be
    likelier than that.
    """
    found = tuple(set[int]().union(*places(text, frozenset(signs), PLACES)))
    models, norm = _read(), sqrt(len(found) or 1)

    def score(name: str) -> float:
        weights, bias, scale = models[name]
        return bias + scale * add_up(weights, found) / norm

    likely = [name for name in among if not unsaid or score(name) >= _least(name, signs)]
    best = max(sorted(likely, key=NAMES.index), key=score)
    return otherwise if otherwise and score(best) < 0 else best


def _least(name: str, signs: Collection[str]) -> float:
    is_bare = name == "suicide" and DESPAIR.isdisjoint(signs)
    return LEAST_BARE if is_bare else LEAST.get(name, -inf)


@cache
def _read() -> dict[str, tuple[array[int], float, float]]:
    """Return for every name its signed bytes, its bias and what one step of a weight is worth."""
    head, packed = FILE.read_bytes().split(b"\n", 1)
    body = decompress(packed)
    numbers = [float(number) for number in head.split()[:-1]]
    weights = [array("b", body[at : at + PLACES]) for at in range(0, len(body), PLACES)]
    return dict(zip(NAMES, zip(weights, numbers[::2], numbers[1::2], strict=True), strict=True))
