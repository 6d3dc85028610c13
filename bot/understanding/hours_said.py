"""Owns in which hours of the day somebody wants to be written to, as they say it: "10 to 2", "after 6pm"."""

import re
from datetime import time

from bot.configuration.hours import Hours
from bot.understanding.normal import normalise, words
from bot.understanding.wordlists import Phrases, gather

_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d\d))?\s*(am|pm|a\.m\.?|p\.m\.?|yb|yh)?(?![\d\w])")
_MIDDAY = {"noon": "12pm", "midday": "12pm", "midnight": "12am"}
_AFTERNOON = ("pm", "p.m", "p.m.", "yh")
_SHORTEST = 60  # minutes: in less, a message may never find its moment
_DAY = 24 * 60


def hear_hours(said: str, usual: Hours) -> Hours | None:
    """The hours that a short answer names, or None.

    One time alone goes with "after" until the `usual` hours end, and with "before" from when they begin. A number
    without am or pm is one of the day: 7 to 12 are before noon, 1 to 6 after it, the second the later.
    """
    plain = normalise(said[:80])
    for word, clock in _MIDDAY.items():
        plain = re.sub(rf"\b{word}\b", clock, plain)
    found = _CLOCK.findall(plain)
    if len(found) == 2:
        begins = _minutes(found[0], 0)
        return _between(begins, None if begins is None else _minutes(found[1], begins))
    if len(found) != 1:
        return None
    alone = _minutes(found[0], 0)
    if _says(said, "after"):
        return _between(alone, _of_day(usual.closes) or _DAY)
    return _between(_of_day(usual.opens), alone) if _says(said, "before") else None


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


def _says(said: str, which: str) -> bool:
    return bool(Phrases({which: gather("hours", which)}).find(words(said[:80])))
