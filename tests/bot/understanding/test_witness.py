"""Who tells of abuse in somebody else's home, and who of their own."""

import pytest

from bot.understanding.danger.finding import find_danger
from bot.understanding.witness import is_done_by_neighbours, is_witness


@pytest.mark.parametrize(
    "words",
    [
        "i can hear the man next door hitting his wife",
        "my neighbour's husband beats her every week",
        "Upstairs he is hitting his girlfriend again",
        "my neighbour is driving me mad, he plays his drums and shouts at his kids",
        "i think the child next door is being hurt, i hear screaming",
        "mae'r dyn drws nesaf yn curo ei wraig",
        "sąsiad bije żonę",
        "پڑوسی اپنی بیوی کو مارتا ہے",
    ],
)
def test_a_neighbour_who_hears_it_is_a_witness(words: str) -> None:
    """The home is nearby, and those hurt are somebody else's family."""
    assert is_witness(words)


@pytest.mark.parametrize(
    "words",
    [
        "my partner hits me and the neighbours can hear it",
        "my daughter lives next door and her husband beats her",
        "he hits her",
        "the man next door plays loud music",
        "my husband is upstairs hitting his son",
        "sąsiad słyszy jak mąż bije mnie i swoje dzieci",
    ],
)
def test_whoever_may_suffer_it_themselves_is_never_taken_for_a_witness(words: str) -> None:
    """Better the words for the one who is hurt once too often."""
    assert not is_witness(words)


@pytest.mark.parametrize(
    ("words", "theirs"),
    [
        ("man upstairs punched my son last saturday", True),
        ("the bloke next door punched my husband last week", True),
        ("my ex who lives next door hit me last week", False),
        ("he punched my son last saturday", False),
        ("him next door shouts and hits her, heard it last night", False),
        ("music every night", False),
    ],
)
def test_what_neighbours_did_is_not_named_abuse_at_home_by_likeness_alone(words: str, theirs: bool) -> None:
    """Nobody else asks who saw it, and the helpline for abuse at home is for others."""
    assert is_done_by_neighbours(words) is theirs
    if theirs:
        assert find_danger(words).concern not in (None, "domestic_abuse")
