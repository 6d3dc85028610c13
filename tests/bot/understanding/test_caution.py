"""How the questions are heard at which a wrong yes may cost somebody dear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.caution import (
    cannot_call,
    doubts_safety,
    has_called,
    hear_danger_answer,
    hear_safe_now,
    hear_safety_answer,
    hear_willing,
    is_calm,
    is_safe_after_all,
    is_unsafe_after_all,
)

SAFE = [
    "only me that uses this phone", "oh sorry i meant yes its safe",
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

OUT_OF_DANGER = [
    "its not an emergency", "nobody in danger right now", "no ones hurt", "i dont need 999", "it stopped",
    "last week this was", "its not happening now", "not right now",
    "yes we are", "not in danger", "theres no danger at all", "they took him away", "its just noise",
    "yes", "im safe now", "I am safe, thanks", "police are here", "the police have arrested him", "he's gone",
    "they left", "yes he has gone", "ie dwi'n saff", "jestem bezpieczna", "policja już jest", "main mehfooz hoon",
    "اب میں ٹھیک ہوں",
]  # fmt: skip
STILL_IN_DANGER = [
    "", "ok", "ok i called 999", "i called 999", "yes i called them", "👍", "sure", "fine", "thanks", "not safe",
    "police are on their way", "police are coming", "hes gone to get a knife", "hes gone upstairs", "he's gone mad",
    "im safe now but he has a knife", "are we safe?", "no", "no hes gone out now", "im ok", "help",
]  # fmt: skip
CANNOT_CALL = ["i cant call", "I can't speak he will hear me", "im deaf", "nie mogę mówić", "methu siarad"]


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


@pytest.mark.parametrize("said", CANNOT_CALL)
def test_who_cannot_call_or_speak_is_heard(said: str) -> None:
    """They are told how to reach 999 all the same."""
    assert cannot_call(said)
    assert not cannot_call("he is at the door again")


@given(st.text(max_size=300))
def test_no_text_makes_it_fall(said: str) -> None:
    """Whatever arrives is a yes, a no, or neither."""
    assert hear_danger_answer(said) in {True, False, None}
    assert hear_safety_answer(said) in {True, False, None}
    assert hear_safe_now(said) in {True, None}


@pytest.mark.parametrize(
    "said",
    [
        "called 999",
        "I've already called 999, they're coming",
        "yes ive rung the police",
        "police are on their way",
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
        "police coming?",
        "999 is coming please",
        "policja jedzie?",
        "police aa rahi hai؟",
    ],
)
def test_who_has_not_is_told_to(said: str) -> None:
    """Also whoever was not helped, asks, begs, or tells of more beside it."""
    assert not has_called(said)


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
