"""Owns which one kind of anti-social behaviour a report is about, where that can be told (REQUIREMENTS R3, R4)."""

from bot.understanding.kinds.likeness import NONE, likeliest
from bot.understanding.kinds.listed import READ_AT_MOST, Listed, look_up
from bot.understanding.normal import words

ENOUGH, ENOUGH_TOGETHER = 0.52, 0.38
"""How likely a kind must be, and how likely one that the word lists choose too; else the resident is asked, which costs
a question where a wrong kind costs a correction."""
FEW_WORDS = 10
"""So short a message that tells of two kinds for certain may be about both; a longer one has more to weigh."""


def find_kind(text: str) -> str | None:
    """Return the one kind (a code of R4) that `text` is about, or None when that is unsure or nothing is told of."""
    return choose_kind(text, words(text[:READ_AT_MOST]))


def choose_kind(text: str, said: tuple[str, ...]) -> str | None:
    """Return what `find_kind` does, for a text whose words `normal.words` has already made plain."""
    listed = look_up(said)
    if _is_for_the_lists(said, listed):
        return listed.kind
    return decide(said, listed, *likeliest(text[:READ_AT_MOST], listed.signs))


def decide(said: tuple[str, ...], listed: Listed, likeliest: str, chance: float) -> str | None:
    """Return the kind that these words are about by what the lists see, what they read most like, and how much so."""
    if _is_for_the_lists(said, listed):
        return listed.kind
    enough = ENOUGH_TOGETHER if likeliest == listed.kind else ENOUGH
    return likeliest if likeliest != NONE and chance >= enough else None


def _is_for_the_lists(said: tuple[str, ...], listed: Listed) -> bool:
    """Say whether they decide alone: "dogs" may bark, foul or bite."""
    return len(said) < 2 or (listed.is_torn and len(said) <= FEW_WORDS)
