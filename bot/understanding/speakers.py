"""Owns whether somebody who is named to speak for a resident is a child; a child is never the interpreter (R8)."""

import re

from bot.understanding.normal import normalise, words
from bot.understanding.wordlists import Phrases, gather

GROWN_UP = 18
_AGE = re.compile(r"\b(?:aged?|is|hes|shes|turns|of) (\d{1,2})\b|\b(\d{1,2}) ?(?:years?|yrs?|yo|y o|mis\b|lat)\b")


def names_child(text: str) -> bool:
    """Say whether the words name a child: "my daughter, she is 10", "my little boy"; an age tells more than a word."""
    ages = [int(one or other) for one, other in _AGE.findall(" ".join(words(normalise(text)[:200])))]
    if ages:
        return min(ages) < GROWN_UP
    return bool(Phrases({"child": gather("speakers", "child")}).find(words(text[:200])))
