"""At "Is it safe for us to write to you here?" a no about something else does not end the talk; every other does."""

import pytest

from bot.house import House
from bot.player import Player
from tests.bot.residents import said, told

TOLD = ("loud music every night at 14 elm court", "no", "yes")
CLOSED = "We will not write to you here."
ASKED = "Is it safe for us to write to you here?"


@pytest.fixture
def ada(house: House) -> Player:
    """Ada, who is asked whether it is safe to write to her."""
    return told(house, *TOLD)


@pytest.mark.parametrize(
    "words",
    ["no thats the wrong number its 16", "nope its number 16", "no its 16", "rong adress its 16", "no i said 16"],
)
def test_an_address_put_right_is_taken(ada: Player, words: str) -> None:
    """It comes in the message that gives the reference, where a wrong one is noticed; and then we ask again."""
    assert "Is it at 16 Elm Court" in said(ada, words)
    assert ASKED in said(ada, "yes")


@pytest.mark.parametrize(
    "words",
    [
        "no its 9 Mill Lane after all", "sorry i got the address wrong it should have been number 9 mill lane",
        "sorry its 9 mill lane not 14 elm court", "14 elm court is wrong, its 9 mill lane",
        "14 elm court galat hai, 9 mill lane hai", "nie, jednak chodziło mi o 9 Mill Lane",
    ],
)  # fmt: skip
def test_another_street_is_taken(ada: Player, words: str) -> None:
    """In however many words it is put right, and with or without the wrong one beside it."""
    assert "9 Mill Lane" in said(ada, words)


@pytest.mark.parametrize(
    "words", ["i live at 9 mill lane", "the lad from 9 mill lane is a witness", "not 9 mill lane, 14 elm court"]
)
def test_another_home_of_which_something_is_told_is_not(ada: Player, words: str) -> None:
    """A case on the wrong door accuses the wrong people (R6)."""
    assert "Is it at 9 Mill Lane" not in said(ada, words)


@pytest.mark.parametrize("words", ["no wait the address is wrong", "thats the wrong address"])
def test_an_address_that_is_only_called_wrong_is_asked_for_again(ada: Player, words: str) -> None:
    """At whatever question it comes."""
    assert "Where is it happening?" in said(ada, words)


@pytest.mark.parametrize("words", ["no i meant yes", "no its a dog not music"])
def test_what_takes_something_else_back_is_asked_again(ada: Player, words: str) -> None:
    """Only a clear yes lets us write, so it is no yes either."""
    answer = said(ada, words)
    assert CLOSED not in answer
    assert ASKED in answer


@pytest.mark.parametrize(
    "words", ["no", "nope", "no not safe", "no he is here", "no i meant it", "no its 2", "no not music he reads it"]
)
def test_every_other_no_is_one(ada: Player, words: str) -> None:
    """Nobody is written to who said no, or of whom somebody else is spoken."""
    answer = said(ada, words)
    assert CLOSED in answer or ASKED not in answer


@pytest.mark.parametrize(
    ("language", "words", "asked"),
    [
        ("en", "he can see my phone actually", ASKED),
        ("en", "i changed my mind its not safe to write", ASKED),
        ("pl", "jednak nie jest bezpiecznie", "Czy mozemy tu bezpiecznie do Ciebie pisac?"),
        ("cy", "mae e'n darllen fy ffon", "Ydy hi'n ddiogel i ni ysgrifennu atoch chi yma?"),
    ],
)
def test_whoever_finds_it_unsafe_after_all_is_asked_at_once(
    house: House, language: str, words: str, asked: str
) -> None:
    """In each language, whatever was being asked (C5)."""
    first = {
        "en": TOLD,
        "pl": ("głośna muzyka co noc, 14 elm court", "nie", "tak"),
        "cy": ("cerddoriaeth uchel bob nos, 14 elm court", "na", "ie"),
    }
    ada = told(house, *first[language], {"en": "yes", "pl": "tak", "cy": "ie"}[language])
    assert asked in said(ada, words)


def test_how_to_keep_in_touch_is_left_where_it_is_unsafe_after_all(house: House) -> None:
    """It had agreed on mornings."""
    ada = told(house, *TOLD, "yes", *["skip"] * 4, "me", "jo smith", "yes", "yes", "skip")
    assert ASKED in said(ada, "i changed my mind its not safe to write")
    assert CLOSED in said(ada, "no")
