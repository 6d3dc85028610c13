"""Owns what sounds like a question of the resident's own: "will he be evicted", "how long does it take?"."""

from functools import cache

from bot.understanding.normal import words
from bot.understanding.wishes import drop_polite_words
from bot.understanding.wordlists import gather_plain

_MOST_WORDS = 20
_LONGEST_OPENING = 4  # words
_MARKS = ("?", "؟")


def asks_something(text: str) -> bool:
    """Say whether a short message asks us something: by how it begins, or with a question mark by less.

    "The lad from number 9?" is an answer, and "how the door was kicked in" tells something.
    """
    said = _without_beside(drop_polite_words(words(text[:200])))
    if not said or len(said) > _MOST_WORDS:
        return False
    marked = text.rstrip(" .!").endswith(_MARKS)
    return _begins(said, "opens") or (marked and (_begins(said, "opens_with_mark") or _holds(said)))


def _without_beside(said: tuple[str, ...]) -> tuple[str, ...]:
    """ "But", "ok and" do not begin it."""
    while size := next((size for size in (2, 1) if said[:size] in _phrases("beside")), 0):
        said = said[size:]
    return said


def _begins(said: tuple[str, ...], name: str) -> bool:
    phrases = _phrases(name)
    return any(said[:size] in phrases for size in range(1, _LONGEST_OPENING + 1))


def _holds(said: tuple[str, ...]) -> bool:
    """Whether a word that asks stands anywhere in it: in Urdu it follows what is asked after."""
    return any((word,) in _phrases("holds_with_mark") for word in said)


@cache
def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    return gather_plain("questions", name)
