"""Owns in which hours of the day somebody wants to be written to, as they say it: "10 to 2", "after 6pm"."""

import re
from collections.abc import Iterable
from datetime import time
from functools import cache
from typing import NamedTuple

from bot.configuration.hours import Hours, WeekdayHours
from bot.understanding.normal import normalise, words
from bot.understanding.wordlists import Match, Phrases, gather, gather_plain

_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d\d))?\s*(am|pm|a\.m\.?|p\.m\.?|yb|yh)?(?![\d\w])")
_MIDDAY = {"noon": "12pm", "midday": "12pm", "midnight": "12am"}
_ALWAYS = "24/7"
_AFTERNOON = ("pm", "p.m", "p.m.", "yh")
_SHORTEST = 60  # minutes: in less, a message may never find its moment
_DAY = 24 * 60
_NOON = 12 * 60
_OF_THE_HOUR = re.compile(r"\b(half|quarter) (past|to) (\d{1,2})(?![\d:.])")


def hear_hours(said: str, usual: Hours, part: Hours | None = None) -> Hours | None:
    """The hours that a short answer names, or None; within that `part` of the day which is named beside them
    ("evenings after 8"), and None where they do not lie in it.

    One time alone goes with "after" until the `usual` hours end, and with "before" from when they begin. A number
    without am or pm is one of the day: 7 to 12 are before noon, 1 to 6 after it, the second the later. Hours in which
    they do not want to be written to ("not between 1 and 3"), two stretches of the day, or single days of the week, are
    none that can be kept; Monday to Friday can, with the `usual` hours where none are named.
    """
    if names_days(said):
        return None
    plain = without_weekdays(said)
    is_late = part is not None and _of_day(part.opens) >= _NOON
    heard = _hear(plain, part or usual, is_late=is_late)
    if heard and part and not _lies_in(heard, part):
        return None
    if plain == said:
        return heard
    hours = heard or (None if any(map(str.isdecimal, plain)) else part or usual)
    return hours and WeekdayHours(hours.opens, hours.closes)


def without_weekdays(said: str) -> str:
    """The same without "weekdays", "not at weekends"; as it is where neither is said."""
    spoken = normalise(said).replace("'", "").replace("-", " ")
    return " ".join(_listed("weekdays").sub(" ", spoken).split()) if _listed("weekdays").search(spoken) else said


def names_days(said: str) -> bool:
    """Whether days of the week are named beside, or in place of, all from Monday to Friday, which alone can be kept."""
    plain = without_weekdays(said)
    return without_days(plain) != plain


def without_days(said: str) -> str:
    """The same without the names of days; as it is where there are none."""
    spoken = normalise(said)
    return _listed("days").sub(" ", spoken) if _listed("days").search(spoken) else said


def _lies_in(hours: Hours, part: Hours) -> bool:
    """Whether they are of this part of the day; one of the two times may lie outside it ("mornings 7 to 9")."""
    return hours.opens < hours.closes and hours.opens < part.closes and part.opens < hours.closes


def _hear(said: str, usual: Hours, *, is_late: bool) -> Hours | None:
    plain = _OF_THE_HOUR.sub(_on_the_clock, normalise(said[:80]))
    if _ALWAYS in plain:
        return None
    for word, clock in _MIDDAY.items():
        plain = re.sub(rf"\b{word}\b", clock, plain)
    found, sides = _CLOCK.findall(plain), _sides(said)
    if says_not_to_write(said) and len(found) == 1 and [side.size for side in sides] == [1]:
        sides = [_Side("before" if sides[0].name == "after" else "after", 2)]  # "don't text me after 6"
    elif (excepts(said) and all(side.size == 1 for side in sides)) or [side.name for side in sides] == [
        "before",
        "after",
    ]:
        return None
    if len(found) == 2:
        begins = _minutes(found[0], _NOON if is_late else 0)
        return _between(begins, None if begins is None else _minutes(found[1], begins))
    if len(found) != 1 or not sides:
        return None
    alone = _minutes(found[0], _NOON if is_late else 0)
    if sides[0].name == "after":
        return _between(alone, _of_day(usual.closes) or _DAY)
    opens = _of_day(usual.opens)
    if alone is not None and opens is not None and alone - opens < _SHORTEST and not found[0][2]:
        alone += 720  # "not after 8", where the day begins at eight
    return _between(opens, alone)


def _on_the_clock(found: re.Match[str]) -> str:
    """ "Half past 9" as 9:30, "quarter to 3" as 2:45."""
    part, side, hour = found[1], found[2], int(found[3])
    minutes = 30 if part == "half" else 15
    return f"{hour}:{minutes}" if side == "past" else f"{(hour - 2) % 12 + 1}:{60 - minutes}"


def excepts(said: str) -> bool:
    """Whether some hours or days are taken out: "not after 8", "any time except Sundays"."""
    return any(match.label == "never" for match in _excepting().find(words(without_weekdays(said[:80]))))


@cache
def _excepting() -> Phrases:
    return Phrases({name: gather("hours", name) for name in ("never", "but_only")})


def speaks_of_writing(said: str) -> bool:
    """Whether it is about our writing to them: "text me", "don't call me". Whoever asks to be called asks for more."""
    found = {match.label for match in _to_them().find(words(said[:80]))}
    return "text" in found or ("call" in found and excepts(said))


def says_not_to_write(said: str) -> bool:
    """Whether they are not to be written to, at the times that are named: "don't text me"."""
    spoken = words(said[:80])
    never = gather_plain("hours", "never") - gather_plain("hours", "joins")  # "yes, but text after 5"
    return any(
        (word,) in never for match in _to_them().find(spoken) for word in spoken[max(match.start - 1, 0) : match.end]
    )


@cache
def _to_them() -> Phrases:
    return Phrases({"text": gather("hours", "text_them"), "call": gather("hours", "call_them")})


def _minutes(clock: tuple[str, str, str], after: int) -> int | None:
    """Minutes from midnight; without am or pm the first that is meant after the minute `after`."""
    hour, minute = int(clock[0]), int(clock[1] or 0)
    if hour > 24 or minute > 59 or (clock[2] and not 1 <= hour <= 12):
        return None
    if clock[2]:
        return hour % 12 * 60 + minute + 720 * (clock[2] in _AFTERNOON)
    exact = hour * 60 + minute
    if clock[1] and len(clock[0]) == 2:  # written as on a clock with 24 hours
        return exact
    meant = exact + 720 if 1 <= hour <= 6 else exact
    return meant + 720 if meant <= after and meant + 720 <= _DAY else meant


def _between(begins: int | None, ends: int | None) -> Hours | None:
    if begins is None or ends is None or not (ends - begins) % _DAY >= _SHORTEST:
        return None
    return Hours(_clock(begins), _clock(ends))


def _clock(minutes: int) -> time:
    return time(minutes % _DAY // 60, minutes % 60)


def _of_day(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def says_no_more(said: str, offered: Iterable[str]) -> bool:
    """Whether nothing stands in an answer but times, what was `offered`, and the small words around them: "he is home
    after 6" and "mornings are awful" name times at which somebody is not to be written to."""
    known = {word for phrase in offered for word in words(phrase)} | _around()
    spoken = words(without_weekdays(said))
    return len(said) <= 80 and all(word in known or any(map(str.isdecimal, word)) for word in spoken)


def without_reasons(said: str) -> str:
    """The same without why these hours are safe, or others are not: "only 9 to 5, he is at work". Where the reason is
    against what is said of the hours, it stays, as then we do not know which are meant: "he is home after 6"."""
    spoken = normalise(said).replace("'", "")
    takes_out = excepts(spoken)
    for name, is_against in (("away", takes_out), ("home", not takes_out)):
        if found := _listed(name).search(spoken):
            if is_against:
                return said
            spoken = _listed("why").sub(" ", _listed(name).sub(" ", spoken)) if found else spoken
    return " ".join(spoken.split())


def without_answer(said: str) -> str:
    """The same without a yes that goes before the hours, or a no: "yes, between 9 and 4", "no, only mornings"; where it
    may be the hours that are meant by the no ("no evenings"), it stays."""
    first, *rest = normalise(said).split(maxsplit=1) or ("",)
    if not rest or words(first) in gather_plain("answers", "yes"):
        return rest[0] if rest else said
    spoken = words(rest[0])[:80]
    says_more = spoken[:1] in gather_plain("hours", "never") or _only().find(spoken)
    return rest[0] if words(first) in gather_plain("answers", "no") and says_more else said


@cache
def _only() -> Phrases:
    return Phrases({"only": gather("hours", "only")})


@cache
def _listed(name: str) -> re.Pattern[str]:
    phrases = sorted((" ".join(phrase) for phrase in gather_plain("hours", name)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")


@cache
def _around() -> frozenset[str]:
    lists = (
        gather_plain("hours", name)
        for name in ("around", "after", "before", "never", "text_them", "call_them", "night")
    )
    return frozenset(word for listed in lists for phrase in listed for word in phrase)


def says_night(said: str) -> bool:
    """Whether the night is named, in which nobody is written to, and which many call the evening."""
    return any((word,) in gather_plain("hours", "night") for word in words(said[:80]))


def names_limits(said: str) -> bool:
    """Whether something is said of before or after a time: "before 10 or after 7"."""
    return bool(_sides(said)) and any(map(str.isdecimal, said))


class _Side(NamedTuple):
    """ "After", "before", or what comes to the same, such as "not after"; `size` in words."""

    name: str
    size: int


def _sides(said: str) -> list[_Side]:
    """Those that are said, in order, without those that stand within a longer one."""
    found = _phrases().find(words(said[:80]))
    kept = [one for one in found if not any(_covers(other, one) for other in found)]
    return [_Side(one.label, one.end - one.start) for one in sorted(kept, key=lambda one: one.start)]


@cache
def _phrases() -> Phrases:
    return Phrases({name: gather("hours", name) for name in ("after", "before")})


def _covers(longer: Match, one: Match) -> bool:
    is_longer = longer.end - longer.start > one.end - one.start
    return is_longer and longer.start <= one.start and one.end <= longer.end
