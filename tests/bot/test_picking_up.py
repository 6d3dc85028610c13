"""What is told hours after a report was left unfinished: it may be about that, or about something else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.house import House
from bot.player import Player
from storage.cases import Case
from storage.reports import Report
from storage.worklist import find_unfinished

TOLD = "no 14 elm court plays loud music every night till 3"
DUMPED = "somebody dumped a mattress and bin bags on the stairs"


@pytest.fixture
def ada(house: House) -> Player:
    return Player(house, "sms", "+447700900123")


def tell(ada: Player, *lines: str, pause: timedelta = timedelta(0)) -> str:
    """What was said to the last of these lines; the first comes after the pause."""
    ada.now += pause
    return "\n".join(one.words or "" for one in [ada.write(line) for line in lines][-1])


def cases(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def stories(house: House) -> list[str]:
    with house.database.reading() as session:
        return [report.words for report in session.scalars(select(Report).order_by(Report.id))]


def test_whether_it_is_about_the_unfinished_report_is_asked(house: House, ada: Player) -> None:
    """And what that report still asks comes after it."""
    tell(ada, TOLD, "no", "yes", "yes")
    assert "Is this about your case" in tell(ada, DUMPED, pause=timedelta(days=2))
    assert "Now, back to where we were." in tell(ada, "yes")
    assert cases(house) == 1


def test_something_else_is_a_case_of_its_own(house: House, ada: Player) -> None:
    """It was filed with the music, unasked."""
    tell(ada, TOLD, "no", "yes", "yes")
    tell(ada, DUMPED, "2", "no", "20 Elm Court", "yes", pause=timedelta(days=2))
    assert cases(house) == 2
    assert DUMPED not in stories(house)[0]


def test_something_else_begins_a_report_where_the_first_has_no_case_yet(house: House, ada: Player) -> None:
    """What was told first still reaches staff, as an unfinished report (R12)."""
    tell(ada, TOLD, "no")
    assert "You told us about: rubbish" in tell(ada, DUMPED, "no", pause=timedelta(days=2))
    assert stories(house) == [TOLD, DUMPED]


def test_what_was_urgent_in_the_first_is_not_so_in_the_second(house: House, ada: Player) -> None:
    """Dumped bags are no threat because there was one before."""
    tell(ada, "number 12 elm court said he will break my legs over the parking", "no")
    tell(ada, DUMPED, "no", pause=timedelta(days=2))
    with house.database.reading() as session:
        assert [report.urgent for report in session.scalars(select(Report).order_by(Report.id))] == [True, False]


def test_more_of_the_same_goes_on_with_the_report_that_has_no_case_yet(house: House, ada: Player) -> None:
    """They pick up where they left off."""
    tell(ada, TOLD, "no")
    tell(ada, "the loud music went on again all night", pause=timedelta(days=2))
    assert len(stories(house)) == 1


def test_within_the_hour_more_is_added_unasked(house: House, ada: Player) -> None:
    """Texts in a burst are one report (R3)."""
    tell(ada, TOLD, "no", "yes", "yes")
    assert "Is this about your case" not in tell(ada, DUMPED, pause=timedelta(minutes=20))
    assert cases(house) == 1


def test_what_was_told_reaches_staff_though_they_never_say_what_it_is_about(house: House, ada: Player) -> None:
    """She is asked, and falls asleep (R12)."""
    tell(ada, TOLD, "no", "yes", "yes")
    tell(ada, DUMPED, pause=timedelta(days=2))
    with house.database.reading() as session:
        assert [report.words for report in find_unfinished(session, 9)] == [DUMPED]
    tell(ada, "yes")
    with house.database.reading() as session:
        assert find_unfinished(session, 9) == []


def test_it_is_one_unfinished_report_once_it_is_something_new(house: House, ada: Player) -> None:
    """The report that it becomes has its words, and staff see them once."""
    tell(ada, TOLD, "no", "yes", "yes")
    tell(ada, DUMPED, "2", pause=timedelta(days=2))
    with house.database.reading() as session:
        assert [report.words for report in find_unfinished(session, 9)] == [DUMPED]
        assert find_unfinished(session, 9, state="withdrawn") == []
