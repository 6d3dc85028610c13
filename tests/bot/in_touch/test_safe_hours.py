"""In which hours it is safe to write is kept as it is said, also where nothing is agreed: at the wrong one, somebody
else reads it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.house import House
from bot.in_touch.hearers import own_hours
from bot.player import Player
from bot.timetable import may_write_at
from storage.contacts import Contact

ABUSE = ("my husband hit me again last night, 14 elm court", "no hes at work")
TOLD = (*ABUSE, "yes", "yes")
ASKED = "Is it safe for us to write to you here?"


def told(house: House, *words: str) -> Player:
    ada = Player(house)
    for one in words:
        ada.write(one)
    return ada


def kept(house: House) -> tuple[str | None, str | None]:
    """Whether it is safe to write to her, and in which hours."""
    with house.database.reading() as session:
        contact = session.scalars(select(Contact).where(Contact.channel == "sms").order_by(Contact.id)).first()
        assert contact
        return contact.texting_is_safe, contact.hours


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("yes between 9 and 4", "09:00-16:00"),
        ("yes but only before 6", "08:00-18:00"),
        ("yes but not after 6", "08:00-18:00"),
        ("only in the mornings", "08:00-12:00"),
        ("mornings yes", "08:00-12:00"),
        ("yes except evenings", "08:00-17:00"),
        ("Only when he's at work, 9 to 5", "09:00-17:00"),
        ("yes weekdays only", "1-5 08:00-21:00"),
        ("yes, not at weekends", "1-5 08:00-21:00"),
        ("weekdays 9 to 5 when hes at work", "1-5 09:00-17:00"),
        ("ydy, ond dim ond rhwng 9 a 4", "09:00-16:00"),
        ("tak, od 9 do 15, kiedy mąż jest w pracy", "09:00-15:00"),
        ("jee, sirf 9 se 4 baje", "09:00-16:00"),
    ],
)
def test_a_yes_with_hours_is_a_yes_in_those_hours(house: House, said: str, hours: str) -> None:
    """They are said back, and the report goes on."""
    ada = told(house, *ABUSE)
    answer = " ".join(message.words or "" for message in ada.write(said))
    assert "We write to you first only at these hours: " in answer
    assert "Is it at 14 Elm Court" in answer
    ada.write("yes")
    assert kept(house) == ("yes", hours)


@pytest.mark.parametrize(
    ("said", "hours"),
    [("not in the evenings", "08:00-17:00"), ("no only mornings", "08:00-12:00"), ("no. not after 6", "08:00-18:00")],
)
def test_hours_that_are_taken_out_are_kept_and_it_is_asked_once_more(house: House, said: str, hours: str) -> None:
    """Nothing says that the others are safe; said again, it is a no."""
    ada = told(house, *ABUSE)
    answer = " ".join(message.words or "" for message in ada.write(said))
    assert answer.endswith(f"{ASKED}\n1 Yes\n2 No")
    assert kept(house) == (None, hours)
    ada.write(said)
    assert kept(house)[0] == "no"


@pytest.mark.parametrize("said", ["only weekends", "yes on mondays", "yes except sundays"])
def test_days_that_cannot_be_kept_are_said_to_be_none_that_we_keep(house: House, said: str) -> None:
    """A yes after that is given by somebody who knows."""
    ada = told(house, *ABUSE)
    answer = " ".join(message.words or "" for message in ada.write(said))
    assert answer.startswith("We can keep to hours, and to Monday to Friday, but not to other days.")
    assert answer.endswith(f"{ASKED}\n1 Yes\n2 No")
    assert kept(house) == (None, None)


@pytest.mark.parametrize("said", ["yes", "1", "yes any time", "yes 24/7", "yes he plays music 9 to 5"])
def test_no_hours_are_made_of_what_names_none(house: House, said: str) -> None:
    """A narrow window that nobody asked for would keep news from them."""
    told(house, *ABUSE, said, "yes")
    assert kept(house)[1] is None


@pytest.mark.parametrize("said", ["he is home after 6", "yes but hes home after 6", "he comes back at 5"])
def test_when_somebody_is_home_is_no_time_to_write(house: House, said: str) -> None:
    """What would be taken for "after 6" is the very time at which it is read."""
    told(house, *ABUSE, said)
    assert kept(house)[1] is None


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("please dont text after 6, my husband is home then", "08:00-18:00"),
        ("not evenings, he is home then", "08:00-17:00"),
        ("text me only between 9 and 11 please", "09:00-11:00"),
        ("dont text me at weekends", "1-5 08:00-21:00"),
    ],
)
def test_hours_are_kept_after_a_report_of_abuse_where_nothing_is_agreed(house: House, said: str, hours: str) -> None:
    """They are said back, and nothing is asked."""
    ada = told(house, *TOLD)
    (answer,) = ada.write(said)
    assert (answer.words or "").startswith("Thank you. We write to you first only at these hours: ")
    assert kept(house) == ("yes", hours)


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("please dont text me after 4", "1-5 09:00-16:00"),
        ("only text me before 3", "1-5 09:00-15:00"),
        ("dont text me in the mornings", "1-5 12:00-17:00"),
        ("dont text me before 10", "1-5 10:00-17:00"),
        ("text me between 8 and 10", "1-5 08:00-10:00"),
        ("text me after 6pm", "1-5 18:00-21:00"),
    ],
)
def test_a_limit_opens_no_hour_that_was_not_safe_before(house: House, said: str, hours: str) -> None:
    """Who was safe from nine, and then not after four, is not written to at eight; nor at weekends after all."""
    ada = told(house, *ABUSE, "yes weekdays 9 to 5 when hes at work", "yes")
    ada.write(said)
    assert kept(house) == ("yes", hours)


def test_in_the_middle_of_a_report_the_question_is_put_again(house: House) -> None:
    """Nothing is lost of the report."""
    ada = told(house, "no 14 elm court plays loud music every night till 3", "no", "yes", "yes")
    (answer,) = ada.write("only text me after 5pm")
    assert (answer.words or "").endswith("Is it happening now?\n1 Yes\n2 No")
    assert kept(house) == ("yes", "17:00-21:00")


def test_on_the_web_no_hours_are_promised(house: House) -> None:
    """There we never write first."""
    ada = Player(house, channel="web")
    for one in ("no 14 elm court plays loud music every night till 3", "no", "yes"):
        ada.write(one)
    said = " ".join(message.words or "" for message in ada.write("text me only after 5pm"))
    assert "at these hours" not in said


def test_who_is_safe_on_weekdays_is_written_to_on_monday(house: House) -> None:
    """Of the hours as they are kept: what we would start on a Saturday waits."""
    told(house, *ABUSE, "yes weekdays 9 to 5")
    with house.database.reading() as session:
        hours = own_hours(session.scalars(select(Contact).order_by(Contact.id)).first())  # type: ignore[arg-type]
    saturday = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
    assert may_write_at(house.landlord, saturday, hours) == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
