"""A camera and the police are two things, of which one answer may say both."""

import pytest

from bot.understanding.evidence import hear_evidence


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("camera yes and I told the police", "both"),
        ("cctv and police", "both"),
        ("theres a camera and ive rung 101", "both"),
        ("camera, the police know too", "both"),
        ("police know, no camera", "police"),
        ("no camera but the police came", "police"),
        ("theres a camera but I havent told the police", "camera"),
        ("camera yes police no", "camera"),
        ("no camera and no police", "neither"),
        ("no i havent told the police", "neither"),
        ("no camera or police", "neither"),
        ("na camera na police", "neither"),
        ("ani kamery ani policji", "neither"),
        ("mae camera a dwi wedi ffonio'r heddlu", "both"),
        ("jest kamera i policja wie", "both"),
        ("camera hai aur police ko bataya hai", "both"),
    ],
)
def test_both_are_heard_in_one_answer(said: str, known: str) -> None:
    """And what is denied of them."""
    assert hear_evidence(said) == known


@pytest.mark.parametrize(
    "said",
    ["a camera", "the police know", "neither", "yes", "i filmed it", "no camera", "havent told the police",
     "x " * 20 + "camera police"],
)  # fmt: skip
def test_one_of_them_or_none_is_left_to_the_options(said: str) -> None:
    """A longer story is no answer either."""
    assert hear_evidence(said) is None
