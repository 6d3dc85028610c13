"""Owns what a report tells in passing: its teller's name, and the reference the police gave (REQUIREMENTS R3)."""

import re
from functools import cache

from bot.understanding.names import read_name
from bot.understanding.wordlists import gather

_READ_AT_MOST = 4000
_REFERENCE = re.compile(
    r"\b(?:crime|police|polic\w*|heddlu|trosedd|incident|cad|101)\b[^.\n]{0,40}?"
    r"\b(?:ref(?:erence)?|number|no|nr|num|numer\w*|rhif|cyfeirnod)\b[.:# ]*(?:is |was |to |yw |hai )?[:#]?\s*"
    r"(?P<given>[A-Z0-9][A-Z0-9/-]*[0-9][A-Z0-9/-]*)",
    re.IGNORECASE,
)
_LEAST_DIGITS = 4  # "police number 101" is none
# With a capital, and not all in capitals: a story in capitals is no name.
_WORD = r"[A-Z\u00c0-\u00de\u0141\u015a\u017b][\w'’.-]*[a-z\u00df-\u00ff\u0142]\w*"


def find_crime_reference(text: str) -> str | None:
    """Return the reference in "police ref is 1234/56", as it is written; None where none is told."""
    for found in _REFERENCE.finditer(text[:_READ_AT_MOST]):
        given = found["given"].rstrip("/-")
        if sum(map(str.isdigit, given)) >= _LEAST_DIGITS:
            return given
    return None


def find_own_name(text: str) -> str | None:
    """Return the name in "this is Sandra Khan at 12 Elm Court"; written with capitals, for a story holds many words."""
    for found in _introductions().finditer(text[:_READ_AT_MOST]):
        if (name := read_name(found["name"])) and len(name.split()) >= _least_words(found["opening"]):
            return name
    return None


def _least_words(opening: str) -> int:
    """ "This is Madness" is no name, "my name is Sandra" is."""
    return 2 if opening.casefold() in map(str.casefold, gather("names", "perhaps_introduces")) else 1


@cache
def _introductions() -> re.Pattern[str]:
    every = (*gather("names", "introduces"), *gather("names", "perhaps_introduces"))
    openings = "|".join(map(re.escape, every))
    return re.compile(rf"(?:^|[\s,.;!-])(?P<opening>(?i:{openings}))\s+(?P<name>{_WORD}(?:\s{_WORD}){{0,2}})")
