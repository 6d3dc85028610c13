"""What is said in answer to a question and may tell of danger is asked about, and what only sounds so is an answer."""

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player, example_house
from storage.alerts import Alert
from storage.cases import Case
from storage.contacts import Contact

REPORT = ("Loud music from 16 Elm Court every night", "no", "yes", "yes", "yes")
ASKED = "Is anyone in danger right now? If so, call 999."
HOW_OFTEN = ("contact", "skip")
RISK = ("SKIP", "4", "1", "1", "Jane Smith", "yes", "yes", "SKIP", "1", "4")


@pytest.fixture
def house() -> House:
    return example_house()


def say(house: House, *more: str) -> str:
    """Jane reports by text and goes on so; what she hears last."""
    jane = Player(house, address="+447700900123")
    for words in (*REPORT, *more):
        said = jane.write(words)
    return "\n".join(message.words or "" for message in said)


@pytest.mark.parametrize(
    "said",
    ["he is outside", "he broke in", "none he has locked us in", "on tu jest", "mae o yma", "cant take it any more"],
)
@pytest.mark.parametrize("before", [("contact",), HOW_OFTEN, RISK])
def test_who_may_tell_of_danger_is_asked(house: House, before: tuple[str, ...], said: str) -> None:
    """At another way to be reached, how often to hear from us, and how worried to be."""
    heard = say(house, *before, said)
    assert ASKED in heard
    assert "could not read" not in heard


@pytest.mark.parametrize("said", ["yes he hit me this morning", "last night he came with a crowbar", "he beats my mum"])
def test_what_is_told_of_violence_among_the_risks_is_asked_about(house: House, said: str) -> None:
    """It counts as an answer where it is one."""
    assert ASKED in say(house, *RISK, said)


@pytest.mark.parametrize("said", ["weekly", "2", "when something happens", "every fortnight please"])
def test_an_answer_is_not_asked_about(house: House, said: str) -> None:
    """Nor anything that tells of nobody."""
    assert ASKED not in say(house, *HOW_OFTEN, said)


@pytest.mark.parametrize("name", ["Gus Hill", "Ann Hill", "Jo Knight"])
def test_a_name_wakes_nobody(house: House, name: str) -> None:
    """A name is a name, and no part of the report."""
    say(house, *RISK[:4], name)
    with house.database.reading() as session:
        assert session.scalars(select(Alert)).all() == []
        case = session.scalars(select(Case)).one()
        assert not case.urgent


def test_whoever_says_that_their_phone_is_read_is_believed(house: House) -> None:
    """They are not asked the same again for the reason that they gave, and are not sent the words for abuse at home."""
    jane = Player(house, address="+447700900123")
    for words in REPORT[:3]:
        jane.write(words)
    said = [message.words or "" for words in ("he checks my phone", "yes", "hello") for message in jane.write(words)]
    assert "We will not write to you here" in said[0]
    assert all("Abuse at home" not in words for words in said)


@pytest.mark.parametrize("said", ["not 07700900555 thats his", "dont use 07700900555"])
def test_a_number_that_is_not_to_be_used_is_not_kept(house: House, said: str) -> None:
    """And no code is sent there."""
    assert "Is it safe for us to write to you there" not in say(house, "contact", said)
    with house.database.reading() as session:
        assert [contact.reach for contact in session.scalars(select(Contact))] == [None]


@pytest.mark.parametrize("said", ["07700900555 but text only, dont call", "its 07700900555 please dont ring"])
def test_a_number_that_is_not_to_be_rung_is_kept(house: House, said: str) -> None:
    """Whether it is safe to write there is asked, and what they wish is kept beside it."""
    assert "Is it safe for us to write to you there" in say(house, "contact", said)


@pytest.mark.parametrize("said", ["forget it", "drop it", "dont bother"])
def test_a_question_that_is_waved_aside_takes_no_report_back(house: House, said: str) -> None:
    """ "Close my case" does."""
    assert "take it back" not in say(house, *HOW_OFTEN, said)
    assert "take it back" in say(example_house(), *HOW_OFTEN, "close my case")


def test_he_is_called_gary_is_not_their_name(house: House) -> None:
    """They are asked again whose it is."""
    assert "May we have your name?" in say(house, *RISK[:3], "he's called Gary")


def test_the_sum_of_harmless_messages_is_no_concern(house: House) -> None:
    """What none of them said, nor any word, is not in their sum: nobody is asked again whether it is safe."""
    jane = Player(house, address="+447700900123")
    told = ("hello", "no he's gone inside", "music from 12 elm court every night", "yes", "yes", "now", "skip", "4")
    for words in (*told, "me and the wife", "mary smith but dont tell them", "no its shouting"):
        said = jane.write(words)
    assert "You told us: shouting" in "\n".join(message.words or "" for message in said)
    with house.database.reading() as session:
        assert not session.scalars(select(Case)).one().urgent


def test_lines_of_one_message_are_not_told_on(house: House) -> None:
    """Whoever writes in lines, and does not answer at once, is asked again: nothing is added to their case unasked."""
    jane = Player(house, address="+447700900123")
    for words in (*REPORT, *RISK[:6], "2", "somebody\ndumps rubbish\nby the bins\nof oak close", "what"):
        said = jane.write(words)
    assert "Is this about your case" in "\n".join(message.words or "" for message in said)
