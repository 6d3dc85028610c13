"""Owns for whom somebody reports: for themselves, for somebody else, or as one of the landlord's own people (R8)."""

from functools import cache
from typing import Literal, NamedTuple

from bot.understanding.kinds.listed import find_listed_kind
from bot.understanding.normal import words
from bot.understanding.wishes import drop_polite_words
from bot.understanding.wordlists import Match, Phrases, gather, gather_plain, is_made_up_of

_MOST_WORDS = 12
_LONGEST_RELATION = 3  # words: "mother in law"
_READ_AT_MOST = 1000
_SOMEBODY = frozenset(("him", "her", "them", "someone", "somebody", "another", "mr", "mrs", "ms", "miss"))


class Behalf(NamedTuple):
    """Who reports, and for whom in the resident's own words ("my dad, Tom"); `who` is empty where it is not told.

    `group`: for themselves and others alike, "everyone in the block" (R13).
    """

    sort: Literal["self", "other", "staff"]
    who: str = ""
    group: bool = False


def hear_behalf(said: str) -> Behalf | None:
    """Hear the answer to "Who are you reporting for?", beyond the words of its options; None for anything else."""
    spoken = words(said[:200])
    plain = drop_polite_words(spoken)
    if is_made_up_of(plain, gather_plain("behalf", "self"), gather_plain("behalf", "beside")):
        return Behalf("self")
    if not plain or len(plain) > _MOST_WORDS or "?" in said or find_listed_kind(said):
        return None
    found = {match.label for match in _phrases().find(plain)}
    if "staff" in found:
        return Behalf("staff")
    if "everyone" in found:
        return Behalf("self", group=True)
    if "with_me" in found:
        return Behalf("self")
    if _my_relation(plain) is not None:
        return Behalf("other", _without_for(said))
    return Behalf("other") if "helper" in found else None


def find_behalf(text: str) -> Behalf | None:
    """Find in a report for whom it is made: "reporting for my mum", "this is Dave the caretaker"; else None."""
    said = words(text[:_READ_AT_MOST])
    found = _story_phrases().find(said)
    if any(match.label == "works_here" and _speaks_of_self(match, said) for match in found):
        return Behalf("staff")
    for match in found:
        after = said[match.end : match.end + 1 + _LONGEST_RELATION]
        size = _my_relation(after) if after[:1] == ("my",) else None
        if match.label == "for_whom" and (size or _is_somebody(said[match.end - 1], after)):
            return Behalf("other", " ".join(after[:size]) if size else "")
    return Behalf("other") if any(match.label == "helping" for match in found) else None


def _speaks_of_self(match: Match, said: tuple[str, ...]) -> bool:
    """Say whether "the caretaker" is who writes ("this is Dave the caretaker"), not who is told of."""
    spoken = said[match.start : match.end]
    return spoken[0] != "the" or (match.start <= 4 and bool({"this", "its", "im", "am"} & set(said[: match.start])))


def _is_somebody(last: str, after: tuple[str, ...]) -> bool:
    """Say whether a person follows: "reporting for him", but not "reporting for years" or "on behalf of me"."""
    if last == "for":
        return bool(after) and after[0] in _SOMEBODY
    return not after or after[0] not in {"me", "myself", "us", "ourselves"}


def _my_relation(said: tuple[str, ...]) -> int | None:
    """Return how many words "my mum" takes at the beginning ("for my mum" counts from "my"), None where it is not."""
    start = said.index("my") if "my" in said[:4] and "me" not in said[:3] else -1
    if start < 0:
        return None
    return next((1 + size for size in range(_LONGEST_RELATION, 0, -1)
                 if said[start + 1 : start + 1 + size] in gather_plain("behalf", "relation")), None)  # fmt: skip


def _without_for(said: str) -> str:
    """The person alone: "its for my dad, Tom" is "my dad, Tom"."""
    at = said.casefold().find("my ")
    return said[max(at, 0) :].strip().rstrip(".!")


@cache
def _phrases() -> Phrases:
    return Phrases({label: gather("behalf", label) for label in ("helper", "staff", "everyone", "with_me")})


@cache
def _story_phrases() -> Phrases:
    return Phrases({label: gather("behalf", label) for label in ("for_whom", "helping", "works_here")})
