"""Owns the search for listed words in a message: tokens, stretches of one sentence, and where each list matched."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.understanding.danger.words import ANYTHING, GAP, Element, Lexicon, Pattern
from bot.understanding.normal import ELIDED

# Long texts without a full stop are looked at in stretches that overlap, so that work grows with length only.
LONGEST_STRETCH = 48
OVERLAP = 12

_TOKEN = re.compile(r"[^\W_](?:[^\W_]|['ऀ-෿])*|[ऀ-෿]+|[🔥🔪🔫🆘💊]|\.{2,}|[.!?;\n]|[,:()\-/]")
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
    for words, commas in _stretches(plain, lexicon):
        yield Stretch(words, commas, _find_marks(words, lexicon))


def _stretches(plain: str, lexicon: Lexicon) -> Iterator[tuple[list[str], frozenset[int]]]:
    words: list[str] = []
    commas: set[int] = set()
    for token in _TOKEN.findall(ELIDED.sub(r"\1 ", plain) if "'" in plain else plain):
        if token in _ENDS:
            if words:
                yield words, frozenset(commas)
            words, commas = [], set()
        elif token[0] in ".,:()-/":
            commas.add(len(words))
        else:
            word = token if token.isalnum() else token.replace("'", "")
            if word in lexicon.meant:
                words.extend(lexicon.meant[word].split())
            elif token.endswith("'s") and word not in lexicon.known:
                words += (word[:-1], "is")  # "meter's" is "meter is" where no list has "meters"
            else:
                words.append(word)
        if len(words) >= LONGEST_STRETCH:
            yield words, frozenset(commas)
            cut = len(words) - OVERLAP
            words, commas = words[cut:], {comma - cut for comma in commas if comma >= cut}
    if words:
        yield words, frozenset(commas)


def _find_marks(words: list[str], lexicon: Lexicon) -> dict[str, list[Mark]]:
    marks: dict[str, list[Mark]] = {}
    for at, word in enumerate(words):
        before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        for pattern in lexicon.patterns_at(word):
            if pattern.anchor is ANYTHING:  # a single word, found already
                marks.setdefault(pattern.label, []).append(Mark(pattern.label, pattern.languages, (at,)))
            elif pattern.may_stand_between(before, after):
                _mark(pattern, words, at, marks)
    return marks


def _mark(pattern: Pattern, words: list[str], at: int, marks: dict[str, list[Mark]]) -> None:
    for own in _match(pattern.anchor, words, at, 1) if pattern.anchor.chains else ((at,),):
        back = _follow(pattern.before, words, at - 1, -1)
        ahead = None if back is None else _follow(pattern.after, words, own[-1] + 1, 1)
        if back is not None and ahead is not None:
            found = marks.setdefault(pattern.label, [])
            mark = Mark(pattern.label, pattern.languages, (*back[::-1], *own, *ahead))
            if mark not in found[-8:]:
                found.append(mark)
            return


def _follow(elements: tuple[Element, ...], words: list[str], at: int, step: int) -> tuple[int, ...] | None:
    """Return the tokens that the elements match one after the other from `at` on, in order of `step`, or None."""
    if not elements:
        return ()
    if elements[0] is ANYTHING:
        for skip in range(GAP + 1):
            found = _follow(elements[1:], words, at + step * skip, step)
            if found is not None:
                return found
        return None
    for own in _match(elements[0], words, at, step):
        rest = _follow(elements[1:], words, own[-1] + step, step)
        if rest is not None:
            return (*own, *rest)
    return None


def _match(element: Element, words: list[str], at: int, step: int) -> Sequence[tuple[int, ...]]:
    """Return the ways in which an element matches at a token, as tokens in order of `step`."""
    if not 0 <= at < len(words):
        return ()
    word = words[at]
    one = word in element.words or (element.stems and word.startswith(element.stems))
    if word not in element.edges and "*" not in element.edges:
        return ((at,),) if one else ()
    found: list[tuple[int, ...]] = [(at,)] if one else []
    for chain in element.chains:
        end = at + step * (len(chain) - 1)
        if 0 <= end < len(words) and all(map(_is_like, chain, words[min(at, end) : max(at, end) + 1])):
            found.append(tuple(range(at, end + step, step)))
    return found


def _is_like(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
