"""Owns which kinds of anti-social behaviour the word lists see in a message (REQUIREMENTS R4)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from bot.understanding.normal import words
from bot.understanding.wordlists import Match, Phrases, gather

# The list that landlords benchmark with Housemark (R4). Graver kinds stand first: an exact tie names nobody the winner,
# but the order of `find_kinds` does.
KINDS = (
    "hate", "domestic_abuse", "sexual", "violence", "drugs", "harassment", "other_crime", "vandalism", "alcohol",
    "vehicles", "animals", "rubbish", "garden", "communal", "noise", "not_asb",
)  # fmt: skip
SURE, MAYBE = 3, 1
# A phrase of several words says more than one word does: "dog mess" against "grass".
MOST_FOR_LENGTH = 2
# Where the first stands for certain, words of the others only tell how it happens: a racist shouts, a drunk brawls.
_COVERS: Mapping[str, frozenset[str]] = {
    "hate": frozenset(KINDS) - {"hate", "not_asb", "domestic_abuse"},
    "domestic_abuse": frozenset(("violence", "harassment", "noise", "alcohol", "communal")),
    "violence": frozenset(("harassment", "noise", "alcohol", "communal")),
    "sexual": frozenset(("communal", "noise", "alcohol")),
    "drugs": frozenset(("communal", "alcohol")),
    "animals": frozenset(("communal",)),
    "vandalism": frozenset(("communal", "not_asb")),
    "rubbish": frozenset(("communal", "garden")),
    "alcohol": frozenset(("communal",)),
    "vehicles": frozenset(("communal",)),
}
# "Frightened to go out" is intimidation (`fear`) where no deed is told of; beside drugs or noise it is what these do.
_NO_DEED = ("ignore", "harassment", "not_asb")
READ_AT_MOST = 4000
"""Characters: whatever a longer message says after them is kept for staff, but not read for prefilling answers."""
_NO = frozenset(("no", "without", "dim", "bez", "żadnych", "baghair"))


class Listed(NamedTuple):
    """What the lists see: the one kind that they would choose, or None, and the name of every list that saw something.

    `is_torn` where two kinds are told of for certain, and one as surely as the other.
    """

    kind: str | None
    signs: frozenset[str]
    is_torn: bool


def find_kinds(text: str) -> tuple[str, ...]:
    """Return the kinds that `text` speaks of, likeliest first (codes of R4); empty when it speaks of none."""
    said = words(text[:READ_AT_MOST])
    scores = _score(said, _kind_phrases().find(said))
    return tuple(sorted(scores, key=lambda kind: (-scores[kind], KINDS.index(kind))))


def find_listed_kind(text: str) -> str | None:
    """Return the kind that the lists alone would choose: for an answer of a few words, and what may be a name."""
    return look_up(words(text[:READ_AT_MOST])).kind


def look_up(said: tuple[str, ...]) -> Listed:
    """Return what the lists see in words that `normal.words` has already made plain; no kind when two are as likely."""
    found = _kind_phrases().find(said)
    scores = _score(said, found)
    ranked = sorted(scores.values(), reverse=True)
    are_alike = len(ranked) > 1 and ranked[1] == ranked[0]
    kind = None if not ranked or ranked[0] < 2 * MAYBE or are_alike else max(scores, key=lambda one: scores[one])
    signs = frozenset((f"chosen {kind}", *(match.label for match in found)))
    return Listed(kind, signs, are_alike and ranked[0] >= SURE)


def _score(said: tuple[str, ...], found: Sequence[Match]) -> dict[str, int]:
    """Return the points of every kind that is spoken of, those left out that a graver one covers."""
    points: dict[str, int] = {}
    certain: set[str] = set()
    told = any(match.label.endswith(" sure") and not match.label.startswith(_NO_DEED) for match in found)
    for kind, worth in _weigh((match for match in found if not (told and match.label.endswith(" fear"))), said):
        points[kind] = points.get(kind, 0) + worth
        if worth >= SURE:
            certain.add(kind)
    covered = frozenset[str]().union(*(_COVERS.get(kind, ()) for kind in certain))
    return {kind: score for kind, score in points.items() if kind not in covered and _counts(kind, certain)}


def _counts(kind: str, certain: set[str]) -> bool:
    """Say whether `kind` counts: a repair is only asked for where nothing anti-social is told of for certain."""
    return kind != "not_asb" or certain <= {"not_asb"}


def _weigh(found: Iterable[Match], said: tuple[str, ...]) -> Iterable[tuple[str, int]]:
    """Return the kind and worth of every different phrase; said three times is not thrice as sure."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for match in found:
        kind, _, strength = match.label.partition(" ")
        key = (kind, said[match.start : match.end])
        if kind != "ignore" and key not in seen and not _denied(match, said):
            seen.add(key)
            yield kind, (MAYBE if strength == "maybe" else SURE + min(match.length - 1, MOST_FOR_LENGTH))


def _denied(match: Match, said: tuple[str, ...]) -> bool:
    """Say whether "no" stands right before: "no weapons, no fighting, just loud"."""
    return match.start > 0 and said[match.start - 1] in _NO


@cache
def _kind_phrases() -> Phrases:
    labelled = {f"{kind} {strength}": gather("kinds", kind, strength)
                for kind in (*KINDS, "ignore") for strength in ("sure", "maybe", "fear")}  # fmt: skip
    return Phrases(labelled)
