"""Owns how the questions are heard at which a wrong yes may cost somebody dear: danger now, being safe, writing here.

None is ever heard by likeness. To "Is anyone in danger?" only a clear yes is a yes; to "Are you safe now?" only clear
safety; to "Is it safe to write here?" every doubt is a no.
"""

from functools import cache
from itertools import product

from bot.understanding.kinds.listed import look_up
from bot.understanding.normal import split
from bot.understanding.second_thoughts import hear_second_thought
from bot.understanding.times import choose_how_often
from bot.understanding.wishes import drop_polite_words, is_dont_know
from bot.understanding.wordlists import Phrases, gather, gather_plain, is_made_up_of
from bot.understanding.yes_no import hear_yes_no, spell_signs, yes_no_words

_MOST_WORDS = 14  # in a longer message somebody tells us more, and the question is put again
_SHORT = 5
_NO_AND_A_NUMBER = 2
_PLAIN = 8  # in a longer one a word of doubt may belong to a story: "kept me up until 4am"
_SIGNS = "👍👌✅✔"
_UNSAFE = frozenset(("unsafe", "fear"))  # fear alone may be of something else: it is asked about once more
_List = frozenset[tuple[str, ...]]


def hear_danger_answer(said: str) -> bool | None:
    """Hear yes or no to "Is anyone in danger right now?"; None for "ok", "sure", a thumb and all else that is unclear.

    Raises nothing; `said` is the whole message.
    """
    spoken = split(spell_signs(said))
    polite = drop_polite_words(spoken)
    if polite in _list("alarm") or spoken in _list("alarm") or _not_safe().find(spoken):
        return True  # "no, I don't feel safe" is no denial
    if _is_slip(spoken):
        return None
    heard = hear_yes_no(said)
    return None if heard and is_soft(said, spoken, polite) else heard


def is_soft(said: str, spoken: tuple[str, ...], polite: tuple[str, ...]) -> bool:
    """Say whether a yes may only mean "all right": "ok", "correct", a thumb, unless it ends in a cry for help."""
    if polite[-1:] in _list("alarm"):
        return False
    return polite in _list("soft_alone") or bool(_doubts().find(spoken)) or is_thumb(said)


def is_thumb(said: str) -> bool:
    """Say whether a sign stands in the message that may be a yes, or only say that it was read."""
    return any(sign in said for sign in _SIGNS)


def hear_safety_answer(said: str) -> bool | None:
    """Hear whether it is safe to write here: True only for a yes without any doubt, False for a no or any doubt.

    None where the message says neither ("why?", more of the story). Whether a no is only a doubt, ask `doubts_safety`.
    """
    plain = spell_signs(said)
    spoken = split(plain)
    polite = drop_polite_words(spoken)
    if not spoken or _is_slip(spoken) or polite in gather_plain("safety", "unclear"):
        return None
    if any(polite[:size] in list_of("safety", "unrelated") for size in (1, 2, 3, 4)):
        return None  # "you never ring back", "no that's wrong", of what was asked before
    if (rest := _without_other_no(polite)) != polite and not _says_it_is_safe(polite):
        return False if _UNSAFE & _doubts_in(rest) else None
    if polite in list_of("safety", "safe") or _says_it_is_safe(polite):
        return True
    heard, doubts = hear_yes_no(said), _doubts_in(spoken)
    if heard is not True and _is_about_something_else(said, polite, doubts):
        return None
    if heard is not None:
        return heard and doubts.isdisjoint(_UNSAFE | {"only"})
    if not doubts and choose_how_often(spoken) and polite[:1] not in _list("no"):
        return None  # "its weekends not every night" answers something else
    return False if is_dont_know(said) or (len(spoken) <= _MOST_WORDS and _is_doubtful(polite, doubts, plain)) else None


def _is_about_something_else(said: str, spoken: tuple[str, ...], doubts: set[str]) -> bool:
    """Say whether a no takes something else back: "no I meant yes", "no its a dog not music". Nobody may be spoken of,
    and nothing that makes it unsafe; what is left open is asked again."""
    thought = hear_second_thought(said)
    if thought and thought.takes_back and thought.said and hear_yes_no(thought.said):
        return True
    rest = spoken[1:]
    tells = len(rest) > _NO_AND_A_NUMBER and "not" in rest and look_up(rest).kind is not None
    return tells and not doubts and not any((word,) in list_of("safety", "people") for word in rest)


def _without_other_no(spoken: tuple[str, ...]) -> tuple[str, ...]:
    """The words without a "no" that answers nothing: "no idea who it is", "the camera at no 22"."""
    if any(spoken[:size] in list_of("safety", "no_answer") for size in (1, 2, 3)):
        return spoken[1:]
    if len(spoken) <= _NO_AND_A_NUMBER:
        return spoken  # "no, 2" is the second answer
    pairs = zip(spoken, (*spoken[1:], ""), strict=True)
    return tuple(word for word, after in pairs if not (word == "no" and after[:2].isdecimal()))


def is_safe_after_all(said: str) -> bool:
    """Say whether somebody tells us, without being asked, that it is safe to write: "actually yes it is safe"."""
    spoken = drop_polite_words(split(spell_signs(said)))
    names_it = any((word,) in list_of("safety", "names_it") for word in spoken)
    return names_it and _says_it_is_safe(spoken)


def is_unsafe_after_all(said: str) -> bool:
    """Say whether somebody tells us, without being asked, that it is not safe to write: "no wait my husband reads
    this"."""
    thought = hear_second_thought(said)
    told = {thought.said, said} if thought else {said}
    return any(_says_it_is_unsafe(one, is_put_right=thought is not None) for one in told)


def _says_it_is_unsafe(told: str, *, is_put_right: bool) -> bool:
    spoken = split(spell_signs(told))
    doubts = _doubts_in(spoken)
    if not _UNSAFE & doubts or hear_safety_answer(told) is not False:
        return False
    names_it = list_of("safety", "names_it") - list_of("safety", "safe")  # the stairs may be not safe as well
    says_so = "somebody" in doubts or any((one,) in names_it for one in spoken) or bool(read_by().find(spoken))
    return says_so or (is_put_right and len(spoken) <= _PLAIN)


def _says_it_is_safe(spoken: tuple[str, ...]) -> bool:
    """Say whether a message says outright that it is safe, or that nobody else sees it, and nothing besides."""
    if spoken[:1] in _list("yes") and spoken[1:] in list_of("safety", "unclear"):
        return True
    beside = _list("yes") | list_of("safety", "beside")
    return is_made_up_of(spoken, list_of("safety", "safe") | _nobody_else(), beside)


@cache
def _nobody_else() -> _List:
    """ "No one else sees it", "nobody uses this phone", in every way that the lists allow."""
    parts = (list_of("safety", name) for name in ("nobody", "does", "with_it"))
    return frozenset(nobody + does + it for nobody, does, it in product(*parts))


def doubts_safety(said: str) -> bool:
    """Say whether a message that is taken for a no only hesitates: it is asked once more, and then taken for a no."""
    spoken = split(spell_signs(said))
    polite = drop_polite_words(spoken)
    if is_dont_know(said):
        return True
    if hear_safety_answer(said) is not False or hear_yes_no(said) is False or polite[:1] in _list("no"):
        return False
    if polite[:1] in _list("yes"):
        return "unsafe" not in _doubts_in(spoken)  # "yes but not after ten"
    is_reason = "unsafe" in _doubts_in(spoken) or not yes_no_words().negations.isdisjoint(polite)
    return len(spoken) > _PLAIN or not is_reason


def _doubts_in(spoken: tuple[str, ...]) -> set[str]:
    return {match.label for match in _safety().find(spoken)}


def _is_doubtful(spoken: tuple[str, ...], doubts: set[str], plain: str) -> bool:
    """Say whether a message that is no plain yes or no tells of a reason not to write, or hesitates."""
    vocabulary = yes_no_words()
    if any(spoken[:size] in vocabulary.no for size in (1, 2, 3)) or _UNSAFE & doubts:
        return True
    if len(spoken) <= _SHORT and not vocabulary.negations.isdisjoint(spoken):
        return True
    if "?" in plain:
        return False
    hedges = len(spoken) <= _PLAIN and vocabulary.hedges_in(spoken)  # a longer one is more of the story
    return hedges or spoken[:1] in vocabulary.yes or bool(doubts and len(spoken) <= _SHORT)


def hear_willing(said: str) -> bool | None:
    """Hear whether somebody would try a calm word themselves: True only for a yes without fear or doubt (R5).

    None where the message says neither ("why?", more of the story without fear in it).
    """
    plain = spell_signs(said)
    spoken = split(plain)
    if not spoken or _is_slip(spoken):
        return None
    heard = hear_yes_no(said)
    if _fear().find(spoken) or _UNSAFE & _doubts_in(spoken) or is_dont_know(said):
        return False
    if heard is not None:
        return heard and not yes_no_words().hedges_in(drop_polite_words(spoken))
    if "?" in plain or len(spoken) > _MOST_WORDS:
        return None
    return False if yes_no_words().hedges_in(spoken) or _denies(drop_polite_words(spoken)) else None


def _denies(spoken: tuple[str, ...]) -> bool:
    return any(spoken[:size] in _list("no") for size in (1, 2, 3)) or not yes_no_words().negations.isdisjoint(spoken)


def _is_slip(spoken: tuple[str, ...]) -> bool:
    return any(word in _slips() for word in spoken)


@cache
def _slips() -> frozenset[str]:
    listed = gather_plain("answers", "slips_yes") | gather_plain("answers", "slips_no")
    return frozenset(phrase[0] for phrase in listed if len(phrase) == 1)


@cache
def list_of(section: str, name: str) -> _List:
    return gather_plain(section, name)


def _list(name: str) -> _List:
    return list_of("answers", name)


@cache
def _not_safe() -> Phrases:
    return Phrases({"not_safe": gather("answers", "not_safe")})


@cache
def _doubts() -> Phrases:
    return Phrases({"soft": gather("answers", "soft_yes")})


@cache
def _fear() -> Phrases:
    return Phrases({"fear": gather("willing", "fear")})


@cache
def read_by() -> Phrases:
    """What says that somebody else reads what we write: "he reads this"."""
    return Phrases({"reads": gather("safety", "read_by")})


@cache
def _safety() -> Phrases:
    return Phrases({label: gather("safety", label) for label in ("unsafe", "fear", "only", "somebody")})
