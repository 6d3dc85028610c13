"""Owns the plain form of a message that every recogniser compares: one case, one alphabet form, no decoration.

The resident's own words are never changed by this; it is only for looking things up (REQUIREMENTS R2).
"""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = [
    0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF,
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
]  # fmt: skip
# Latin accents, Arabic vowel signs and tatweel, Hebrew-style points, variation selectors, and the nuktas that
# people leave out when typing Panjabi, Bengali and Gujarati. Other Indic signs are vowels and must stay.
_DROPPED = [
    *range(0x0300, 0x0370), 0x0640, *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E9),
    *range(0x06EA, 0x06EE), *range(0xFE00, 0xFE10), 0x09BC, 0x0A3C, 0x0ABC,
]  # fmt: skip
_FOLDED = {
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h",
    "ي": "ی", "ى": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه",
    "ۂ": "ه", "ٱ": "ا", "ں": "ن", "ۓ": "ے", "ۆ": "و",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "ʹ": "'", "`": "'", "´": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "−": "-", "‑": "-", "…": "...", "।": ".", "॥": ".", "۔": ".", "؟": "?", "،": ",", "؛": ";",
}  # fmt: skip
_ZEROS = (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6)
# Most letters stand for themselves; one that the table does not hold takes several times as long to look up.
_LETTERS: dict[int, int] = {letter: letter for letter in range(0x1000)}
_TABLE: dict[int, int | str | None] = {
    **_LETTERS,
    **dict.fromkeys([*_INVISIBLE, *_DROPPED]),
    **{ord(letter): plain for letter, plain in _FOLDED.items()},
    **{zero + digit: str(digit) for zero in _ZEROS for digit in range(10)},
}
# These must go before NFKD, which would turn a spacing accent into a space and an accent.
_APOSTROPHES: dict[int, int | str] = {**_LETTERS, **{ord(mark): "'" for mark in "´`‘’ʼ′"}}

_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[^\W_](?:[^\W_]|['ऀ-෿])*|[ऀ-෿]+")
ELIDED = re.compile(r"\b(l|d|j|m|t|s|n|c|qu|un|dell|nell|all|dall|sull|jusqu|lorsqu|puisqu|quelqu)'(?=[^\W\d_]{2})")


@lru_cache(256)  # one message is looked at many times in its turn
def normalise(text: str) -> str:
    """Return `text` in lower case without accents, invisible marks or drawn-out letters ("Heeelp!" is "help!").

    Arabic, Urdu and Farsi letters that are typed in several ways become one; digits become 0-9; curly quotes straight.
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_APOSTROPHES))
        plain = unicodedata.normalize("NFC", plain.casefold().translate(_TABLE))
    else:
        plain = plain.replace("`", "'")
    return _LONG_RUN.sub(r"\1", plain)


@lru_cache(256)
def words(text: str) -> tuple[str, ...]:
    """Return the words of `text`, normalised, in order, without punctuation.

    An apostrophe disappears, because half of all people leave it out ("can't" and "cant" are one word); French and
    Italian elisions are taken apart instead ("l'incendie" is "l", "incendie").
    """
    return split(normalise(text))


def split(plain: str) -> tuple[str, ...]:
    """Return the words of text that `normalise` has already made plain."""
    if "'" in plain:
        plain = ELIDED.sub(r"\1 ", plain)
    return tuple(word.replace("'", "") for word in _WORD.findall(plain))
