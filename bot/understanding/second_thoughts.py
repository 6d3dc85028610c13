"""Hears that somebody puts right what they said before: "sorry, only at weekends"."""

from bot.understanding.normal import words
from bot.understanding.wordlists import gather_plain

_LONGEST = 4  # words of a listed phrase


def without_opening(text: str) -> str:
    """Return what is said after "sorry", "no wait" or "I meant"; nothing where no such words begin the message."""
    said, takes_back = words(text[:200]), False
    while said:
        opens = _begins_with(said, "opens")
        size = opens or _begins_with(said, "beside")
        if not size:
            break
        said, takes_back = said[size:], takes_back or opens > 0
    return " ".join(said) if takes_back else ""


def _begins_with(said: tuple[str, ...], name: str) -> int:
    """How many words at the beginning are one of these phrases."""
    phrases = gather_plain("second_thoughts", name)
    return next((size for size in range(_LONGEST, 0, -1) if len(said) >= size and said[:size] in phrases), 0)
