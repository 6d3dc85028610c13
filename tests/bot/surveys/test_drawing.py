"""Who is drawn, and when they are asked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys.drawing import days_needed, draw, shares_of, spread

PEOPLE = [(number, f"P{number % 3}") for number in range(100)]
DAYS = [(datetime(2026, 11, day, 9, tzinfo=UTC), datetime(2026, 11, day, 17, tzinfo=UTC)) for day in (23, 24, 25)]


def test_the_same_number_draws_the_same_people() -> None:
    """And another one others; nobody twice."""
    assert draw(PEOPLE, 10, False, 7) == draw(PEOPLE, 10, False, 7) != draw(PEOPLE, 10, False, 8)
    assert len(set(draw(PEOPLE, 10, True, 7))) == 10


def test_everybody_is_drawn_where_there_is_no_size_or_too_few() -> None:
    """Whether by patch or not."""
    for size, by_patch in ((None, False), (None, True), (100, True), (500, False), (500, True)):
        assert sorted(draw(PEOPLE, size, by_patch, 7)) == list(range(100))


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 500), min_size=1, max_size=8), st.data())
def test_each_patch_gives_its_share(sizes: dict[str, int], data: st.DataObject) -> None:
    """To the nearest whole person, and never more than it has."""
    size = data.draw(st.integers(1, sum(sizes.values())))
    shares = shares_of(sizes, size)
    assert sum(shares.values()) == size
    for patch, share in shares.items():
        assert abs(share - size * sizes[patch] / sum(sizes.values())) < 1
        assert share <= sizes[patch]


@pytest.mark.parametrize(("number", "days"), [(0, 1), (1, 1), (7, 3), (1000, 2), (16, 2)])
def test_they_are_spread_evenly_over_the_hours_of_the_days(number: int, days: int) -> None:
    """Always inside them, in order, and as many each day."""
    moments = spread(number, DAYS, days)
    assert len(moments) == number
    assert moments == sorted(moments)
    assert all(any(begin <= at < end for begin, end in DAYS[:days]) for at in moments)
    a_day = [sum(begin <= at < end for at in moments) for begin, end in DAYS[:days]]
    assert max(a_day) - min(a_day) <= 1


def test_so_many_take_so_many_days() -> None:
    """At so many a minute, eight hours a day; the first is what is left of today."""
    assert days_needed(480, DAYS, 1.0) == 1
    assert days_needed(481, DAYS, 1.0) == 2
    late = [(DAYS[0][1] - timedelta(minutes=1), DAYS[0][1]), *DAYS[1:]]
    assert days_needed(480, late, 1.0) == 2
