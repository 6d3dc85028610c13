"""Hours of the day as residents say them, in the languages that we offer."""

import pytest

from bot.configuration.hours import read_hours, read_own_hours
from bot.understanding.hours_said import hear_hours, without_reasons

USUAL = read_hours("08:00-21:00")


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("10 to 2", "10:00-14:00"),
        ("between 10am and 2.30pm", "10:00-14:30"),
        ("9-5", "09:00-17:00"),
        ("6 to 8", "18:00-20:00"),
        ("7 to 9", "07:00-09:00"),
        ("10pm to 2am", "22:00-02:00"),
        ("18:30-20:00", "18:30-20:00"),
        ("half past 9 to half past 2", "09:30-14:30"),
        ("quarter past 9 to quarter to 3", "09:15-14:45"),
        ("after 6", "18:00-21:00"),
        ("not before 10", "10:00-21:00"),
        ("not after 8pm", "08:00-20:00"),
        ("not after 8", "08:00-20:00"),
        ("no later than 7pm", "08:00-19:00"),
        ("nie po 20", "08:00-20:00"),
        ("from 9 till 5", "09:00-17:00"),
        ("before noon", "08:00-12:00"),
        ("noon till 4", "12:00-16:00"),
        ("po 18", "18:00-21:00"),
        ("Tak, ale dzwoncie po 17", "17:00-21:00"),
        ("od 10 do 14", "10:00-14:00"),
        ("cyn 12", "08:00-12:00"),
        ("۱۰ سے ۱۴", "10:00-14:00"),
        ("6 بجے کے بعد", "18:00-21:00"),
    ],
)
def test_hours_are_heard(said: str, hours: str) -> None:
    """Without am or pm a number is one of the day, and the second is the later."""
    assert str(hear_hours(said, USUAL)) == hours


@pytest.mark.parametrize(
    "said",
    ["not between 1 and 3", "before 10am or after 7pm", "any time except 9 to 5", "9-5 but not wednesdays",
     "cant talk before 5", "nie miedzy 9 a 11", "ddim rhwng 9 a 11"],
)  # fmt: skip
def test_hours_that_are_taken_out_are_not_taken_for_those_that_are_wanted(said: str) -> None:
    """Nobody is written to in just the hours in which it is not safe."""
    assert hear_hours(said, USUAL) is None


@pytest.mark.parametrize(
    "said", ["", "soon", "5", "10:00 to 10:30", "25 to 30", "call me on 07700 900123", "13pm to 14pm", "1 2 3"]
)
def test_what_is_no_hours_is_asked_again(said: str) -> None:
    """Nothing is guessed where a wrong guess could bring a message at a dangerous time."""
    assert hear_hours(said, USUAL) is None


@pytest.mark.parametrize(
    ("said", "part", "hours"),
    [
        ("evenings after 8", "17:00-21:00", "20:00-21:00"),
        ("evenings but not after 8", "17:00-21:00", "17:00-20:00"),
        ("evenings 6 to 8", "17:00-21:00", "18:00-20:00"),
        ("mornings but not before 10", "08:00-12:00", "10:00-12:00"),
        ("afternoons not before 2", "12:00-17:00", "14:00-17:00"),
        ("afternoons until 3", "12:00-17:00", "12:00-15:00"),
        ("afternoons and evenings but not after 9", "12:00-21:00", "12:00-21:00"),
        ("mornings 7 to 9", "08:00-12:00", "07:00-09:00"),
        ("evenings 6 to 10", "17:00-21:00", "18:00-22:00"),
        ("mornings or after 6", "08:00-12:00", "None"),
        ("evenings after 10", "17:00-21:00", "None"),
    ],
)
def test_a_limit_beside_a_part_of_the_day_lies_in_it(said: str, part: str, hours: str) -> None:
    """Nobody is written to at half past eight in the morning who said "evenings after 8" (C5)."""
    assert str(hear_hours(said, USUAL, read_hours(part))) == hours


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("weekdays", "1-5 08:00-21:00"),
        ("weekdays 9-5", "1-5 09:00-17:00"),
        ("9 to 5 mon-fri", "1-5 09:00-17:00"),
        ("Mon-Fri 10:00-14:00", "1-5 10:00-14:00"),
        ("Monday to Friday after 6", "1-5 18:00-21:00"),
        ("not weekends", "1-5 08:00-21:00"),
        ("in the week, 10am to 2pm", "1-5 10:00-14:00"),
        ("dydd Llun i ddydd Gwener, 9 tan 4", "1-5 09:00-16:00"),
        ("od poniedziałku do piątku od 9 do 15", "1-5 09:00-15:00"),
        ("peer se juma 9 se 4 baje tak", "1-5 09:00-16:00"),
    ],
)
def test_weekends_can_be_left_out(said: str, hours: str) -> None:
    """Of the days of a week these alone are kept; with the usual hours where none are named."""
    heard = hear_hours(said, USUAL)
    assert str(heard) == hours
    assert read_own_hours(hours) == heard


@pytest.mark.parametrize(
    "said", ["weekends", "saturday 10-12", "mondays between 9 and 12", "weekdays and sundays", "24/7"]
)
def test_other_days_are_none_that_can_be_kept(said: str) -> None:
    """To write on a Tuesday to somebody who said Saturdays may be worse than not to write."""
    assert hear_hours(said, USUAL) is None


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("only when he's at work, 9 to 5", "only , 9 to 5"),
        ("not after 6, my husband is home then", "not after 6,"),
        ("he is home after 6", "he is home after 6"),
        ("not while he is at work", "not while he is at work"),
    ],
)
def test_why_some_hours_are_safe_is_left_out_where_it_fits_what_is_said_of_them(said: str, plain: str) -> None:
    """Where it does not, nobody knows which hours are meant."""
    assert without_reasons(said) == plain


def test_but_before_a_verb_denies_nothing() -> None:
    """ "Yes, but text after 5" was until five; it is asked again."""
    assert hear_hours("yes, but text after 5", USUAL) is None
    assert str(hear_hours("yes but dont text after 6", USUAL)) == "08:00-18:00"
