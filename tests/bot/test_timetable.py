"""By when a promise falls due, when we may write, and how a moment is read out (R11, C8)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.configuration.hours import LONDON, Hours, WeekdayHours
from bot.configuration.landlord import Landlord, example_landlord
from bot.timetable import (
    bank_holidays,
    day_and_time,
    day_in_words,
    is_working_day,
    may_write_at,
    next_opening,
    office_open,
    time_in_words,
    window_ends_at,
    working_days_after,
)

ENGLAND = example_landlord()
SCOTLAND = ENGLAND.model_copy(update={"nation": "scotland"})
NORTHERN_IRELAND = ENGLAND.model_copy(update={"nation": "northern_ireland"})
LANDLORDS = st.sampled_from([ENGLAND, SCOTLAND, NORTHERN_IRELAND, ENGLAND.model_copy(update={"nation": "wales"})])
# Any minute from 2026 to 2030, so that every holiday and every change of the clocks is met.
MOMENTS = st.integers(0, 5 * 365 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


def london(written: str, fold: int = 0) -> datetime:
    """A moment by the clock in London, the second of two where `fold` is 1."""
    return datetime.fromisoformat(written).replace(tzinfo=LONDON, fold=fold)


def quiet(opens: time, closes: time) -> Landlord:
    """The example landlord with other quiet hours."""
    return ENGLAND.model_copy(update={"quiet_hours": Hours(opens, closes)})


@pytest.mark.parametrize(
    ("reported", "days", "due"),
    [
        ("2026-11-23 10:00", 1, "2026-11-24 17:00"),  # Monday, while the office is open
        ("2026-11-23 16:59", 1, "2026-11-24 17:00"),
        ("2026-11-23 17:00", 1, "2026-11-25 17:00"),  # just closed: counts from Tuesday
        ("2026-11-23 03:00", 1, "2026-11-24 17:00"),  # before opening: counts from nine o'clock
        ("2026-11-22 12:00", 1, "2026-11-24 17:00"),  # Sunday counts from Monday
        ("2026-11-26 10:00", 1, "2026-11-27 16:30"),  # Fridays close early
        ("2026-11-27 10:00", 1, "2026-11-30 17:00"),  # over the weekend
        ("2026-11-27 16:30", 1, "2026-12-01 17:00"),
        ("2026-11-23 10:00", 5, "2026-11-30 17:00"),
        ("2026-11-23 10:00", 0, "2026-11-23 17:00"),
        ("2026-12-23 10:00", 1, "2027-01-04 17:00"),  # Christmas, and the landlord's own closing days after it
        ("2026-12-25 10:00", 5, "2027-01-11 17:00"),
        ("2027-03-25 10:00", 1, "2027-03-30 17:00"),  # Maundy Thursday: Good Friday and Easter Monday between
        ("2027-04-30 10:00", 1, "2027-05-04 17:00"),  # early May
        ("2027-12-23 10:00", 2, "2027-12-29 17:00"),  # Christmas on a Saturday: Monday and Tuesday instead
    ],
)
def test_a_promise_is_due_at_the_end_of_office_hours(reported: str, days: int, due: str) -> None:
    """On the last of so many working days, in England."""
    assert working_days_after(ENGLAND, london(reported), days) == london(due)


@pytest.mark.parametrize(
    ("landlord", "reported", "due"),
    [
        (SCOTLAND, "2027-12-31 10:00", "2028-01-05 17:00"),  # the 1st and the 2nd at a weekend, both made up for
        (ENGLAND, "2027-12-31 10:00", "2028-01-04 17:00"),
        (SCOTLAND, "2029-01-01 10:00", "2029-01-04 17:00"),  # the 2nd of January
        (ENGLAND, "2029-01-01 10:00", "2029-01-03 17:00"),
        (SCOTLAND, "2027-03-25 10:00", "2027-03-29 17:00"),  # Easter Monday is a working day
        (SCOTLAND, "2026-11-27 10:00", "2026-12-01 17:00"),  # Saint Andrew's
        (NORTHERN_IRELAND, "2027-03-16 10:00", "2027-03-18 17:00"),  # Saint Patrick's
        (NORTHERN_IRELAND, "2026-07-10 10:00", "2026-07-14 17:00"),  # the 12th of July, a Sunday, on the 13th
    ],
)
def test_each_nation_keeps_its_own_bank_holidays(landlord: Landlord, reported: str, due: str) -> None:
    """One working day, in each."""
    assert working_days_after(landlord, london(reported), 1) == london(due)


def test_the_august_bank_holiday_is_early_in_scotland() -> None:
    """The first Monday there, the last elsewhere."""
    assert date(2026, 8, 3) in bank_holidays("scotland", 2026)
    assert date(2026, 8, 31) not in bank_holidays("scotland", 2026)
    assert date(2026, 8, 31) in bank_holidays("wales", 2026)


def test_a_closing_day_of_the_landlords_own_is_no_working_day() -> None:
    """24 December 2026 is a Thursday that the example landlord keeps closed."""
    assert not is_working_day(ENGLAND, date(2026, 12, 24))
    assert is_working_day(ENGLAND, date(2026, 12, 23))
    assert not is_working_day(ENGLAND, date(2026, 12, 26))


@settings(deadline=None)
@given(LANDLORDS, MOMENTS, st.integers(0, 25))
def test_what_is_due_is_due_on_a_working_day_at_closing_time(landlord: Landlord, now: datetime, days: int) -> None:
    """Never on a holiday or a weekend, never in the past, and so many working days away."""
    due = working_days_after(landlord, now, days)
    local = due.astimezone(LONDON)
    hours = landlord.office_hours.on(local.weekday())
    assert hours is not None
    assert local.time() == hours.closes
    assert local.date() not in bank_holidays(landlord.nation, local.year)
    assert due > now
    first = next_opening(landlord, now).astimezone(LONDON).date()
    between = [first + timedelta(days=step) for step in range(1, (local.date() - first).days + 1)]
    assert sum(is_working_day(landlord, day) for day in between) == days


@settings(deadline=None)
@given(LANDLORDS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=10)), st.integers(0, 10))
def test_who_reports_later_is_never_promised_sooner(
    landlord: Landlord, now: datetime, later: timedelta, days: int
) -> None:
    """And more days never mean an earlier date."""
    assert working_days_after(landlord, now, days) <= working_days_after(landlord, now + later, days)
    assert working_days_after(landlord, now, days) < working_days_after(landlord, now, days + 1)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-23 08:59", "2026-11-23 09:00"),
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 17:00", "2026-11-24 09:00"),
        ("2026-11-27 16:30", "2026-11-30 09:00"),
        ("2026-12-23 18:00", "2027-01-04 09:00"),
        ("2026-03-28 12:00", "2026-03-30 09:00"),  # over the weekend on which the clocks go forward
        ("2026-10-23 18:00", "2026-10-26 09:00"),  # and back
    ],
)
def test_who_asks_for_a_person_is_told_when_somebody_is_in(moment: str, opening: str) -> None:
    """Now, while the office is open; else when it next opens (R14)."""
    assert next_opening(ENGLAND, london(moment)) == london(opening)
    assert office_open(ENGLAND, london(moment)) == (moment == opening)


@settings(deadline=None)
@given(LANDLORDS, MOMENTS)
def test_the_office_is_open_at_its_next_opening(landlord: Landlord, now: datetime) -> None:
    """Which is never before now, and never on a holiday."""
    opening = next_opening(landlord, now)
    assert opening >= now
    assert office_open(landlord, opening)
    assert is_working_day(landlord, opening.astimezone(LONDON).date())


@pytest.mark.parametrize(
    ("moment", "may_leave", "must_leave_before"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59", "2026-11-23 21:00"),
        ("2026-11-23 21:00", "2026-11-24 08:00", "2026-11-23 21:00"),
        ("2026-11-24 00:00", "2026-11-24 08:00", "2026-11-24 00:00"),
        ("2026-11-24 07:59", "2026-11-24 08:00", "2026-11-24 07:59"),
        ("2026-11-24 08:00", "2026-11-24 08:00", "2026-11-24 21:00"),
        ("2026-03-28 23:00", "2026-03-29 08:00", "2026-03-28 23:00"),  # ten hours' night, nine of them long
        ("2026-10-24 23:00", "2026-10-25 08:00", "2026-10-24 23:00"),
        ("2027-03-27 22:00", "2027-03-28 08:00", "2027-03-27 22:00"),
        ("2027-10-30 22:00", "2027-10-31 08:00", "2027-10-30 22:00"),
    ],
)
def test_nothing_that_we_start_leaves_in_the_quiet_hours(moment: str, may_leave: str, must_leave_before: str) -> None:
    """By the clock on the wall, on the nights when it changes too."""
    assert may_write_at(ENGLAND, london(moment)) == london(may_leave)
    assert window_ends_at(ENGLAND, london(moment)) == london(must_leave_before)


@pytest.mark.parametrize(
    ("night", "hours"),
    [("2026-03-28", 10), ("2026-10-24", 12), ("2027-03-27", 10), ("2027-10-30", 12), ("2026-11-23", 11)],
)
def test_a_night_when_the_clocks_change_is_an_hour_shorter_or_longer(night: str, hours: int) -> None:
    """From 21:00 until 08:00."""
    nine = london(f"{night} 21:00").astimezone(UTC)
    assert may_write_at(ENGLAND, nine) - nine == timedelta(hours=hours)


@pytest.mark.parametrize("year_and_day", ["2026-10-25", "2027-10-31"])
def test_quiet_hours_that_end_in_the_doubled_hour_last_until_its_second_time(year_and_day: str) -> None:
    """01:30 comes twice; writing at the first would break the promise at the second."""
    landlord = quiet(time(21), time(1, 30))
    for moment in (
        london(f"{year_and_day} 01:15"),
        london(f"{year_and_day} 01:45"),
        london(f"{year_and_day} 01:15", 1),
    ):
        assert may_write_at(landlord, moment) == london(f"{year_and_day} 01:30", fold=1).astimezone(UTC)
    assert may_write_at(landlord, london(f"{year_and_day} 01:30", 1)) == london(f"{year_and_day} 01:30", 1).astimezone(
        UTC
    )
    early = quiet(time(1, 30), time(8))
    assert window_ends_at(early, london(f"{year_and_day} 00:00")) == london(f"{year_and_day} 01:30").astimezone(UTC)


@pytest.mark.parametrize("year_and_day", ["2026-03-29", "2027-03-28"])
def test_quiet_hours_that_end_in_the_missing_hour_last_until_it_is_past(year_and_day: str) -> None:
    """01:30 never comes; 02:30 is the first that is surely later."""
    assert may_write_at(quiet(time(21), time(1, 30)), london(f"{year_and_day} 00:45")) == london(
        f"{year_and_day} 02:30"
    )


def test_a_window_in_the_missing_hour_is_left_out_altogether() -> None:
    """From one to two is all that these quiet hours leave, and that night it never comes."""
    narrow = quiet(time(2), time(1))
    assert may_write_at(narrow, london("2026-03-29 00:30")) == london("2026-03-30 01:00")
    assert may_write_at(narrow, london("2026-03-28 00:30")) == london("2026-03-28 01:00")


@settings(deadline=None)
@given(MOMENTS, st.sampled_from([(21, 8), (0, 6), (1, 5), (23, 0), (2, 1)]))
def test_what_may_leave_leaves_outside_the_quiet_hours(now: datetime, hours: tuple[int, int]) -> None:
    """Whatever the hours, and never before now; and there is time before the next night."""
    landlord = quiet(time(hours[0]), time(hours[1]))
    leaves = may_write_at(landlord, now)
    assert leaves >= now
    assert may_write_at(landlord, leaves) == leaves
    assert not landlord.quiet_hours.cover(range(7), 0, leaves.astimezone(LONDON).time())
    assert now <= window_ends_at(landlord, now) < now + timedelta(hours=25)
    assert window_ends_at(landlord, leaves) > leaves


@pytest.mark.parametrize(
    ("moment", "may_leave", "must_leave_before"),
    [
        ("2026-11-27 08:30", "2026-11-27 09:00", "2026-11-27 08:30"),  # a Friday
        ("2026-11-27 11:59", "2026-11-27 11:59", "2026-11-27 12:00"),
        ("2026-11-27 12:00", "2026-11-30 09:00", "2026-11-27 12:00"),
        ("2026-11-28 10:00", "2026-11-30 09:00", "2026-11-28 10:00"),
        ("2026-11-29 23:59", "2026-11-30 09:00", "2026-11-29 23:59"),
        ("2026-10-23 13:00", "2026-10-26 09:00", "2026-10-23 13:00"),  # the clocks change on the Sunday
    ],
)
def test_who_wants_no_messages_at_weekends_has_none(moment: str, may_leave: str, must_leave_before: str) -> None:
    """Where somebody is home then, a text on a Saturday is read by them."""
    mornings = WeekdayHours(time(9), time(12))
    assert may_write_at(ENGLAND, london(moment), mornings) == london(may_leave)
    assert window_ends_at(ENGLAND, london(moment), mornings) == london(must_leave_before)


@settings(deadline=None)
@given(MOMENTS, st.sampled_from([(8, 21), (9, 12), (17, 21), (22, 2)]))
def test_what_may_leave_on_weekdays_leaves_and_ends_on_them(now: datetime, hours: tuple[int, int]) -> None:
    """Also where the hours go past midnight, on a Friday night."""
    own = WeekdayHours(time(hours[0]), time(hours[1]))
    leaves = may_write_at(ENGLAND, now, own)
    ends = window_ends_at(ENGLAND, leaves, own)
    assert now <= leaves < ends
    assert leaves.astimezone(LONDON).weekday() < 5
    assert (ends - timedelta(seconds=1)).astimezone(LONDON).weekday() < 5


def test_a_moment_without_a_zone_is_refused() -> None:
    """It could be an hour wrong for half of the year."""
    with pytest.raises(ValueError, match="time zone"):
        working_days_after(ENGLAND, london("2026-07-06 10:00").replace(tzinfo=None), 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Friday 27 November, 5pm"),
        ("cy", "Dydd Gwener 27 Tachwedd, 5pm"),
        ("pl", "piątek, 27 listopada, 17:00"),
        ("ur", "جمعہ، 27 نومبر، 5:00 PM"),
    ],
)
def test_a_date_and_time_are_read_out_in_the_residents_language(language: str, words: str) -> None:
    """Ada, Gwen and Omar read the same moment."""
    assert day_and_time(london("2026-11-27 17:00").astimezone(UTC), language) == words


@pytest.mark.parametrize(
    "language", ["en", "cy", "pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it", "so", "tr", "fa", "fr"]
)
def test_no_hidden_space_makes_a_text_dearer(language: str) -> None:
    """Babel writes narrow and hard spaces, which no plain text message can hold."""
    for hour in range(24):
        words = day_and_time(london(f"2026-11-27 {hour:02}:30"), language)
        assert words.isprintable()
        assert "27" in words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-27 16:30", "4:30pm"),
        ("2026-11-27 09:00", "9am"),
        ("2026-11-27 12:00", "midday"),
        ("2026-11-27 12:30", "12:30pm"),
        ("2026-11-27 00:00", "midnight"),
        ("2026-11-27 00:05", "12:05am"),
    ],
)
def test_hours_are_written_as_people_say_them(moment: str, words: str) -> None:
    """GOV.UK style; nobody need know whether noon is 12am."""
    assert time_in_words(london(moment), "en") == words


def test_a_summer_moment_is_read_out_in_summer_time() -> None:
    """23:30 UTC on the last of June is the first of July in London."""
    moment = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert day_in_words(moment, "en") == "Wednesday 1 July"
    assert time_in_words(moment, "en") == "12:30am"
