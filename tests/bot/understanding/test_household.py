"""Who is more at risk where they live, as residents put it when they are asked (C2)."""

import pytest

from bot.understanding.household import tells_of_more_at_risk


@pytest.mark.parametrize(
    "said",
    ["my partner is disabled", "im 78", "newborn baby", "im pregnant", "i use a wheelchair", "my husband has dementia",
     "my little girl is 3", "both elderly", "my son is autistic"],
)  # fmt: skip
def test_whoever_is_named_is_a_yes(said: str) -> None:
    """Nobody answers such a question with yes alone."""
    assert tells_of_more_at_risk(said)


@pytest.mark.parametrize(
    "said",
    ["nobody is disabled", "no baby", "not ill", "im 40", "flat 78", "they play music", "why", "", "my son is 12"],
)
def test_what_names_nobody_or_denies_it_is_none(said: str) -> None:
    """The question is put again."""
    assert not tells_of_more_at_risk(said)
