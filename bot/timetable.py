"""When things fall due and when we may write: working days, office hours, quiet hours, and how a moment is read out.

Moments come and go as aware datetimes, those given back in UTC; days and hours are those of the clock in London, which
is shown twice in an autumn night and jumps an hour in a spring one. Pure.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache

from babel.dates import format_date, format_time, get_day_names

from bot.configuration.helplines import Nation
from bot.configuration.hours import LONDON, Hours, WeekdayHours, read_own_hours, to_local
from bot.configuration.landlord import Landlord

WEEKEND = (5, 6)
"""Saturday and Sunday, as Python numbers the days of a week."""
_ONE_DAY = timedelta(days=1)
_SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}

# How a day is written out, where it is not weekday, day, month. Babel's own ready patterns cut the names short.
_DAY_PATTERNS = {
    "pl": "EEEE, d MMMM",
    "ro": "EEEE, d MMMM",
    "pt": "EEEE, d 'de' MMMM",
    "es": "EEEE, d 'de' MMMM",
    "ur": "EEEE، d MMMM",
    "ar": "EEEE، d MMMM",
    "tr": "d MMMM EEEE",
}
_LIST_COMMA = {"ur": "، ", "ar": "، ", "fa": "، "}
_PLAIN_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})  # either would make a whole text dearer (L3)


def working_days_after(landlord: Landlord, now: datetime, days: int) -> datetime:
    """The date and time by which something promised now, for within so many working days, is due (R11).

    It is the end of office hours on that working day. What comes in while the office is open counts from that day;
    what comes in at any other time counts from when the office next opens. So with one day, a report on Monday at
    10:00 is due on Tuesday at 17:00, and so is one on Sunday; one on Monday at 20:00 is due on Wednesday.
    """
    days_open = _opening_days(landlord, to_local(now).date())
    for _, closes in days_open:
        if now < closes:
            break
    for _ in range(days):
        _, closes = next(days_open)
    return closes


def next_working_day_ends(landlord: Landlord, now: datetime) -> datetime:
    """The end of office hours on the first working day after today."""
    _, closes = next(_opening_days(landlord, to_local(now).date() + timedelta(days=1)))
    return closes


def office_open(landlord: Landlord, now: datetime) -> bool:
    """Whether somebody is in at this moment."""
    return next_opening(landlord, now) <= now


def next_opening(landlord: Landlord, now: datetime) -> datetime:
    """When somebody will next be in: now itself while the office is open."""
    for opens, closes in _opening_days(landlord, to_local(now).date()):
        if now < closes:
            return max(opens, now.astimezone(UTC))
    raise AssertionError("unreachable: an office that never opens is refused when it is read")


def office_hours_from(landlord: Landlord, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when until when somebody is in, day after day: first what is left of today, if anything is."""
    for opens, closes in _opening_days(landlord, to_local(now).date()):
        if now < closes:
            yield max(opens, now.astimezone(UTC)), closes


def is_working_day(landlord: Landlord, day: date) -> bool:
    """A day with office hours that is neither a bank holiday of the nation nor a closing day of the landlord's own."""
    office = landlord.office_hours
    if not office.on(day.weekday()) or day in office.also_closed:
        return False
    return day not in bank_holidays(landlord.nation, day.year)


def weeks_after(landlord: Landlord, now: datetime, weeks: int) -> datetime:
    """By when something promised each so many weeks is due: the end of office hours on the same day of the week, or on
    the last working day before it; where all days until then are closed, on the first that is not."""
    today = to_local(now).date()
    due = None
    for opens, closes in _opening_days(landlord, today + _ONE_DAY):
        if due is not None and to_local(opens).date() > today + timedelta(weeks=weeks):
            return due
        due = closes
    raise AssertionError("unreachable: an office that never opens is refused when it is read")


def may_write_at(landlord: Landlord, now: datetime, own: Hours | None = None) -> datetime:
    """The first moment from now on at which we may start a message (C8): now itself outside the landlord's quiet hours
    or, where a resident has hours of their `own`, inside those."""
    moment = now.astimezone(UTC)
    while True:
        for begins, ends in _quiet_nights(_quiet(landlord, own), to_local(moment).date()):
            if begins <= moment < ends:
                moment = ends  # which may fall into the next, where the hour between them is the one that is left out
        day = to_local(moment).date()
        if not (isinstance(own, WeekdayHours) and day.weekday() in WEEKEND):
            return moment
        moment = _earliest(day + _ONE_DAY, time())


def window_ends_at(landlord: Landlord, now: datetime, own: Hours | None = None) -> datetime:
    """When the hours in which we may write next end, so that a message's validity can end with them; now itself outside
    them."""
    today, moment = to_local(now).date(), now.astimezone(UTC)
    for begins, ends in _quiet_nights(_quiet(landlord, own), today):
        if now < ends:
            ends_at = max(begins, moment)
            return max(min(ends_at, _weekend_after(today)), moment) if isinstance(own, WeekdayHours) else ends_at
    raise AssertionError("unreachable: the nights cover tomorrow")


@cache
def bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    """The bank holidays of a nation in a year, those moved from a weekend included."""
    from holidays import country_holidays  # 50 ms to import, and most processes never ask

    return frozenset(country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year))


def day_and_time(when: datetime, language: str) -> str:
    """A moment as it is read out, such as "Friday 27 November, 5pm", in a language of REQUIREMENTS L2."""
    return f"{day_in_words(when, language)}{_LIST_COMMA.get(language, ', ')}{time_in_words(when, language)}"


def day_in_words(when: datetime, language: str) -> str:
    """The day of a moment, such as "Friday 27 November"."""
    pattern = _DAY_PATTERNS.get(language, "EEEE d MMMM")
    return format_date(to_local(when).date(), pattern, locale=_locale(language)).translate(_PLAIN_SPACES)


def hours_in_words(hours: str, language: str) -> str:
    """A resident's own hours, as they are stored, with the names of the days: "Mon-Fri 09:00-12:00"."""
    own = read_own_hours(hours)
    if not isinstance(own, WeekdayHours):
        return hours
    names = get_day_names("abbreviated", locale=_locale(language))
    first, last = (names[day].rstrip(".").capitalize() for day in (0, 4))
    return f"{first}-{last} {Hours(own.opens, own.closes)}"


def time_in_words(when: datetime, language: str) -> str:
    """The time of day of a moment, such as "5pm" or "4:30pm"; Welsh and English write it alike."""
    clock = to_local(when).time()
    if language in ("en", "cy"):
        return _british(clock, language)
    return format_time(clock, "short", locale=_locale(language)).translate(_PLAIN_SPACES)


def _british(clock: time, language: str) -> str:
    if language == "en" and clock.minute == 0 and clock.hour in (0, 12):
        return "midday" if clock.hour else "midnight"
    minutes = f":{clock:%M}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def _locale(language: str) -> str:
    return "en_GB" if language == "en" else language


def _opening_days(landlord: Landlord, first: date) -> Iterator[tuple[datetime, datetime]]:
    """From when until when the office is open, one working day after the other."""
    day = first
    while True:
        hours = landlord.office_hours.on(day.weekday())
        if hours and is_working_day(landlord, day):
            yield _latest(day, hours.opens), _earliest(day, hours.closes)
        day += _ONE_DAY


def _weekend_after(day: date) -> datetime:
    """When the weekend that this day lies before, or in, begins."""
    return _earliest(day + _ONE_DAY * (WEEKEND[0] - day.weekday()), time())


def _quiet(landlord: Landlord, own: Hours | None) -> Hours:
    """When we may not write: with hours of their own, all others; these beat the landlord's either way."""
    return landlord.quiet_hours if own is None else Hours(own.closes, own.opens)


def _quiet_nights(quiet: Hours, today: date) -> Iterator[tuple[datetime, datetime]]:
    """The quiet hours that began yesterday, today's and tomorrow's, the longest that the clock could mean."""
    for day in (today - _ONE_DAY, today, today + _ONE_DAY):
        yield _earliest(day, quiet.opens), _latest(day + _ONE_DAY * quiet.past_midnight, quiet.closes)


def _earliest(day: date, clock: time) -> datetime:
    return min(_readings(day, clock))


def _latest(day: date, clock: time) -> datetime:
    return max(_readings(day, clock))


@lru_cache(maxsize=4096)  # every clock of every case asks for the same few days
def _readings(day: date, clock: time) -> tuple[datetime, datetime]:
    """Both moments that this could be in the nights when the clocks change; the same one twice on all other days."""
    first, second = (datetime.combine(day, clock, LONDON).replace(fold=fold) for fold in (0, 1))
    return first.astimezone(UTC), second.astimezone(UTC)
