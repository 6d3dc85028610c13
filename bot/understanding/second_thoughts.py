"""Hears that somebody puts right what they said before: "sorry, only at weekends", "I meant no"."""

from typing import NamedTuple

from bot.understanding.normal import words
from bot.understanding.wordlists import gather_plain

_LONGEST = 4  # words of a listed phrase


class SecondThought(NamedTuple):
    """What is said in place of what was said before; `takes_back` where that is plain even if it is a mere "no"."""

    said: str
    takes_back: bool


def hear_second_thought(text: str) -> SecondThought | None:
    """Return what follows "sorry", "no wait" or "I meant"; None where no such words begin the message."""
    said = words(text[:200])
    begun, takes_back, after = False, False, said
    while said:
        means, opens = _begins_with(said, "means"), _begins_with(said, "opens")
        size = max(means, opens, _begins_with(said, "beside"))
        if not size:
            break
        if size in (means, opens):
            begun, takes_back, after = True, takes_back or size == means, said[size:]
        said = said[size:]
    return SecondThought(" ".join(said or after), takes_back) if begun else None


def names_somebody(said: str) -> bool:
    """Say whether the words speak of people, as an answer to who it is does."""
    return any((word,) in gather_plain("second_thoughts", "people") for word in words(said))


def _begins_with(said: tuple[str, ...], name: str) -> int:
    """How many words at the beginning are one of these phrases."""
    phrases = gather_plain("second_thoughts", name)
    return next((size for size in range(_LONGEST, 0, -1) if len(said) >= size and said[:size] in phrases), 0)
