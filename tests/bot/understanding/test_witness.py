"""Who tells of abuse in somebody else's home, and who of their own."""

import pytest

from bot.understanding.witness import is_witness


@pytest.mark.parametrize(
    "words",
    [
        "i can hear the man next door hitting his wife",
        "my neighbour's husband beats her every week",
        "Upstairs he is hitting his girlfriend again",
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
