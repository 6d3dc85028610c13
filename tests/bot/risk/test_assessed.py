"""No self-help before the risk is assessed, and for a resident only who feels safe and is willing to try (C2, R5)."""

from __future__ import annotations

from itertools import product

import pytest

from bot.in_touch.updates import READY
from bot.player import Player, example_house
from bot.proofreading.names import texts
from bot.risk.assessed import suggests_self_help
from dialogs import phrases
from dialogs.book import BOOK
from dialogs.grammar import Line, Text

STEPS = "i hear their footsteps at 14 elm court every night"
CALM = "Pick a calm moment"
INVITED = "A calm word can help"


def said(*messages: str) -> str:
    """Everything said to these messages, in a conversation of their own."""
    player = Player(example_house())
    return "\n".join(one.words or "" for words in messages for one in player.write(words))


def line(name: str) -> Line:
    return next(one for one in BOOK["report"].page if one.name == name)


@pytest.mark.parametrize(
    "words",
    [
        "You could talk to your neighbour first.",
        "We suggest speaking to them.",
        "Please have a word with him when it is quiet.",
        "Try a calm word. We will call on Friday.",
        "Ear plugs may help until then.",
        "We can offer mediation.",
        "As we said, please ask them to stop.",
    ],
)
def test_words_that_leave_it_to_the_resident_are_heard(words: str) -> None:
    """Whoever is asked to do it, or nobody in particular."""
    assert suggests_self_help(words)


@pytest.mark.parametrize(
    "words",
    [
        "We will speak to them on Friday.",
        "Our officer has asked the neighbour to stop.",
        "You told us to wait, and we will tell them then.",
        "Please call us. You can talk to us at any time.",
        "Thank you for talking to us.",
    ],
)
def test_words_about_what_we_do_are_not(words: str) -> None:
    """An officer may say before the assessment what they do themselves."""
    assert not suggests_self_help(words)


def test_no_other_sentence_of_ours_suggests_it() -> None:
    """Neither to residents, on any page, nor among those that are ready for staff."""
    found = {one.name for page in BOOK.values() for one in page.page for text in texts(one) if _suggests(text)}
    assert found == {"willing", "good_neighbour"}
    assert [name for name, text in READY.items() if _suggests(text)] == []
    assert [name for name, text in vars(phrases).items() if isinstance(text, Text) and _suggests(text)] == []


def _suggests(text: Text) -> bool:
    return suggests_self_help(text.msgid)


def test_it_is_said_only_to_who_feels_safe_and_is_willing() -> None:
    """Not answered is no yes; and never to a child, nor where a danger was heard."""
    for unsafe, willing, concern, young in product(("no", "yes", ""), ("yes", "no", ""), ("", "threat"), ("", "yes")):
        known = {"noise_sort": "living", "group": "noise", "concern": concern, "young": young, "channel": "sms"}
        known |= {name: answer for name, answer in (("unsafe", unsafe), ("willing", willing)) if answer}
        may = (unsafe, concern, young) == ("no", "", "")
        assert line("willing").when.holds(known) is may
        assert line("good_neighbour").when.holds(known) is (may and willing == "yes")


def test_who_turns_out_not_to_feel_safe_is_not_told_to_go_there() -> None:
    """They go back and say so, before or after they were willing."""
    willing = (STEPS, "no", "yes", "yes", "no")
    assert CALM in said(*willing, "yes")
    assert CALM not in said(*willing, "back", "yes", "yes")
    assert CALM not in said(*willing, "skip")


def test_a_child_is_not_sent_to_the_neighbour() -> None:
    """Whatever they say of how safe they feel."""
    told = said("i am 12 and their footsteps at 14 elm court wake me up", "no", "yes", "yes", "no", "yes")
    assert ("Do you feel unsafe" in told, INVITED in told, CALM in told) == (True, False, False)
