"""What must not be guessed: danger is over when somebody is clearly safe; where it is not safe, nothing is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import OPENING, Player
from storage.alerts import Alert
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.reports import Report

ADA = "+447700900123"
NIGHT = OPENING.replace(day=24, hour=2)
DANGER = "he is smashing my door in"
LINE = "Call 999 now. Nobody is coming from us: only 999 can send help."


@pytest.fixture
def ada(house: House) -> Player:
    return Player(house, "sms", ADA, NIGHT)


def say(player: Player, *messages: str) -> str:
    """Everything said to the last of these messages."""
    said = [player.write(one) for one in messages][-1]
    return "\n".join(message.words or "" for message in said)


def reports(house: House) -> list[Report]:
    with house.database.reading() as session:
        return list(session.scalars(select(Report).order_by(Report.id)))


def test_what_is_written_in_danger_is_kept_in_the_report(house: House, ada: Player) -> None:
    """Whoever comes to help reads where it is and what she asked; "ok" tells nothing."""
    say(ada, DANGER, "are you coming?", "ok", "14 elm court", "hes got in")
    (report,) = reports(house)
    assert report.words.split("\n") == [DANGER, "are you coming?", "14 elm court", "hes got in"]


def test_danger_is_answered_past_the_days_limit(house: House) -> None:
    """Danger is never held back by what a flood of messages would cost."""
    limits = house.landlord.limits.model_copy(update={"texts_per_number_a_day": 3})
    strict = replace(house, landlord=house.landlord.model_copy(update={"limits": limits}))
    ada = Player(strict, "sms", ADA, NIGHT)
    say(ada, DANGER)
    assert all(LINE in say(ada, f"what do i do {number}") for number in range(6))


def test_asking_for_a_person_in_danger_is_granted_beside_the_advice(house: House, ada: Player) -> None:
    """R14 always works, and R1 comes with it."""
    say(ada, DANGER)
    assert LINE in say(ada, "can i speak to a person")
    with house.database.reading() as session:
        assert session.get_one(Conversation, ada.conversation_id).needs_person


def test_danger_where_it_is_not_safe_to_write_is_filed_and_not_spoken_of_afterwards(house: House, ada: Player) -> None:
    """He may read the phone: after the advice nothing names what she told us, and staff have every word."""
    say(ada, "my husband hits me", "no", "no", "he is back now he has a knife", "where are you")
    assert say(ada, "i am safe now") == "We are glad that you are safe."
    filed = [report for report in reports(house) if report.state == "joined"]
    assert [report.words.split("\n") for report in filed] == [["he is back now he has a knife", "where are you"]]
    assert all(report.case_id and report.urgent for report in filed)


def test_abuse_told_at_another_question_makes_the_case_one_of_abuse(house: House, ada: Player) -> None:
    """And is in the report as well as in the answer it came with."""
    say(ada, "loud music at 14 elm court every night", "no", "yes", "yes", "no")
    say(ada, "its my husband who plays it and he hits me if i complain")
    with house.database.reading() as session:
        (case,) = session.scalars(select(Case)).all()
    assert (case.kind, case.urgent) == ("domestic_abuse", True)
    assert "he hits me if i complain" in reports(house)[0].words


def test_a_wish_that_tells_of_abuse_is_granted_and_the_words_are_kept(house: House, ada: Player) -> None:
    """Who asks for a person says why in the same breath."""
    say(ada, "loud music at 14 elm court every night", "no", "yes", "yes")
    assert "We have asked our team" in say(ada, "my husband hits me i want to speak to a person")
    assert "my husband hits me" in reports(house)[0].words


def test_what_comes_days_later_does_not_answer_whether_it_is_safe(house: House, ada: Player) -> None:
    """Her "no" to the reminder is not taken for an answer she was asked for last week."""
    say(ada, "loud music at 14 elm court every night", "no", "yes", "later")
    ada.wait(timedelta(days=3))
    assert "Is anyone in danger right now?" in say(ada, "no")
    with house.database.reading() as session:
        assert session.scalars(select(Contact.texting_is_safe)).first() != "no"


def test_only_the_question_put_again_lets_us_write_again(house: House, ada: Player) -> None:
    """ "It is safe" may be somebody else at her phone: she is asked, and nothing is said until she says yes."""
    say(ada, "loud music at 14 elm court every night", "no", "yes", "no")
    asked = say(ada, "actually yes it is safe")
    assert asked.startswith("Is it safe for us to write to you here?")
    with house.database.reading() as session:
        assert session.scalars(select(Contact.texting_is_safe)).first() == "no"
    assert "Is it happening now?" in say(ada, "yes")


def test_thoughts_of_suicide_are_kept_for_staff_before_anything_is_asked(house: House, ada: Player) -> None:
    """Staff see them with the unfinished reports; once she reports something, they are in that report."""
    say(ada, "i cant cope any more i want to die")
    assert [(report.state, report.urgent) for report in reports(house)] == [("unfinished", True)]
    say(ada, "the man next door never stops", "report", "no")
    assert [report.state for report in reports(house)] == ["joined", "unfinished"]
    assert reports(house)[0].words == reports(house)[1].words


FAINT = "a man and his brother"
ASKED = "Is anyone in danger right now?"


def test_faint_signs_in_an_answer_are_asked_about_and_wake_nobody(house: House, ada: Player) -> None:
    """Who has said that nobody is in danger is asked once more; the answer is taken, and the person on call sleeps."""
    say(ada, "loud music at 14 elm court every night", "no", "yes", "yes", "yes")
    assert say(ada, FAINT).startswith(ASKED)
    assert say(ada, "no").startswith("Is there a camera there")
    with house.database.reading() as session:
        assert session.scalars(select(Alert)).all() == []
    assert reports(house)[0].answers["known"] == FAINT


def test_a_yes_after_faint_signs_is_danger_at_once(house: House, ada: Player) -> None:
    """The advice comes, and the person on call is told."""
    say(ada, "loud music at 14 elm court every night", "no", "yes", "yes", "yes", FAINT)
    assert "Call 999 now" in say(ada, "yes")
    with house.database.reading() as session:
        assert len(session.scalars(select(Alert)).all()) == 1


@pytest.mark.parametrize("before", [(), ("hello",), ("loud music at 14 elm court every night",)])
def test_faint_signs_where_nobody_has_said_no_are_answered_at_once(
    house: House, ada: Player, before: tuple[str, ...]
) -> None:
    """Before anybody has said that there is no danger, too much advice is better than too little (R1)."""
    say(ada, *before, FAINT)
    with house.database.reading() as session:
        assert len(session.scalars(select(Alert)).all()) == 1


def test_who_never_answers_about_danger_has_a_reference_all_the_same(house: House, ada: Player) -> None:
    """Six times nothing was said of any; what is said of it later is heard as ever."""
    said = say(ada, "hi", "next door playing music again", "14 elm court", "its so loud", "r u there", "hm", "pls")
    assert "Is it at 14 Elm Court" in said
    assert "Your reference is" in say(ada, "yes")
    assert "Call 999" in say(ada, "hes at my door with a knife")
    (report,) = reports(house)
    assert "danger" not in report.answers


def test_who_asks_when_somebody_comes_is_told_how_the_case_stands(house: House, ada: Player) -> None:
    """It reads a little like danger; where it does in so many words it is danger still."""
    say(ada, "music at 14 elm court every night", "no", "yes")
    assert "is open" in say(ada, "when is somebody coming out")
    with house.database.reading() as session:
        assert session.scalars(select(Alert)).all() == []
    assert "Call 999" in say(ada, "when is somebody coming out he has a knife")


@pytest.mark.parametrize(
    ("report", "added"),
    [
        ("kids smashing up the bus shelter outside 20 elm court", "i dont want trouble with them"),
        ("him next door at 30 elm rd shouts and hits her, heard it last night", "dont want my name involved"),
    ],
)
def test_an_everyday_fear_beside_a_report_makes_nobody_a_victim_at_home(ada: Player, report: str, added: str) -> None:
    """It is no abuse by what the two read like together, and a neighbour who wants no part in it is a neighbour."""
    say(ada, report, "no", "yes", "yes")
    assert "How often does it happen?" in say(ada, added) + say(ada, "yes")


def test_danger_in_so_many_words_is_never_asked_about_first(house: House, ada: Player) -> None:
    """At the same question."""
    say(ada, "loud music at 14 elm court every night", "no", "yes", "yes", "yes")
    assert "Call 999 now" in say(ada, "two men and they have got a knife")


@pytest.mark.parametrize("unsure", ["dont know", "skip", "not sure"])
def test_a_home_that_nobody_is_sure_of_is_filed_by_its_name_alone(house: House, ada: Player, unsure: str) -> None:
    """She has her reference, and Bob does not read that this home was confirmed (R6)."""
    assert "Your reference is" in say(ada, "music every night at 14 elm court", "no", unsure)
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
    assert (case.uprn, case.patch, case.place) == (None, "Elms", "14 Elm Court, Riverbridge, XR1 2AA")


def test_a_place_that_is_asked_about_in_vain_keeps_nobody_from_a_reference(house: House, ada: Player) -> None:
    """Three times, with every word that tells something kept."""
    said = say(ada, "music every night at 14 elm court", "no", "the one with the blue door", "eh", "the blue one")
    assert "Your reference is" in said
    (report,) = reports(house)
    assert report.words.split("\n")[1:] == ["the one with the blue door", "the blue one"]
    with house.database.reading() as session:
        assert session.scalars(select(Case)).one().uprn is None


def test_i_think_so_is_a_yes_to_where_it_is(house: House, ada: Player) -> None:
    """It is confirmed as far as anybody can."""
    say(ada, "music every night at 14 elm court", "no", "i think so")
    with house.database.reading() as session:
        assert session.scalars(select(Case)).one().uprn is not None


def test_what_to_do_in_danger_is_not_sent_to_a_phone_that_somebody_else_reads(house: House, ada: Player) -> None:
    """Where all she says is that they do: she is asked, and somebody is told tonight. Where he hits her, it is sent."""
    heard = say(ada, "my partner reads my phone so i cant say much")
    assert "Is anyone in danger right now?" in heard
    assert "press 55" not in heard
    with house.database.reading() as session:
        assert [(alert.level, alert.sort) for alert in session.scalars(select(Alert))] == [("urgent", "domestic_abuse")]
    assert "press 55" in say(ada, "hes hitting me right now he reads my phone")


def test_who_told_of_danger_in_words_has_pressed_no_wrong_button(ada: Player) -> None:
    """Whoever writes that may not be the one who told of it; that nobody is in danger is chosen, and not guessed."""
    say(ada, DANGER)
    assert LINE in say(ada, "wrong button sorry")
    assert "Where is it happening?" in say(ada, "3")


def test_a_wrong_button_is_taken_back_at_once(ada: Player) -> None:
    """By whoever pressed one."""
    say(ada, "hello", "yes")
    assert "We are glad that you are safe." in say(ada, "wrong button sorry")


@pytest.mark.parametrize(
    ("wish", "granted"),
    [
        ("can I speak to somebody please", "We have asked our team to contact you."),
        ("i cant hear on the phone", "What would help us talk with you?"),
        ("nie chcę gadać z botem", "Poprosilismy nasz zespol"),
    ],
)
def test_who_asks_for_something_is_in_no_danger_by_that(house: House, ada: Player, wish: str, granted: str) -> None:
    """Its words read a little like danger; they say what is wanted."""
    assert granted in say(ada, wish)
    with house.database.reading() as session:
        assert session.scalars(select(Alert)).all() == []
