"""A page that would show, use or look at what is kept apart is refused, each way shown once."""

from dataclasses import replace

import pytest

from bot.proofreading.proof import proof_read
from dialogs.grammar import Ask, Choose, Dialog, Do, Effect, Is, Known, Line, Not, OneOf, Option, Say, _

END = Say("end", _("Thanks."))
REACH = Ask("reach", _("How?"), "sealed", droppable=True)
WHO = Choose("who", _("Who?"), (Option("me", _("Myself")), Option("you", _("Somebody"))))
COUNTED = Choose(
    "age",
    _("Age?"),
    (Option("old", _("Aged")), Option("not_said", _("Never"))),
    droppable=True,
    exact=True,
    counted=True,
)


def read(*lines: Line, gathers: str = "") -> list[str]:
    """What is found on a page of these lines, beside one that asks openly for what this one may keep apart."""
    page = Dialog("page", (*lines, END), gathers)
    other = Dialog("other", (Ask("number", _("Number?")), END))
    return proof_read(page, {"page": page, "other": other}, ("en",), ("notice",))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((REACH, Say("told", _("You gave {reach}."))), "told: shows reach, which is kept apart"),
        ((REACH, Ask("more", _("Besides {reach}?"))), "more: shows reach, which is kept apart"),
        (
            (REACH, Choose("sure", _("Sure?"), (Option("a", _("Yes, {reach}")), Option("b", _("Never"))))),
            "sure: shows reach, which is kept apart",
        ),
        ((REACH, Do("do", Effect("notice", ("reach",)))), "do: uses reach, which is kept apart"),
        ((REACH, Do("do", Effect("notice", (), ("reach",)))), "do: uses reach, which is kept apart"),
        ((REACH, Say("odd", _("Oh."), Is("reach", "1"))), "odd: looks at what reach is, which is kept apart"),
        (
            (REACH, Say("odd", _("Oh."), Not(OneOf("reach", ("1",))))),
            "odd: looks at what reach is, which is kept apart",
        ),
        ((COUNTED, Say("told", _("You are {age}."))), "told: shows age, which is kept apart"),
        ((COUNTED, Say("odd", _("Oh."), Is("age", "old"))), "odd: looks at what age is, which is kept apart"),
        ((replace(COUNTED, exact=False),), "age: it is counted, so it must be droppable, exact"),
        ((replace(COUNTED, name="number"),), "number: it is counted here, but not on page other"),
        ((Ask("number", _("Number?"), "sealed"),), "number: it is kept apart here, but not on page other"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_what_is_kept_apart_stays_so(lines: tuple[Line, ...], found: str) -> None:
    """In a sentence, a label, an effect, a condition, or on another page."""
    assert any(one.startswith(found) for one in read(*lines)), read(*lines)


def test_a_story_is_not_gathered_where_it_is_kept_apart() -> None:
    """All that a resident adds would be lost."""
    found = "reach: the page gathers stories there, but its answer is kept apart"
    assert found in read(REACH, gathers="reach")


def test_whether_it_was_given_may_be_asked_and_a_question_may_be_about_it() -> None:
    """Which is all that the page can know."""
    about = Choose("safe", _("Safe?"), WHO.options, Known("reach"), about=("reach",))
    assert read(REACH, about, Say("good", _("Good."), Is("safe", "me"))) == []
