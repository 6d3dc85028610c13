"""Owns how a house or flat number that we have wrong is put right: "no I meant 16", "not 14, number 16"."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from bot.understanding.normal import words
from bot.understanding.places.address_tokens import Token, cut
from bot.understanding.places.address_words import FLAT_CUES, NOT_BEFORE_A_HOUSE, NUMBER_CUES, SMALL_NUMBERS, TENS
from bot.understanding.wordlists import gather, gather_plain
from bot.understanding.yes_no import yes_no_words

_MOST_PIECES = 24  # in a longer message numbers belong to the story
_LONGEST = 6  # words of a listed phrase
_SPELT = frozenset((*SMALL_NUMBERS, *TENS))
_NO_HOUSE_BEFORE = NOT_BEFORE_A_HOUSE | {"for", "first", "at"}


class Number(NamedTuple):
    """The number that is right, as it is said: "16", "flat 2", "flat 2, 16".

    `flat_only`: a flat and no house; `adds`: to what we have ("yes but its flat 2"); `alone`: nothing else is said;
    `slip`: something said before is called wrong, or the wrong one stands beside it.
    """

    said: str
    flat_only: bool
    adds: bool
    alone: bool
    slip: bool


class _Unit(NamedTuple):
    start: int
    end: int
    value: str
    is_flat: bool
    cued: bool


def hear_right_number(said: str, before: str) -> Number | None:
    """Hear the number that the resident puts in place of the one in the address `before`; None when there is none.

    A number said not to be it ("not 14", "14 is me"), the one we have, times and counts are none; nor are two houses.
    "I said 12" tells of the wrong one where another is named ("its 16"), and else of the right one.
    """
    pieces = [one for one in cut(said) if one.kind not in ("pause", "stop")]
    if len(pieces) > _MOST_PIECES or any(one.kind == "postcode" for one in pieces):
        return None
    units = _units(pieces)
    if not units:
        return None
    alone = _says_no_more(pieces, units)
    ours = {unit.value for unit in _units(cut(before))}
    open_to = [unit for unit in units if unit.value not in ours and not _is_denied(pieces, unit)]
    right = [unit for unit in open_to if not _ends_in(pieces[: unit.start], "told_before")] or open_to
    cued = [unit for unit in right if unit.cued or _ends_in(pieces[: unit.start], "cue")]
    meant = cued or (right if alone else [])
    flats, houses = [one.value for one in meant if one.is_flat], [one.value for one in meant if not one.is_flat]
    if not meant or len(flats) > 1 or len(houses) > 1:
        return None
    spoken = ", ".join((*(f"flat {one}" for one in flats), *houses))
    adds = tuple(words(said)[:1]) in yes_no_words().yes
    return Number(spoken, not houses, adds, alone, len(right) < len(units) or _speaks_of_a_slip(pieces))


def says_it_is_wrong(said: str) -> bool:
    """Say whether the whole message tells that the address we have is wrong, and gives no other."""
    spoken = words(said)
    while spoken and spoken not in _whole() and (*spoken[:1],) in _before_it():
        spoken = spoken[1:]
    return spoken in _whole()


def said_besides(said: str, address: str) -> int:
    """Return how many words a message has besides this address and those that only put an address right, which is none
    in "no its 9 mill lane after all"."""
    texts, named = tuple(one.text for one in cut(said) if one.kind not in ("pause", "stop")), {*words(address)}
    at = besides = 0
    while at < len(texts):
        step = _known(texts[at : at + _LONGEST])
        besides += not step and texts[at] not in named
        at += step or 1
    return besides


def may_hold_number(said: str) -> bool:
    """Say whether a number may stand in it, in digits or spelt: seen at a glance, where most messages have none."""
    return any(map(str.isdecimal, said)) or not _SPELT.isdisjoint(said.lower().split())


def is_elsewhere(said: str) -> bool:
    """Say whether a number in it is one where it does not happen: "I live at 9 Mill Lane", "not at 9 Mill Lane"."""
    if not may_hold_number(said):
        return False
    pieces = [one for one in cut(said) if one.kind not in ("pause", "stop")]
    return any(_is_denied(pieces, unit) for unit in _units(pieces))


def without_denied(said: str, before: str) -> str:
    """Return a message without the address that it says is not right: "its 9 mill lane not 14 elm court", where that is
    what we have; as it is where it denies nothing of it."""
    if not may_hold_number(said):
        return said
    pieces = [one for one in cut(said) if one.kind not in ("pause", "stop")]
    ours = {piece.text for piece in cut(before)}
    denied: set[int] = set()
    for unit in _units(pieces):
        end = unit.end
        while end < len(pieces) and pieces[end].text in ours:
            end += 1
        if unit.value in ours and (_is_denied(pieces, unit) or _is_denied(pieces, unit._replace(end=end))):
            denied |= {*range(unit.start, end)}
    return " ".join(piece.text for at, piece in enumerate(pieces) if at not in denied) if denied else said


@cache
def _whole() -> frozenset[tuple[str, ...]]:
    return gather_plain("correction", "whole")


@cache
def _before_it() -> frozenset[tuple[str, ...]]:
    return gather_plain("second_thoughts", "opens") | gather_plain("second_thoughts", "beside")


def _units(pieces: Sequence[Token]) -> list[_Unit]:
    """The numbers that may be doors, each with where it and the "flat" or "number" before it stand."""
    units = []
    for place, piece in enumerate(pieces):
        start = place
        while start and pieces[start - 1].text in FLAT_CUES | NUMBER_CUES:
            start -= 1
        spoken = {one.text for one in pieces[start:place]}
        is_flat = bool(FLAT_CUES & spoken)
        lettered = is_flat and piece.kind == "word" and len(piece.text) == 1 and piece.text.isascii()
        if lettered or (piece.kind == "number" and _may_be_door(pieces, start, place, bool(spoken))):
            opens = {"number"} & spoken and start == 0  # "no 14" may be "no, 14"
            units.append(_Unit(start, place + 1, piece.text, is_flat, bool(spoken) and not opens))
    return units


def _may_be_door(pieces: Sequence[Token], start: int, place: int, cued: bool) -> bool:
    """Whether a number is no time and no count."""
    after = tuple(one.text for one in pieces[place + 1 : place + 1 + _LONGEST])
    before = pieces[start - 1].text if start else ""
    if any(after[:size] in _listed("counted") for size in range(1, len(after) + 1)):
        return False
    return cued or before not in _NO_HOUSE_BEFORE or _ends_in(pieces[:start], "cue", "not_before", "told_before")


def _is_denied(pieces: Sequence[Token], unit: _Unit) -> bool:
    texts = tuple(one.text for one in pieces)
    after = texts[unit.end : unit.end + _LONGEST]
    follows = any(after[:size] in _listed("not_after") for size in range(1, len(after) + 1))
    return follows or _ends_in(pieces[: unit.start], "not_before")


def _speaks_of_a_slip(pieces: Sequence[Token]) -> bool:
    texts = tuple(one.text for one in pieces)
    return any(texts[at : at + len(phrase)] == phrase for phrase in _listed("slip") for at in range(len(texts)))


def _ends_in(pieces: Sequence[Token], *names: str) -> bool:
    """Whether what stands before a number ends in one of these phrases, the longest deciding."""
    last = tuple(one.text for one in pieces[-_LONGEST:])
    every = {name: _longest_end(last, name) for name in ("cue", "not_before", "told_before")}
    longest = max(every.values())
    return longest > 0 and any(every[name] == longest for name in names)


def _longest_end(last: tuple[str, ...], name: str) -> int:
    return next((size for size in range(len(last), 0, -1) if last[-size:] in _listed(name)), 0)


def _says_no_more(pieces: Sequence[Token], units: Sequence[_Unit]) -> bool:
    """Whether nothing is said beside the numbers but that they are put right."""
    at, doors = 0, {unit.end - 1 for unit in units}
    texts = tuple(one.text for one in pieces)
    while at < len(texts):
        step = 1 if at in doors else _known(texts[at : at + _LONGEST])
        if not step:
            return False
        at += step
    return bool(units)


def _known(ahead: tuple[str, ...]) -> int:
    return next((size for size in range(len(ahead), 0, -1) if ahead[:size] in _fillers()), 0)


@cache
def _listed(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(one.text for one in cut(phrase)) for phrase in gather("correction", name))


@cache
def _fillers() -> frozenset[tuple[str, ...]]:
    beside = frozenset((cue,) for cue in FLAT_CUES | NUMBER_CUES)
    return beside.union(*(_listed(name) for name in ("around", "cue", "not_before", "told_before", "not_after")))
