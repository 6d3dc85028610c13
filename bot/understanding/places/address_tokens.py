"""Cuts a message into the pieces an address is read from: words, house numbers, postcodes, pauses and times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from bot.understanding.places.address_words import AFTER_POLISH_TEN, CANONICAL, SMALL_NUMBERS, TENS

Kind = Literal["word", "number", "postcode", "pause", "stop", "other"]

#: Longer than any message a resident can send; what lies beyond is not read.
LONGEST: Final = 12_000

_POSTCODE_SHAPE: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})")
_PIECES: Final = re.compile(
    r"""
    (?P<postcode>(?<![^\W_])[a-z]{1,2}[0-9][a-z0-9]?\ {0,2}[0-9](?!am|pm)[a-z]{2}(?![^\W_])(?!\ +floor))
  | (?P<other>[0-9]{1,2}[:.][0-9]{2}(?:\ ?[ap]m)?(?![^\W_]) | [0-9]+\ ?[ap]\.?m(?![^\W_])
      | [£$€+]\ ?[0-9]+ | [0-9]+\ ?% | [0-9]{5,})
  | (?P<ordinal>[0-9]+(?:st|nd|rd|th)(?![^\W_]))
  | (?P<number>[0-9]{1,4}-[0-9]{1,4}(?![^\W_]) | [0-9]{1,4}(?:-?[a-z](?![^\W_])|))
  | (?P<word>[^\W\d_]+|&)
  | (?P<pause>[,;()\n/\-–—\#:،])
  | (?P<stop>[.!?…۔।]+)
    """,
    re.VERBOSE,
)
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_DROPPED: Final = frozenset({"Mn", "Me", "Cf"})


class Token(NamedTuple):
    """One piece: its kind and its tidied text ("court", "14a", "XR1 2AB", ",")."""

    kind: Kind
    text: str


def tidy_postcode(text: str) -> str | None:
    """`text` written as "AB1 2CD", or None when it has not the shape of a UK postcode."""
    match = _POSTCODE_SHAPE.fullmatch(text.strip().upper())
    return f"{match[1]} {match[2]}" if match else None


def fold(text: str) -> str:
    """`text` in small letters, without accents, apostrophes or invisible marks, every script's digits as 0-9."""
    text = text[:LONGEST]
    if not text.isascii():
        text = "".join(_plain(char) for char in unicodedata.normalize("NFKD", text))
    return _DRAWN_OUT.sub(r"\1\1", text.lower().replace("'", "").replace("’", "").replace("`", ""))


def _plain(char: str) -> str:
    if char < "\x80":
        return char
    if unicodedata.category(char) in _DROPPED:
        return ""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def cut(text: str) -> list[Token]:
    """The pieces of a message in order; never raises, whatever the text."""
    return list(_join_number_words(_pieces(fold(text))))


def _pieces(text: str) -> Iterator[Token]:
    before = ""
    for match in _PIECES.finditer(text):
        token = _token(match.lastgroup or "", match.group())
        if not (token.kind == "stop" and before in ("number", "flat", "street")):  # "no. 14", "Elm St. 14"
            yield token
        before = token.text


def _token(group: str, text: str) -> Token:
    if group == "word":
        return Token("word", CANONICAL.get(text, text))
    if group == "number":
        return Token("number", tidy_number(text))
    if group == "postcode":
        return Token("postcode", tidy_postcode(text) or text)
    if group == "ordinal":
        word = CANONICAL.get(text)
        return Token("word", word) if word else Token("other", text)
    return Token("pause" if group == "pause" else "stop" if group == "stop" else "other", text)


def tidy_number(text: str) -> str:
    """A house number without leading noughts or a hyphen before its letter: "014-A" is "14a"."""
    text = text.lower()
    if text[-1].isalpha():
        text = text.replace("-", "")
    return text.lstrip("0") or "0"


def _join_number_words(tokens: Iterator[Token]) -> Iterator[Token]:
    """The same pieces with "twenty one" as 21; "no one" and "one of" are people, not houses."""
    pieces = list(tokens)
    position = 0
    while position < len(pieces):
        value, length = _spelt(pieces, position)
        yield Token("number", str(value)) if length else pieces[position]
        position += length or 1


def _spelt(pieces: list[Token], start: int) -> tuple[int, int]:
    """The number spelt from `start` and how many pieces it takes; (0, 0) when there is none."""
    value, length = _below_hundred(pieces, start)
    if not 0 < value < 10 or _text(pieces, start + 1) != "hundred":
        return value, length
    begins = start + (3 if _text(pieces, start + 2) == "and" else 2)
    more, further = _below_hundred(pieces, begins)
    return (value * 100 + more, begins - start + further) if further else (value * 100, 2)


def _below_hundred(pieces: list[Token], start: int) -> tuple[int, int]:
    word = _text(pieces, start)
    if word in SMALL_NUMBERS:
        is_none = word == "one" and _is_about_people(pieces, start)
        is_polish = word == "ten" and _text(pieces, start + 1) in AFTER_POLISH_TEN
        return (0, 0) if is_none or is_polish else (SMALL_NUMBERS[word], 1)
    if word not in TENS:
        return 0, 0
    step = 2 if _text(pieces, start + 1) == "-" else 1
    unit = SMALL_NUMBERS.get(_text(pieces, start + step), 0)
    return (TENS[word] + unit, step + 1) if 0 < unit < 10 else (TENS[word], 1)


def _is_about_people(pieces: list[Token], start: int) -> bool:
    return (start > 0 and pieces[start - 1].text == "number") or _text(pieces, start + 1) == "of"


def _text(pieces: list[Token], position: int) -> str:
    return pieces[position].text if position < len(pieces) else ""
