"""Owns what somebody says of a camera and of the police together: "camera yes and I told the police" (R7)."""

from functools import cache
from typing import Literal

from bot.understanding.normal import words
from bot.understanding.wordlists import Match, Phrases, gather, gather_plain
from bot.understanding.yes_no import yes_no_words

_MOST_WORDS = 12
_NEAR = 2  # words before it in which a denial is of it: "not told the police"

Known = Literal["camera", "police", "both", "neither"]


def hear_evidence(said: str) -> Known | None:
    """What there is, where an answer speaks of both, or begins with a no: "no i havent told the police".
    None where it speaks of one or of none; after "no camera" the police may still know."""
    spoken = words(said[:200])
    found = _phrases().find(spoken)
    if len(spoken) > _MOST_WORDS or not found:
        return None
    if len({match.label for match in found}) == 1:
        begins_with_no = (spoken[0],) in yes_no_words().no and found[0].start > 1
        return "neither" if begins_with_no and all(_is_denied(match, spoken) for match in found) else None
    there = {match.label for match in found if not _is_denied(match, spoken)}
    if _says_or(spoken) and len(there) < len(found):
        return "neither"  # "no camera or police"
    denied = {match.label for match in found} - there
    if not there:
        return "neither"
    return "both" if not denied else "camera" if "camera" in there else "police"


def _says_or(spoken: tuple[str, ...]) -> bool:
    return any((word,) in gather_plain("evidence", "either") for word in spoken)


def _is_denied(match: Match, spoken: tuple[str, ...]) -> bool:
    before = spoken[max(match.start - _NEAR, 0) : match.start]
    after = spoken[match.end : match.end + 1]
    denies = yes_no_words().negations | {word for (word,) in gather_plain("evidence", "denies")}
    return not denies.isdisjoint(before) or after in yes_no_words().no


@cache
def _phrases() -> Phrases:
    return Phrases({name: gather("evidence", name) for name in ("camera", "police")})
