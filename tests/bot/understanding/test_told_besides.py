"""A name and a reference told in passing, and what is neither."""

import pytest

from bot.understanding.told_besides import find_crime_reference, find_own_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("this is Sandra Khan at 12 Elm Court, next door play music", "Sandra Khan"),
        ("my name is Tom, he shouts", "Tom"),
        ("hi, i'm John O'Brien and they bang", "John O'Brien"), ("nazywam się Anna Nowak, hałas", "Anna Nowak"),
        ("mam na imię Łukasz", "Łukasz"), ("fy enw i yw Gwen Jones", "Gwen Jones"), ("mera naam Omar hai", "Omar"),
        ("THIS IS AWFUL", None), ("This is Madness", None), ("I'm Fed up", None), ("its Gary Smith at 14", None),
        ("I'M SICK OF THIS", None), ("im scared", None), ("my name is on the list", None), ("", None),
    ],
)  # fmt: skip
def test_who_writes_is_told_from_whom_they_write_of(said: str, name: str | None) -> None:
    """It is written with capitals: a story holds many words."""
    assert find_own_name(said) == name


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("police ref is 1234/56.", "1234/56"), ("crime reference number CR/12345/26", "CR/12345/26"),
        ("the police know, crime ref: 4471234 and they came", "4471234"), ("police number 101", None),
        ("police came at 10 and no 14 played", None), ("my reference is 7K3M-2QX9", None), ("", None),
    ],
)  # fmt: skip
def test_the_reference_of_the_police_is_found(said: str, reference: str | None) -> None:
    """It is not asked again (R3)."""
    assert find_crime_reference(said) == reference
