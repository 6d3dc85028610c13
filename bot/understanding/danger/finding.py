"""Recognises danger in a message in every language at once: what is happening now, and what somebody must hear tonight.

Words are found generously, misspellings included; what takes a word back ("last week", "toy", "killing time") must be
spelt out and stand in the same part of the same sentence, so that one harmless remark never hides a danger (R1).
"""

from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from math import inf
from typing import Final, Literal, cast

from bot.understanding.danger.likeness import beyond_ordinary, likeness, worry
from bot.understanding.danger.naming import name_likeliest
from bot.understanding.danger.rules import PERHAPS, Finding, Reader, find_all
from bot.understanding.danger.scan import Stretch, scan
from bot.understanding.danger.weighing import (
    BEYOND_ORDINARY,
    BEYOND_ORDINARY_IF_PLAIN,
    ENOUGH,
    ENOUGH_IN_FEW_WORDS,
    FAINT,
    TOO_FEW_FOR_WORRY,
    WORRIED,
    WORRIED_BESIDE_WORDS,
    WORRIED_OF_AN_ORDINARY_MATTER,
    Evidence,
    weigh,
)
from bot.understanding.danger.words import Lexicon, load_lexicon
from bot.understanding.fear import names_weapon
from bot.understanding.kinds.listed import find_listed_kind
from bot.understanding.normal import normalise, words
from bot.understanding.witness import is_done_by_neighbours
from bot.understanding.wordlists import Phrases, gather_plain
from bot.understanding.wordlists import gather as gather_list

Sort = Literal["violence", "fire", "gas", "medical", "suicide", "abuse", "other"]
Concern = Literal["threat", "domestic_abuse", "child", "adult", "hate", "suicidal"]

_SORTS: Final[tuple[Sort, ...]] = ("violence", "fire", "gas", "medical", "suicide", "abuse", "other")
# Which is told when a message gives cause for several. Abuse at home goes before the children it names: the phone may
# be in the hands of whoever hits them, and everything that is asked and said next hangs on that (R1, C5).
_CONCERNS: Final[tuple[Concern, ...]] = ("suicidal", "domestic_abuse", "child", "threat", "adult", "hate")
ORDINARY_MATTERS: Final = ("noise", "animals", "rubbish", "garden", "vehicles", "communal", "not_asb")
_CONCERN_OF: Final[dict[Sort, Concern]] = {"abuse": "domestic_abuse", "suicide": "suicidal"}


@dataclass(frozen=True)
class Danger:
    """What a message says: danger happening now, whether to tell the person on call tonight and why (R1).

    `faint`: nothing that the word lists know says so; the whole only reads a little like danger, and not like somebody
    who wants to die, whom no such question helps.
    """

    now: Sort | None
    urgent: bool
    concern: Concern | None
    child: bool
    faint: bool = False


@dataclass
class Reading:
    """What the word lists found in the stretches of one message."""

    evidence: Evidence = field(default_factory=Evidence)
    standing: list[Finding] = field(default_factory=list)
    dropped: list[Finding] = field(default_factory=list)
    doubted: list[Finding] = field(default_factory=list)  # not meant so, as far as the words tell
    concerns: set[Concern] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)
    child: bool = False
    is_back: bool = False

    def returns(self) -> bool:
        """Say whether somebody who attacked or threatened before is at the door again."""
        attacked = any(finding.sort in ("violence", "abuse") for finding in self.dropped)
        return self.is_back and (attacked or "threat" in self.concerns)


@lru_cache(128)  # one message is looked at several times in its turn
def find_danger(text: str) -> Danger:
    """Return the danger in a resident's words, whatever language or alphabet they are in."""
    return _judge(see(text), text)


def find_danger_with(lexicon: Lexicon, text: str) -> Danger:
    """Return the danger that the given word lists, and the likeness beside them, see in `text`."""
    return _judge(gather(lexicon, text), text)


def _judge(reading: Reading, text: str) -> Danger:
    signs = _weigh(reading, text)
    now = None if signs is None else _name(reading, text)
    concern = _find_concern(reading, text, now)
    faint = signs is not None and signs <= FAINT and not reading.standing and now != "suicide"
    return Danger(now, now is not None or concern is not None, concern, reading.child, faint)


def without_faint_signs(text: str) -> Danger:
    """Return what else the words say, where faint signs of danger in them are asked about."""
    reading = see(text)
    concern = _find_concern(reading, text, None)
    return Danger(None, concern is not None, concern, reading.child)


def names_concern(text: str) -> bool:
    """Whether words say what the person on call is told of, and not only the whole of them by likeness."""
    reading = see(text)
    return bool(reading.concerns or reading.standing or reading.dropped)


def hints_at_danger(text: str) -> bool:
    """Whether anything of danger is said, also what is over, or that somebody is near. In a story it may be none; where
    an answer was asked for it is worth a question ("last night he came with a crowbar", "he is outside")."""
    reading = see(text)
    return bool(_near().find(words(text)) or reading.standing or reading.dropped or reading.concerns)


@cache
def _bare_cries() -> frozenset[tuple[str, ...]]:
    return gather_plain("danger_cries", "whole")


@cache
def _tell_of_none() -> frozenset[tuple[str, ...]]:
    return gather_plain("danger_cries", "none") | who_is_safe()


@cache
def who_is_safe() -> frozenset[tuple[str, ...]]:
    """Return the whole messages that say that somebody is, and where: "hes safe inside", "we are all fine"."""
    who, safe, where = (gather_plain("no_danger", name) for name in ("safe_who", "safe_is", "safe_where"))
    said = frozenset(one + two for one, two in product(who, safe))
    return said | frozenset(one + two for one, two in product(said, where))


@cache
def _near() -> Phrases:
    return Phrases({"near": gather_list("danger_hints", "near")})


def _find_concern(reading: Reading, text: str, now: Sort | None) -> Concern | None:
    """Return what to tell the person on call: said in so many words, or named by likeness when only the whole tells."""
    if now:
        return _first(reading.concerns | ({_CONCERN_OF[now]} if now in _CONCERN_OF else set()))
    sorts = {finding.sort for finding in (*reading.standing, *reading.dropped)}
    if "abuse" in sorts and is_done_by_neighbours(text):
        sorts.remove("abuse")  # "the man upstairs threw a bottle at me"
    said = _first(reading.concerns | {_CONCERN_OF[sort] for sort in sorts if sort in _CONCERN_OF})
    worried = worry(text, reading.signs)
    if said:
        return said if worried > WORRIED_BESIDE_WORDS else None
    least = WORRIED_OF_AN_ORDINARY_MATTER if find_listed_kind(text) in ORDINARY_MATTERS else WORRIED
    if worried > least and reading.evidence.words > TOO_FEW_FOR_WORRY:
        if names_weapon(text):
            return "threat"
        by_others = is_done_by_neighbours(text) or find_listed_kind(text) == "sexual"
        among = [one for one in _CONCERNS if one != "domestic_abuse" or not by_others]
        return cast(Concern, name_likeliest(text, reading.signs, among, unsaid=True))
    return None


def _first(concerns: set[Concern]) -> Concern | None:
    return next((concern for concern in _CONCERNS if concern in concerns), None)


@lru_cache(8)  # the same message is read for danger, for what to tell the person on call, and for its kind
def see(text: str) -> Reading:
    """Return what our own word lists find in `text`; it is shared, and not to be changed."""
    return gather(load_lexicon(), text)


def gather(lexicon: Lexicon, text: str) -> Reading:
    """Return what the given word lists find in `text`."""
    reading, carried = Reading(), 0
    for stretch in scan(normalise(text), lexicon):
        reader = Reader(stretch, carried)
        found = list(find_all(stretch))
        meant = [finding for finding in found if reader.is_meant(finding)]
        standing = [finding for finding in meant if reader.stands(finding)]
        dropped = [finding for finding in meant if finding.level > PERHAPS and finding not in standing]
        reading.standing += standing
        reading.dropped += dropped
        doubted = [finding for finding in found if finding not in standing and finding not in dropped]
        reading.doubted += doubted
        reading.evidence.add(stretch, reader, standing, dropped, doubted)
        reading.concerns |= _concerns(stretch, reader)
        reading.signs |= set(stretch.marks)
        reading.signs |= {f"{one.sort} {one.level} {_fate(one, meant, standing)}" for one in found}
        reading.signs |= {f"{one.level} {_fate(one, meant, standing)}" for one in found}
        reading.child = reading.child or "reporter.child" in stretch.marks
        reading.is_back = reading.is_back or "words.back" in stretch.marks
        carried = reader.past_left()
    return reading


def _fate(finding: Finding, meant: list[Finding], standing: list[Finding]) -> str:
    return "stands" if finding in standing else "over" if finding in meant else "not meant"


def _weigh(reading: Reading, text: str) -> float | None:
    """Return how much speaks for danger now, or None where that is not enough, or reads like an ordinary report."""
    signs = _weigh_signs(reading, text)
    least = BEYOND_ORDINARY_IF_PLAIN if reading.evidence.is_plain else BEYOND_ORDINARY
    return None if signs is None or beyond_ordinary(text, reading.signs) < least else signs


def _weigh_signs(reading: Reading, text: str) -> float | None:
    if words(text) in _tell_of_none():
        return None
    if reading.evidence.is_plain or reading.evidence.is_cry() or reading.returns() or words(text) in _bare_cries():
        return inf
    if reading.evidence.is_denial():
        return None
    least = ENOUGH_IN_FEW_WORDS if reading.evidence.is_short() else ENOUGH
    signs = weigh(reading.evidence.describe(likeness(text, reading.signs)))
    return signs if signs > least else None


def _concerns(stretch: Stretch, reader: Reader) -> set[Concern]:
    concerns: set[Concern] = set()
    for label, marks in stretch.marks.items():
        section, _, name = label.partition(".")
        if section == "urgent":
            said = (Finding(name, PERHAPS, mark.languages, mark.tokens, (mark.start,), (mark.end,)) for mark in marks)
            if any(reader.is_meant(finding) for finding in said):
                concerns.add(cast(Concern, name))
    return concerns


def _name(reading: Reading, text: str) -> Sort:
    """Return the sort of danger that the message is most like, of those found in it; "other" if none and unclear."""
    if not reading.standing and reading.returns():
        return "violence"
    sorts = {finding.sort for finding in reading.standing if finding.level > PERHAPS}
    said = _first(reading.concerns)
    if not sorts and said in _CONCERN_OF.values():
        return next(sort for sort, concern in _CONCERN_OF.items() if concern == said)
    if sorts:
        return cast(Sort, name_likeliest(text, reading.signs, sorts))
    return cast(Sort, name_likeliest(text, reading.signs, _SORTS, "other", unsaid=True))
