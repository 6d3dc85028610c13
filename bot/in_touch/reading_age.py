"""How old somebody must be to read English words with ease: a hint for staff who write to residents (L3). Pure."""

from __future__ import annotations

import re

EASY = 11
"""Years: what we write is read with ease at nine to eleven."""
YOUNGEST, OLDEST = 5, 18


def reading_age(said: str) -> int:
    """The age in years, by the Automated Readability Index: long words and long sentences raise it."""
    words = re.findall(r"\w[\w'’-]*", said)
    if not words:
        return YOUNGEST
    sentences = max(1, len([one for one in re.split(r"[.!?:]+(?:\s|$)", said) if one.strip()]))
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43
    return max(YOUNGEST, min(OLDEST, round(grade) + 5))
