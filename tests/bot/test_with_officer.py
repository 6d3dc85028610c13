"""What is said to an officer who has a conversation: it answers no question of ours, and nobody waits unseen (R14)."""

from datetime import timedelta

import pytest

from bot.conversation import begin_page
from bot.house import House
from bot.in_touch.taking_over import hand_back, look_who_waits
from bot.player import Player
from bot.with_officer import STILL_THERE
from dialogs import phrases
from storage.messages import transcript
from storage.outbox import Outgoing
from storage.visits import start_visit
from tests.bot.in_touch.test_taking_over import HELLO, NOISE, PLACE, ada, bob, refused, talk, waiting, writes
from tests.bot.residents import said, told

__all__ = ["ada", "bob"]


def asked(house: House, ada: Player, page: str) -> None:
    """We take up this page with her."""
    begin_page(house, ada.channel, ada.address, page, "en", ada.now)
    ada.catch_up()


def record(house: House, ada: Player) -> list[str]:
    """What stands of her words."""
    with house.database.reading() as session:
        return [m.words or "" for m in transcript(session, ada.conversation_id) if m.direction == "in"]


@pytest.mark.parametrize("word", ["yes", "1", "no"])
def test_an_answer_to_an_officer_is_no_word_of_safety(house: House, bob: int, word: str) -> None:
    """A bare yes or number is an answer to Bob; that she is safe she must say (R1)."""
    ada = told(house, "he has a knife and is kicking my door in")
    writes(house, ada, bob, "Bob here. Is he still there?")
    heard = said(ada, word)
    assert "Are you safe now?" in heard
    assert "We are glad" not in heard
    assert "We are glad that you are safe" in said(ada, "I am safe now")


def test_despair_is_answered_at_once_beside_an_officer(house: House, bob: int) -> None:
    """Also on the danger page (R1)."""
    for number, before in enumerate((NOISE, "he has a knife and is kicking my door in")):
        ada = Player(house, address=f"+44770090013{number}")
        said(ada, before)
        writes(house, ada, bob, "Bob here.")
        assert "116 123" in said(ada, "i dont want to live any more"), before


def test_nothing_said_to_an_officer_is_kept_apart_as_an_answer_to_us(house: House, bob: int) -> None:
    """No code word is chosen by it, nothing is only counted, and no number of another person's becomes hers."""
    ada = told(house, NOISE, "no", "yes", "yes")
    asked(house, ada, "safe_contact")
    said(ada, "yes")
    writes(house, ada, bob, "Bob here. Which floor are you on?")
    said(ada, "Second")
    assert record(house, ada)[-1] == "Second"
    assert "this tells them too much" in refused(house, ada, bob, "Is it the music again at 14 Elm Court?")
    zoe = Player(house, "telegram", "700900124")
    said(zoe, NOISE, "no", "yes", "yes")
    asked(house, zoe, "equality")
    said(zoe, "yes")
    writes(house, zoe, bob, "How old is the neighbour who shouts?")
    said(zoe, "30", "I come from work at six")
    assert record(house, zoe)[-2:] == ["30", "I come from work at six"]


def test_a_number_told_to_an_officer_is_no_way_to_reach_her(house: House, bob: int) -> None:
    """She is asked how she can be reached all the same, once the officer has finished."""
    ada = Player(house, "web", "visit-9")
    said(ada, NOISE, "no", "yes")
    contact_id = talk(house, ada).contact_id
    house.database.write(lambda session: start_visit(session, "a token", contact_id, ada.now))
    writes(house, ada, bob, "Who else has heard it?")
    said(ada, "07700 900456")
    house.database.write(lambda session: hand_back(house, session, ada.conversation_id, bob, ada.now))
    assert "How can we reach you?" in "\n".join(message.words or "" for message in ada.catch_up())


def test_a_question_after_the_report_is_put_again_too(house: House, bob: int) -> None:
    """A sentence to an officer turns away from nothing."""
    ada = told(house, NOISE, "no", "yes", "yes")
    for _ in range(15):
        if "five more minutes" in said(ada, "skip"):
            break
    writes(house, ada, bob, "What time does it start each night?")
    said(ada, "it starts at ten and goes on until three")
    house.database.write(lambda session: hand_back(house, session, ada.conversation_id, bob, ada.now))
    assert "five more minutes" in "\n".join(message.words or "" for message in ada.catch_up())


@pytest.mark.parametrize("later", ["help", "thanks", "are you there"])
def test_she_waits_from_her_first_unanswered_word(house: House, ada: Player, bob: int, later: str) -> None:
    """Neither help, nor thanks, nor asking again begins the ten minutes anew."""
    writes(house, ada, bob, HELLO)
    said(ada, "when will somebody come to look at it")
    ada.wait(timedelta(minutes=6))
    said(ada, later)
    ada.wait(timedelta(minutes=3))
    look_who_waits(house, ada.now)
    (message,) = ada.catch_up()
    assert (message.words or "").startswith(phrases.NOBODY_FREE.msgid)
    assert waiting(house, ada) == [ada.conversation_id]


def test_a_worker_that_comes_late_says_nothing_and_tells_staff(house: House, ada: Player, bob: int) -> None:
    """It is no reply any more; what she writes next is still no answer to the question before."""
    writes(house, ada, bob, HELLO)
    said(ada, "yes i can at six")
    ada.wait(timedelta(minutes=20))
    look_who_waits(house, ada.now)
    assert ada.catch_up() == []
    assert waiting(house, ada) == [ada.conversation_id]
    assert PLACE in said(ada, "yes")


def test_a_name_that_she_told_the_officer_is_kept_from_whoever_reads_there(house: House, bob: int) -> None:
    """Told in this very conversation; and a greeting is no name."""
    ada = told(house, NOISE, "no", "yes", "no", "PERSON", "yes it is Dave who did it")
    assert "the name" in refused(house, ada, bob, "Dave lives there?")
    assert writes(house, ada, bob, "Hello, can you talk?") != []


def test_only_the_same_words_are_a_repetition(house: House, ada: Player, bob: int) -> None:
    """Nothing is refused, and the end of what was said before is something else."""
    writes(house, ada, bob, "I come at five. OK?")
    assert refused(house, ada, bob, "  ") == "Write something first."
    assert writes(house, ada, bob, "OK?") == ["OK?"]


def test_a_picture_is_not_seen_by_an_officer_either(house: House, bob: int) -> None:
    """She is told at once."""
    ada = Player(house, "telegram", "700900125")
    said(ada, NOISE, "no", "PERSON")
    writes(house, ada, bob, "Can you show me?")
    assert [m.words for m in ada.write("", beyond_words="photo")] == [phrases.ONLY_WORDS.msgid]
    assert [m.words for m in ada.write("this is it", beyond_words="photo")] == [phrases.ONLY_THE_WORDS.msgid]


def test_stop_ends_it(house: House, ada: Player, bob: int) -> None:
    """And somebody finds another way."""
    writes(house, ada, bob, HELLO)
    said(ada, "STOP")
    assert talk(house, ada).taken_by is None
    assert waiting(house, ada) == [ada.conversation_id]


def test_an_officer_who_is_gone_has_no_conversation(house: House, ada: Player, bob: int) -> None:
    """After half an hour the worker notes it, and whoever asked for a person waits again."""
    writes(house, ada, bob, HELLO)
    ada.wait(STILL_THERE + timedelta(minutes=1))
    look_who_waits(house, ada.now)
    assert (talk(house, ada).taken_by, ada.catch_up()) == (None, [])
    assert waiting(house, ada) == [ada.conversation_id]


def test_what_is_asked_after_ten_minutes_leaves_no_later_than_a_reply_may(house: House, ada: Player, bob: int) -> None:
    """It names the place, so it may not leave when a quarter of an hour has passed since she wrote (C5, C8)."""
    writes(house, ada, bob, HELLO)
    said(ada, "are you there")
    heard_at = talk(house, ada).last_heard_at
    ada.wait(timedelta(minutes=11))
    look_who_waits(house, ada.now)
    (message,) = ada.catch_up()
    with house.database.reading() as session:
        row = session.get_one(Outgoing, message.id)
    assert heard_at is not None
    assert row.expires_at == heard_at + timedelta(minutes=15)


def test_a_survey_that_began_since_is_answered_as_ever(house: House, bob: int) -> None:
    """That an officer finished without a word is about what she writes next, and not about answers to a question that
    was put since."""
    ada = told(house, NOISE, "no", "yes", "yes", "LATER")
    for _ in range(15):
        if "at any time to add to it" in said(ada, "skip"):
            break
    writes(house, ada, bob, "We have finished.")
    ada.wait(STILL_THERE + timedelta(minutes=1))
    look_who_waits(house, ada.now)
    asked(house, ada, "risk")
    assert phrases.KEPT.msgid not in said(ada, "1")
    assert waiting(house, ada) == []
