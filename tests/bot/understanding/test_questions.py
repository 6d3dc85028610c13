"""Which messages ask us something, and which only look so."""

import pytest

from bot.understanding.questions import asks_something


@pytest.mark.parametrize(
    "said",
    [
        "can i be evicted",
        "Will they be evicted?",
        "hmm how long will this take",
        "ok but is it against the law",
        "please can you send me a form",
        "When?",
        "does he get a letter?",
        "alla i symud",
        "pa mor hir fydd hyn",
        "czy oni zostaną wyrzuceni",
        "kiedy?",
        "kya mujhe ghar khali karna hoga",
        "کیا مجھے گھر خالی کرنا ہوگا؟",
        "کب؟",
        "oes rhif ffôn i'r tîm trwsio?",
        "repair team ka number kya hai?",
        "مرمت والوں کا نمبر کیا ہے؟",
    ],
)
def test_a_question_is_heard(said: str) -> None:
    """With its mark or without, in four languages."""
    assert asks_something(said)


@pytest.mark.parametrize(
    "said",
    [
        "the lad from number 9?",
        "last tuesday?",
        "what he did last week was worse",
        "when I came home",
        "how the door was kicked in I do not know",
        "my son will know",
        "kiedy wracałam z pracy",
        "yes",
        "",
        "?",
        "can you believe that he was out there again last night with the music and all his friends and the dog barking",
    ],
)
def test_an_answer_is_no_question(said: str) -> None:
    """Whatever mark it ends with."""
    assert not asks_something(said)
