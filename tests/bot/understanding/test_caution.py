"""How the questions are heard at which a wrong yes may cost somebody dear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.caution import (
    doubts_safety,
    hear_danger_answer,
    hear_safety_answer,
    hear_willing,
    is_safe_after_all,
    is_unsafe_after_all,
)

SAFE = [
    "only me that uses this phone", "oh sorry i meant yes its safe",
    "yes its not shared", "yes it is my work phone",
    "yes no one else sees it", "yeah no problem", "nobody else uses it", "no one else sees this phone", "its fine",
    "yes", "Yes please", "y", "ok", "👍", "yes it is safe", "its safe", "yes I am on my own", "ie", "ydw", "tak",
    "haan", "ہاں", "mae'n saff", "jest bezpiecznie", "mehfooz hai",
]  # fmt: skip
NOT_SAFE = [
    "no", "no my husband reads it", "not sure", "maybe", "yes but only in the day", "yes only in the day", "sometimes",
    "he checks my phone", "its a shared phone", "dont know", "not really", "my husband", "not now", "I think so",
    "yes he checks my phone", "yes when he is at work", "it depends", "no one reads it but maybe", "weithiau",
    "ddim yn siŵr", "mae'n darllen fy ffôn", "nage", "nie", "nie wiem", "czasami", "mąż czyta moje wiadomości",
    "tak ale tylko w dzień", "nahi", "nahi mera shohar parhta hai", "pata nahi", "kabhi kabhi", "پتہ نہیں",
    "نہیں شوہر پڑھتا ہے", "mera phone check karta hai",
]  # fmt: skip
SAYS_NEITHER = [
    "you never ring back", "no thats wrong", "nie, pomyłka, adres to 14 Elm Court", "نہیں غلط ہے",
    "its weekends not every night",
    "the same lot at 14 kept me up again last night until 4am",
    "", "?", "why?", "what do you mean", "yse", "nno", "no problem", "14 elm court",
    "they are banging on the wall again all night at 14 elm court",
    "its no 22 doing it", "doorbell cam at no 22", "no idea who it is", "no one saw it", "no worries text me whenever",
]  # fmt: skip

HESITATES = [
    "scared to let him play out",
    "im worried about my son",
    "yes but not after 10pm",
    "I suppose",
    "sometimes",
    "yes till 9pm",
    "yes but only in the day",
    "not sure",
    "my husband",
    "maybe",
]
CLEARLY_NOT = [
    "no",
    "no my husband reads it",
    "no 2",
    "no one must see it, he reads my texts",
    "no its fine",
    "he checks my phone",
    "its a shared phone",
    "nie",
    "nobody",
    "not really",
]
UNWILLING = ["no", "yes im scared", "yes but hes aggressive", "i suppose", "maybe", "not sure", "id rather not",
             "already tried that", "he will kick off", "boję się", "dwi'n ofnus", "dar lagta hai"]  # fmt: skip

IN_DANGER = [
    "yes", "Yes!", "yeah", "y", "yes my son", "yes we are", "yes right now", "yes he has a knife", "help", "help me",
    "yes ok help", "ie", "oes", "tak", "pomocy", "haan", "ji haan", "bachao",
    "no im not safe", "no i dont feel safe", "no im not ok", "not safe", "nie czuję się bezpiecznie",
    "na, dwi ddim yn saff", "nahi main mehfooz nahi",
]  # fmt: skip
NO_DANGER = ["no", "nah mate", "nope", "no one", "nage", "nie", "nahi", "nac oes"]
UNCLEAR = [
    "ok", "sure", "fine", "yea ok", "yeah fine", "yes im fine", "👍", "right", "correct", "yse", "nno", "not sure",
    "maybe", "yes i think", "iawn", "dobrze", "theek hai", "ٹھیک ہے", "", "of course",
]  # fmt: skip


@pytest.mark.parametrize("said", SAFE)
def test_a_plain_yes_lets_us_write(said: str) -> None:
    """Only a yes without any doubt."""
    assert hear_safety_answer(said) is True


@pytest.mark.parametrize("said", NOT_SAFE)
def test_any_doubt_means_that_we_do_not_write(said: str) -> None:
    """Somebody who reads the phone may read what we write next (domestic abuse)."""
    assert hear_safety_answer(said) is False


@pytest.mark.parametrize("said", SAYS_NEITHER)
def test_what_does_not_speak_of_safety_is_asked_again(said: str) -> None:
    """A question back, a slip or more of the story is neither."""
    assert hear_safety_answer(said) is None


def test_a_doubt_is_told_from_a_no() -> None:
    """A doubt is asked about once more; a plain no, or a reason for it, ends it."""
    assert [said for said in HESITATES if not doubts_safety(said)] == []
    assert [said for said in (*CLEARLY_NOT, *SAFE, *SAYS_NEITHER) if doubts_safety(said)] == []


def test_it_is_safe_after_all_is_said_in_so_many_words() -> None:
    """A yes to nothing, or "it's fine", opens no question again."""
    assert is_safe_after_all("actually yes it is safe")
    assert not any(map(is_safe_after_all, ("yes", "ok", "its fine", "yeah no problem", "it is not safe", "")))


@pytest.mark.parametrize("said", UNWILLING)
def test_fear_unwillingness_and_doubt_are_a_no(said: str) -> None:
    """Nobody who is frightened is sent to a neighbour's door (R5)."""
    assert hear_willing(said) is False


@pytest.mark.parametrize(("said", "heard"), [("yes", True), ("yes i will try", True), ("ok", True), ("why?", None)])
def test_who_is_willing_says_so(said: str, heard: bool | None) -> None:
    """A plain yes; a question back is neither."""
    assert hear_willing(said) is heard


@pytest.mark.parametrize("said", IN_DANGER)
def test_a_clear_yes_is_danger(said: str) -> None:
    """Yes, or a cry for help."""
    assert hear_danger_answer(said) is True


@pytest.mark.parametrize("said", NO_DANGER)
def test_a_clear_no_is_no_danger(said: str) -> None:
    """In every language offered."""
    assert hear_danger_answer(said) is False


@pytest.mark.parametrize("said", UNCLEAR)
def test_all_right_is_not_danger(said: str) -> None:
    """ "Ok" may answer the sentence before; the question is put again."""
    assert hear_danger_answer(said) is None


@given(st.text(max_size=300))
def test_no_text_makes_it_fall(said: str) -> None:
    """Whatever arrives is a yes, a no, or neither."""
    assert hear_danger_answer(said) in {True, False, None}
    assert hear_safety_answer(said) in {True, False, None}


@pytest.mark.parametrize(
    "said",
    ["sorry its not safe", "no wait my husband reads this", "actually he reads my texts", "its not safe to write here"],
)
def test_that_it_is_not_safe_after_all_is_heard_unasked(said: str) -> None:
    """Whoever said yes a moment ago is asked again."""
    assert is_unsafe_after_all(said)


@pytest.mark.parametrize("said", ["sorry i dont know", "we share a wall with him", "actually its him", "no", "wait"])
def test_what_tells_of_no_other_reader_is_not(said: str) -> None:
    """A story about a wall that is shared is one."""
    assert not is_unsafe_after_all(said)
