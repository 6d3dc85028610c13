"""Moments as the console shows them: on the clock in London, short, and sure in the nights when the clocks change."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.configuration.hours import to_local
from bot.timetable import day_in_words


def clock(when: datetime) -> str:
    """As "02:14", and "01:30 BST" on a day that has two half past ones or none."""
    local = to_local(when)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    changes = midnight.utcoffset() != (midnight + timedelta(days=1)).utcoffset()
    return f"{local:%H:%M %Z}" if changes else f"{local:%H:%M}"


def day(when: datetime) -> str:
    """As "Sunday 22 November 2026"."""
    return f"{day_in_words(when, 'en')} {to_local(when).year}"


def moment(when: datetime) -> str:
    """As "Sun 22 Nov 2026, 02:14"."""
    local = to_local(when)
    return f"{local:%a} {local.day} {local:%b %Y}, {clock(when)}"


def near(when: datetime, now: datetime) -> str:
    """A moment not far from now: "today 02:14", "yesterday 23:50", "tomorrow 17:00", "Fri 27 Nov, 17:00"."""
    local, today = to_local(when), to_local(now).date()
    days = (local.date() - today).days
    if days in (-1, 0, 1):
        return f"{('yesterday', 'today', 'tomorrow')[days + 1]} {clock(when)}"
    if abs(days) > 180:
        return moment(when)
    return f"{local:%a} {local.day} {local:%b}, {clock(when)}"


def waited(since: datetime, now: datetime) -> str:
    """How long ago: "just now", "12 minutes", "3 hours", "2 days"."""
    minutes = int((now - since).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            number = minutes // size
            return f"{number} {name}{'s' if number > 1 else ''}"
    raise AssertionError("unreachable: a minute or more is some number of minutes")


def same_day(one: datetime, other: datetime) -> bool:
    return to_local(one).date() == to_local(other).date()
