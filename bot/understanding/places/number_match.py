"""Decides which homes of a street have exactly the house and flat numbers that were said (REQUIREMENTS R6)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Literal

from bot.understanding.places.house_numbers import Unit

Wants = Literal["", "number", "flat"]

_FLAT_OF_MANY = _FLAT_UNSAID = 5.0
#: More flats of one number than this are asked about, not listed.
_MOST = 5


def match_numbers(
    homes: Sequence[tuple[str, int]], units: tuple[Unit, ...], *, block: bool
) -> tuple[dict[int, float], Wants]:
    """The homes with exactly these numbers, each with what to take off its score, and what else must be asked for.

    `homes` are (numbers as "3/12", position); `block` says that a bare number may be a flat's.
    """
    if not units:
        unnumbered = {position: 0.0 for numbers, position in homes if not numbers}
        return (unnumbered, "") if len(unnumbered) == len(homes) == 1 else ({}, "number")
    wanted = _spellings(units)
    exact = {position: 0.0 for numbers, position in homes if numbers in wanted}
    if exact:
        return exact, ""
    if any(unit.cue == "block" for unit in units):
        return match_numbers(homes, tuple(unit for unit in units if unit.cue != "block"), block=block)
    if len(units) > 1:
        return {}, ""
    return _incomplete(homes, units[0], block)


def _spellings(units: tuple[Unit, ...]) -> set[str]:
    """The ways a register may write these numbers: 12b is also flat b at 12, and "12/3" is said both ways round, but
    not "flat 3/12"."""
    values = [value for unit in units for value in unit.value.split("-")]
    ways = {"/".join(unit.value for unit in units)}
    has_flat = any(unit.cue == "flat" for unit in units)
    if any((unit.slash and not has_flat) or unit.cue == "block" or "-" in unit.value for unit in units):
        ways.update("/".join(order) for order in permutations(values[:_MOST]))
    if len(values) == 1 and values[0][-1].isalpha() and values[0][:-1]:
        ways.add(f"{values[0][-1]}/{values[0][:-1]}")
    if len(values) == 2 and values[0].isalpha() and values[1].isdigit():
        ways.add(values[1] + values[0])
    return ways


def _incomplete(homes: Sequence[tuple[str, int]], unit: Unit, block: bool) -> tuple[dict[int, float], Wants]:
    """Homes when only the house number of a building of flats, or only the flat number, was said."""
    building = {position: 0.0 for numbers, position in homes if numbers.endswith("/" + unit.value)}
    if building and unit.cue != "flat":
        return (building, "flat") if len(building) > 1 else (dict.fromkeys(building, _FLAT_UNSAID), "")
    if unit.cue == "flat" or block:
        flats = {place: _FLAT_OF_MANY for numbers, place in homes if numbers.startswith(unit.value + "/")}
        return flats, "number" if len(flats) > _MOST else ""
    return {}, ""
