"""Owns how the danger word lists are read: locales/<code>/danger.toml into one index of patterns, once per process.

A list is words or phrases with commas between them. In a phrase `stem*` stands for any word that begins so,
`(a|b)` for one of several, `word?` for a word that may be left out, and `..` for up to three other words.
"""

import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from bot.understanding.normal import normalise

LANGUAGES: Final = ("en", "cy", "pl", "ur", "ro", "pa", "bn", "ar", "so", "es", "pt", "gu", "it", "tr", "fa", "fr")
EVERY_LANGUAGE: Final = (1 << len(LANGUAGES)) - 1
GAP: Final = 3

# English words that people mix into every other language ("woh knife lekar aya"), so they go with any language.
SHARED: Final = frozenset({
    "words.weapon", "words.fire", "words.gas", "words.attack", "words.help", "words.now", "words.partner",
    "cancel.past", "cancel.habit", "cancel.unreal", "cancel.idiom", "cancel.over",
})  # fmt: skip

# One element of a phrase: whole words, and beginnings of words. None stands for `..`.
Element = tuple[frozenset[str], tuple[str, ...]] | None


class Pattern(NamedTuple):
    """A phrase of one list, seen from its rarest element (the anchor)."""

    label: str
    languages: int
    before: tuple[Element, ...]
    after: tuple[Element, ...]


@dataclass(frozen=True)
class Lexicon:
    """Every list of every language: patterns by anchor, and misspellings with the word that was meant."""

    whole: dict[str, list[Pattern]] = field(default_factory=dict)
    stems: dict[str, list[Pattern]] = field(default_factory=dict)
    stem_lengths: tuple[int, ...] = ()
    meant: dict[str, str] = field(default_factory=dict)


Entry = tuple[str, int, tuple[Element, ...]]


@cache
def load_lexicon() -> Lexicon:
    """Return all lists of all languages, read and compiled once. Raises FileNotFoundError when a language has none."""
    folder = Path(__file__).parents[2] / "locales"
    return compile_lexicon({code: (folder / code / "danger.toml").read_text("utf-8") for code in LANGUAGES})


def compile_lexicon(sources: dict[str, str]) -> Lexicon:
    """Return the lexicon of TOML texts by language code. Raises ValueError naming the phrase that cannot be read."""
    entries: list[Entry] = []
    spelling: list[tuple[str, str, str]] = []
    for code, source in sources.items():
        lists = tomllib.loads(source)
        own = lists.pop("spelling", {})
        spelling.append((own.get("key", ""), own.get("wrong", ""), own.get("real", "")))
        entries.extend(_read_lists(code, lists))
    whole, stems = _index(entries)
    lengths = tuple(sorted({len(stem) for stem in stems}))
    return Lexicon(whole, stems, lengths, _misspellings(spelling, _vocabulary(entries)))


def _read_lists(code: str, lists: dict[str, dict[str, str]]) -> Iterator[Entry]:
    own = 1 << LANGUAGES.index(code)
    for section, members in lists.items():
        for name, listed in members.items():
            label = f"{section}.{name}"
            languages = EVERY_LANGUAGE if code == "en" and label in SHARED else own
            for elements in _phrases(listed):
                yield label, languages, elements


def _phrases(listed: str) -> Iterator[tuple[Element, ...]]:
    for phrase in normalise(listed.replace("..", " § ")).replace("\n", ",").split(","):
        if phrase and not phrase.isspace():
            yield from _variants(phrase)


_NESTED = re.compile(r"\([^)]*\(")
_PARTS = re.compile(r"\([^()]+\)\??|[^\s()]+")


def _variants(phrase: str) -> Iterator[tuple[Element, ...]]:
    """Yield every way to say a phrase: optional parts in and out, alternatives of several words one by one."""
    parts = _PARTS.findall(phrase.replace("'", ""))
    if _NESTED.search(phrase):
        raise ValueError(f"This phrase cannot be read, brackets do not nest: {phrase}")
    if "?" not in phrase and "(" not in phrase:
        yield tuple(map(_element, parts))
        return
    for choice in itertools.product(*map(_choices, parts)):
        yield tuple(_element(word) for words in choice for word in words.split())


def _choices(part: str) -> list[str]:
    optional = part.endswith("?")
    part = part.removesuffix("?")
    options = [part]
    if part.startswith("("):
        inner = part[1:-1].split("|")
        single = [word for word in inner if " " not in word.strip()]
        options = [word.strip() for word in inner if " " in word.strip()]
        options += ["|".join(single)] if single else []
    return [*options, ""] if optional else options


def _element(word: str) -> Element:
    if word == "§":
        return None
    if "|" not in word:
        return (frozenset(), (word[:-1],)) if word.endswith("*") else (frozenset((word,)), ())
    members = [member.strip() for member in word.split("|")]
    stems = tuple(member[:-1] for member in members if member.endswith("*"))
    return frozenset(member for member in members if not member.endswith("*")), stems


def _handles(element: Element) -> Iterator[str]:
    if element is not None:
        yield from element[0]
        yield from (stem + "*" for stem in element[1])


def _index(entries: Iterable[Entry]) -> tuple[dict[str, list[Pattern]], dict[str, list[Pattern]]]:
    """File every phrase under its rarest element, so that "is" or "the" never starts a search."""
    entries = list(dict.fromkeys(entries))
    uses: dict[str, int] = defaultdict(int)
    for _, _, elements in entries:
        for element in elements:
            for handle in _handles(element):
                uses[handle] += 1
    whole: dict[str, list[Pattern]] = defaultdict(list)
    stems: dict[str, list[Pattern]] = defaultdict(list)
    for label, languages, elements in entries:
        at = _anchor(elements, uses)
        pattern = Pattern(label, languages, elements[:at][::-1], elements[at + 1 :])
        for handle in _handles(elements[at]):
            if handle.endswith("*"):
                stems[handle[:-1]].append(pattern)
            else:
                whole[handle].append(pattern)
    return dict(whole), dict(stems)


def _anchor(elements: tuple[Element, ...], uses: dict[str, int]) -> int:
    if len(elements) == 1:
        return 0
    costs = [sum(uses[handle] for handle in _handles(element)) or 10**9 for element in elements]
    return costs.index(min(costs))


def _vocabulary(entries: Iterable[Entry]) -> set[str]:
    return {word for _, _, elements in entries for element in elements if element for word in element[0]}


def _misspellings(spelling: list[tuple[str, str, str]], known: set[str]) -> dict[str, str]:
    """Map likely slips of the key words to the word meant; never a word that is itself in a list or listed as real."""
    meant: dict[str, str] = {}
    real = known.union(*(_listed(words) for _, _, words in spelling))
    for keys, wrong, _ in spelling:
        for word in _listed(keys):
            for slip in _slips(word):
                if slip not in real:
                    meant.setdefault(slip, word)
        for pair in _listed(wrong):
            slip, _, word = pair.partition("=")
            meant[slip.strip()] = word.strip()
    return meant


def _listed(words: str) -> list[str]:
    return [word.strip() for word in normalise(words).replace("\n", ",").split(",") if word.strip()]


_VOWELS = "aeiouy"
_SOUNDS_ALIKE = {"c": "sk", "s": "cz", "k": "c", "z": "s", "f": "v", "v": "fw", "w": "v", "g": "j", "j": "g"}


def _slips(word: str) -> set[str]:
    """Return what tired thumbs make of a word of five letters or more: one letter lost, swapped, doubled or misheard."""
    if len(word) < 5:
        return set()
    cuts = [(word[:at], word[at:]) for at in range(1, len(word))]
    lost = {left + right[1:] for left, right in cuts}
    swapped = {left[:-1] + right[0] + left[-1] + right[1:] for left, right in cuts}
    doubled = {left + left[-1] + right for left, right in cuts}
    misheard = {
        left + other + right[1:]
        for left, right in cuts
        for other in (_VOWELS if right[0] in _VOWELS else _SOUNDS_ALIKE.get(right[0], ""))
    }
    return (lost | swapped | doubled | misheard) - {word}
