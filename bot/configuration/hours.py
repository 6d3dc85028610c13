"""Hours of the day and days of the week as a landlord writes them, on the clock on the wall in the United Kingdom."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEK: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_WRITTEN = re.compile(r"(\d{1,2}):(\d\d)\s*(?:-|–|to)\s*(\d{1,2}):(\d\d)")


@dataclass(frozen=True)
class Hours:
    """From `opens` until just before `closes`, local time; past midnight where `closes` is not later than `opens`."""

    opens: time
    closes: time

    @property
    def past_midnight(self) -> bool:
        """Whether they end on the day after the one they begin on."""
        return self.closes <= self.opens

    def cover(self, days: Collection[int], weekday: int, clock: time) -> bool:
        """Whether hours that begin on each of `days` (Monday is 0) hold this moment of the week."""
        if not self.past_midnight:
            return weekday in days and self.opens <= clock < self.closes
        return (weekday in days and clock >= self.opens) or ((weekday - 1) % 7 in days and clock < self.closes)

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


ALL_DAY = Hours(time(), time())
_WEEKDAYS = "1-5 "
"""Before hours that hold from Monday to Friday alone, as ISO 8601 numbers the days."""
WEEKDAY_HOURS = re.compile(rf"{_WEEKDAYS}\d\d:\d\d-\d\d:\d\d")


@dataclass(frozen=True)
class WeekdayHours(Hours):
    """The same from Monday to Friday alone, written as "1-5 09:00-12:00"."""

    def __str__(self) -> str:
        return f"{_WEEKDAYS}{super().__str__()}"


def read_own_hours(written: str) -> Hours:
    """A resident's own hours, as they are stored: "09:00-12:00" or "1-5 09:00-12:00". Raises ValueError."""
    hours = read_hours(written.removeprefix(_WEEKDAYS))
    return WeekdayHours(hours.opens, hours.closes) if written.startswith(_WEEKDAYS) else hours


def read_hours(written: object) -> Hours:
    """Hours from "09:00-17:00" or "all day"; raises ValueError, with words for whoever wrote it, for anything else."""
    if isinstance(written, Hours):
        return written
    if not isinstance(written, str):
        raise ValueError("hours are text in quotation marks")
    if written.strip().lower() == "all day":
        return ALL_DAY
    found = _WRITTEN.fullmatch(written.strip().replace("24:00", "00:00"))
    try:
        hour, minute, last_hour, last_minute = (int(number) for number in found.groups()) if found else (99,) * 4
        return Hours(time(hour, minute), time(last_hour, last_minute))
    except ValueError:
        raise ValueError(f'"{written}" is not hours of the day, from and until on the 24-hour clock') from None


def to_local(now: datetime) -> datetime:
    """This moment on the clock on the wall; raises ValueError for a time that does not say its zone."""
    if now.tzinfo is None:
        raise ValueError("A moment must say its time zone.")
    return now.astimezone(LONDON)
