"""Hears that somebody has no telephone or e-mail, or does not want us to know it: nobody is pressed (R9)."""

from functools import cache

from bot.understanding.names import hear_reserve
from bot.understanding.normal import words
from bot.understanding.wordlists import Phrases, gather, gather_plain

MOST_WORDS = 14  # in a longer message somebody tells us more


def will_not_be_reached(said: str) -> bool:
    """Say whether a short answer to "how can we reach you?" is that we cannot, or shall not."""
    spoken = words(said[:300])
    return len(spoken) <= MOST_WORDS and (hear_reserve(said) == "anonymous" or bool(_refusals().find(spoken)))


def is_not_to_be_used(beside: str) -> bool:
    """Say whether the words beside a number take it back: "not ... thats his", "dont use ..."."""
    spoken = words(beside[:300])
    return spoken[:1] in gather_plain("reach", "not_this_begins") or bool(_not_these().find(spoken))


@cache
def _not_these() -> Phrases:
    return Phrases({"not this": gather("reach", "not_this")})


@cache
def _refusals() -> Phrases:
    return Phrases({"refused": gather("reach", "refused")})
