"""An answer is put right though the next question has been asked, and nothing else is taken for that (R12)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player
from storage.cases import Case
from storage.contacts import Contact
from tests.bot.residents import said, told

TOLD = ("no 14 elm court plays loud music", "no", "yes", "yes", "yes", "every day")  # now, and how often
CHANGED = "We have changed that."


@pytest.fixture
def ada(house: House) -> Player:
    """Ada, who is asked whether she knows who it is."""
    return told(house, *TOLD)


def known(house: House) -> dict[str, Any]:
    """What the case holds by now."""
    with house.database.reading() as session:
        return session.scalars(select(Case)).one().facts


def may_write(house: House) -> str | None:
    """Whether she said that it is safe to write to her; whoever is on call comes after her."""
    with house.database.reading() as session:
        return session.scalars(select(Contact.texting_is_safe).order_by(Contact.id)).first()


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
    ("words", "name", "value"),
    [
        ("no its shouting not music", "noise_sort", "voices"),
        ("its a dog, not music", "noise_sort", "dog"),
        ("nie muzyka tylko krzyki", "noise_sort", "voices"),
        ("nid cerddoriaeth ond gweiddi", "noise_sort", "voices"),
        ("not every day, only weekends", "often", "weekly"),
        ("its not just music its shouting", "noise_sort", "music"),
        ("no", "noise_sort", "music"),
        ("no camera, not music", "noise_sort", "music"),
    ],
)
def test_what_we_have_is_denied_and_something_else_said_in_its_place(
    house: House, ada: Player, words: str, name: str, value: str
) -> None:
    """At a question to which "no" is an answer too: only where both are said is it a correction."""
    assert "Is there a camera there" in said(ada, "no")
    before = known(house)[name]
    shown = said(ada, words)
    assert known(house)[name] == value
    assert (CHANGED in shown) is (value != before)


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (
            ("głośna muzyka pod 14 elm court", "nie", *["tak"] * 3, "codziennie"),
            "nie, czekaj, raz w tygodniu",
        ),
        (("cerddoriaeth uchel yn 14 elm court", "na", "ie", "ie", "ydy", "bob dydd"), "sori, bob wythnos"),
        (("14 elm court mein bohat shor hai", "nahi", "haan", "haan", "haan", "roz"), "maaf kijiye, har hafte"),
    ],
)
def test_in_the_other_languages(house: House, story: tuple[str, ...], words: str) -> None:
    """With the openings of each."""
    player = told(house, *story)
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


@pytest.mark.parametrize("words", ["sorry, no", "sorry i dont"])
def test_an_answer_to_the_question_that_is_asked_is_no_correction(house: House, words: str) -> None:
    """Whether it is happening now, and what the police called it."""
    ada = Player(house)
    said(ada, *TOLD[:4])
    assert CHANGED not in said(ada, "sorry, no")
    assert known(house)["now"] == "no"
    assert CHANGED not in said(ada, "last night", "every day", "skip", "both", "by the stairs", words)
    assert known(house)["others"] == "both"


@pytest.mark.parametrize(("first", "then"), [("yes", "no"), ("no", "yes")])
@pytest.mark.parametrize("opening", ["sorry i meant", "i meant", "oops,", "wrong button,"])
def test_a_mere_yes_or_no_is_about_the_question_before(house: House, first: str, then: str, opening: str) -> None:
    """After words that can mean nothing else; at whatever is asked now."""
    ada = Player(house)
    said(ada, *TOLD[:4], first)
    assert CHANGED in said(ada, f"{opening} {then}")
    assert known(house)["now"] == then


def test_who_keeps_their_name_to_themselves_still_does(house: House, ada: Player) -> None:
    """ "Only weekends" is how often, whatever was asked since."""
    said(ada, "skip", "neither", "me", "no")
    assert CHANGED in said(ada, "no wait only weekends")
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
    assert (case.naming, case.facts["often"]) == ("anonymous", "weekly")


@pytest.mark.parametrize("words", ["sorry its not safe", "wait he reads my texts", "its not safe to text me"])
def test_that_it_is_not_safe_after_all_is_asked_again(ada: Player, words: str) -> None:
    """Whatever is being asked; with a no we write no more (C5)."""
    assert said(ada, words).startswith("Is it safe for us to write to you here?")
    assert "We will not write to you here" in said(ada, "no")


@pytest.mark.parametrize("more", [(), ("skip", "neither", "me", "no", "yes", "yes")])
def test_until_they_answer_nothing_that_we_start_goes_there(house: House, ada: Player, more: tuple[str, ...]) -> None:
    """Nor where they never do; in the middle of the report, and once all was said."""

    said(ada, *more)
    assert may_write(house) == "yes"
    said(ada, "its not safe to text me here, he reads my phone")
    assert may_write(house) == "no"


def test_a_yes_to_it_lets_us_write_again(house: House, ada: Player) -> None:
    """And the question that was being asked is put again."""
    assert said(ada, "sorry its not safe", "yes").endswith("Tell us, or write SKIP.")
    assert may_write(house) == "yes"


def test_what_reads_a_little_like_danger_beside_it_is_asked_about_first(ada: Player) -> None:
    """And then whether it is safe."""
    assert said(ada, "sorry my husband reads this phone").startswith("Is anyone in danger right now?")
    assert said(ada, "no").startswith("Is it safe for us to write to you here?")


def test_i_meant_no_to_whether_it_is_safe_is_a_no(house: House) -> None:
    """That it is after all is asked once more, and not taken by the way."""
    ada = Player(house)
    said(ada, *TOLD[:4])
    assert "We will not write to you here" in said(ada, "sorry i meant no")
    with house.database.reading() as session:
        assert session.scalars(select(Case)).one().facts["safe_to_text"] == "no"


def test_a_danger_that_was_denied_is_not_undone_by_a_number(house: House) -> None:
    """ "No, I meant 16" is about the house."""
    ada = Player(house)
    said(ada, *TOLD[:2])
    assert "16 Elm Court" in said(ada, "no, i meant 16")


def test_a_no_with_another_address_is_not_that_nobody_is_known(house: House) -> None:
    """In Polish "nie, to 18 elm court" was left out as if nobody were known, and the case stayed at the wrong door."""
    ada = told(house, "głośna muzyka pod 14 elm court", "nie", *["tak"] * 3, "codziennie")
    assert "18 Elm Court" in said(ada, "nie, to 18 elm court")
    assert "Czy wiesz, kto to robi" in said(ada, "tak")


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("take my name off", "anonymous"),
        ("actually no name", "anonymous"),
        ("no dont put my name", "anonymous"),
        ("keep my name secret", "confidential"),
    ],
)
def test_a_name_that_was_given_is_taken_off_or_kept_secret(house: House, words: str, kept: str) -> None:
    """It was added to the report as one word more, and the name stayed (R9)."""
    ada = told(house, *TOLD, "skip", "skip", "me", "jo smith")
    answer = said(ada, words)
    assert CHANGED in answer
    assert "May we send you news here?" in answer or kept == "confidential"
    with house.database.reading() as session:
        assert session.scalars(select(Case.naming)).one() == kept


def test_rather_not_is_about_what_is_being_asked(house: House) -> None:
    """Whoever would rather not take five minutes more keeps the name that they gave."""
    ada = told(house, *TOLD, "skip", "skip", "me", "jo smith", "yes")
    assert CHANGED not in said(ada, "rather not")
    with house.database.reading() as session:
        assert session.scalars(select(Case.naming)).one() == "named"
