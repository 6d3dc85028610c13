"""The names of a register's streets and blocks, and where a message says one of them, typing mistakes allowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.understanding.kept import keep
from bot.understanding.places.address_tokens import Token
from bot.understanding.places.address_words import BLOCK_TYPES, MAY_FOLLOW_A_HOUSE, REAL_WORDS, STREET_AFTER_NAME, TYPES

_PER_SLIP = 8.0
_TYPE_LEFT_OUT, _TYPE_LEFT_OUT_INSIDE = 15.0, 22.0
_OTHER_TYPE = 35.0
_START_LEFT_OUT = 10.0
_GOES_ON = 25.0
_LONGEST_WORD = 24
#: A reading this much worse than another of the same words is not worth asking about.
_CLOSE_CALL = 12.0


@dataclass(slots=True)
class Name:
    """One street or block: its words, how the register writes it, and its homes as (numbers "3/12", position)."""

    words: tuple[str, ...]
    shown: str
    homes: list[tuple[str, int]] = field(default_factory=list)
    block: bool = False

    @property
    def is_block(self) -> bool:
        """Whether its homes are flats, so that a bare number may be the flat's."""
        return self.block or self.words[-1] in BLOCK_TYPES


class Spot(NamedTuple):
    """A name seen at `tokens[start:end]`; `score` is 0..100; `whole` when no word of it was left out or exchanged."""

    name: Name
    start: int
    end: int
    score: float
    whole: bool
    slips: int

    @property
    def unmistakable(self) -> bool:
        """Whether all of a name of two words and more was said: "Elm Court", but neither "Elm" nor "Lockside"."""
        return self.whole and len(self.name.words) > 1


def slips_between(said: str, meant: str) -> int | None:
    """How many slips of the finger turn `meant` into `said`, or None when that is too many to be the same word.

    A real word is no slip ("mill" is not Hill), but for an s too few or too many ("king court" for Kings Court).
    """
    if said == meant or f"{said}s" == meant or said == f"{meant}s":
        return int(said != meant)
    most = 0 if len(meant) < 3 else 1 if len(meant) < 6 else 2
    if not most or said in REAL_WORDS or abs(len(said) - len(meant)) > most:
        return None
    slips = OSA.distance(said, meant, score_cutoff=most)
    if slips > most or (said[0] != meant[0] and (slips > 1 or not _forgivable_start(said, meant))):
        return None
    return slips


def _forgivable_start(said: str, meant: str) -> bool:
    """A first letter left out, doubled up or swapped is a slip; another first letter is another short word."""
    return len(said) != len(meant) or len(meant) > 4 or said[:2] == meant[1::-1]


def _slips_in_type(said: str, meant: str) -> int | None:
    """Slips in the kind of street, where the words before it have settled most: "rood" and "rod" can only be Road."""
    if said == meant:
        return 0
    if said in TYPES or min(len(said), len(meant)) < 3:
        return None
    most = 2 if said[0] == meant[0] and len(meant) > 3 else 1
    slips = OSA.distance(said, meant, score_cutoff=most)
    return None if slips > most else slips if said[0] == meant[0] else slips + 1


class NameIndex:
    """Finds names in cut messages; built once, never changed afterwards."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._starts: dict[str, list[tuple[Name, int]]] = defaultdict(list)
        self._joined: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            self._add(name)
        self._starts, self._joined = dict(self._starts), dict(self._joined)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._starts:
            self._by_length[len(word)].append(word)
        self._first_words = keep(self._find_first_words)

    def _add(self, name: Name) -> None:
        self._starts[name.words[0]].append((name, 0))
        if len(name.words) > 2:
            self._starts[name.words[1]].append((name, 1))
        if len(name.words) > 1:
            self._joined["".join(name.words)].append(name)

    def spots(self, tokens: Sequence[Token]) -> list[Spot]:
        """Every reading of every name in the message, best reading of the same words first."""
        seen: list[Spot] = []
        for start, token in enumerate(tokens):
            if token.kind == "word":
                seen.extend(self._spots_at(tokens, start))
        return _without_rivals(seen)

    def _spots_at(self, tokens: Sequence[Token], start: int) -> Iterator[Spot]:
        text = tokens[start].text
        for name in self._joined.get(text, ()):
            yield Spot(name, start, start + 1, 98.0, True, 0)
        for word, slips in self._first_words(text):
            yield from self._readings(word, tokens, start, start + 1, slips)
        if start + 1 < len(tokens) and tokens[start + 1].kind == "word":
            word = text + tokens[start + 1].text
            yield from self._readings(word, tokens, start, start + 2, 0)

    def _readings(self, word: str, tokens: Sequence[Token], start: int, end: int, slips: int) -> Iterator[Spot]:
        for name, skipped in self._starts.get(word, ()):
            spot = _read(name, skipped, tokens, start, end, slips)
            if spot is not None:
                yield spot

    def _find_first_words(self, text: str) -> list[tuple[str, int]]:
        """First words of names that `text` may stand for, with the slips it took."""
        if text in self._starts:
            return [(text, 0)]
        if not 2 <= len(text) <= _LONGEST_WORD:
            return []
        if text in REAL_WORDS:
            return [(word, 1) for word in (f"{text}s", text.removesuffix("s")) if word in self._starts]
        near: list[tuple[str, int]] = []
        for length in range(len(text) - 2, len(text) + 3):
            choices = self._by_length.get(length, ())
            for word, _, _ in extract(text, choices, scorer=OSA.distance, score_cutoff=2, limit=8):
                slips = slips_between(text, word)
                if slips is not None:
                    near.append((word, slips))
        return near


def _read(name: Name, skipped: int, tokens: Sequence[Token], start: int, end: int, slips: int) -> Spot | None:
    """`name` read from `start`, its word number `skipped` having been heard up to `end`; None when it does not fit."""
    words, position = name.words[skipped:], end
    if len(words[0]) <= 4 and slips and len(words) == 1:
        return None
    lost, whole = _START_LEFT_OUT * skipped, not skipped
    for place, word in enumerate(words[1:], 2):
        more = _slips_here(tokens, position, word)
        if more is not None:
            slips, position = slips + more, position + 1
            continue
        if place < len(words) or word not in TYPES or skipped or (slips and len(words[0]) <= 4):
            return None
        lost, whole = lost + _cost_of_type(tokens, position), False
    if whole and _is_text(tokens, position, STREET_AFTER_NAME):
        lost, whole = lost + _GOES_ON, False
    return Spot(name, start, position, 100.0 - lost - _PER_SLIP * slips, whole, slips)


def _slips_here(tokens: Sequence[Token], position: int, word: str) -> int | None:
    if position >= len(tokens) or tokens[position].kind != "word":
        return None
    return (_slips_in_type if word in TYPES else slips_between)(tokens[position].text, word)


def _cost_of_type(tokens: Sequence[Token], position: int) -> float:
    """What "14 elm" loses for having no "court": less where the address ends there, most where it says "street"."""
    if _is_text(tokens, position, TYPES):
        return _OTHER_TYPE
    goes_on = position < len(tokens) and tokens[position].kind == "word"
    return _TYPE_LEFT_OUT_INSIDE if goes_on and tokens[position].text not in MAY_FOLLOW_A_HOUSE else _TYPE_LEFT_OUT


def _is_text(tokens: Sequence[Token], position: int, texts: frozenset[str]) -> bool:
    return position < len(tokens) and tokens[position].text in texts


def _without_rivals(seen: list[Spot]) -> list[Spot]:
    """Of readings of the same words the best, and those nearly as good; one letter-perfect whole name beats all."""
    kept: list[Spot] = []
    at: dict[int, list[Spot]] = defaultdict(list)
    for spot in sorted(seen, key=lambda one: (-one.score, one.start - one.end)):
        rivals = [one for place in range(spot.start, spot.end) for one in at[place]]
        if all(one.name is not spot.name and _is_close(spot, one) for one in rivals):
            kept.append(spot)
            for place in range(spot.start, spot.end):
                at[place].append(spot)
    return kept


def _is_close(spot: Spot, better: Spot) -> bool:
    letter_perfect = better.whole and not better.slips
    return not letter_perfect and better.score - spot.score < _CLOSE_CALL and spot.end >= better.end
