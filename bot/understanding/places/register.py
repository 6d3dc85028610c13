"""Finds the home, street or block that a resident means in the landlord's property register (REQUIREMENTS R6)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from bot.understanding.places.address_reading import read_addresses
from bot.understanding.places.address_tokens import Token, cut
from bot.understanding.places.address_words import PLACING, REAL_WORDS, TYPES
from bot.understanding.places.house_numbers import Unit, beside, ends_address, said, stands_alone
from bot.understanding.places.number_match import Wants, match_numbers
from bot.understanding.places.other_scripts import OtherScripts
from bot.understanding.places.own_home import elsewhere, is_own, other_number
from bot.understanding.places.sighting import LEAD, Address, Found, Sighting, Street
from bot.understanding.places.street_names import Name, NameIndex, Spot

#: How sure a match has to be (0..100): in answer to "where?", and in a report that may not name a place at all.
LENIENT, STRICT = 55.0, 70.0
MOST = 5
_POSTCODE_AND_NUMBER = 95.0
_OTHER_POSTCODE, _SLIPPED_POSTCODE, _FAR_POSTCODE = 12.0, 6.0, 25.0
_LEAST_LIKENESS = 55.0
_SHORT_ANSWER = 5
#: "The people at 20, not 18 Elm Court": the second number is not it.
DENIED = re.compile(
    r"\b(\d{1,4}[a-z]?),? (?:and |but )?(?:not|nie|nid) (?:at |in |number |no )?\d{1,4}[a-z]?\b", re.IGNORECASE
)
#: Nobody names more places than this; somebody's pasted page does.
_MOST_READINGS = 40
_SIGHTINGS_KEPT = 16  # one message is looked through several times in its turn


class _Reading(NamedTuple):
    """One name or postcode in the message with the homes it may mean; `among` is every home it covers.

    `own` when the writer says to live there.
    """

    shown: str
    score: float
    units: tuple[Unit, ...]
    homes: dict[int, float]
    among: frozenset[int]
    wants: Wants
    name: Name | None = None
    own: bool = False


class Register:
    """An immutable index of the landlord's homes; safe to share between threads."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        self.addresses = tuple(addresses)
        parts = read_addresses(self.addresses)
        self._names, self._towns = NameIndex(parts.names), parts.towns
        self._scripts = OtherScripts(name.words for name in parts.names)
        self._numbers, self._first = parts.numbers, parts.first
        self._by_postcode: dict[str, list[int]] = defaultdict(list)
        for position, row in enumerate(self.addresses):
            self._by_postcode[row.postcode].append(position)
        self._sight = lru_cache(_SIGHTINGS_KEPT)(self._sight_anew)

    def __len__(self) -> int:
        return len(self.addresses)

    def look(self, text: str) -> Sighting:
        """What an answer to "where is this happening?" means; forgiving, because it will be confirmed. Never raises."""
        return self._sight(text, strict=False)

    def mentions(self, text: str) -> Sighting:
        """The place named somewhere in a whole report; nothing unless an address is plainly meant. Never raises."""
        return self._sight(text, strict=True)

    def find(self, text: str) -> tuple[Found, ...]:
        """The homes `look` sees, best first, at most 5; empty when it sees none, or only a street."""
        return self.look(text).homes

    def block_or_street(self, text: str) -> Street | None:
        """The street or block in "the car park behind Elm Court", whatever numbers stand beside it."""
        tokens = cut(self._scripts.in_latin(text))
        spots = [spot for spot in self._names.spots(tokens) if _is_named(spot, tokens)]
        streets = self._streets([self._reading(spot.name, spot.score, ()) for spot in spots])
        return Sighting(streets=streets).street

    def _sight_anew(self, text: str, *, strict: bool) -> Sighting:
        tokens = cut(DENIED.sub(r"\1", self._scripts.in_latin(text)))
        readings = self._by_name(tokens, strict)
        if not any(reading.homes or reading.units for reading in readings):
            readings = self._by_code(tokens) or readings
        beside = elsewhere(tokens)
        readings, own = self._without_own(readings, tokens, beside)
        if own:
            homes = self._weigh(_agreed(own), tokens, STRICT if strict else LENIENT)
            return Sighting(own=Sighting(homes=homes).home, beside=beside)
        meant = _agreed(readings)
        homes = self._weigh(meant, tokens, STRICT if strict else LENIENT)
        if homes or meant:
            return Sighting(homes=homes)
        readings.sort(key=lambda one: (not one.units, -one.score))
        streets = self._streets(readings)
        wants = readings[0].wants if readings else ""
        missing = said(readings[0].units) if readings and not wants else ""
        return Sighting(streets=streets, wants=wants, missing=missing) if streets else Sighting()

    def _without_own(
        self, readings: list[_Reading], tokens: Sequence[Token], beside: str
    ) -> tuple[list[_Reading], list[_Reading]]:
        """The readings without the writer's own home, unless that is all the message says about a place; and those of
        the own home where the place is only said to be beside it."""
        own = [reading for reading in readings if reading.own]
        others = [reading for reading in readings if not reading.own]
        if others or not own:
            return others, []
        units, name = own[0].units, own[0].name
        number = other_number(tokens, units[0].value) if len(units) == 1 else ""
        if number and name:
            there = self._reading(name, own[0].score, (units[0]._replace(value=number),))
            return [there] if there.homes else [], []
        return ([], own) if beside else (own, [])

    def _by_name(self, tokens: Sequence[Token], strict: bool) -> list[_Reading]:
        readings: dict[tuple[tuple[str, ...], tuple[Unit, ...]], _Reading] = {}
        spots, own = self._names.spots(tokens), set[int]()
        follow = {spot.start - (tokens[spot.start - 1].kind == "pause") for spot in spots if spot.unmistakable}
        for spot in spots:
            units = beside(tokens, spot.start, spot.end, self._towns)
            judge = _is_plain if strict else _is_likely
            if (spot.whole and spot.end in follow) or judge(spot, units, tokens, self._towns):
                key, mine = (spot.name.words, units), _is_own(spot, tokens, own)
                if key not in readings or (readings[key].own and not mine):
                    readings[key] = self._reading(spot.name, spot.score, units)._replace(own=mine)
            if len(readings) >= _MOST_READINGS:
                break
        return list(readings.values())

    def _reading(self, name: Name, score: float, units: tuple[Unit, ...]) -> _Reading:
        homes, wants = match_numbers(name.homes, units, block=name.is_block)
        shown = f"{said(units)} {name.shown}" if wants == "flat" else name.shown
        among = frozenset(homes if wants and homes else (position for _, position in name.homes))
        scored = {} if wants else {position: score - lost for position, lost in homes.items()}
        return _Reading(shown, score, units, scored, among, wants, name)

    def _by_code(self, tokens: Sequence[Token]) -> list[_Reading]:
        """Homes by postcode and number ("14 AB1 2CD"), also with a street's name too mangled to be recognised."""
        readings: dict[tuple[str, tuple[Unit, ...]], _Reading] = {}
        for place, token in enumerate(tokens):
            here = self._by_postcode.get(token.text, ()) if token.kind == "postcode" else ()
            if here and len(readings) < _MOST_READINGS:
                start, heard = _mangled_name(tokens, place)
                units = beside(tokens, start, place + 1, self._towns)
                reading = self._code_reading(token.text, here, units, heard)
                mine = is_own(tokens, start, place + 1)
                readings.setdefault((token.text, units), reading._replace(own=mine))
        return list(readings.values())

    def _code_reading(self, code: str, here: Sequence[int], units: tuple[Unit, ...], heard: str) -> _Reading:
        homes, wants = match_numbers([(self._numbers[position], position) for position in here], units, block=False)
        scored: dict[int, float] = {}
        for position in () if wants else homes:
            name = self._first[position]
            likeness = ratio(heard, " ".join(name.words)) if heard and name else _POSTCODE_AND_NUMBER
            if likeness >= _LEAST_LIKENESS:
                scored[position] = min(likeness, _POSTCODE_AND_NUMBER)
        names = {name.shown for position in here if (name := self._first[position])}
        shown = names.pop() if len(names) == 1 else code
        return _Reading(shown, _POSTCODE_AND_NUMBER, units, scored, frozenset(here), wants)

    def _weigh(self, homes: dict[int, float], tokens: Sequence[Token], least: float) -> tuple[Found, ...]:
        """The likeliest homes once the postcodes and towns in the message have been heard."""
        codes = {token.text for token in tokens if token.kind == "postcode"}
        if codes:
            homes = {place: score - self._code_gap(place, codes) for place, score in homes.items()}
        homes = {place: score for place, score in homes.items() if score >= least}
        if len(homes) > 1:
            homes = self._in_town(homes, self._towns.intersection(token.text for token in tokens))
        best = sorted(homes.items(), key=lambda one: (-one[1], one[0]))[:MOST]
        return tuple(Found(self.addresses[place], round(score, 1)) for place, score in best)

    def _code_gap(self, place: int, codes: set[str]) -> float:
        code = self.addresses[place].postcode
        if code in codes:
            return 0.0
        if any(OSA.distance(code, one, score_cutoff=2) <= 2 for one in codes):
            return _SLIPPED_POSTCODE
        return _OTHER_POSTCODE if any(one in self._by_postcode for one in codes) else _FAR_POSTCODE

    def _in_town(self, homes: dict[int, float], words: frozenset[str]) -> dict[int, float]:
        """Of homes alike in street and number, those in the town that the message names; the others step back."""
        told = {
            place: len(words.intersection(token.text for token in cut(self.addresses[place].address)))
            for place in homes
        }
        most = max(told.values())
        return {place: score if told[place] == most else score - LEAD for place, score in homes.items()}

    def _streets(self, readings: Sequence[_Reading]) -> tuple[Street, ...]:
        streets: dict[str, Street] = {}
        for reading in readings:
            patches = {self.addresses[place].patch for place in reading.among}
            patch = patches.pop() if len(patches) == 1 else ""
            street = Street(reading.shown, patch, len(reading.among), round(reading.score, 1))
            streets.setdefault(reading.shown, street)
        return tuple(streets.values())[:MOST]


def _is_likely(spot: Spot, units: Sequence[Unit], tokens: Sequence[Token], towns: frozenset[str]) -> bool:
    """Whether a name in an answer to "where?" may be meant: with a number, whole, or "elm" and hardly a word more."""
    if units or spot.unmistakable:
        return True
    short = len(tokens) <= _SHORT_ANSWER and ends_address(tokens, spot.end, towns)
    return not spot.slips and (spot.whole or (short and spot.score > LENIENT + LEAD * 4))


def _is_plain(spot: Spot, units: Sequence[Unit], tokens: Sequence[Token], towns: frozenset[str]) -> bool:
    """Whether a name inside a report is surely meant as one: whole, or "14 elm" with nothing counted behind it."""
    if spot.score < STRICT:
        return False
    if not units or spot.unmistakable:
        return bool(units) or _is_named(spot, tokens)
    is_alone = stands_alone(tokens, spot.start, spot.end, towns) or _is_rare(spot)  # "at 7 lockside rwan hyn"
    return not spot.slips and is_alone and _has_cue(units, tokens, spot)


def _is_named(spot: Spot, tokens: Sequence[Token]) -> bool:
    """Whether a name without a number is surely a street's: "in elm court", "behind lockside", but not "on oak"."""
    if spot.unmistakable:
        return spot.slips <= (len(spot.name.words[0]) > 4)
    return _is_rare(spot) and spot.start > 0 and tokens[spot.start - 1].text in PLACING


def _is_own(spot: Spot, tokens: Sequence[Token], ends: set[int]) -> bool:
    """Whether this is the writer's own address, or goes on with it; `ends` keeps where such names have ended."""
    begins = spot.start - (spot.start > 0 and tokens[spot.start - 1].kind == "pause")
    mine = begins in ends or is_own(tokens, spot.start, spot.end)
    if mine:
        ends.add(spot.end)
    return mine


def _is_rare(spot: Spot) -> bool:
    """Whether a name of one word is hardly ever anything else: Lockside, but not Green."""
    word = spot.name.words[0]
    return spot.whole and not spot.slips and len(word) > 5 and word not in REAL_WORDS | TYPES


def _has_cue(units: Sequence[Unit], tokens: Sequence[Token], spot: Spot) -> bool:
    """ "no 14 elm", "i live at 14 elm", or nothing but "14 elm": without the type of street a number is not enough."""
    before = tokens[max(0, spot.start - 2) : spot.start]
    if _is_rare(spot) or any(unit.cue for unit in units) or len(tokens) <= _SHORT_ANSWER:
        return True
    return before[0].text in ("at", "in", "from", "pod", "yn")


def _mangled_name(tokens: Sequence[Token], place: int) -> tuple[int, str]:
    """Where the words right before a postcode begin when a number stands before them, and those words."""
    start = place
    while start and place - start < 6 and tokens[start - 1].kind in ("word", "pause"):
        start -= 1
    if not start or tokens[start - 1].kind != "number":
        return place, ""
    return start, " ".join(token.text for token in tokens[start:place] if token.kind == "word" and len(token.text) > 2)


def _agreed(readings: Sequence[_Reading]) -> dict[int, float]:
    """Each reading's homes, narrowed to those that the other names in the message also cover.

    In "Rowan House, flat 9, Elm Road" the 9 stands beside both names; the home in both is meant, not 9 Elm Road.
    """
    homes: dict[int, float] = {}
    for reading in readings:
        if any(_explains(other, reading) for other in readings):
            continue
        mine = reading.homes
        for other in readings:
            both = {place: score for place, score in mine.items() if place in other.among}
            mine = both or mine
        for place, score in mine.items():
            homes[place] = max(score, homes.get(place, 0.0))
    return homes


def _explains(better: _Reading, reading: _Reading) -> bool:
    """Whether the same numbers lead from a narrower name to a home that `reading` covers and yet does not give."""
    shared = better.homes.keys() & reading.among
    return better.units == reading.units and bool(shared) and not shared & reading.homes.keys()
