"""Owns what a message says about time: how often, whether it is happening now, and the words that say when (R7)."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from bot.understanding.normal import words
from bot.understanding.numbers import number_words
from bot.understanding.wordlists import Match, Phrases, gather, gather_plain

HowOften = Literal["daily", "weekly", "monthly", "occasionally", "once"]

# Where a message says several, the most frequent one counts: "first a few times a month, now every night".
HOW_OFTEN: tuple[HowOften, ...] = ("daily", "weekly", "monthly", "occasionally", "once")
_READ_AT_MOST = 4000
_LONGEST_WHEN = 14
_LONGEST_DOING = 4
_CLOCK = re.compile(r"\d{1,4}(?:am|pm|ish|th|st|nd|rd|hrs|h)")
_SENTENCE_END = re.compile(r"[.!?۔؟\n][)\"']*$")
_HALVES = frozenset(("am", "pm"))  # of the day, and only behind a number
_CHUNK = re.compile(r"\S+")


def find_how_often(text: str) -> HowOften | None:
    """Return how often it happens by the words of `text`, or None when it does not say."""
    return choose_how_often(words(text[:_READ_AT_MOST]))


def find_now(text: str) -> bool | None:
    """Say whether `text` tells of something happening as it was written (True), or past (False), or neither."""
    said = words(text[:_READ_AT_MOST])
    return choose_now(said, choose_how_often(said))


def find_when(text: str) -> str | None:
    """Return the words of `text` that say when, exactly as written ("last Tuesday about 3am"), or None."""
    text = text[:_READ_AT_MOST]
    runs = [run for run in _runs(_read_tokens(text)) if run]
    best = max(runs, key=lambda run: sum(token.kind == "time" for token in run), default=None)
    return text[best[0].start : best[-1].end].rstrip(".,;:!?۔؟،)\"'") if best else None


def choose_how_often(said: tuple[str, ...]) -> HowOften | None:
    """Return what `find_how_often` does, for words already made plain; a bare "once" is an answer by itself.

    How often it "used to be" is how often it was; "every bloody night" is every night.
    """
    aside = gather_plain("how_often", "aside")
    said = tuple(word for word in said if (word,) not in aside)
    former = {match.end for match in _former().find(said)}
    found = {match.label for match in _often_phrases().find(said) if match.start not in former}
    if not found and said in {("once",), ("unwaith",), ("raz",)}:
        return "once"
    return next((often for often in HOW_OFTEN if often in found), None)


def choose_now(said: tuple[str, ...], how_often: str | None) -> bool | None:
    """Return what `find_now` does, for words already made plain.

    Signs in order: it stopped; it is certainly going on; past times; then "now", or something being done, when neither
    a habit nor a frequency speaks of every time rather than this one.
    """
    found = {match.label: match.start for match in _now_phrases().find(said) if not _recurs(match, said)}
    if "stopped" in found and found.get("yes", -1) < found["stopped"]:
        return False
    if "yes" in found or _tells_the_hour(said):
        return True
    if "past" in found:
        return False
    habitual = "habit" in found or how_often in {"daily", "weekly", "monthly", "occasionally"}
    return True if not habitual and ("word" in found or "doing" in found or _is_being_done(said)) else None


@cache
def _often_phrases() -> Phrases:
    return Phrases({often: gather("how_often", often) for often in HOW_OFTEN}, number_words())


@cache
def _former() -> Phrases:
    return Phrases({"former": gather("how_often", "former")})


@cache
def _now_phrases() -> Phrases:
    labels = ("yes", "word", "ignore", "stopped", "past", "habit")
    doing = tuple(phrase for phrase in gather("now", "doing") if " " in phrase)
    return Phrases({**{label: gather("now", label) for label in labels}, "doing": doing}, number_words())


def _recurs(match: Match, said: Sequence[str]) -> bool:
    """Say whether a past time is none, because "every" stands before it: "every Friday and Saturday night"."""
    return match.label == "past" and not _every().isdisjoint(said[max(0, match.start - 3) : match.start])


@cache
def _every() -> frozenset[str]:
    return frozenset(word for entry in gather("now", "every") for word in words(entry))


@cache
def _doing() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(gather("now", "doing_before")), frozenset(gather("now", "doing"))


def _is_being_done(said: Sequence[str]) -> bool:
    """Say whether somebody "is shouting": one of the listed activities soon after is, are, he's or there's."""
    before, doing = _doing()
    return any(word in before and not doing.isdisjoint(said[at + 1 : at + 1 + _LONGEST_DOING])
               for at, word in enumerate(said))  # fmt: skip


def _tells_the_hour(said: Sequence[str]) -> bool:
    """Say whether the resident tells what time it is: "it's 3am and"."""
    return any(word in {"its", "is"} and re.fullmatch(r"\d{1,2}(am|pm)", said[at + 1]) is not None
               and (word == "its" or said[at - 1] == "it") for at, word in enumerate(said[:-1]))  # fmt: skip


class _Token(NamedTuple):
    """One word with its place in the message and what part it may play in saying when ("" for none)."""

    word: str
    start: int
    end: int
    kind: str
    ends_sentence: bool


def _read_tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for chunk in _CHUNK.finditer(text):
        raw = chunk.group()
        plain = _plain(raw)
        ends = _SENTENCE_END.search(raw) is not None
        for word in plain:
            kind = _kind_of(word)
            if word in _HALVES and not (tokens and tokens[-1].kind == "number"):
                said_of_me = word == "pm" or (bool(tokens) and tokens[-1].word == "i")
                kind = "" if said_of_me else "before"  # "I am scared"; in Welsh "am 3"
            tokens.append(_Token(word, chunk.start(), chunk.end(), kind, ends and word is plain[-1]))
    return tokens


@lru_cache(maxsize=8192)
def _plain(raw: str) -> tuple[str, ...]:
    return words(raw)


@lru_cache(maxsize=8192)
def _kind_of(word: str) -> str:
    if word.isdecimal():
        return "number"
    if _CLOCK.fullmatch(word):
        return "time"
    for kind, (whole, stems) in _when_words().items():
        if word in whole or word.startswith(stems):
            return kind
    return ""


@cache
def _when_words() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return, per part of a phrase, its whole words and its stems; the first part that fits a word is its kind."""
    found = {}
    for kind in ("time", "after", "before", "between"):
        listed = gather("when", kind)
        whole = frozenset(word for entry in listed if not entry.endswith("*") for word in words(entry))
        found[kind] = (whole, tuple(words(entry)[0] for entry in listed if entry.endswith("*")))
    return found


def _runs(tokens: Sequence[_Token]) -> list[Sequence[_Token]]:
    """Return the runs of words about time that hold at least one real time word, trimmed at both ends."""
    runs: list[Sequence[_Token]] = []
    start = 0
    for at, token in enumerate(tokens):
        if not token.kind:
            runs.append(_trim(tokens, start, at))
            start = at + 1
        elif token.ends_sentence or at + 1 == len(tokens) or at - start >= _LONGEST_WHEN:
            runs.append(_trim(tokens, start, at + 1))
            start = at + 1
    return runs


def _trim(tokens: Sequence[_Token], start: int, end: int) -> Sequence[_Token]:
    """Return `tokens[start:end]` without what cannot begin or end a time ("and", "the", the 14 of "14 last night")."""
    if not any(token.kind == "time" for token in tokens[start:end]):
        return ()
    while start < end and not _may_begin(tokens, start, end):
        start += 1
    while end > start and not _may_end(tokens, start, end):
        end -= 1
    return tokens[start:end]


def _may_begin(tokens: Sequence[_Token], at: int, end: int) -> bool:
    token = tokens[at]
    if token.kind == "number":
        follower = tokens[at + 1] if at + 1 < end else None
        return follower is not None and (follower.kind == "time" or follower.word in {"times", "razy", "gwaith"})
    return token.kind in {"time", "before"} and not (token.kind == "before" and at + 1 == end)


def _may_end(tokens: Sequence[_Token], start: int, end: int) -> bool:
    token = tokens[end - 1]
    if token.kind == "number":
        told = end - 2 >= start and tokens[end - 2].kind == "before" and tokens[end - 2].word not in _PLACE_WORDS
        return told or end == len(tokens)
    return token.kind in {"time", "after"}


# A number after these is as likely a door as an hour, unless it ends the message: "last night at 14 Elm Court".
_PLACE_WORDS = frozenset(("at", "in", "on", "the", "w", "pod", "yn", "all", "one", "any", "do", "is"))
