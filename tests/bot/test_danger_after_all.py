"""A no to "Is anyone in danger?" that is taken back is heard, a yes that was not meant is let go of, and what was told
of an illness or of last year is no ambulance (R1)."""

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player
from storage.cases import Case
from tests.bot.residents import said, told

ADVICE = "999"
ASKED = "Is anyone in danger right now? If so, call 999."
ON_THE_PAGE = "Are you safe now?"


@pytest.mark.parametrize(
    "taken_back", ["sorry i meant yes", "i said no but i meant yes", "sorry i meant 1", "oops i meant yes"]
)
@pytest.mark.parametrize("before", [("loud music", "no"), ("loud music at 14 elm court", "no")])
def test_a_no_that_is_taken_back_is_a_yes(house: House, before: tuple[str, ...], taken_back: str) -> None:
    """It had been filed as an address that is not on our list."""
    answer = said(told(house, *before), taken_back)
    assert ADVICE in answer
    assert ON_THE_PAGE in answer


def test_a_late_yes_is_about_what_is_being_asked(house: House) -> None:
    """Where that can be answered by it, and about danger where it cannot."""
    assert ON_THE_PAGE not in said(told(house, "loud music at 14 elm court", "no"), "sorry yes")
    assert ON_THE_PAGE in said(Player(house, address="+447700900223"), "loud music", "no", "wait yes")


@pytest.mark.parametrize(
    "speaks", ["no wait yes there is danger", "i got that wrong there is danger", "actually i am scared", "im scared"]
)
def test_danger_or_fear_named_after_a_no_is_asked_about_again(house: House, speaks: str) -> None:
    """And it is no address; a no goes on where we were."""
    player = Player(house)
    assert ASKED in said(player, "loud music", "no", speaks)
    assert "Where is it happening?" in said(player, "no")


def test_what_names_danger_in_an_answer_is_taken_and_then_asked_about(house: House) -> None:
    """The answer is filed, and not asked for again."""
    player = told(house, "loud music every night at 14 elm court", "no", "yes", "yes", "skip")
    answer = said(player, "it felt unsafe, last Tuesday at eight")
    assert ASKED in answer
    with house.database.reading() as session:
        assert "Tuesday" in session.scalars(select(Case)).one().facts["when"]


@pytest.mark.parametrize(
    ("first", "no", "taken_back", "asked"),
    [
        ("głośna muzyka", "nie", "przepraszam mialo byc tak", "Czy jest juz bezpiecznie?"),
        ("głośna muzyka", "nie", "jednak tak, boje sie", "Czy ktos jest teraz w niebezpieczenstwie? Jesli tak"),
        ("cerddoriaeth uchel", "na", "sori ro'n i'n meddwl ie", "Ydych chi'n ddiogel nawr?"),
    ],
)
def test_the_same_in_polish_and_welsh(house: House, first: str, no: str, taken_back: str, asked: str) -> None:
    """In their own words."""
    assert asked in said(Player(house), first, no, taken_back)


@pytest.mark.parametrize("no_danger", ["14 elm court", "the car park behind elm court", "sorry 14 elm court"])
def test_an_address_is_an_address(house: House, no_danger: str) -> None:
    """What tells of no danger is heard as ever."""
    assert ASKED not in said(Player(house), "loud music", "no", no_danger)


@pytest.mark.parametrize("not_meant", ["sorry i meant no", "i pressed the wrong one", "oops i meant no", "meant 2"])
def test_a_yes_that_was_not_meant_is_let_go_of(house: House, not_meant: str) -> None:
    """Of whoever pressed it; three times 999 was all that they had been answered."""
    assert ON_THE_PAGE not in said(told(house, "loud music", "yes"), not_meant)


def test_what_was_last_year_is_no_danger_now(house: House) -> None:
    """And what is not said to be over is."""
    threatened = "my neighbour threatened me with a knife"
    player = told(house, threatened)
    assert ON_THE_PAGE in said(player, "he lives upstairs")
    assert ON_THE_PAGE not in said(player, "that was last year not now")


def test_an_illness_that_we_asked_about_is_no_ambulance(house: House) -> None:
    """ "Is anybody at home more at risk, like somebody who is ill?" "Yes my son has asthma"."""
    player = told(house, "loud music every night at 14 elm court", "no", "yes", "yes", *["skip"] * 4, "me", "jo smith")
    answers = ("yes", "yes", "skip", "1", "evenings", "4", *["skip"] * 4)
    assert "Is anybody at home more at risk" in said(player, *answers)
    answer = said(player, "yes my son has asthma")
    assert "999" not in answer
    assert "race, faith" in answer


def test_faint_signs_in_a_word_about_an_open_case_are_asked_about(house: House) -> None:
    """ "Forgot to say he has a big dog too" was answered with what to do in danger."""
    report = (
        "loud music every night at 14 elm court",
        "no",
        "yes",
        "yes",
        *["skip"] * 4,
        "me",
        "jo smith",
        "yes",
        "no",
    )
    answer = said(told(house, *report), "forgot to say he has a big dog too")
    assert ON_THE_PAGE not in answer
    assert "Is this about your case" in answer or ASKED in answer
