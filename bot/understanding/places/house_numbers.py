"""Reads the house and flat numbers that stand beside a street's name, and leaves times and counts alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.understanding.places.address_tokens import Token
from bot.understanding.places.address_words import (
    BEFORE_AN_HOUR,
    BLOCK_CUES,
    FLAT_CUES,
    LINKS,
    MAY_FOLLOW_A_HOUSE,
    NOT_BEFORE_A_HOUSE,
    NUMBER_CUES,
)

_CUES = FLAT_CUES | BLOCK_CUES | NUMBER_CUES
_BETWEEN = frozenset(("and", "or", "to", "i", "a", "neu", "lub"))
_MOST_NUMBERS = 3
HOURS = 24
_SPEAKS_OF = frozenset(
    ("its", "is", "it", "this", "was", "writing", "texting", "messaging", "reporting", "report", "complaint", "noise",
     "complain", "complaining", "calling", "trouble", "problem", "worried", "concerned", "something", "you", "hi")
)  # fmt: skip


class Unit(NamedTuple):
    """One number as it was said: "3" of "flat 3"; `cue` is "flat", "block", "number" or empty."""

    value: str
    cue: str = ""
    slash: bool = False


def said(units: Sequence[Unit]) -> str:
    """The numbers as a person would read them back: "flat 3, 12"."""
    return ", ".join(f"{unit.cue} {unit.value}" if unit.cue in ("flat", "block") else unit.value for unit in units)


def beside(tokens: Sequence[Token], start: int, end: int, local: frozenset[str]) -> tuple[Unit, ...]:
    """The numbers said with the name at `tokens[start:end]`, innermost (the flat) first.

    "flat 3, 12 oak road", "12 oak road flat 3" and "oak road 12 flat 3" all give flat 3, 12. `local` holds town
    words that may follow a number ("Elm Court 14 Riverbridge").
    """
    leading = _before(tokens, start)
    trailing = _after(tokens, end, local, only_cued=bool(leading))
    found = leading + trailing
    return tuple(sorted(found, key=lambda unit: {"flat": 0, "block": 1}.get(unit.cue, 2)))


def _before(tokens: Sequence[Token], start: int) -> list[Unit]:
    units: list[Unit] = []
    position = start
    while len(units) < _MOST_NUMBERS:
        step = _one_before(tokens, position, units)
        if step is None:
            break
        unit, position = step
        units.insert(0, unit)
    return units


def _one_before(tokens: Sequence[Token], position: int, inner: list[Unit]) -> tuple[Unit, int] | None:
    """The number that ends just before `position` and where it begins, or None when there is no house number."""
    place, gap, linked = _skip_back(tokens, position - 1)
    value, place = _value_before(tokens, place)
    if not value:
        return None
    cue, place = _cue_before(tokens, place)
    unit = Unit(value, cue, gap == "/")
    if not cue and (value.isalpha() or linked or not _may_be_house(tokens, place, unit, inner, gap)):
        return None
    return unit, place + 1


def _skip_back(tokens: Sequence[Token], place: int) -> tuple[int, str, bool]:
    """Past commas, "the", and "in", "of": the new place, the last pause seen, and whether one of the last was."""
    gap, linked = "", False
    while place >= 0 and (tokens[place].kind == "pause" or tokens[place].text in LINKS or tokens[place].text == "the"):
        if tokens[place].kind == "pause":
            gap = tokens[place].text
        linked = linked or tokens[place].text in LINKS
        place -= 1
    return place, gap, linked


def _value_before(tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """The number or lone letter ending at `place`, "14 a" read as 14a, and the place before it."""
    if place < 0:
        return "", place
    token = tokens[place]
    if token.kind == "number":
        return token.text, place - 1
    if token.kind == "word" and len(token.text) == 1 and token.text.isascii() and place:
        if tokens[place - 1].kind == "number" and tokens[place - 1].text.isdigit():
            return tokens[place - 1].text + token.text, place - 2
        if tokens[place - 1].text in FLAT_CUES | BLOCK_CUES:
            return token.text, place - 1
    return "", place


def _cue_before(tokens: Sequence[Token], place: int) -> tuple[str, int]:
    cue = ""
    while place >= 0 and tokens[place].text in _CUES:
        cue = tokens[place].text if tokens[place].text in FLAT_CUES | BLOCK_CUES else cue or "number"
        place -= 1
    return cue, place


def _may_be_house(tokens: Sequence[Token], place: int, unit: Unit, inner: list[Unit], gap: str) -> bool:
    """Whether a bare number before a name, or before the number `inner`, is a house and no time or count."""
    if place >= 0 and tokens[place].text in NOT_BEFORE_A_HOUSE:
        is_no_hour = tokens[place].text in BEFORE_AN_HOUR and (not unit.value.isdecimal() or int(unit.value) > HOURS)
        if not is_no_hour and not _is_the_matter(tokens, place):
            return False
    if place > 0 and tokens[place].text in _BETWEEN and tokens[place - 1].kind == "number":  # "12 and 14 elm court"
        return False
    if not inner or gap == "/":
        return True
    return place < 0 or (not gap and tokens[place].text not in LINKS)


def _is_the_matter(tokens: Sequence[Token], place: int) -> bool:
    """Whether "about" tells what it is about ("its about 14 elm court"), and no rough count ("at about 2", "about 20
    elm court kids")."""
    return tokens[place].text == "about" and place > 0 and tokens[place - 1].text in _SPEAKS_OF


def _after(tokens: Sequence[Token], end: int, local: frozenset[str], *, only_cued: bool) -> list[Unit]:
    units: list[Unit] = []
    position = end
    while len(units) < _MOST_NUMBERS:
        step = _one_after(tokens, position, local, need_cue=only_cued or bool(units), inner=bool(units))
        if step is None:
            break
        unit, position = step
        units.append(unit)
    return units


def _one_after(
    tokens: Sequence[Token], position: int, local: frozenset[str], *, need_cue: bool, inner: bool
) -> tuple[Unit, int] | None:
    """The number that begins at `position` and where it ends; `inner` when one was found just before it."""
    place, gap = position, ""
    while place < len(tokens) and tokens[place].kind == "pause":
        gap, place = tokens[place].text, place + 1
    cue = ""
    while place < len(tokens) and tokens[place].text in _CUES:
        cue, place = tokens[place].text, place + 1
    value, following = _value_after(tokens, place, cue)
    if not value or (not cue and not ends_address(tokens, following, local)):
        return None
    if need_cue and gap != "/" and cue not in (_CUES if inner else FLAT_CUES | BLOCK_CUES):
        return None
    return Unit(value, cue, gap == "/"), following


def _value_after(tokens: Sequence[Token], place: int, cue: str) -> tuple[str, int]:
    if place >= len(tokens):
        return "", place
    token = tokens[place]
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    if token.kind == "number":
        letter = token.text.isdigit() and len(following) == 1 and following.isascii() and following.isalpha()
        if letter and ends_address(tokens, place + 2, frozenset()):
            return token.text + following, place + 2
        return token.text, place + 1
    is_letter = token.kind == "word" and len(token.text) == 1 and token.text.isascii()
    return (token.text, place + 1) if is_letter and cue in FLAT_CUES | BLOCK_CUES else ("", place)


def ends_address(tokens: Sequence[Token], place: int, local: frozenset[str]) -> bool:
    """Whether what stands at `place` leaves a bare number before it a house number ("Elm Court 3 lads" does not)."""
    if place >= len(tokens) or tokens[place].kind != "word":
        return place >= len(tokens) or tokens[place].kind not in ("number", "other")
    return tokens[place].text in _CUES | MAY_FOLLOW_A_HOUSE | local


def stands_alone(tokens: Sequence[Token], start: int, end: int, local: frozenset[str]) -> bool:
    """Whether "14 elm" at these pieces can only be an address: a house number right before, and nothing counted."""
    return bool(_before(tokens, start)) and ends_address(tokens, end, local)
