"""A wish beside which something is told, and a name that is taken off whatever way it was given."""

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player
from storage.cases import Case
from storage.reporters import Reporter
from storage.reports import Report


@pytest.mark.parametrize(
    "said",
    [
        "I want to speak to a person about my neighbour shouting",
        "Can I speak to somebody please about my neighbour, he shouts all night and the kids can not sleep any more",
        "loud music from number 30 elm court, I want to talk to a person please",
    ],
)
def test_what_is_told_beside_the_wish_for_a_person_is_a_report(house: House, said: str) -> None:
    """Somebody is asked for, and nobody has to tell it twice."""
    jane = Player(house, address="+447700900123")
    heard = " ".join(message.words or "" for message in jane.write(said))
    assert "We have asked our team to contact you" in heard or "Our office is closed" in heard
    assert "Is anyone in danger right now?" in heard
    for words in ("no", "30 elm court", "yes"):
        jane.write(words)
    with house.database.reading() as session:
        assert session.scalars(select(Case)).one()
        assert session.scalars(select(Report.words)).one().startswith(said)


def test_a_wish_alone_is_no_report(house: House) -> None:
    """Nothing is told by it."""
    jane = Player(house, address="+447700900123")
    heard = " ".join(message.words or "" for message in jane.write("can i speak to someone please"))
    assert "Is anyone in danger" not in heard


def test_what_is_told_beside_the_wish_is_added_once_to_a_report_left_for_later(house: House) -> None:
    """And what was being asked is asked again."""
    jane = Player(house, address="+447700900123")
    for words in ("music from 12 elm court every night", "no", "yes", "yes", "later"):
        jane.write(words)
    heard = " ".join(message.words or "" for message in jane.write("can i talk to someone, the dog is barking again"))
    assert "Now, back to where we were." in heard
    with house.database.reading() as session:
        told = "\n".join(session.scalars(select(Report.words)))
        assert told.count("the dog is barking again") == 1


def test_a_worry_beside_the_wish_is_kept_once(house: House) -> None:
    """Who is on call is told, and no line stands twice."""
    jane = Player(house, address="+447700900123")
    said = "can i talk to someone, he said he will burn my house down with the shouting"
    for words in ("music from 12 elm court every night", "no", said):
        jane.write(words)
    with house.database.reading() as session:
        assert "\n".join(session.scalars(select(Report.words))).count(said) == 1


def test_where_it_is_not_safe_to_write_a_wish_begins_no_report(house: House) -> None:
    """What is told beside it is filed without a word of it (C5)."""
    jane = Player(house, address="+447700900123")
    for words in ("music from 12 elm court every night", "no", "yes", "no"):
        jane.write(words)
    heard = " ".join(message.words or "" for message in jane.write("can i talk to someone, my neighbour is shouting"))
    assert "?" not in heard
    assert "shouting" not in heard
    with house.database.reading() as session:
        assert "my neighbour is shouting" in "\n".join(session.scalars(select(Report.words)))


def test_a_long_message_that_begins_with_the_wish_is_looked_at_for_danger(house: House) -> None:
    """A wish in a few words takes faint danger back; a long story does not."""
    said = (
        "can i speak to someone please there is smoke coming under the door of the flat next to mine and nobody answers"
    )
    jane = Player(house, address="+447700900123")
    assert jane.write(said)[0].kind == "danger"


def test_a_name_that_was_to_be_kept_secret_is_taken_off_as_well(house: House) -> None:
    """ "Actually take my name off"."""
    jane = Player(house, address="+447700900123")
    report = ("music from 12 elm court every night", "no", "yes", "yes", "yes")
    for words in (*report, "skip", "skip", "skip", "2", "Moira"):
        jane.write(words)
    heard = " ".join(message.words or "" for message in jane.write("actually take my name off"))
    assert "We have changed that." in heard
    with house.database.reading() as session:
        assert session.scalars(select(Reporter.naming)).one() == "anonymous"
