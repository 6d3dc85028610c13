"""Owns how a no to "Is anyone in danger right now?" is heard that comes in more words than one.

Only words that we know to be harmless may stand beside it, and danger found anywhere in it is danger: whatever else
follows a no, the question is put again.
"""

from collections.abc import Iterable
from functools import cache

from bot.understanding.danger.finding import find_danger, see, who_is_safe
from bot.understanding.kinds.listed import find_listed_kind
from bot.understanding.normal import split
from bot.understanding.wishes import drop_polite_words
from bot.understanding.wordlists import Phrases, gather, gather_plain
from bot.understanding.yes_no import spell_signs

_MOST_WORDS = 14
_LONGEST = 8  # words of a listed phrase
_MOST_BEFORE = 3  # words before "nobody is in danger", where it does not end the message
_MOST_WORDS_IN_ALL = 25
ORDINARY = ("noise", "vandalism", "rubbish", "garden", "communal", "vehicles", "animals", "drugs", "other_crime")


def denies_danger(said: str) -> bool:
    """Say whether the whole message is a no, such as "no one is in danger" or "no, he's at work"."""
    plain = spell_signs(said)
    spoken = drop_polite_words(split(plain))
    if not spoken or "?" in plain:
        return False
    if _denies_in_so_many_words(said, spoken):
        return True
    if len(spoken) > _MOST_WORDS:
        return False
    size = _longest(spoken, _openings())
    beside = _said_beside(spoken)
    if not size or not (_is_harmless(spoken[size:]) or beside is not None):
        return False
    danger = find_danger(said if beside is None else " ".join(("no", *beside)))
    is_faint = danger.faint and danger.concern is None and beside is not None
    return is_faint or not (danger.now or danger.urgent)


def _denies_in_so_many_words(said: str, spoken: tuple[str, ...]) -> bool:
    """Say whether it says, first or last, that nobody is in danger, and nothing of danger, or of what may come, beside
    it: "oh no dear, nobody is in danger, well my knee is bad"."""
    if len(spoken) > _MOST_WORDS_IN_ALL:
        return False
    for at in range(len(spoken)):
        size = _longest(spoken[at:], _listed("whole"))
        is_first_or_last = at <= _MOST_BEFORE or at + size == len(spoken)
        if size < 2 or not is_first_or_last or not _named().find(spoken[at : at + size]):
            continue
        beside = (*spoken[:at], *spoken[at + size :])
        if {(word,) for word in beside} & (_listed("unsure") - _listed("but")):
            return False
        reading, danger = see(" ".join(beside)), find_danger(said)
        is_quiet = not (reading.standing or reading.dropped or reading.doubted or reading.concerns)
        return is_quiet and (danger.now is None or danger.faint) and danger.concern is None
    return False


def _said_beside(spoken: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what a sentence says after a plain "no" besides that somebody has gone, or None where it tells of danger,
    of anybody near or of what may come. That somebody has gone out reads like danger where nobody said no."""
    size = _longest(spoken, _listed("plain"))
    rest, kept = spoken[size:], list[str]()
    while rest:
        gone = _longest(rest, _listed("gone"))
        kept += [] if gone else rest[:1]
        rest = rest[gone or 1 :]
    if not size or not kept:
        return () if size and spoken[size:] else None  # no more than "gone to bed"
    if _goes_on_with_an_ordinary_matter(kept):
        kept = kept[1:]
    elif kept[0].isdecimal() or not _is_plainly_elsewhere({(word,) for word in kept}):
        return None
    reading = see(" ".join(kept))
    return None if reading.standing or reading.dropped or reading.doubted or reading.concerns else tuple(kept)


def _is_plainly_elsewhere(alone: set[tuple[str, ...]]) -> bool:
    """Say whether these are words that are understood, and none of them of anybody near or of what may come."""
    return not alone.isdisjoint(_listed("english")) and not alone & (_listed("near") | _listed("unsure"))


def _goes_on_with_an_ordinary_matter(kept: list[str]) -> bool:
    """Say whether it is a "no but" before what is done to things: "no, but my window was smashed on Sunday". Parts of a
    home may be named there; that anybody is near, or may come, may not."""
    if (kept[0],) not in _listed("but") or find_listed_kind(" ".join(kept)) not in ORDINARY:
        return False
    near = (_listed("near") | _listed("unsure")) - _listed("parts")
    return not {(word,) for word in kept[1:]} & near


def speaks_of_danger(said: str) -> bool:
    """Say whether a few words name danger, or being unsafe, and do not deny it: "wait there is danger", of whoever has
    said that nobody is in any."""
    spoken = split(spell_signs(said))
    if len(spoken) > _MOST_WORDS or "?" in said or not _named().find(spoken):
        return False
    return not denies_danger(said)


def may_come(said: str) -> bool:
    """Say whether the whole message is a "not yet": no danger now, and no no."""
    return drop_polite_words(split(spell_signs(said))) in _listed("not_yet")


def _is_harmless(rest: tuple[str, ...]) -> bool:
    """Say whether all words are known to be, and no fear is told of beside people."""
    fears = others = False
    while rest:
        size = _longest(rest, _beside())
        if not size:
            return False
        fears = fears or rest[:size] in _listed("fear")
        others = others or rest[:size] in _listed("others")
        rest = rest[size:]
    return not (fears and others)


def _longest(spoken: tuple[str, ...], phrases: Iterable[tuple[str, ...]]) -> int:
    """Return how many words the longest of the phrases takes at the beginning."""
    return next((size for size in range(min(_LONGEST, len(spoken)), 0, -1) if spoken[:size] in phrases), 0)


@cache
def _listed(name: str) -> frozenset[tuple[str, ...]]:
    return gather_plain("no_danger", name)


@cache
def _named() -> Phrases:
    return Phrases({"named": gather("no_danger", "named")})


@cache
def _openings() -> frozenset[tuple[str, ...]]:
    return _listed("whole") | _listed("plain") | who_is_safe()


@cache
def _beside() -> frozenset[tuple[str, ...]]:
    return _listed("beside") | _listed("others") | _listed("fear") | _listed("whole")
