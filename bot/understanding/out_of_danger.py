"""Owns how somebody in danger is heard: that they are safe, that it was a mistake, that help is called, or cannot be.

Nothing is heard by likeness, and a message must tell of it and of nothing else (R1).
"""

from collections.abc import Iterable
from functools import cache
from itertools import product

from bot.understanding.caution import is_soft, is_thumb, list_of
from bot.understanding.normal import split
from bot.understanding.wishes import drop_polite_words
from bot.understanding.wordlists import Phrases, gather, is_made_up_of
from bot.understanding.yes_no import spell_signs


def hear_safe_now(said: str) -> bool | None:
    """Hear "I am safe", "the police are here" or a yes to "Are you safe now?": True, or None for all that is less.

    "Ok" may only take note of the advice, and "ok I called 999" tells that help is on its way, not that it has come.
    Whoever "has gone" may come back, and was no person on whose breath a life hung: with a yes before it, it is safety.
    """
    if is_thumb(said):
        return None
    spoken = drop_polite_words(split(spell_signs(said)))
    if _is_yes(spoken):
        return True
    beside = list_of("safe_now", "beside")
    if _is_yes(spoken[:1]) and is_made_up_of(spoken, _gone(), beside):
        return True
    return True if is_made_up_of(spoken, _safe(), beside | _gone()) else None


def _is_yes(spoken: tuple[str, ...]) -> bool:
    return spoken in list_of("answers", "yes") and not is_soft("", spoken, spoken)


def is_quieter(said: str) -> bool:
    """Say whether a message tells that whoever it was has gone, or that they themselves got away, and nothing else: it
    may be over, or begin again."""
    return is_made_up_of(drop_polite_words(split(spell_signs(said))), _gone(), _beside_safety())


def is_calm(said: str) -> bool:
    """Say whether a message tells of safety and of nothing else, a "no" beside it allowed: "no hes gone out now".

    What sounds like danger in it ("gone out") is none.
    """
    return is_made_up_of(drop_polite_words(split(spell_signs(said))), _safe() | _gone(), _beside_safety())


def is_mistaken(said: str) -> bool:
    """Say whether a message tells that what was said or pressed was not meant, and no more: "wrong button sorry"."""
    mistaken = list_of("safe_now", "mistaken")
    return is_made_up_of(drop_polite_words(split(spell_signs(said))), mistaken, _beside_safety())


@cache
def _safe() -> frozenset[tuple[str, ...]]:
    told = list_of("safe_now", "clear") | list_of("safe_now", "mistaken")
    return told | _each_with(list_of("safe_now", "help"), list_of("safe_now", "has_come"))


@cache
def _gone() -> frozenset[tuple[str, ...]]:
    return list_of("safe_now", "gone") | _each_with(list_of("safe_now", "they"), list_of("safe_now", "went"))


@cache
def _called() -> frozenset[tuple[str, ...]]:
    return list_of("called", "done") | _each_with(list_of("safe_now", "help"), list_of("called", "is_coming"))


def _each_with(first: Iterable[tuple[str, ...]], second: Iterable[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    return frozenset(before + after for before, after in product(first, second))


def _beside_safety() -> frozenset[tuple[str, ...]]:
    return list_of("safe_now", "beside") | list_of("safe_now", "denied")


def has_called(said: str) -> bool:
    """Say whether a message tells that 999 was called, or that help is on its way, and nothing else; no question does,
    nor anybody who asks for it."""
    spoken = split(spell_signs(said))
    is_asked = not {"?", "؟"}.isdisjoint(said)
    return not is_asked and is_made_up_of(spoken, _called(), list_of("called", "beside"))


def cannot_call(said: str) -> bool:
    """Say whether somebody tells us that they cannot call 999, or cannot speak when they do."""
    return bool(_unable().find(split(spell_signs(said))))


@cache
def _unable() -> Phrases:
    return Phrases({"unable": gather("unable", "call")})
