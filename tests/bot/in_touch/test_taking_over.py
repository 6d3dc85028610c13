"""An officer answers in the conversation itself: what they may say and when, and what is heard meanwhile (R14, C5)."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import with_officer
from bot.house import House
from bot.in_touch.taking_over import answer, hand_back, look_who_waits
from bot.in_touch.updates import NotSent
from bot.player import Player
from bot.with_officer import STILL_THERE
from dialogs import phrases
from storage.alerts import Alert
from storage.cases import Case, amend_case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.messages import Message, transcript
from storage.outbox import Outgoing
from storage.reports import newest_report
from storage.staff import add_staff
from storage.visits import Visit, end_visit, start_visit
from storage.worklist import asking_for_person
from tests.bot.residents import said, told

NOISE = "no 14 elm court plays loud music every night till 3"
PLACE = "Is it at 14 Elm Court"
HELLO = "Hello, Bob here. Which floor are you on?"


@pytest.fixture
def bob(house: House) -> int:
    at = Player(house).now
    return house.database.write(lambda session: add_staff(session, "bob@example.org", "Bob", "officer", at).id)


@pytest.fixture
def ada(house: House) -> Player:
    """She is asked whether it is at 14 Elm Court, and wants a person."""
    return told(house, NOISE, "no", "PERSON")


def writes(house: House, ada: Player, bob: int, own: str, language: str = "en") -> list[str]:
    """What Ada sees of what Bob writes."""
    house.database.write(lambda session: answer(house, session, ada.conversation_id, bob, own, language, ada.now))
    return [message.words or "" for message in ada.catch_up()]


def refused(house: House, ada: Player, bob: int, own: str) -> str:
    with pytest.raises(NotSent) as why:
        writes(house, ada, bob, own)
    assert ada.catch_up() == []
    return str(why.value)


def talk(house: House, ada: Player) -> Conversation:
    with house.database.reading() as session:
        return session.get_one(Conversation, ada.conversation_id)


def waiting(house: House, ada: Player) -> list[int]:
    """Who stands in the worklist as asking for a person."""
    with house.database.reading() as session:
        return [one.id for one in asking_for_person(session, ada.now - STILL_THERE)]


def set_contact(house: House, ada: Player, **what: object) -> None:
    contact_id = talk(house, ada).contact_id

    def change(session: Session) -> None:
        contact = session.get_one(Contact, contact_id)
        for name, value in what.items():
            setattr(contact, name, value)

    house.database.write(change)


def test_what_an_officer_writes_is_a_reply_with_their_name_on_record(house: House, ada: Player, bob: int) -> None:
    """It leaves at once, and no later than a reply to her last message may; by text she is told that no computer
    writes, the first time."""
    assert writes(house, ada, bob, HELLO) == [f"An officer at Riverbridge Homes: {HELLO}"]
    assert writes(house, ada, bob, "Take your time.") == ["Take your time."]
    with house.database.reading() as session:
        sent = list(session.scalars(select(Message).where(Message.kind == "officer")))
        rows = [session.get_one(Outgoing, message.id) for message in sent]
        heard_at = session.get_one(Conversation, ada.conversation_id).last_heard_at
    assert [(message.author, message.staff_id, message.language) for message in sent] == [("officer", bob, "en")] * 2
    assert heard_at is not None
    assert {(row.due_at, row.expires_at) for row in rows} == {(ada.now, heard_at + timedelta(minutes=15))}


def test_pressed_twice_it_is_said_once(house: House, ada: Player, bob: int) -> None:
    """And said again after she has written it is said again."""
    writes(house, ada, bob, "Hello “Ada”")
    assert writes(house, ada, bob, "Hello “Ada”") == []
    said(ada, "hello?")
    assert writes(house, ada, bob, "Hello “Ada”") == ['Hello "Ada"']


def test_no_answer_to_an_officer_is_taken_for_one_to_us(
    house: House, ada: Player, bob: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "Yes" to Bob is no yes to whether it is at 14 Elm Court; and the planted fault."""
    writes(house, ada, bob, "Is it loud now?")
    assert said(ada, "yes", "every night") == ""
    with house.database.reading() as session:
        assert session.scalars(select(Case)).all() == []
    monkeypatch.setattr(with_officer, "is_meant", lambda *_: False)
    assert "Your reference is" in said(ada, "yes")


def test_only_within_the_time_of_a_reply(house: House, ada: Player, bob: int) -> None:
    """A quarter of an hour after her message it is no answer any more."""
    ada.wait(timedelta(minutes=15))
    assert "Only within 15 minutes of their own message" in refused(house, ada, bob, HELLO)
    said(ada, "are you there")
    assert writes(house, ada, bob, HELLO) != []


def test_nobody_writes_to_a_number_that_said_stop(house: House, ada: Player, bob: int) -> None:
    """STOP is final for officers, too (C9)."""
    said(ada, "STOP")
    assert "They have said STOP" in refused(house, ada, bob, HELLO)


def test_in_the_web_chat_only_to_whoever_is_still_there(house: House, bob: int) -> None:
    """And there nothing has to leave: the page shows it, and names the officer by their trade."""
    ada = Player(house, "web", "visit-9")
    said(ada, NOISE, "no", "PERSON")
    assert "They have left the web chat" in refused(house, ada, bob, HELLO)
    contact_id = talk(house, ada).contact_id
    house.database.write(lambda session: start_visit(session, "a token", contact_id, ada.now))
    assert writes(house, ada, bob, HELLO) == [HELLO]
    with house.database.reading() as session:
        assert session.scalars(select(Outgoing)).all() == []
    house.database.write(lambda session: end_visit(session, session.scalars(select(Visit)).one(), ada.now))
    assert "They have left the web chat" in refused(house, ada, bob, "Are you there?")


@pytest.mark.parametrize("contact", [{"texting_is_safe": "no"}, {"shared": True}])
def test_where_others_read_an_officers_words_are_neutral(
    house: House, ada: Player, bob: int, contact: dict[str, object]
) -> None:
    """A reply is neutral too where texting is unsafe (C5)."""
    set_contact(house, ada, **contact)
    for own in ("We have heard about the loud music.", "We come to 14 Elm Court today.", "Kevin said he will stop."):
        assert "this tells them too much" in refused(house, ada, bob, own), own
    assert writes(house, ada, bob, "Please call us when you can.") != []


def test_where_it_is_safe_an_officer_may_speak_of_the_matter(house: House, ada: Player, bob: int) -> None:
    """It is her own conversation, and she has just written."""
    assert "loud music" in writes(house, ada, bob, "Is the loud music on now?")[0]


def test_of_abuse_an_officer_speaks_where_she_has_said_that_it_is_safe(house: House, bob: int) -> None:
    """Not before she has."""
    ada = told(house, "my husband hits me, last week he broke my arm", "no", "PERSON")
    assert "this tells them too much" in refused(house, ada, bob, "Has he hit you again?")
    set_contact(house, ada, texting_is_safe="yes")
    assert writes(house, ada, bob, "Has he hit you again?") != []


def test_nobody_is_asked_to_help_themselves_before_the_risk_is_assessed(house: House, bob: int) -> None:
    """As in an update (C2)."""
    ada = told(house, NOISE, "no", "yes")
    assert "The risk has not been assessed yet" in refused(house, ada, bob, "Could you speak to your neighbour?")

    def assess(session: Session) -> None:
        case = session.scalars(select(Case)).one()
        amend_case(session, case, {"risk_confirmed_at": ada.now.isoformat()}, f"staff:{bob}", ada.now)

    house.database.write(assess)
    assert writes(house, ada, bob, "Could you speak to your neighbour?") != []


def test_what_cannot_be_sent_is_said(house: House, ada: Player, bob: int) -> None:
    """Nothing, or more than two texts."""
    assert refused(house, ada, bob, " \n ") == "Write something first."
    assert "more than 2 text messages" in refused(house, ada, bob, "We come and look. " * 20)
    assert "longer than 1000 characters" in refused(house, ada, bob, "We come and look. " * 60)


def test_danger_is_answered_at_once_and_ends_it(house: House, ada: Player, bob: int) -> None:
    """Whoever has the conversation (R1)."""
    writes(house, ada, bob, HELLO)
    assert "Call 999 now" in said(ada, "he has a knife and is kicking my door in")
    assert talk(house, ada).taken_by is None
    assert waiting(house, ada) == [ada.conversation_id]
    assert "We are glad that you are safe" in said(ada, "I am safe now")


def test_what_somebody_must_hear_tonight_is_told_to_whoever_is_on_call(house: House, ada: Player, bob: int) -> None:
    """A threat, while Bob is there to read it."""
    writes(house, ada, bob, HELLO)
    assert said(ada, "he said he will burn our house down if we tell anyone") == ""
    with house.database.reading() as session:
        assert [(alert.level, alert.sort) for alert in session.scalars(select(Alert))] == [("urgent", "threat")]


def test_that_it_is_not_safe_is_heeded_at_once(house: House, ada: Player, bob: int) -> None:
    """The next word of the officer's must be neutral."""
    writes(house, ada, bob, HELLO)
    said(ada, "its not safe to text me here he reads my phone")
    assert "this tells them too much" in refused(house, ada, bob, "Is the loud music on now?")


def test_whoever_waits_too_long_is_told_so(house: House, ada: Player, bob: int) -> None:
    """After ten minutes, and asked again what was being asked; she stands in the worklist."""
    writes(house, ada, bob, "One moment please.")
    said(ada, "are you there")
    assert waiting(house, ada) == []
    ada.wait(timedelta(minutes=9))
    look_who_waits(house, ada.now)
    assert ada.catch_up() == []
    ada.wait(timedelta(minutes=1))
    look_who_waits(house, ada.now)
    (message,) = ada.catch_up()
    assert (message.words or "").startswith(phrases.NOBODY_FREE.msgid)
    assert PLACE in (message.words or "")
    assert waiting(house, ada) == [ada.conversation_id]
    look_who_waits(house, ada.now)
    assert ada.catch_up() == []


def test_whoever_was_answered_or_only_said_thanks_is_not_told_that_nobody_came(
    house: House, ada: Player, bob: int
) -> None:
    """Nor where nobody was left to look until the time of a reply was over."""
    writes(house, ada, bob, HELLO)
    said(ada, "the second")
    writes(house, ada, bob, "Thank you. I come by this afternoon.")
    said(ada, "ok thank you")
    for minutes in (10, 3, 20):
        ada.wait(timedelta(minutes=minutes))
        look_who_waits(house, ada.now)
    assert ada.catch_up() == []


def test_an_officer_who_is_gone_is_not_waited_for(house: House, ada: Player, bob: int) -> None:
    """She is told at once, what she asked is passed on, and the question is put again."""
    writes(house, ada, bob, HELLO)
    said(ada, "the second")
    ada.wait(STILL_THERE)
    heard = said(ada, "is anybody coming")
    assert heard.startswith(phrases.NOBODY_FREE.msgid)
    assert PLACE in heard
    assert waiting(house, ada) == [ada.conversation_id]
    assert "Your reference is" in said(ada, "yes")


def test_thanks_to_an_officer_who_is_gone_are_only_noted(house: House, ada: Player, bob: int) -> None:
    """Nobody need read them; what was being asked is put again."""
    writes(house, ada, bob, HELLO)
    house.database.write(partial(hand_back_late, house, ada, bob))
    ada.wait(STILL_THERE)
    assert said(ada, "thank you").startswith(phrases.NOTED.msgid)
    assert waiting(house, ada) == []


def hand_back_late(house: House, ada: Player, bob: int, session: Session) -> None:
    assert hand_back(house, session, ada.conversation_id, bob, ada.now + timedelta(minutes=16))


def test_handed_back_the_chat_goes_on_where_it_was(house: House, ada: Player, bob: int) -> None:
    """It says that a computer answers again; the record says who handed back; and nobody waits any more."""
    writes(house, ada, bob, HELLO)
    said(ada, "the second")
    house.database.write(lambda session: hand_back(house, session, ada.conversation_id, bob, ada.now))
    (message,) = ada.catch_up()
    assert (message.words or "").startswith(phrases.ALONE_AGAIN.msgid)
    assert PLACE in (message.words or "")
    assert waiting(house, ada) == []
    with house.database.reading() as session:
        notes = [m.words for m in transcript(session, ada.conversation_id) if m.direction == "note"]
    assert notes == ["Handed back to the chat."]
    assert not house.database.write(lambda session: hand_back(house, session, ada.conversation_id, bob, ada.now))
    assert "Your reference is" in said(ada, "yes")


def test_handed_back_too_late_for_a_reply_nothing_is_said(house: House, ada: Player, bob: int) -> None:
    """What she writes next, however soon, is no answer to the question before the officer came: a person reads it, and
    the question is put."""
    writes(house, ada, bob, "Shall I call you tomorrow?")
    house.database.write(partial(hand_back_late, house, ada, bob))
    assert ada.catch_up() == []
    ada.wait(timedelta(minutes=16))
    heard = said(ada, "yes")
    assert heard.startswith(phrases.KEPT.msgid)
    assert PLACE in heard
    assert waiting(house, ada) == [ada.conversation_id]
    assert "Your reference is" in said(ada, "yes")


def test_where_all_was_said_a_new_matter_is_heard_as_ever(house: House, bob: int) -> None:
    """No question stands that it could be taken for an answer to; somebody reads it all the same."""
    ada = told(house, NOISE, "no", "yes", "yes", "LATER")
    for _ in range(15):
        if "at any time to add to it" in said(ada, "skip"):
            break
    writes(house, ada, bob, "Hello, Bob here.")
    ada.wait(STILL_THERE)
    assert "Is this about your case" in said(ada, "the music is loud again since ten o'clock")
    assert waiting(house, ada) == [ada.conversation_id]


def test_while_nobody_has_said_that_they_are_safe_the_chat_goes_on_asking(house: House, bob: int) -> None:
    """Also beside an officer: danger comes first (R1)."""
    ada = told(house, "he has a knife and is kicking my door in")
    writes(house, ada, bob, "Bob here. Have you called 999?")
    assert "Are you safe now?" in said(ada, "I am in the bathroom")
    assert waiting(house, ada) == [ada.conversation_id]


def test_faint_signs_of_danger_are_asked_about_when_the_chat_answers_again(house: House, ada: Player, bob: int) -> None:
    """An officer reads them; where none does, the question is put."""
    writes(house, ada, bob, HELLO)
    said(ada, "a man and his brother")
    ada.wait(timedelta(minutes=10))
    look_who_waits(house, ada.now)
    (message,) = ada.catch_up()
    assert "Is anyone in danger right now?" in (message.words or "")


def test_what_was_told_before_is_kept_as_it_was(house: House, ada: Player, bob: int) -> None:
    """What is said to an officer stands in the transcript, and is not put into her report."""
    writes(house, ada, bob, HELLO)
    said(ada, "the second, it comes through the ceiling")
    with house.database.reading() as session:
        report = newest_report(session, ada.conversation_id)
    assert report
    assert report.words == NOISE
