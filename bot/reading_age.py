"""The reading age of some English sentences, by the Automated Readability Index (L3): residents' words are 9 to 11."""

import re

HARD = 12
"""From this age on an officer is asked to say it more simply."""


def reading_age(said: str) -> int:
    """The age in years at which most can read it: the index of Senter and Smith (1967), a school grade, and five years.

    It is one line of arithmetic; the library that the tests hold it against would cost every installation 30 MB.
    """
    words = re.findall(r"[\w'-]+", said)
    if not words:
        return 5
    letters = sum(character.isalnum() for character in said)
    sentences = max(1, len(re.findall(r"[.!?]+(?:\s|$)", said)))
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43
    return max(5, round(grade) + 5)
