"""Hears what of a report is put right once it has been summed up: "no its shouting", "it was last Tuesday" (R12)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.engine import SENTENCE
from bot.prefilling import line_for_noise, lines_answered
from bot.state import Means, Values
from bot.understanding.behalf import Behalf, find_behalf, hear_behalf
from bot.understanding.kinds.noise import find_noise_sort
from bot.understanding.names import asks_to_be_withheld, tells_of_another
from bot.understanding.normal import split
from bot.understanding.reading import read_report
from bot.understanding.times import find_when
from bot.understanding.told_besides import find_own_name
from bot.understanding.wordlists import Phrases, gather, gather_plain
from bot.understanding.yes_no import spell_signs, yes_no_words
from dialogs.grammar import Choose
from dialogs.report import report

SUMMARY, CHANGE = "all_right", "change"
# Which lines a change may be of, by what "What shall we change?" offers.
CHANGED_BY = {
    "what": ("group", "people", "drugs_and_crime", "things", "noise_sort"),
    "often": ("often",),
    "when": ("now", "when"),
    "name": ("name", "naming"),
    "whom": ("behalf", "on_behalf_of"),
}
MOST_WORDS = 8  # of what is no plain no: a longer message tells more than it puts right
MOST_DENIED = 3  # words at the end: "friday, not last night"
NAMED = ("named", "confidential")

Told = dict[str, Values]


def hear_put_right(said: str, known: Values) -> Means | None:
    """What is not right of a summary. All of it is kept in the words of the report too, and what is understood of it is
    changed at once, so that the summary says it; what is denied and not said in other words is asked again. What is
    more of it, or "but don't tell them", takes nothing back and is only added."""
    if adds(said):
        return None
    begins, rest = _opening(said)
    if not begins and len(said.split()) > MOST_WORDS:
        return None
    changes = _changes(rest, known)
    if not changes and asks_to_be_withheld(said):
        return None
    if not begins and not denies_anything(said):
        changes.pop("what", None)  # "he is shouting now" is news, and no other report
    reopens = _reopened_by(known, *(changes or _denied(rest, known, begins)))
    return Means("no", also=_told_by(changes) | _in_words(said), reopens=reopens) if begins or reopens else None


def adds(said: str) -> bool:
    """Say whether it is more of the report and no correction: "yes but it's also happening at 16"."""
    spoken = split(spell_signs(said))
    return bool(_listed("adds").find(spoken)) or spoken[-1:] in gather_plain("put_right", "adds_at_the_end")


def hear_instead(said: str, known: Values) -> Means | None:
    """What is put right at whatever question, where what we have is denied and something else is said in its place:
    "no its shouting not music", "weekends not every day"."""
    if len(said.split()) > MOST_WORDS or adds(said):
        return None
    for rest in dict.fromkeys((_opening(said)[1], said)):  # "nie muzyka", where the no denies what follows
        kept, denied = _apart_from_denied(rest)
        before = _told(denied, {}) if denied else {}
        changes = {
            option: told
            for option, told in (_changes(kept, known) if before else {}).items()
            if any(gave.items() <= known.items() for name, gave in before.items() if name in CHANGED_BY[option])
        }
        if changes:
            return Means("", also=_told_by(changes) | _in_words(said), reopens=_reopened_by(known, *changes))
    return None


def hear_change(said: str, known: Values) -> Means | None:
    """What is put right already where we asked what to change: "its weekends not every night"."""
    changes = _changes(said, known) or _changes(said, {})
    if not changes:
        return None
    first, *_ = changes
    return Means(first, also=_told_by(changes) | _in_words(said), reopens=_reopened_by(known, *changes))


def _changes(said: str, known: Values) -> dict[str, Told]:
    """What is told otherwise than it is known, by what it is a change of; what is only denied is left out."""
    if _listed("name").find(split(spell_signs(said))) and not tells_of_another(said):
        return {"name": {name: gave for name, gave in _told(said, known).items() if name in CHANGED_BY["name"]}}
    rest, _ = _apart_from_denied(said)
    told = _told(rest, known)
    is_day = rest == said or (len(rest.split()) > 1 and not read_report(said).how_often)  # "not every day" is no day
    if not is_day or _listed("began").find(split(spell_signs(said))):  # and when it began is not when it was last
        told = {name: gave for name, gave in told.items() if name not in CHANGED_BY["when"]}
    return {
        option: {name: told[name] for name in names if name in told}
        for option, names in CHANGED_BY.items()
        if any(told[name].get(name) != known.get(name) for name in names if name in told)
    }


def _told(said: str, known: Values) -> Told:
    told = lines_answered(read_report(said))
    if known.get("group", "noise" if "group" not in told else "") == "noise" and (sort := find_noise_sort(said)):
        told |= {"group": {"group": "noise"}} | line_for_noise(sort)
    if not told and (when := find_when(said)):
        told = {"now": {"now": "no"}, "when": {"when": when}}
    if not tells_of_another(said) and (name := find_own_name(said)):
        naming = known.get("naming", "")
        told |= {"name": {"name": name}, "naming": {"naming": naming if naming in NAMED else "named"}}
    if whom := _for_whom(said):
        told["behalf"] = {"behalf": whom.sort}
        if whom.who:
            told["on_behalf_of"] = {"on_behalf_of": whom.who}
    return told


def _for_whom(said: str) -> Behalf | None:
    """Whom it happens to, where the words say "for": "my mum shouts" is no such change."""
    says_for = _listed("for").find(split(spell_signs(said)))
    return find_behalf(said) or (hear_behalf(said) if says_for else None)


def _denied(said: str, known: Values, begins: str) -> Iterator[str]:
    """What is said not to be as we have it: "not every day"; "nie codziennie", where the no begins what it denies."""
    told = _told(said, known)
    for option, names in CHANGED_BY.items():
        denies = denies_anything(said) or (begins == "no" and option == "often" and len(said.split()) < SENTENCE)
        if denies and any(name in told and name in known for name in names):
            yield option


def denies_anything(said: str) -> bool:
    """Whether a word of denial stands in it, a mere no included."""
    return not yes_no_words().negations.isdisjoint(split(spell_signs(said)))


def says_own_name(said: str) -> bool:
    """Whether somebody says what they are called: "my name is Ada Barker"."""
    return not tells_of_another(said) and find_own_name(said) is not None


def _opening(said: str) -> tuple[str, str]:
    """The "no" or "yes but" that begins the message, or "", and what follows it."""
    first, *rest = split(spell_signs(said)) or ("",)
    known = yes_no_words()
    if not rest or not known.is_single((first,)):
        return "", said
    after = said.split(maxsplit=1)[1] if len(said.split()) > len(rest) else " ".join(rest)
    if (first,) in known.no:
        return "no", after
    return ("yes but", after) if known.hedges_in(tuple(rest)) else ("", said)


def _apart_from_denied(said: str) -> tuple[str, str]:
    """The message without what is denied in it, and that: "its not music its a dog", "friday not last night", "music
    nahi kutta hai"."""
    if not denies_anything(said):
        return said, ""
    spoken, negations = split(spell_signs(said)), yes_no_words().negations
    denied: set[int] = set()
    for at in (at for at, word in enumerate(spoken) if word in negations):
        is_for = spoken[at + 1 : at + 2] in gather_plain("put_right", "for")
        ends_with_it = at > 1 and len(spoken) - at <= MOST_DENIED + 1
        if (spoken[at],) in gather_plain("put_right", "denies_before"):
            denied |= {at, at - 1}
        elif ends_with_it:
            denied |= {*range(at, len(spoken))}
        else:
            denied |= {*range(at, _instead(spoken, at + 2) or at + 2), at + 1 + is_for}
    kept = " ".join(word for at, word in enumerate(spoken) if at not in denied)
    return kept, " ".join(word for at, word in enumerate(spoken) if at in denied and word not in negations)


def _instead(spoken: tuple[str, ...], at: int) -> int | None:
    """Where, from here on, what is said instead begins: "not every night, only weekends"."""
    near = range(at, min(at + MOST_DENIED, len(spoken)))
    return next((here for here in near if (spoken[here],) in gather_plain("put_right", "instead")), None)


def _told_by(changes: dict[str, Told]) -> Told:
    return {name: gave for told in changes.values() for name, gave in told.items()}


def _in_words(said: str) -> Told:
    return {report.gathers: {report.gathers: said.strip()}}


def _reopened_by(known: Values, *changed: str) -> tuple[str, ...]:
    """What each of these changes takes back, as "What shall we change?" has it; of a name that was given, the name."""
    line = report.named[CHANGE]
    options = {option.value: option.reopens for option in line.options} if isinstance(line, Choose) else {}
    if known.get("naming") in NAMED:
        options["name"] = tuple(name for name in options["name"] if name != "naming")
    return tuple(name for option in changed for name in options[option])


@cache
def _listed(name: str) -> Phrases:
    return Phrases({name: gather("put_right", name)})
