"""Owns which language a message is written in, and which language a resident asks for by name (REQUIREMENTS L2)."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bot.understanding.normal import words
from bot.understanding.wordlists import gather_from, listed_languages

# Scripts that only one of our languages uses, and the one that three share.
_SCRIPTS = (("pa", re.compile("[਀-੿]")), ("bn", re.compile("[ঀ-৿]")), ("gu", re.compile("[઀-૿]")))
_ARABIC = re.compile("[؀-ۿݐ-ݿﭐ-﻿]")
_LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")
# Letters that tell languages of the Arabic script apart, each counting like so many common words.
_URDU_LETTERS = re.compile("[ٹڈڑںےہھۓ]")
_FARSI_OR_URDU_LETTERS = re.compile("[پچژگیک]")
_ARABIC_LETTERS = re.compile("[ةيىكإأؤئ]")
_LATIN_LETTERS = (
    ("pl", re.compile("[łąęśźżćń]")), ("cy", re.compile("[ŵŷ]")), ("ro", re.compile("[șțăţ]")),
    ("tr", re.compile("[ğış]")), ("es", re.compile("[ñ¿¡]")), ("pt", re.compile("[ãõ]")), ("fr", re.compile("[œêùë]")),
    ("it", re.compile("[ìò]")),
)  # fmt: skip
_LATIN_LANGUAGES = ("en", "cy", "pl", "ur", "ro", "pt", "es", "it", "so", "tr", "fr")
_LETTER_WEIGHT, _MOST_LETTERS = 1.0, 2
# So much of a message must speak for a language, and so much more than for the next, before we are sure.
_ENOUGH, _SHARE, _LEAD = 1.5, 0.24, 1.3
_READ_AT_MOST = 1500


def find_language(text: str) -> str | None:
    """Return the code of the language `text` is written in, or None when it is too short or too mixed to tell.

    Urdu in Latin letters is "ur" too.
    """
    return choose_language(text, words(text[:_READ_AT_MOST]))


def choose_language(text: str, said: tuple[str, ...]) -> str | None:
    """Return what `find_language` does, given also the words of the message, already made plain."""
    text = text[:_READ_AT_MOST]
    for code, script in _SCRIPTS:
        if len(script.findall(text)) >= 3:
            return code
    tell_apart = (
        _tell_arabic_scripts_apart
        if len(_ARABIC.findall(text)) > len(_LATIN.findall(text))
        else _tell_latin_languages_apart
    )
    return tell_apart(text, said)


def find_language_request(text: str) -> str | None:
    """Return the language whose name, in itself or in English, is the whole message: "PL", "polish please"."""
    said = words(text[:80])
    if not said or len(said) > 8:
        return None
    if said in language_names():
        return language_names()[said]
    kept = tuple(word for word in said if word not in _words_aroundlanguage_names())
    return language_names().get(kept) if kept else None


def _tell_arabic_scripts_apart(text: str, said: tuple[str, ...]) -> str | None:
    scores = {code: float(sum(word in _common()[code] for word in said)) for code in ("ur", "ar", "fa")}
    scores["ur"] += 2 * min(len(_URDU_LETTERS.findall(text)), 3)
    scores["ar"] += min(len(_ARABIC_LETTERS.findall(text)), 2) + sum(word.startswith("ال") for word in said)
    if _FARSI_OR_URDU_LETTERS.search(text):
        scores["fa"] += 1
        scores["ar"] -= 1
    if len(said) < 2 and max(scores.values()) < 3:
        return None
    return _pick(scores, len(said))


def _tell_latin_languages_apart(text: str, said: tuple[str, ...]) -> str | None:
    said = tuple(word for word in said if not word.isdecimal())
    if len(said) < 2:
        return None
    owners = _owners()
    scores = dict.fromkeys(_LATIN_LANGUAGES, 0.0)
    for word in said:
        for code in owners.get(word, ()):
            scores[code] += 1 / len(owners[word]) + 0.25
    lowered = text.casefold()
    if not lowered.isascii():
        for code, letters in _LATIN_LETTERS:
            scores[code] += _LETTER_WEIGHT * min(len(letters.findall(lowered)), _MOST_LETTERS)
    return _pick(scores, len(said))


def _pick(scores: Mapping[str, float], length: int) -> str | None:
    (best, code), (second, _) = sorted(((score, code) for code, score in scores.items()), reverse=True)[:2]
    return code if best >= max(_ENOUGH, _SHARE * length) and best >= _LEAD * second else None


@cache
def _common() -> Mapping[str, frozenset[str]]:
    """Return the common words of every language, those of Urdu in both its scripts."""
    return {code: _plain(gather_from(code, "language", "common") + gather_from(code, "language", "common_latin"))
            for code in listed_languages()}  # fmt: skip


@cache
def _owners() -> Mapping[str, tuple[str, ...]]:
    """Return for every common word the languages of the Latin script that have it."""
    found: dict[str, list[str]] = {}
    for code in _LATIN_LANGUAGES:
        for word in _common()[code]:
            found.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}


@cache
def language_names() -> Mapping[tuple[str, ...], str]:
    """Return what our languages are called, in themselves and in English, each name with its code."""
    return {words(name): code for code in listed_languages() for name in gather_from(code, "language", "called")}


@cache
def _words_aroundlanguage_names() -> frozenset[str]:
    every = (phrase for code in listed_languages() for phrase in gather_from(code, "language", "please"))
    return _plain(every) - {word for name in language_names() if len(name) == 1 for word in name}


def _plain(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in words(phrase))
