"""Owns how the questions are heard at which a wrong yes may cost somebody dear: danger now, being safe, writing here.

None is ever heard by likeness. To "Is anyone in danger?" only a clear yes is a yes; to "Are you safe now?" only clear
safety; to "Is it safe to write here?" every doubt is a no.
"""

from functools import cache

from bot.understanding.normal import split
from bot.understanding.wishes import drop_polite_words, is_dont_know
from bot.understanding.wordlists import Phrases, gather, gather_plain
from bot.understanding.yes_no import hear_yes_no, spell_signs, yes_no_words

_MOST_WORDS = 14  # in a longer message somebody tells us more, and the question is put again
_SHORT = 5
_SIGNS = "👍👌✅✔"


def hear_danger_answer(said: str) -> bool | None:
    """Hear yes or no to "Is anyone in danger right now?"; None for "ok", "sure", a thumb and all else that is unclear.

    Raises nothing; `said` is the whole message.
    """
    spoken = split(spell_signs(said))
    polite = drop_polite_words(spoken)
    if polite in _list("alarm") or spoken in _list("alarm"):
        return True
    if _is_slip(spoken):
        return None
    heard = hear_yes_no(said)
    return None if heard and _is_soft(said, spoken, polite) else heard


def _is_soft(said: str, spoken: tuple[str, ...], polite: tuple[str, ...]) -> bool:
    """Say whether a yes may only mean "all right": "ok", "correct", a thumb, unless it ends in a cry for help."""
    if polite[-1:] in _list("alarm"):
        return False
    return polite in _list("soft_alone") or bool(_doubts().find(spoken)) or is_thumb(said)


def is_thumb(said: str) -> bool:
    """Say whether a sign stands in the message that may be a yes, or only say that it was read."""
    return any(sign in said for sign in _SIGNS)


def hear_safe_now(said: str) -> bool | None:
    """Hear "I am safe", "the police are here" or a yes to "Are you safe now?": True, or None for all that is less.

    "Ok" may only take note of the advice, and "ok I called 999" tells that help is on its way, not that it has come.
    """
    if is_thumb(said):
        return None
    spoken = drop_polite_words(split(spell_signs(said)))
    if spoken in gather_plain("answers", "yes") and not _is_soft(said, spoken, spoken):
        return True
    return True if _is_made_up_of(spoken, "clear", "beside") else None


def is_calm(said: str) -> bool:
    """Say whether a message tells of safety and of nothing else, a "no" beside it allowed: "no hes gone out now".

    What sounds like danger in it ("gone out") is none.
    """
    return _is_made_up_of(drop_polite_words(split(spell_signs(said))), "clear", "beside", "denied")


def _is_made_up_of(spoken: tuple[str, ...], *lists: str) -> bool:
    """Say whether these words are phrases of the lists and nothing else, at least one of them clearly safe."""
    ways = {(0, False)}  # how far the words are taken up, and whether a clear one is among them
    if not spoken or len(spoken) > _MOST_WORDS:
        return False
    for at in range(len(spoken)):
        for clear in {clear for place, clear in ways if place == at}:
            for name in lists:
                ways |= {(at + size, clear or name == "clear") for size in _sizes_at(spoken, at, name)}
    return (len(spoken), True) in ways


def _sizes_at(spoken: tuple[str, ...], at: int, name: str) -> list[int]:
    listed = gather_plain("safe_now", name)
    return [size for size in range(1, len(spoken) - at + 1) if spoken[at : at + size] in listed]


def cannot_call(said: str) -> bool:
    """Say whether somebody tells us that they cannot call 999, or cannot speak when they do."""
    return bool(_unable().find(split(spell_signs(said))))


def hear_safety_answer(said: str) -> bool | None:
    """Hear whether it is safe to write here: True only for a yes without any doubt, False for a no or any doubt.

    None where the message says neither ("why?", more of the story).
    """
    plain = spell_signs(said)
    spoken = split(plain)
    polite = drop_polite_words(spoken)
    if not spoken or _is_slip(spoken) or polite in gather_plain("safety", "unclear"):
        return None
    heard, doubts = hear_yes_no(said), {match.label for match in _safety().find(spoken)}
    if polite in gather_plain("safety", "safe"):
        return True
    if heard is not None:
        return heard and doubts.isdisjoint(("only", "unsafe"))
    return False if is_dont_know(said) or (len(spoken) <= _MOST_WORDS and _is_doubtful(polite, doubts, plain)) else None


def _is_doubtful(spoken: tuple[str, ...], doubts: set[str], plain: str) -> bool:
    """Say whether a message that is no plain yes or no tells of a reason not to write, or hesitates."""
    vocabulary = yes_no_words()
    if any(spoken[:size] in vocabulary.no for size in (1, 2, 3)) or "unsafe" in doubts:
        return True
    if len(spoken) <= _SHORT and not vocabulary.negations.isdisjoint(spoken):
        return True
    if "?" in plain:
        return False
    return vocabulary.hedges_in(spoken) or spoken[:1] in vocabulary.yes or bool(doubts and len(spoken) <= _SHORT)


def _is_slip(spoken: tuple[str, ...]) -> bool:
    return any(word in _slips() for word in spoken)


@cache
def _slips() -> frozenset[str]:
    listed = gather_plain("answers", "slips_yes") | gather_plain("answers", "slips_no")
    return frozenset(phrase[0] for phrase in listed if len(phrase) == 1)


@cache
def _list(name: str) -> frozenset[tuple[str, ...]]:
    return gather_plain("answers", name)


@cache
def _doubts() -> Phrases:
    return Phrases({"soft": gather("answers", "soft_yes")})


@cache
def _unable() -> Phrases:
    return Phrases({"unable": gather("unable", "call")})


@cache
def _safety() -> Phrases:
    return Phrases({label: gather("safety", label) for label in ("unsafe", "only", "somebody")})
