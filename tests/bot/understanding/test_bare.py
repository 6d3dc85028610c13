"""Which messages tell nothing that belongs into a report."""

import pytest

from bot.understanding.bare import is_bare

BARE = ["yes", "no thanks", "yes it is", "2", "number 2", "option 3 please", "b", "skip", "perhaps", "not sure", "ok",
        "hi", "thanks", "later", "👍", "", "no no", "tak", "nie dziękuję", "nahi", "nac oes", "77", "ہاں", "yes yes",
        "idk", "maybe", "where?", "what do you mean", "gdzie?"]  # fmt: skip
TELLING = ["banging all night", "purple", "2 of them", "no, he is at work", "no but i'm scared", "yes he swears at me",
           "upstairs", "my neighbour", "hałas", "nie, jest w pracy", "شور", "swn mawr"]  # fmt: skip


@pytest.mark.parametrize("said", BARE)
def test_a_mere_answer_is_bare(said: str) -> None:
    """It would only clutter the report."""
    assert is_bare(said)


@pytest.mark.parametrize("said", TELLING)
def test_whatever_holds_a_word_of_its_own_is_not(said: str) -> None:
    """It is kept, word for word (R2)."""
    assert not is_bare(said)
