"""A code word shows who is asking on a phone that others use; it stands nowhere, and guessing it tells nothing (C7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player, example_house
from bot.privacy import filing, safe_contact
from bot.privacy.code_words import WRONG_A_DAY
from bot.privacy.speaking import has_shown
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.messages import verify
from storage.promises import Promise
from tests.bot.casework.test_status import ABUSE, ASKED, TOLD, charlie, codes_to, reports, say
from tests.bot.privacy.test_sealed import assert_nowhere, contact, heard

WORD = "Nightjar"
HOUR = timedelta(hours=1)


@pytest.fixture
def house() -> House:
    return example_house()


def told(player: Player, asked: str) -> str:
    """What is said to this, without the question that they are asked again."""
    return say(player, asked).partition("\nNow, back to where we were.")[0]


def shares(house: House, *told: str, address: str = "+447700900888", word: str = WORD) -> tuple[Player, str]:
    """Gwen, who shares her phone and has chosen a word an hour ago, and the reference of her case."""
    gwen, reference = reports(house, *(told or TOLD), address=address)
    gwen.open("safe_contact", "en")
    say(gwen, "yes", word, "you may write")
    gwen.wait(HOUR)
    return gwen, reference


def test_the_word_is_nowhere_whatever_way_it_comes(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Chosen, written before her question, alone, in the middle of a story, and by way of a fault of ours."""
    gwen, reference = shares(house)
    say(
        gwen, f"{WORD} any news?", f"{WORD.upper()}. {reference}", f"is it {WORD}", WORD.lower(), f"my word was {WORD}!"
    )
    assert_nowhere(house, WORD.lower())
    assert WORD.lower() not in caplog.text.lower()
    assert "[a code word, kept apart] any news?" in heard(house)
    with house.database.reading() as session:
        assert verify(session, gwen.conversation_id) == []


def test_a_word_that_is_filed_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: nothing is taken out."""
    gwen, _ = shares(house)
    monkeypatch.setattr(filing, "take_out_word", lambda *of: None)
    say(gwen, f"{WORD} any news?")
    with pytest.raises(AssertionError):
        assert_nowhere(house, WORD.lower())


def test_a_fault_while_it_is_chosen_hides_the_whole_message(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is lost rather than shown."""

    def fail(*_: object) -> None:
        raise ValueError(f"cannot keep {WORD}")

    monkeypatch.setattr(filing, "choose_word", fail)
    shares(house)
    assert_nowhere(house, WORD.lower())
    assert WORD not in caplog.text


@pytest.mark.parametrize("asked", ["plan", "ask", "contact"])
def test_the_word_opens_whatever_is_kept_without_it(house: House, asked: str) -> None:
    """We tell her to write PLAN or ASK; with the word before it she reads it, and with another she does not."""
    gwen, _ = shares(house)

    def shown() -> bool:
        with house.database.reading() as session:
            at = session.get_one(Conversation, gwen.conversation_id).contact_id
            return has_shown(session.get_one(Contact, at), gwen.now)

    say(gwen, asked, f"Heron {asked}")
    assert not shown()
    say(gwen, f"{WORD} {asked}")
    assert shown()


def test_with_the_word_she_hears_and_without_it_she_is_a_stranger(house: House) -> None:
    """By her question and by her reference; with a wrong word, and on a phone that has none, it is the same to the
    letter."""
    gwen, reference = shares(house)
    stranger = charlie(house)
    for asked in ("any news", reference):
        wrong = told(gwen, f"teapots {asked}")
        assert wrong == told(gwen, asked) == told(stranger, asked) == told(stranger, f"teapots {asked}")
        assert "is open" not in wrong
        assert "is open" in say(gwen, f"{WORD} {asked}")
        assert "is open" in say(gwen, asked)
        gwen.wait(HOUR)
    assert "is open" not in say(gwen, "any news")
    while "Now, back to where we were" in say(gwen, "any news"):
        say(gwen, "skip")
    assert "is open" in say(gwen, WORD)


def test_abuse_at_home_needs_the_word_too(house: House) -> None:
    """On a phone of her own as well: who holds it tonight nobody knows."""
    gwen, reference = reports(house, *ABUSE)
    gwen.open("safe_contact", "en")
    assert "Choose a code word" in say(gwen, "no")
    say(gwen, WORD, "you may write")
    gwen.wait(HOUR)
    assert ASKED in say(gwen, reference)
    assert "is open" in say(gwen, f"{WORD} {reference}")


def test_after_five_wrong_words_in_a_day_the_right_one_opens_nothing_and_a_person_is_told(house: House) -> None:
    """The answer stays what it was; the next day she may again."""
    gwen, _ = shares(house)
    said = {say(gwen, f"{word} any news") for word in ("teapots", "ladder", "marble", "copper", "saddle")[:WRONG_A_DAY]}
    assert {say(gwen, f"{WORD} any news")} == said
    with house.database.reading() as session:
        assert session.get_one(Conversation, gwen.conversation_id).needs_person
    gwen.wait(timedelta(days=1))
    assert "is open" in say(gwen, f"{WORD} any news")


def test_asking_without_a_word_is_no_guess(house: House) -> None:
    """She forgets it often, and is not shut out for that."""
    gwen, _ = shares(house)
    for _ in range(WRONG_A_DAY + 1):
        say(gwen, "what is happening with my case")
    assert "is open" in say(gwen, f"{WORD} any news")


@pytest.mark.parametrize("word", ["abc", "news", "hello", "knife", "123456", "yes please do", "two words"])
def test_a_word_that_others_would_say_is_not_taken(house: House, word: str) -> None:
    """It would open the case by accident, or stand in the way of what we must hear."""
    gwen, _ = shares(house, word=word)
    assert contact(gwen).code_word is None


def test_a_shared_phone_is_sent_no_one_time_code(house: House) -> None:
    """Whoever holds it could use it where no word is asked for."""
    gwen, reference = shares(house)
    assert ASKED in say(charlie(house), reference)
    assert codes_to(gwen) == []


def test_who_contacts_us_is_not_written_to_from_then_on(house: House) -> None:
    """What we owed is released; the report, which said yes, does not undo it; and they may change their mind."""
    gwen, _ = reports(house, *TOLD)
    gwen.open("safe_contact", "en")
    say(gwen, "no", "do not contact me")
    say(gwen, "any news")
    assert contact(gwen).texting_is_safe == "unwanted"
    with house.database.reading() as session:
        assert all(promise.released_at for promise in session.scalars(select(Promise)))
    gwen.open("agreement", "en")
    say(gwen, "yes")
    assert contact(gwen).texting_is_safe == "yes"


def test_on_the_web_the_computer_is_asked_about_and_not_who_writes_first(house: House) -> None:
    """Whoever sits down at it hears nothing without the word; the word is nowhere; and we never write there first."""
    omar = Player(house, "web", "visit-omar")
    reference = next(word for word in say(omar, *TOLD[:3]).split() if len(word) == 10 and word[4] == "-").rstrip(".")
    assert "use this computer or phone" in (omar.open("safe_contact", "en")[0].words or "")
    answer = say(omar, "yes", WORD)
    assert "We keep it secret." in answer
    assert "May we write to you here first" not in answer
    assert contact(omar).shared
    assert_nowhere(house, WORD)
    assert safe_contact.THEY_WRITE not in heard(house)
    omar.wait(HOUR)
    assert reference not in say(omar, "any news")
    assert reference in say(omar, f"{WORD} any news")


@pytest.mark.parametrize("words", ["rainbow dog", "wet dog", "blue garden"])
def test_a_secret_that_only_reads_like_a_report_is_not_filed_as_one(house: House, words: str) -> None:
    """By likeness it is about animals or a garden; it is two words, so that another is asked for."""
    gwen, _ = reports(house, *ABUSE)
    gwen.open("safe_contact", "en")
    assert "Please write one word" in say(gwen, "no", words)
    assert words not in heard(house)
