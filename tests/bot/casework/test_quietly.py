"""What is told after a report of which nothing may be said is with its case, and who reads it there learns nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.casework.labels import why_a_person
from bot.casework.quietly import file_silently
from bot.house import House
from bot.player import Player, example_house
from bot.scene import Scene
from bot.understanding.places.register import Register
from storage.alerts import Alert
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.reports import Report
from storage.trained import is_of_abuse

TOLD = "no 14 elm court plays loud music every night till 3"
ABUSE = ("my husband hit me again last night, 14 elm court", "no hes at work", "yes", "yes")
ASKED = "Thank you. We have noted that.\nIs anyone in danger right now? If so, call 999.\n1 Yes\n2 No"


@pytest.fixture
def ada() -> Player:
    return Player(example_house())


def say(player: Player, *messages: str) -> str:
    """Everything said to the last of these messages."""
    said = [player.write(one) for one in messages][-1]
    return "\n".join(message.words or "" for message in said)


def stored(house: House) -> tuple[list[Case], list[Report]]:
    with house.database.reading() as session:
        return list(session.scalars(select(Case))), list(session.scalars(select(Report).order_by(Report.id)))


def file_silently_for(player: Player, words: str) -> bool:
    """File these words as a turn would that must not speak of a case."""

    def file(session: Session) -> bool:
        talk = session.get_one(Conversation, player.conversation_id)
        contact = session.get_one(Contact, talk.contact_id)
        return file_silently(Scene(player.house, session, talk, contact, Register(()), player.now), words)

    return player.house.database.write(file)


def test_words_from_where_writing_is_not_safe_reach_the_open_case(ada: Player) -> None:
    """Staff see them with the case, one report however many texts, and a person is asked for."""
    say(ada, TOLD, "no", "yes", "no")
    ((case,), _) = stored(ada.house)
    assert file_silently_for(ada, "they did it again last night")
    assert file_silently_for(ada, "and the night before")
    (_, joined) = stored(ada.house)[1]
    assert (joined.state, joined.case_id) == ("joined", case.id)
    assert joined.words == "they did it again last night\nand the night before"
    with ada.house.database.reading() as session:
        assert session.get_one(Conversation, ada.conversation_id).needs_person


def test_nothing_is_filed_silently_where_writing_is_safe(ada: Player) -> None:
    """There they are asked whether it is about their case."""
    say(ada, TOLD, "no", "yes", "yes")
    assert not file_silently_for(ada, "they did it again last night")
    assert len(stored(ada.house)[1]) == 1


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=2)])
def test_what_is_told_after_a_report_of_abuse_is_with_its_case(ada: Player, later: timedelta) -> None:
    """She is asked whether anybody is in danger, as ever, and nothing says that there is a case."""
    say(ada, *ABUSE)
    ada.wait(later)
    assert say(ada, "he is worse when drunk") == ASKED
    assert say(ada, "no") == "Thank you. We have noted that."
    ((case,), (_, more)) = stored(ada.house)
    assert (more.case_id, more.state, more.words) == (case.id, "joined", "he is worse when drunk")
    with ada.house.database.reading() as session:
        talk = session.get_one(Conversation, ada.conversation_id)
        assert talk.needs_person
        assert why_a_person(talk.state) == "Told more of a case of abuse, of which we say nothing there"


@pytest.mark.parametrize("said", ["he smashed my phone", "he is on drugs again", "he keeps calling me names"])
def test_what_whoever_does_it_did_besides_is_with_the_case(ada: Player, said: str) -> None:
    """It would be another matter of somebody else's doing."""
    say(ada, *ABUSE)
    assert say(ada, said) == ASKED


def test_whoever_told_of_a_neighbours_abuse_reports_other_things_as_ever(ada: Player) -> None:
    """What they write of drugs is hardly ever of that."""
    told = "the man next door beats his wife, 16 elm court, i hear her screaming most nights"
    say(ada, told, "no", "yes", "yes", "no", "last night", "skip", "4", "1", "3", "1", "yes", "2")
    assert "Is anyone in danger right now?\n1 Yes\n2 No" in say(ada, "he is dealing drugs from his car")


def test_new_harm_is_with_the_case_and_somebody_is_told_tonight(ada: Player) -> None:
    """Days later, when the talk begins anew: no second case, and nothing of what was told is written over."""
    say(ada, *ABUSE)
    ada.wait(timedelta(days=2))
    assert say(ada, "he hit me again this morning") == ASKED
    assert say(ada, "no") == "Thank you. We have noted that."
    assert say(ada, "hes hitting me now").startswith("Call 999 now if anyone is in danger.")
    ((case,), (_, more)) = stored(ada.house)
    assert (more.case_id, more.urgent) == (case.id, True)
    assert more.words == "he hit me again this morning\nhes hitting me now"
    with ada.house.database.reading() as session:
        alerts = [(alert.level, alert.sort) for alert in session.scalars(select(Alert).order_by(Alert.id))]
    assert alerts == [("urgent", "domestic_abuse"), ("urgent", "domestic_abuse"), ("now", "abuse")]


@pytest.mark.parametrize(
    "said",
    [
        "loud music from upstairs every night until 4",
        "there is rubbish all over the stairs",
        "the boiler is broken",
        "i want to report something",
        "hello",
        "someone is shouting abuse at 20 elm court",
        "somebody smashed my window",
        "kids are dealing drugs on the stairs",
    ],
)
def test_another_matter_begins_a_report_as_ever(ada: Player, said: str) -> None:
    """With a reference of its own: whoever holds the phone is asked what a stranger is asked."""
    say(ada, *ABUSE)
    assert "Is anyone in danger right now?\n1 Yes\n2 No" in say(ada, said)
    (_, (first, *others)) = stored(ada.house)
    assert {report.case_id for report in others} <= {None}
    assert said not in first.words


def test_what_is_told_after_another_report_is_asked_about(ada: Player) -> None:
    """There the case may be spoken of."""
    say(ada, TOLD, "no", "yes", "yes")
    ada.wait(timedelta(days=2))
    assert "Is this about your case" in say(ada, "he is worse when drunk")


@pytest.mark.parametrize(("answer", "safe"), [("yes", "yes"), ("no", "no")])
def test_whether_it_is_safe_to_write_is_kept_in_danger_after_a_report_of_abuse(
    ada: Player, answer: str, safe: str
) -> None:
    """No report lies beneath the page that asks it: said no there, and written to all the same, he might read it."""
    say(ada, *ABUSE)
    say(ada, "hes hitting me now", "i am safe now", answer)
    with ada.house.database.reading() as session:
        talk = session.get_one(Conversation, ada.conversation_id)
        assert session.get_one(Contact, talk.contact_id).texting_is_safe == safe


def test_abuse_told_quietly_of_another_case_makes_it_one_for_trained_staff(ada: Player) -> None:
    """As where it is told and safe to write: the case was read by every officer."""
    say(ada, TOLD, "no", "yes", "yes", "no", "last night", "no", "4", "1", "3", "1", "yes", "2")
    ada.wait(timedelta(days=2))
    say(ada, "my husband hit me last night because of it", "no")
    ((case,), _) = stored(ada.house)
    assert is_of_abuse(case)
    assert case.urgent


def test_what_is_told_days_after_a_report_that_stopped_is_not_written_over_it(ada: Player) -> None:
    """It is with the case; the words of the report, and what they were heard to say, stand."""
    say(ada, TOLD, "no", "yes", "yes", "later")
    ada.wait(timedelta(days=2))
    say(ada, "they played loud music in the garden again last night", "1", "no")
    (_, (first, more)) = stored(ada.house)
    assert (first.words, more.words) == (TOLD, "they played loud music in the garden again last night")


def test_a_neighbours_abuse_told_quietly_is_heard_as_one_that_somebody_saw(ada: Player) -> None:
    """It is weighed as what is added where it is safe to write."""
    say(ada, TOLD, "no", "yes", "no")
    say(ada, "the man upstairs beats his wife, i hear her screaming most nights")
    ((case,), _) = stored(ada.house)
    assert case.facts["concern"] == "abuse_seen"
