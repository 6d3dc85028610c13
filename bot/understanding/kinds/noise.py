"""Which sort of noise a message tells of, so that everyday living noise can take a way of its own (REQUIREMENTS R5)."""

from functools import cache
from typing import Literal

from bot.understanding.kinds.listed import READ_AT_MOST
from bot.understanding.normal import words
from bot.understanding.wordlists import Phrases, gather

NoiseSort = Literal["music", "voices", "living", "dog", "diy", "alarm", "other"]
NOISE_SORTS: tuple[NoiseSort, ...] = ("dog", "alarm", "diy", "living", "music", "voices", "other")


def find_noise_sort(text: str) -> NoiseSort | None:
    """Return the sort of noise that `text` tells of most ("living": footsteps, a baby, a washing machine: R5)."""
    return choose_noise_sort(words(text[:READ_AT_MOST]))


def choose_noise_sort(said: tuple[str, ...]) -> NoiseSort | None:
    """Return what `find_noise_sort` does, for words already made plain; the first named wins a tie, and everyday noise
    none: "stamping and shouting till 3am" is not footsteps (R5)."""
    found: dict[str, set[str]] = {}
    for match in _noise_phrases().find(said):
        found.setdefault(match.label, set()).add(said[match.start])
    best = max(found, key=lambda sort: (len(found[sort]), sort != "living"), default=None)
    return next((sort for sort in NOISE_SORTS if sort == best), None)


@cache
def _noise_phrases() -> Phrases:
    return Phrases({sort: gather("noise_sort", sort, "words") for sort in NOISE_SORTS})
