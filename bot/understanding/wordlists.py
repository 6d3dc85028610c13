"""Owns the word lists of all languages (`locales/<code>/words.toml`) and how a phrase in them is found in a message.

A phrase in a list may hold `bark*` (any ending), `#` (a number) and `...` (up to three words in between).
Lists of all languages are searched at once, because residents mix languages within one message.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot.understanding.kept import keep
from bot.understanding.normal import words

LOCALES = Path(__file__).resolve().parents[2] / "locales"
LONGEST_GAP = 3
MOST_WORDS_OF_PHRASES = 14


@cache
def read_lists(code: str) -> Mapping[str, object]:
    """Return the word lists of one language, read once. Raises FileNotFoundError where there are none."""
    return tomllib.loads((LOCALES / code / "words.toml").read_text(encoding="utf-8"))


@cache
def listed_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have word lists, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in LOCALES.glob("*/words.toml")))


def gather_from(code: str, *path: str) -> tuple[str, ...]:
    """Return one list of one language, such as `gather_from("en", "answers", "yes")`; () where it has none."""
    node: object = read_lists(code)
    for step in path:
        node = node.get(step, {}) if isinstance(node, Mapping) else {}
    return tuple(str(phrase) for phrase in node) if isinstance(node, list) else ()


def gather(*path: str) -> tuple[str, ...]:
    """Return one list of all languages together, as it is written there."""
    return tuple(phrase for code in listed_languages() for phrase in gather_from(code, *path))


@cache
def gather_plain(*path: str) -> frozenset[tuple[str, ...]]:
    """Return one list of all languages together as word tuples, for comparing with a whole message."""
    return frozenset(words(phrase) for phrase in gather(*path)) - {()}


def is_made_up_of(
    spoken: tuple[str, ...], clear: frozenset[tuple[str, ...]], beside: frozenset[tuple[str, ...]]
) -> bool:
    """Say whether these words are phrases of the lists and nothing else, at least one of them clear; more words than
    a few tell something."""
    if not spoken or len(spoken) > MOST_WORDS_OF_PHRASES:
        return False
    reached = {0: False}  # how far the words are taken up, and whether a clear phrase is among them
    for at in range(len(spoken)):
        for end in range(at + 1, len(spoken) + 1) if at in reached else ():
            phrase = spoken[at:end]
            if phrase in clear or phrase in beside:
                reached[end] = reached.get(end, False) or reached[at] or phrase in clear
    return reached.get(len(spoken), False)


class Match(NamedTuple):
    """A phrase found in a message: its label and the words it covers, from `start` up to but without `end`."""

    label: str
    start: int
    end: int
    length: int


_Rest = tuple[tuple[str, ...], str]


class _Shelf:
    """The phrases that begin with one word, by their second word where that is a plain one."""

    def __init__(self) -> None:
        self.alone: list[_Rest] = []
        self.by_second: dict[str, list[_Rest]] = {}

    def add(self, rest: tuple[str, ...], label: str) -> None:
        plain = rest and not rest[0].endswith("*") and rest[0] not in {"#", "..."}
        (self.by_second.setdefault(rest[0], []) if plain else self.alone).append((rest, label))


class Phrases:
    """Phrases under labels, looked up by their first words, so that a message costs some microseconds."""

    def __init__(self, labelled: Mapping[str, Iterable[str]], numbers: Iterable[str] = ()) -> None:
        self._numbers = frozenset(numbers)
        self._whole: dict[str, _Shelf] = {}
        self._stems: dict[str, _Shelf] = {}
        for label, phrases in labelled.items():
            for phrase in phrases:
                self._add(_parts(phrase), label)
        self._lengths = tuple(sorted({len(stem) for stem in self._stems}))
        self._shelves = keep(self._look_up)

    def _add(self, parts: tuple[str, ...], label: str) -> None:
        if parts:
            first, shelves = (parts[0][:-1], self._stems) if parts[0].endswith("*") else (parts[0], self._whole)
            shelves.setdefault(first, _Shelf()).add(parts[1:], label)

    def find_all(self, said: Sequence[str]) -> list[Match]:
        """Return every phrase found in the words `said`, overlapping ones included, in order of their start."""
        found: list[Match] = []
        for start, word in enumerate(said):
            if not (shelves := self._shelves(word)):
                continue
            second = said[start + 1] if start + 1 < len(said) else ""
            for shelf in shelves:
                for rest, label in (*shelf.alone, *shelf.by_second.get(second, ())):
                    end = self._follow(said, start + 1, rest) if rest else start + 1
                    if end:
                        found.append(Match(label, start, end, 1 + len(rest) - rest.count("...")))
        return found

    def find(self, said: Sequence[str]) -> list[Match]:
        """Return the phrases found in `said`; where two overlap, only the one of more words ("garden waste")."""
        every = self.find_all(said)
        if len(every) < 2:
            return every
        kept: list[Match] = []
        for match in sorted(every, key=lambda one: -one.length):
            if not any(match.start < other.end and other.start < match.end and other.length > match.length
                       for other in kept):  # fmt: skip
                kept.append(match)
        return sorted(kept, key=lambda one: one.start)

    def _look_up(self, word: str) -> tuple[_Shelf, ...]:
        found = [self._whole[word]] if word in self._whole else []
        size = len(word)
        for length in self._lengths:
            if length > size:
                break
            if word[:length] in self._stems:
                found.append(self._stems[word[:length]])
        if "#" in self._whole and (word.isdecimal() or word in self._numbers):
            found.append(self._whole["#"])
        return tuple(found)

    def _follow(self, said: Sequence[str], at: int, rest: tuple[str, ...]) -> int:
        """Return where the phrase ends when `rest` goes on at `at`, else 0."""
        for place, part in enumerate(rest):
            if part == "...":
                ends = (self._follow(said, at + gap, rest[place + 1 :]) for gap in range(LONGEST_GAP + 1))
                return next((end for end in ends if end), 0)
            if at >= len(said) or not self._fits(said[at], part):
                return 0
            at += 1
        return at

    def _fits(self, word: str, part: str) -> bool:
        if part == "#":
            return word.isdecimal() or word in self._numbers
        return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _parts(phrase: str) -> tuple[str, ...]:
    parts: list[str] = []
    for piece in phrase.split():
        if piece in {"#", "..."}:
            parts.append(piece)
            continue
        plain = list(words(piece))
        if plain and piece.endswith("*"):
            plain[-1] += "*"
        parts += plain
    return tuple(parts)
