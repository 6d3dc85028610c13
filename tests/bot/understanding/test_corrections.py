"""How a house or flat number that we have wrong is put right."""

import pytest

from bot.understanding.places.corrections import hear_right_number

OURS = "14 Elm Court, Riverbridge, XR1 2AA"
SIXTEEN = [
    "no I meant 16", "I meant 16", "sorry wrong number its 16", "not 14, number 16", "16 not 14", "sorry 16",
    "thats where i live, the noise is from 16", "No, it should be 16.", "I live at 14, they live at 16",
    "14 is me, its 16", "oops sixteen", "i said 14 i meant 16", "not number 14 but number 16", "wrong door, try 16",
    "nie 14 tylko 16", "nie, chodziło mi o 16", "pomyłka, 16", "nid 14, 16", "na, 16 o'n i'n feddwl",
    "rhif 16 oeddwn i'n feddwl", "14 nahi 16", "mera matlab 16", "14 نہیں 16", "نہیں، میرا مطلب 16 تھا",
    "no i said 16", "i told you 16", "no i said 12 but its 16", "i put 12 i meant 16", "nie, mówiłem 16",
]  # fmt: skip
NO_DOOR = [
    "its not 16", "its 16 or 18", "no it was at 11 last night", "no its every night at 11", "no its 11pm", "yes 14",
    "its been 3 years", "no there are 3 of them", "no its 3 lads", "no from 11 till 3", "it goes on till 4",
    "no its 2 in the morning", "no number 16 reads my phone", "yes number 14", "no 5 times", "no", "", "yes", "14",
    "no its on the 16 bus", "nie, od 11 do 3", "no its XR1 2AB",
    "i said 14", "no i said 14 not 16", "i said 16 or 18",
]  # fmt: skip


@pytest.mark.parametrize("said", SIXTEEN)
def test_the_number_meant_is_told_from_the_one_we_have(said: str) -> None:
    """In the middle of the night nobody writes a form (R12)."""
    number = hear_right_number(said, OURS)
    assert number
    assert (number.said, number.alone) == ("16", True)


@pytest.mark.parametrize("said", NO_DOOR)
def test_times_counts_and_numbers_denied_are_no_doors(said: str) -> None:
    """A case on the wrong door accuses the wrong people (R6)."""
    assert hear_right_number(said, OURS) is None


def test_what_is_said_besides_is_noticed() -> None:
    """It belongs to the story, and is no answer by itself."""
    number = hear_right_number("no its number 16 and it stops at 11", OURS)
    assert number
    assert (number.said, number.alone) == ("16", False)


@pytest.mark.parametrize(("said", "adds"), [("yes but its flat 2", True), ("no its flat 2", False)])
def test_a_flat_is_told_from_a_house(said: str, adds: bool) -> None:
    """ "Yes, but flat 2" leaves the house as it is."""
    number = hear_right_number(said, OURS)
    assert number
    assert (number.said, number.flat_only, number.adds) == ("flat 2", True, adds)
