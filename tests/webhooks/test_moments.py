"""Moments are those of the clock in London, and never in doubt."""

from datetime import UTC, datetime, timedelta

import pytest

from webhooks.moments import clock, day, moment, near, waited

NOON = datetime(2026, 7, 1, 11, 0, tzinfo=UTC)


def test_the_clock_is_that_of_london() -> None:
    """Summer and winter."""
    assert clock(NOON) == "12:00"
    assert (day(NOON), moment(NOON)) == ("Wednesday 1 July 2026", "Wed 1 Jul 2026, 12:00")
    assert day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "Wednesday 1 July 2026"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    """On 25 October 2026 it is half past one twice."""
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert (clock(first), clock(first + timedelta(hours=1))) == ("01:30 BST", "01:30 GMT")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "today 12:00"),
        (-11, "today 01:00"),
        (-13, "yesterday 23:00"),
        (29, "tomorrow 17:00"),
        (48, "Fri 3 Jul, 12:00"),
        (-24 * 365, "Tue 1 Jul 2025, 12:00"),
    ],
)
def test_a_moment_nearby_is_said_as_people_say_it(hours: int, words: str) -> None:
    """And one far off with its year."""
    assert near(NOON + timedelta(hours=hours), NOON) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "just now"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (47 * 60, "1 day"), (4320, "3 days")],
)
def test_how_long_somebody_has_waited(minutes: int, words: str) -> None:
    """Rounded down: nobody is told that they waited longer than they did."""
    assert waited(NOON - timedelta(minutes=minutes), NOON) == words
