"""Why somebody would hesitate, from their words."""

import pytest

from bot.surveys.reasons import is_only_supposed, is_what_we_asked, reason_in
from bot.understanding.danger.finding import find_danger


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("they would know it was me", "repercussions"),
        ("Fear of reprisals", "repercussions"),
        ("they'd come after me and the kids", "repercussions"),
        ("boję się zemsty", "repercussions"),
        ("I don't want to be called a grass", "repercussions"),
        ("nothing ever gets done", "nothing_happens"),
        ("you never reply", "nothing_happens"),
        ("no point, waste of time", "nothing_happens"),
        ("I don't know who to call", "not_known_how"),
        ("not sure how", "not_known_how"),
        ("I am not afraid of repercussions", None),
        ("Nothing", "none"),
        ("no", "none"),
        ("nothing would stop me", "none"),
        ("i tak nic się nie zmieni, strata czasu", "nothing_happens"),
        ("nie wiedziałam do kogo zadzwonić", "not_known_how"),
        ("dowiedzą się, że to ja", "repercussions"),
        ("nic", "none"),
        ("does neb yn gwrando, dim pwynt", "nothing_happens"),
        ("ddim yn gwybod sut", "not_known_how"),
        ("mi fydden nhw'n gwybod mai fi oedd", "repercussions"),
        ("dim byd", "none"),
        ("kuch nahi hota, koi nahi sunta", "nothing_happens"),
        ("پتہ نہیں کیسے", "not_known_how"),
        ("badla lenge", "repercussions"),
        ("کچھ نہیں", "none"),
        ("nie mam czasu", None),
        ("I am too busy", None),
        ("dw i'n rhy brysur", None),
        ("👍", None),
    ],
)
def test_a_reason_is_heard_or_left_to_staff(words: str, reason: str | None) -> None:
    """Guessing would make a figure of nothing."""
    assert reason_in(words) == reason


@pytest.mark.parametrize(
    ("words", "supposed"),
    [
        ("they would smash my windows", True),
        ("they would know it was me and might hit me", True),
        ("he said he would kill me", False),
        ("they smashed my windows last week and would again", False),
        ("he is outside and might come in", False),
        ("They would target me for being gay, they shouted and spat at me", False),
        ("they would smash my windows, they put a brick through it", False),
        ("they would hit me", True),
        ("they threatened that they would burn the house", False),
    ],
)
def test_what_might_follow_is_not_what_has_happened(words: str, supposed: bool) -> None:
    """Only where nothing is told of what was said or done."""
    assert is_only_supposed(words) is supposed


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("they would smash my windows", True),
        ("they would know that it was me, and get back at me", True),
        ("my husband would hit me if he knew", False),
        ("my son would beat me up", False),
        ("my ex might find me", False),
        ("I might kill myself", False),
        ("I would end it all", False),
        ("they might come after me, my daughter would be alone with him and he would hit her", False),
    ],
)
def test_abuse_at_home_and_despair_are_heard_however_they_are_put(words: str, asked: bool) -> None:
    """What neighbours might do is the answer; these are danger."""
    assert is_what_we_asked(find_danger(words), words) is asked
