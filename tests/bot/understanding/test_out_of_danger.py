"""What somebody in danger tells: that they are safe, that help is called or cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.out_of_danger import cannot_call, has_called, hear_safe_now, is_calm, is_quieter

OUT_OF_DANGER = [
    "it isnt happening right now", "abhi nahi ho raha", "dyw e ddim yn digwydd nawr", "it stopped an hour ago",
    "its not an emergency", "nobody in danger right now", "no ones hurt", "i dont need 999", "it stopped",
    "last week this was", "its not happening now",
    "yes we are", "not in danger", "theres no danger at all", "they took him away", "its just noise",
    "yes", "im safe now", "I am safe, thanks", "police are here", "the police have arrested him", "police just arrived",
    "the paramedics are with us now", "im safe with my neighbour", "hes gone, im ok now", "yes he has gone",
    "ie dwi'n saff", "jestem bezpieczna", "policja już jest", "main mehfooz hoon",
    "اب میں ٹھیک ہوں",
]  # fmt: skip
IT_IS_QUIETER = [
    "he's gone", "they left", "hes gone i think", "no hes gone out now", "all quiet now", "im at my mums", "we got out",
    "my ex has just left thank god", "poszedł sobie", "maen nhw wedi mynd", "woh chala gaya",
]  # fmt: skip
STILL_IN_DANGER = [
    "not right now", "not now", "not at the moment", "not any more", "abhi nahi", "w tej chwili nie",
    *IT_IS_QUIETER, "ok hes gone", "👍 hes gone", "my son has gone", "its gone quiet in there",
    "they left him bleeding",
    "", "ok", "ok i called 999", "i called 999", "yes i called them", "👍", "sure", "fine", "thanks", "not safe",
    "police are on their way", "police are coming", "hes gone to get a knife", "hes gone upstairs", "he's gone mad",
    "im safe now but he has a knife", "are we safe?", "no", "no hes gone out now", "im ok", "help",
]  # fmt: skip
CANNOT_CALL = ["i cant call", "I can't speak he will hear me", "im deaf", "nie mogę mówić", "methu siarad"]


@pytest.mark.parametrize("said", OUT_OF_DANGER)
def test_clear_safety_ends_the_danger(said: str) -> None:
    """Said outright, or told by who has come and who has gone."""
    assert hear_safe_now(said) is True


@pytest.mark.parametrize("said", STILL_IN_DANGER)
def test_all_that_is_less_does_not(said: str) -> None:
    """ "Ok" may answer the advice, and help that is called for has not come yet."""
    assert hear_safe_now(said) is None


def test_somebody_who_has_gone_out_has_not_passed_out() -> None:
    """ "No hes gone out now" to "Are you safe now?" is no clear yes, but no new danger either."""
    assert is_calm("no hes gone out now")
    assert not is_calm("no hes gone out cold")
    assert not is_calm("no")


@pytest.mark.parametrize("said", IT_IS_QUIETER)
def test_whoever_has_gone_may_come_back(said: str) -> None:
    """It is answered more gently than with 999, and asked once more."""
    assert is_quieter(said)


@pytest.mark.parametrize(
    "said",
    ["im safe", "hes gone to get a knife", "my son has gone", "they left him bleeding", "no", "ok", "hes outside"],
)
def test_nothing_else_is_taken_for_it(said: str) -> None:
    """Clear safety needs no more asking; all else is danger still."""
    assert not is_quieter(said)


@pytest.mark.parametrize("said", CANNOT_CALL)
def test_who_cannot_call_or_speak_is_heard(said: str) -> None:
    """They are told how to reach 999 all the same."""
    assert cannot_call(said)
    assert not cannot_call("he is at the door again")


@pytest.mark.parametrize(
    "said",
    [
        "called 999",
        "I've already called 999, they're coming",
        "yes ive rung the police",
        "police are on their way",
        "called 999 they on their way",
        "police are on way",
        "ive rang them",
        "called police already they said 10 min",
        "police a rhi h",
        "the paramedics are nearly here",
        "my neighbour has called the police",
        "wedi ffonio'r heddlu",
        "już zadzwoniłam na 999",
        "میں نے 999 کو کال کر دی ہے",
        "maine police ko call kar di hai",
    ],
)
def test_who_has_called_is_heard(said: str) -> None:
    """Then "call 999" is no answer."""
    assert has_called(said)


@pytest.mark.parametrize(
    "said",
    [
        "i havent called 999",
        "i cant call 999",
        "should i call 999",
        "do i call the police",
        "called 999 but nobody came",
        "called 999 and they hung up",
        "i called 101",
        "they told me to call 999",
        "he called the police on me last week",
        "called 999 hes got a knife",
        "yes",
        "they are coming",
        "he has called my mum",
        "they called me a slag",
        "they rang my bell",
        "police coming?",
        "999 is coming please",
        "policja jedzie?",
        "police aa rahi hai؟",
    ],
)
def test_who_has_not_is_told_to(said: str) -> None:
    """Also whoever was not helped, asks, begs, or tells of more beside it."""
    assert not has_called(said)


@given(st.text(max_size=300))
def test_no_text_makes_it_fall(said: str) -> None:
    """Whatever arrives is clear safety, or less."""
    assert hear_safe_now(said) in {True, None}
