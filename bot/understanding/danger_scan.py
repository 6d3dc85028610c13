"""Owns the search for listed words in a message: tokens, stretches of one sentence, and where each list matched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.understanding.danger_words import GAP, Element, Lexicon, Pattern

# Long texts without a full stop are looked at in stretches that overlap, so that work grows with length only.
LONGEST_STRETCH = 48
OVERLAP = 16

_TOKEN = re.compile(r"[^\W_](?:[^\W_]|['ऀ-෿])*|[ऀ-෿]+|[🔥🔪🔫🆘💊]|\.{2,}|[.!?;\n]|[,:()\-/]")
_ELIDED = re.compile(r"\b(l|d|j|m|t|s|n|c|qu|un|dell|nell|all|dall|sull|jusqu|lorsqu|puisqu|quelqu)'(?=[^\W\d_]{2})")
_ENDS = frozenset(".!?;\n")


class Mark(NamedTuple):
    """A list that matched: which, in which languages (bits), and at which tokens."""

    label: str
    languages: int
    tokens: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.tokens[0]

    @property
    def end(self) -> int:
        return self.tokens[-1]


@dataclass(frozen=True)
class Stretch:
    """Part of a message between full stops: its words, where commas stand, and the marks by list."""

    words: list[str]
    commas: frozenset[int]
    marks: dict[str, list[Mark]] = field(default_factory=dict)


def scan(plain: str, lexicon: Lexicon) -> Iterator[Stretch]:
    """Yield the stretches of an already normalised text, each with its marks."""
    for words, commas in _stretches(plain, lexicon.meant):
        yield Stretch(words, commas, _find_marks(words, lexicon))


def _stretches(plain: str, meant: dict[str, str]) -> Iterator[tuple[list[str], frozenset[int]]]:
    words: list[str] = []
    commas: set[int] = set()
    for token in _TOKEN.findall(_ELIDED.sub(r"\1 ", plain) if "'" in plain else plain):
        if token in _ENDS:
            if words:
                yield words, frozenset(commas)
            words, commas = [], set()
        elif token[0] in ".,:()-/":
            commas.add(len(words))
        else:
            word = token.replace("'", "")
            words.extend(meant.get(word, word).split())
        if len(words) >= LONGEST_STRETCH:
            yield words, frozenset(commas)
            cut = len(words) - OVERLAP
            words, commas = words[cut:], {comma - cut for comma in commas if comma >= cut}
    if words:
        yield words, frozenset(commas)


def _find_marks(words: list[str], lexicon: Lexicon) -> dict[str, list[Mark]]:
    marks: dict[str, list[Mark]] = {}
    whole, stems, lengths = lexicon.whole, lexicon.stems, lexicon.stem_lengths
    for at, word in enumerate(words):
        found = whole.get(word, ())
        for pattern in found:
            _mark(pattern, words, at, marks)
        for length in lengths:
            if length > len(word):
                break
            for pattern in stems.get(word[:length], ()):
                _mark(pattern, words, at, marks)
    return marks


def _mark(pattern: Pattern, words: list[str], at: int, marks: dict[str, list[Mark]]) -> None:
    back = _follow(pattern.before, words, at - 1, -1) if pattern.before else ()
    if back is None:
        return
    ahead = _follow(pattern.after, words, at + 1, 1) if pattern.after else ()
    if ahead is not None:
        marks.setdefault(pattern.label, []).append(Mark(pattern.label, pattern.languages, (*back[::-1], at, *ahead)))


def _follow(elements: tuple[Element, ...], words: list[str], at: int, step: int) -> tuple[int, ...] | None:
    """Return the tokens that the elements match one after the other from `at` on, or None."""
    if not elements:
        return ()
    element = elements[0]
    if element is None:
        tries = (_follow(elements[1:], words, at + step * skip, step) for skip in range(GAP + 1))
        return next((found for found in tries if found is not None), None)
    if not 0 <= at < len(words):
        return None
    whole, stems = element
    if words[at] not in whole and not (stems and words[at].startswith(stems)):
        return None
    rest = _follow(elements[1:], words, at + step, step)
    return None if rest is None else (at, *rest)
