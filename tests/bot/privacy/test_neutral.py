"""Whoever else reads the phone learns nothing from what we start (C5); planted matters, places and people are found."""

import pytest

from bot.catalogues import languages, translate
from bot.example import read_example_register
from bot.in_touch.updates import READY
from bot.privacy.neutral import what_gives_away
from bot.understanding.places.register import Register
from dialogs import phrases
from dialogs.grammar import Text
from dialogs.surveys import BY_LINK, INVITATION, SURVEY_REMINDER

REGISTER = Register(read_example_register())
PLACE = "14 Elm Court, Riverbridge, XR1 2AA"
ASKING = (phrases.PLAN_WRITTEN, phrases.SOMETHING_TO_ASK, phrases.FINISHED)
HOW_IT_WENT = (INVITATION, BY_LINK, SURVEY_REMINDER)
SENTENCES = (*READY.values(), phrases.NEXT_UPDATE, phrases.REMINDER, *ASKING, *HOW_IT_WENT)
OURS = "Riverbridge Homes"


def amiss(said: str) -> list[str]:
    return what_gives_away(said, REGISTER, PLACE, OURS)


@pytest.mark.parametrize(
    "said",
    [
        "We have been looking into it. Nothing has changed so far.",
        "We are still waiting for an answer and will ask again on Monday.",
        "I will be in on Friday 4 December. Please ring when you can.",
        "Riverbridge Homes has done what we agreed.",
        "Thank you for your call. We are getting on with it.",
        "Work has started. It is going well.",
        "We will be in touch again before Christmas.",
        "The office is closed over Easter, so I will write on Tuesday.",
        "Happy New Year. I am back and will look at this today.",
        "Bank Holiday Monday is the only day we are closed.",
        "Could you let me know by WhatsApp or by email?",
        "As agreed, I will send you the form by post.",
        "As said above, I will ring.",
        "Hello, we are on it. Unfortunately, it takes longer. Tomorrow, we call you.",
    ],
)
def test_what_tells_nothing_may_be_said(said: str) -> None:
    """Else officers would write nothing at all."""
    assert amiss(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "We spoke to them about the loud music.",
        "About your report: we have been round.",
        "We have visited 14 Elm Court.",
        "We were in elm court yesterday.",
        "We sent a letter to XR1 2AA",
        "Your neighbour has been told.",
        "We have spoken to Kevin about it.",
        "Kevin said sorry.",
        "Kevin phoned.",
        "Kevin can not come.",
        "Zoe, we will call you.",
        "We know more now. Zoe, please ring.",
        "We have been to the car park.",
        "The stairs are clean again.",
        "We were at flat 3.",
        "Your boyfriend knows nothing of it.",
        "They have a new tenant.",
        "We have been round. Kevin has agreed.",
        "The police have been asked.",
        "The ASB team will ring.",
        "Is he still hitting you?",
        "The dogs should be quieter now.",
        "Case 2B96-YXS9 is going on.",
        "he will kill you if he reads this",
        "Rozmawialiśmy z sąsiadem.",
        "Rydyn ni wedi siarad â'r cymydog.",
        "ہم نے پڑوسی سے بات کی۔",
    ],
)
def test_what_tells_somebody_else_too_much_is_found(said: str) -> None:
    """The matter, a place, a person, the team; in each language that we offer."""
    assert amiss(said)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("text", SENTENCES, ids=lambda one: one.msgid[:20])
def test_every_sentence_that_we_start_is_neutral(text: Text, language: str) -> None:
    """In every language there is. Capital letters name nobody there: Polish is polite with them."""
    said = translate(text, language).format(
        our_name="Riverbridge Homes",
        our_phone="01632 960100",
        next_by="Monday 7 December, 5pm",
        link="https://example.org/survey/x1",
    )
    assert [one for one in amiss(said) if language == "en" or not one.startswith("the name")] == []
