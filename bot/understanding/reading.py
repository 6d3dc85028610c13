"""Owns the one reading of a first message: what, how often, now, when, and in which language (REQUIREMENTS R3)."""

from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.kinds.choosing import choose_kind
from bot.understanding.kinds.listed import READ_AT_MOST
from bot.understanding.kinds.noise import NoiseSort, choose_noise_sort
from bot.understanding.languages import choose_language
from bot.understanding.normal import words
from bot.understanding.times import HowOften, choose_how_often, choose_now, find_when


@dataclass(frozen=True)
class Reading:
    """What a message says by itself; None where it says nothing or leaves it open.

    `kind` is a code of R4, `when` the resident's own words, `now` whether it was happening as they wrote.
    """

    kind: str | None
    noise_sort: NoiseSort | None
    how_often: HowOften | None
    now: bool | None
    when: str | None
    language: str | None


@lru_cache(128)  # one message is read several times in its turn
def read_report(text: str) -> Reading:
    """Read a report in the resident's own words once; what is None is left to be asked."""
    said = words(text[:READ_AT_MOST])
    kind, how_often = choose_kind(text, said), choose_how_often(said)
    return Reading(
        kind=kind,
        noise_sort=choose_noise_sort(said) if kind == "noise" else None,
        how_often=how_often,
        now=choose_now(said, how_often),
        when=find_when(text),
        language=choose_language(text, said),
    )
