"""Owns how the danger word lists are read: locales/<code>/danger.toml into one index of patterns, once per process.

A list is words or phrases with commas between them. In a phrase `stem*` stands for any word that begins so,
`(a|b)` for one of several, `word?` for a word that may be left out, and `..` for up to three other words.
"""

import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final, NamedTuple

from bot.understanding.kept import keep
from bot.understanding.normal import normalise
from bot.understanding.wordlists import LOCALES

LANGUAGES: Final = ("en", "cy", "pl", "ur", "ro", "pa", "bn", "ar", "so", "es", "pt", "gu", "it", "tr", "fa", "fr")
EVERY_LANGUAGE: Final = (1 << len(LANGUAGES)) - 1
GAP: Final = 3

# English words that people mix into every other language ("woh knife lekar aya"), so they go with any language.
SHARED: Final = frozenset({
    "words.weapon", "words.fire", "words.gas", "words.attack", "words.help", "words.now", "words.partner",
    "cancel.past", "cancel.habit", "cancel.unreal", "cancel.idiom", "cancel.over",
})  # fmt: skip


class Element(NamedTuple):
    """One place in a phrase: any of some words, of some beginnings of words, or of some chains of several words."""

    words: frozenset[str]
    stems: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]
    edges: frozenset[str]  # first and last words of the chains; those that are stems are as good as any word

    def handles(self) -> set[str]:
        """Return the words, and stems with a `*`, with which a match of this element can begin."""
        return {*self.words, *(stem + "*" for stem in self.stems), *(chain[0] for chain in self.chains)}


ANYTHING: Final = Element(frozenset(), (), (), frozenset())  # stands for `..`


class Pattern(NamedTuple):
    """A phrase of one list, seen from its rarest element (the anchor)."""

    label: str
    languages: int
    before: tuple[Element, ...]
    anchor: Element
    after: tuple[Element, ...]
    words_before: frozenset[str] = frozenset()  # of which one must stand right there; empty where others may
    words_after: frozenset[str] = frozenset()

    def may_stand_between(self, before: str, after: str) -> bool:
        """Return whether the words beside the anchor leave room for a match; most do not, and that is quickly seen."""
        return (not self.words_before or before in self.words_before) and (
            not self.words_after or after in self.words_after
        )


@dataclass(frozen=True)
class Lexicon:
    """Every list of every language: patterns by anchor, and misspellings with the word that was meant."""

    whole: dict[str, list[Pattern]] = field(default_factory=dict)
    stems: dict[str, list[Pattern]] = field(default_factory=dict)
    stem_lengths: tuple[int, ...] = ()
    meant: dict[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()  # every word that stands whole in a list

    @cached_property
    def patterns_at(self) -> Callable[[str], tuple[Pattern, ...]]:
        """Return the patterns that may match at a word."""
        return keep(self._find_patterns)

    def _find_patterns(self, word: str) -> tuple[Pattern, ...]:
        lengths = itertools.takewhile(lambda length: length <= len(word), self.stem_lengths)
        stems = (self.stems.get(word[:length], ()) for length in lengths)
        return tuple(itertools.chain(self.whole.get(word, ()), *stems))


# A phrase of a list: the list's label, its languages (bits), and the phrase as written.
Entry = tuple[str, int, str]


@cache
def load_lexicon() -> Lexicon:
    """Return all lists of all languages, read and compiled once. Raises FileNotFoundError when a language has none."""
    return compile_lexicon(read_lists())


def read_lists() -> dict[str, str]:
    """Return the text of every language's danger.toml by language code."""
    return {code: (LOCALES / code / "danger.toml").read_text("utf-8") for code in LANGUAGES}


def compile_lexicon(sources: dict[str, str]) -> Lexicon:
    """Return the lexicon of TOML texts by language code. Raises ValueError naming the phrase that cannot be read."""
    index = _Index()
    spelling: list[dict[str, str]] = []
    for code, source in sources.items():
        lists = tomllib.loads(source)
        spelling.append(lists.pop("spelling", {}))
        for entry in _read_phrases(code, lists):
            index.add(entry)
    index.settle()
    lengths = tuple(sorted({len(stem) for stem in index.stems}))
    known = index.seen.union(index.whole)
    return Lexicon(dict(index.whole), dict(index.stems), lengths, _misspellings(spelling, known), frozenset(known))


def _read_phrases(code: str, lists: dict[str, dict[str, str]]) -> Iterator[Entry]:
    own = 1 << LANGUAGES.index(code)
    for section, members in lists.items():
        for name, listed in members.items():
            label = f"{section}.{name}"
            languages = EVERY_LANGUAGE if code == "en" and label in SHARED else own
            for phrase in set(_listed(listed.replace("..", " § ").replace("'", ""))):
                yield label, languages, phrase


class _Index:
    """Files every phrase under its rarest element, so that "is" or "the" never starts a search."""

    def __init__(self) -> None:
        self.whole: dict[str, list[Pattern]] = defaultdict(list)
        self.stems: dict[str, list[Pattern]] = defaultdict(list)
        self.seen: set[str] = set()
        self._alone: dict[tuple[str, int], Pattern] = {}
        self._phrases: list[tuple[str, int, tuple[Element, ...]]] = []
        self._uses: dict[Element, int] = defaultdict(int)

    def add(self, entry: Entry) -> None:
        label, languages, phrase = entry
        if phrase.isalnum() or not _SPECIAL.search(phrase):
            self.whole[phrase].append(self._lone(label, languages))
            return
        for elements in _variants(phrase):
            self._phrases.append((label, languages, elements))
            for element in elements:
                self._uses[element] += 1

    def _lone(self, label: str, languages: int) -> Pattern:
        """Return the one pattern that all single words of a list share."""
        return self._alone.setdefault((label, languages), Pattern(label, languages, (), ANYTHING, ()))

    def settle(self) -> None:
        """File the phrases of several elements, now that it is known how often each element occurs."""
        uses: dict[str, int] = defaultdict(int)
        for element, count in self._uses.items():
            self.seen |= element.words
            for handle in element.handles():
                uses[handle] += count
        costs = {element: sum(uses[handle] for handle in element.handles()) or 10**9 for element in self._uses}
        for label, languages, elements in self._phrases:
            at = min(range(len(elements)), key=lambda place: costs[elements[place]])
            before, anchor, after = elements[:at][::-1], elements[at], elements[at + 1 :]
            beside = _only_words(before), frozenset() if anchor.chains else _only_words(after)
            pattern = Pattern(label, languages, before, anchor, after, *beside)
            for handle in elements[at].handles():
                file = self.stems[handle[:-1]] if handle.endswith("*") else self.whole[handle]
                file.append(pattern)


def _only_words(elements: tuple[Element, ...]) -> frozenset[str]:
    """Return the words of which the first element is one, where it is nothing else."""
    plain = elements and not (elements[0].stems or elements[0].chains)
    return elements[0].words if plain else frozenset()


_SPECIAL = re.compile(r"[ *?|(§]")
_NESTED = re.compile(r"\([^)]*\(")
_PARTS = re.compile(r"\([^()]+\)\??|[^\s()]+")


def _variants(phrase: str) -> Iterator[tuple[Element, ...]]:
    """Yield the ways to say a phrase: with and without what may be left out."""
    if _NESTED.search(phrase):
        raise ValueError(f"This phrase cannot be read, brackets do not nest: {phrase}")
    parts = _PARTS.findall(phrase.strip("§ "))
    if "?" not in phrase:
        yield tuple(map(_element, parts))
        return
    for choice in itertools.product(*([part[:-1], ""] if part.endswith("?") else [part] for part in parts)):
        yield tuple(_element(part) for part in choice if part)


@cache
def _element(part: str) -> Element:
    if part == "§":
        return ANYTHING
    options = [option.strip() for option in part.strip("()").split("|")]
    if any(option.endswith("*") and len(option) < 3 for option in options):
        raise ValueError(f"This stem is too short, it would match nearly everything: {part}")
    single = [option for option in options if " " not in option]
    chains = tuple(tuple(option.split()) for option in options if " " in option)
    return Element(
        frozenset(option for option in single if not option.endswith("*")),
        tuple(option[:-1] for option in single if option.endswith("*")),
        chains,
        frozenset("*" if edge.endswith("*") else edge for chain in chains for edge in (chain[0], chain[-1])),
    )


def _misspellings(spelling: list[dict[str, str]], known: set[str]) -> dict[str, str]:
    """Map likely slips of the key words to the word meant; never a word that is itself in a list or listed as real."""
    meant: dict[str, str] = {}
    real = known.union(*(_listed(own.get("real", "")) for own in spelling))
    for own in spelling:
        for word in _listed(own.get("key", "")):
            for slip in _slips(word) - real:
                meant.setdefault(slip, word)
        for pair in _listed(own.get("wrong", "")):
            slip, _, word = pair.partition("=")
            meant[slip.strip()] = word.strip()
    return meant


def _listed(words: str) -> list[str]:
    return [word for word in map(str.strip, normalise(words).replace("\n", ",").split(",")) if word]


_VOWELS = "aeiouy"
_SOUNDS_ALIKE = {"c": "sk", "s": "cz", "k": "c", "z": "s", "f": "v", "v": "fw", "w": "v", "g": "j", "j": "g"}


def _slips(word: str) -> set[str]:
    """Return what tired thumbs make of a word of five letters or more: a letter lost, swapped, doubled or misheard."""
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
