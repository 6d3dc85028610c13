"""A report that has been told to its end is put right in a few words, and what is none is no correction (R12)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player
from storage.cases import Case
from storage.contacts import Contact
from storage.reporters import name_of, reporter_of

REPORT = ("loud music from 16 elm court every night", "no", "yes", "yes", "no", "last night", "skip", "4", "1", "1",
          "Ada Example", "yes")  # fmt: skip
ENDS = [("2",), ()]
"""Five more minutes are asked for; whoever turns to something else has ended it as well."""


def told(house: House, *more: str) -> str:
    """What is said to the last of these messages, after a whole report."""
    ada = Player(house)
    for words in (*REPORT, *more):
        answers = ada.write(words)
    return "\n".join(answer.words or "" for answer in answers)


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize(
    ("said", "summed_up"),
    [
        ("actually its shouting not music", "You told us: shouting, every day or night."),
        ("sorry I meant its only weekends", "You told us: music or TV, most weeks."),
        ("actually it happens at weekends only", "You told us: music or TV, most weeks."),
        ("actually my name is Ada Barker", "You told us: music or TV, every day or night."),
    ],
)
def test_it_is_changed_and_summed_up_again(house: House, ends: tuple[str, ...], said: str, summed_up: str) -> None:
    """It had been asked whether it was about the case, and was added where nobody changed anything."""
    answer = told(house, *ends, said)
    assert "Thank you. We have changed that." in answer
    assert summed_up in answer
    assert answer.endswith("Is that right?\n1 Yes\n2 No, change something")


def test_the_name_and_the_home_are_those_of_the_case(house: House) -> None:
    """And the case is one still."""
    assert "Is it at 18 Elm Court" in told(house, "2", "my name is Ada Barker", "yes", "2", "sorry its number 18")
    told_to = select(Contact).where(Contact.channel == "sms")
    with house.database.reading() as session:
        (case,) = session.scalars(select(Case))
        reporter = reporter_of(session, case.id, session.scalars(told_to).one().id)
        assert reporter
        assert name_of(house.keys, reporter) == "Ada Barker"


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize(
    "said",
    ["sorry to bother you again", "actually can i add something", "20 elm court is loud as well", "not happy with it"],
)
def test_what_puts_nothing_right_changes_nothing(house: House, ends: tuple[str, ...], said: str) -> None:
    """A polite word before something new had made another kind of noise of it."""
    assert "changed" not in told(house, *ends, said)
    with house.database.reading() as session:
        (case,) = session.scalars(select(Case))
        assert (case.facts.get("noise_sort"), case.facts.get("often")) == ("music", "daily")


def test_of_a_case_that_may_not_be_spoken_of_nothing_is_summed_up(house: House) -> None:
    """Whoever holds the phone would read what was reported."""
    ada = Player(house)
    for words in (*REPORT, "2", "my husband reads my texts", "no"):
        ada.write(words)
    said = "\n".join(answer.words or "" for answer in ada.write("actually its shouting not music"))
    assert "music" not in said
    assert "Elm Court" not in said
