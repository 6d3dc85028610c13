"""Hears the names of a register where they are written in other letters: "44 میڈو لین" is 44 Meadow Lane (R6).

Who writes Urdu, Bengali or Arabic writes a street as it sounds. Names are compared by their consonants alone, in
classes that no script keeps apart (b and p, d and t, g and k); the register's own name is put in place of what was
written, with the number left as it was, and whoever wrote it is asked whether it is there, as always.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

LAST_LATIN: Final = "\u024f"
_WORD: Final = re.compile(r"[^\s\d,،;:.!?؟…۔।()/\-–—#\"'“”]+")
_NUMBER_BEFORE: Final = re.compile(r"\d[\s,،/\-–]*[a-z]?[\s,،/\-–]*$", re.IGNORECASE)
_NUMBER_BEHIND: Final = re.compile(r"[\s,،/\-–]*\d")
_MOST_WORDS = 4
_NEAR = 12  # characters, within which a number stands beside a name
_SHORT_ANSWER = 5  # words: of so few a name may be meant without a number
_LEAST = 3  # consonants: fewer sound like too much else
_LEAST_WITH_A_SLIP = 6
_CLEAR_LEAD = 8.0  # of one name over another that sounds like it
_FIRST_VOWELS: Final = str.maketrans(dict.fromkeys("اآأإٱعऍਆਐਔএঅআঐঔએઅઆઐઓઔ", "a"))
_FLAT, _NUMBER = "flat", "number"
_CUES: Final = {
    word: cue for cue, listed in ((_FLAT, "شقة شقه واحد আপার্টমেন্ট"), (_NUMBER, "رقم شماره پلاک নং নম্বর ਨੰਬਰ નંબર"))
    for word in listed.split()
}  # fmt: skip
_KIND_FIRST: Final = {"شارع": ("street", "road"), "طريق": ("road",), "خیابان": ("street", "road"), "کوچه": ("lane",)}
"""Street Canal, as Arabic and Persian have it."""
_THE: Final = frozenset(("دی", "دا", "দি", "দ্য", "ਦੀ", "ਦ", "ધ", "ذا", "ذي"))
#: How English is spelt, and how what is written as it sounds comes out in our letters, brought to the same.
_HEARD: Final = (
    (r"['`’]", ""), (r"([a-z])\1+", r"\1"), (r"ch?|j", "C"), (r"sh", "s"), (r"kh", "k"), (r"gh", ""), (r"ph", "f"),
    (r"th|dh", "t"), (r"bh", "v"), (r"x", "ks"), (r"^as(?=[tkp])", "s"),
)  # fmt: skip
_SPELT: Final = (
    (r"^wr", "r"), (r"^kn", "n"), (r"^wh", "w"), (r"mb$", "m"), (r"(?<=[^aeiou])([ao])l(?=[kfm])", r"\1"),
    (r"tion", "sn"), (r"tch|dge|dg(?=[ei])", "C"), (r"sc(?=[eiy])", "s"), (r"ck|qu?|c(?=[^heiy]|$)", "k"),
    (r"c(?=[eiy])", "s"), (r"g(?=[eiy])", "C"), *_HEARD,
)  # fmt: skip
_CLASSES: Final = str.maketrans("bpdtgkszcfvwlmnr", "PPTTKKSSSFWWLMNR", "aeiouyh")
_FIRST: Final = {"a": "A", "e": "A", "i": "A", "o": "A", "u": "A", "h": "H"}


class _Word(NamedTuple):
    start: int
    end: int
    text: str


class OtherScripts:
    """The names of a register by how they sound; immutable once built."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        found: dict[str, set[str]] = defaultdict(set)
        for words in names:
            shown = " ".join(words)
            told = words[1:] if words[0] == "the" and len(words) > 1 else words
            for sounds in {sounds_of(told), sounds_of(told, v_as_f=True)}:
                if len(sounds) >= _LEAST:
                    found[sounds].add(shown)
        self._names = {sounds: sorted(shown) for sounds, shown in found.items()}
        self._shorter: dict[str, list[str]] = defaultdict(list)
        for sounds in filter(_is_long, self._names):
            for less in _one_less(sounds):
                self._shorter[less] += self._names[sounds]

    def in_latin(self, text: str) -> str:
        """The text with every name of the register that it writes in other letters as the register has it."""
        if text.isascii():
            return text
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
        words = [_Word(*match.span(), match.group()) for match in _WORD.finditer(text)]
        if not any(_is_foreign(word.text) for word in words):
            return text
        parts, at, done = [], 0, 0
        while at < len(words):
            length, shown = self._read(text, words, at)
            if shown:
                parts += [text[done : words[at].start], shown]
                done = words[at + length - 1].end
            at += length
        return "".join((*parts, text[done:]))

    def _read(self, text: str, words: Sequence[_Word], at: int) -> tuple[int, str]:
        """How many words are read from here, and what stands in their place; "" where they are left."""
        if not _is_foreign(words[at].text):
            return 1, ""
        if _NUMBER_BEHIND.match(text, words[at].end):
            cue = _CUES.get(words[at].text) or (_FLAT if sounds_of([words[at].text]) == "FLT" else "")
            if cue:
                return 1, cue
        for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            said = words[at : at + length]
            if not all(_is_foreign(word.text) for word in said) or not self._may_be_place(text, words, at, length):
                continue
            if name := self._named([word.text for word in said[said[0].text in _THE and length > 1 :]]):
                return length, name
        return 1, ""

    def _may_be_place(self, text: str, words: Sequence[_Word], at: int, length: int) -> bool:
        """Whether a number stands beside these words, or hardly anything else is said."""
        before, behind = text[max(0, words[at].start - _NEAR) : words[at].start], words[at + length - 1].end
        has_number = _NUMBER_BEFORE.search(before) or _NUMBER_BEHIND.match(text, behind)
        return bool(has_number) or len(words) <= _SHORT_ANSWER

    def _named(self, said: Sequence[str]) -> str:
        """The one name that sounds like these words; of several, the one whose vowels are clearly nearer too."""
        orders = [(*said[1:], kind) for kind in _KIND_FIRST.get(said[0], ())] if len(said) > 1 else []
        names: list[str] = []
        for words in (said, *orders):
            names += self._names.get(sounds_of(words), ())
        names = names or self._nearly(sounds_of(said))
        written = " ".join(map(_in_ascii, said))
        ranked = sorted(((ratio(written, name), name) for name in set(names)), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEAR_LEAD):
            return ""
        return ranked[0][1]

    def _nearly(self, sounds: str) -> list[str]:
        """The names that lack one of these sounds, or have one more."""
        less = _one_less(sounds) if _is_long(sounds) else ()
        return [*self._shorter.get(sounds, ()), *(shown for known in less for shown in self._names.get(known, ()))]


def _is_long(sounds: str) -> bool:
    return len(sounds) >= _LEAST_WITH_A_SLIP


def _one_less(sounds: str) -> set[str]:
    return {sounds[:at] + sounds[at + 1 :] for at in range(1, len(sounds))}


def sounds_of(words: Iterable[str], *, v_as_f: bool = False) -> str:
    """The consonants of a name, in classes; whether a word begins with a vowel is kept."""
    return "".join(_sounds(word, v_as_f=v_as_f) for word in words)


def _sounds(word: str, *, v_as_f: bool) -> str:
    plain = _in_ascii(word)
    for spelt, sound in _HEARD if _is_foreign(word) else _SPELT:
        plain = re.sub(spelt, sound, plain)
    inner = plain[1:].replace("w", "").replace("v", "f" if v_as_f else "")
    return _FIRST.get(plain[:1], plain[:1].translate(_CLASSES)) + inner.translate(_CLASSES)


def _in_ascii(word: str) -> str:
    return "".join(_letters(word)).lower()


def _letters(word: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFC", word)
    return (char for char in anyascii(plain[:1].translate(_FIRST_VOWELS) + plain[1:]) if char.isalpha())


def _is_foreign(word: str) -> bool:
    """Whether it is written in other letters than ours."""
    return any(char > LAST_LATIN and char.isalpha() for char in word)
