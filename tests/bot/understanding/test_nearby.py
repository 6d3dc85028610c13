"""Places that are only known from where somebody lives."""

import pytest

from bot.understanding.places.nearby import find_nearby

OWN = ["my flat", "my house", "at home", "here", "in my building", "where i live", "its my flat", "moje mieszkanie",
       "u mnie w domu", "fy nhŷ", "mera ghar", "میرا گھر"]  # fmt: skip
NEAR = ["upstairs", "next door", "the flat above me", "flat above", "above my flat", "my neighbour", "downstairs",
        "its from upstairs", "outside my window", "2 doors down", "across the hall", "my neighbours flat", "na górze",
        "sąsiad nade mną", "drws nesaf", "upar wale", "اوپر والے"]  # fmt: skip
OTHER = ["14 elm court", "elm court", "the car park", "behind the shops", "upstairs at 14", "my flat is number 3", "",
         "in the", "my neighbour plays music every night", "threats", "no", "5 my street"]  # fmt: skip


@pytest.mark.parametrize("said", OWN)
def test_their_own_home_is_heard(said: str) -> None:
    """We do not know where they live (R6)."""
    assert find_nearby(said) == "own"


@pytest.mark.parametrize("said", NEAR)
def test_a_place_beside_it_is_heard(said: str) -> None:
    """A case at "next door" cannot be found."""
    assert find_nearby(said) == "near"


@pytest.mark.parametrize("said", OTHER)
def test_any_other_place_is_none_of_these(said: str) -> None:
    """Numbers and streets are looked up, a story is a story."""
    assert find_nearby(said) is None
