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
