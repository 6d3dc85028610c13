"""Hears that somebody has no telephone or e-mail, or does not want us to know it: nobody is pressed (R9)."""

from functools import cache

from bot.understanding.names import hear_reserve
from bot.understanding.normal import words
from bot.understanding.wordlists import Phrases, gather

MOST_WORDS = 14  # in a longer message somebody tells us more


def will_not_be_reached(said: str) -> bool:
    """Say whether a short answer to "how can we reach you?" is that we cannot, or shall not."""
    spoken = words(said[:300])
    return len(spoken) <= MOST_WORDS and (hear_reserve(said) == "anonymous" or bool(_refusals().find(spoken)))


@cache
def _refusals() -> Phrases:
    return Phrases({"refused": gather("reach", "refused")})
