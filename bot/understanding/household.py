"""Owns whether somebody tells us who at home is more at risk: ill, disabled, old or very young (REQUIREMENTS C2)."""

import re
from functools import cache
from typing import Final

from bot.understanding.normal import split
from bot.understanding.wordlists import Phrases, gather
from bot.understanding.yes_no import yes_no_words

# "Im 78", "she is 3", "aged 81"; not "flat 78".
_AGE: Final = re.compile(r"\b(?:im|i'm|i am|is|hes|he's|shes|she's|aged?|turned)\s+(?P<years>\d{1,3})\b", re.IGNORECASE)
_OLD: Final = 65
_SMALL: Final = 5
_MOST_WORDS: Final = 14


def tells_of_more_at_risk(said: str) -> bool:
    """Say whether an answer names somebody like that, and denies nothing: "my partner is disabled", "im 78"."""
    spoken = split(said)
    if len(spoken) > _MOST_WORDS or _named("nobody").find(spoken) or not yes_no_words().negations.isdisjoint(spoken):
        return False
    ages = (int(found["years"]) for found in _AGE.finditer(said))
    return bool(_named("at_risk").find(spoken)) or any(years >= _OLD or years <= _SMALL for years in ages)


@cache
def _named(who: str) -> Phrases:
    return Phrases({who: gather("household", who)})
