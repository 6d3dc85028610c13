"""An answer is put right though the next question has been asked, and nothing else is taken for that (R12)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player
from storage.cases import Case

TOLD = ("no 14 elm court plays loud music", "no", "yes", "yes", "yes", "every day")  # now, and how often
CHANGED = "We have changed that."


@pytest.fixture
def ada(house: House) -> Player:
    """Ada, who is asked whether she knows who it is."""
    player = Player(house)
    for words in TOLD:
        player.write(words)
    return player


def said(player: Player, *messages: str) -> str:
    return "\n".join(one.words or "" for words in messages for one in player.write(words))


def known(house: House) -> dict[str, Any]:
    """What the case holds by now."""
    with house.database.reading() as session:
        return session.scalars(select(Case)).one().facts


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("no wait only weekends", "often", "weekly"),
        ("Sorry - I meant once a month", "often", "monthly"),
        ("actually, its stopped now", "now", "no"),
        ("oops 5", "often", "once"),
        ("cy", "", ""),
    ],
)
def test_what_was_answered_before_is_changed_and_the_question_put_again(
    house: House, ada: Player, words: str, name: str, value: str
) -> None:
    """By a word of it, a number of its list, or as a story would tell it."""
    shown = said(ada, words)
    assert (CHANGED in shown) is bool(name)
    assert known(house).get(name, "") == value
    if name == "often":
        assert shown.endswith("Tell us, or write SKIP.")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            ("głośna muzyka pod 14 elm court", "nie", *["tak"] * 3, "codziennie"),
            "nie, czekaj, raz w tygodniu",
        ),
        (("cerddoriaeth uchel yn 14 elm court", "na", "ie", "ie", "ydy", "bob dydd"), "sori, bob wythnos"),
        (("14 elm court mein bohat shor hai", "nahi", "haan", "haan", "haan", "roz"), "maaf kijiye, har hafte"),
    ],
)
def test_in_the_other_languages(house: House, told: tuple[str, ...], words: str) -> None:
    """With the openings of each."""
    player = Player(house)
    said(player, *told)
    assert known(house)["often"] == "daily"
    said(player, words)
    assert known(house)["often"] == "weekly"


@pytest.mark.parametrize(
    "words",
    [
        "actually my sister hears it every weekend too",  # tells who else knows of it
        "sorry i dont know",
        "wait",
        "only the man from number 12",
        "every weekend",  # nothing before it is called wrong
    ],
)
def test_what_is_no_correction_changes_nothing(house: House, ada: Player, words: str) -> None:
    """What answers the question that is asked is its answer, and a longer sentence is never cut."""
    assert CHANGED not in said(ada, words)
    assert (known(house)["often"], known(house)["now"]) == ("daily", "yes")


def test_an_answer_to_the_question_that_is_asked_is_no_correction(house: House) -> None:
    """ "Sorry, no" to whether it is happening now."""
    ada = Player(house)
    said(ada, *TOLD[:4])
    assert CHANGED not in said(ada, "sorry, no")
    assert known(house)["now"] == "no"


def test_whether_it_is_safe_to_write_is_not_changed_by_the_way(house: House) -> None:
    """That question is put again by itself (C5)."""
    ada = Player(house)
    said(ada, *TOLD[:4])
    said(ada, "sorry no wait")
    with house.database.reading() as session:
        assert session.scalars(select(Case)).one().facts["safe_to_text"] == "yes"
