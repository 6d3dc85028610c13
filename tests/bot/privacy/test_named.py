"""The names that residents told are found in what an officer writes, and ordinary words are no names (C5)."""

import pytest

from bot.privacy.named import names_in, names_told

TOLD = (
    "My neighbour Kevin plays music. Last night Mr Okafor shouted at Jo. Mark was there, and a lad called deano. "
    "My son works."
)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Kevin moved out.", ["Kevin"]),
        ("Kev moved out.", ["Kev"]),
        ("kevin moved out", ["kevin"]),
        ("We saw Okafor's flatmate.", ["Okafor's"]),
        ("Jo is well.", ["Jo"]),
        ("We have told Mark and Deano.", ["Mark", "Deano"]),
        ("KEVIN has gone.", ["KEVIN"]),
    ],
)
def test_a_name_that_was_told_is_found_however_it_is_written(said: str, named: list[str]) -> None:
    """At the beginning of a sentence, in small letters or large, whole or in part, and of somebody's."""
    assert names_in(said, names_told([TOLD])) == named


@pytest.mark.parametrize(
    "said",
    [
        "We have been looking into it. Nothing has changed so far.",
        "There is no change yet. We will ring on Monday, last thing.",
        "Music and night are words that everybody writes.",
        "Keeping to what we agreed, we joined in.",
        "The works go on.",
    ],
)
def test_ordinary_words_are_no_names(said: str) -> None:
    """Else officers would write nothing at all, though residents write "Last" and "My" with a capital."""
    assert names_in(said, names_told([TOLD])) == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("my neighbour will not stop shouting", "I will ring you tomorrow."),
        ("It began again on Monday.", "I can ring you on Monday."),
        ("Mark shouts. It may stop.", "We may mark it as done."),
        ("Every Saturday in December.", "We write again in December, on a Saturday."),
        (
            "Photo attached. Recording attached too. Waiting since May.",
            "The photo and the recording came. I am waiting.",
        ),
        ("Mr Long and Mrs Meeta", "We meet on Friday."),
    ],
)
def test_what_somebody_wrote_with_a_capital_is_no_name_for_that(told: str, said: str) -> None:
    """Days, months, and words that are names as well, in small letters."""
    assert names_in(said, names_told([told])) == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("My neighbour Siân shouts", "sian"),
        ("a man called José", "Jose"),
        ("It was O'Brien", "obrien"),
        ("pan Łukasz", "lukasz"),
    ],
)
def test_a_name_is_found_without_its_accents(told: str, said: str) -> None:
    """As officers type it."""
    assert names_in(f"we saw {said} today", names_told([told])) == [said]


def test_a_message_all_in_capitals_names_whom_a_cue_tells() -> None:
    """There capitals tell nothing; "called" still does."""
    assert names_told(["THE LAD CALLED DEANO THROWS BOTTLES AT CARS"]) == {"deano"}


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Sąsiad Zbyszek krzyczy co noc.", "zbyszek"),
        ("my neighbour dave shouts all night", "dave"),
        ("Mae cymydog Gethin yn gweiddi bob nos.", "gethin"),
        ("mera padosi imtiaz har raat shor karta hai", "imtiaz"),
    ],
)
def test_names_are_heard_in_other_languages_too(told: str, name: str) -> None:
    """Beside the words for neighbours and relatives."""
    assert name in names_told([told])
