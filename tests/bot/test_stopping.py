"""After STOP nothing is lost that a person must know; whoever writes where there is no STOP has not stopped us (C9)."""

from __future__ import annotations

from sqlalchemy import select

from bot.house import House
from bot.player import OPENING, Player
from storage import alerts
from storage.contacts import Contact
from storage.conversations import Conversation

ADA = "+447700900123"
NIGHT = OPENING.replace(day=24, hour=2)


def stopped(house: House) -> Player:
    """Ada, after her STOP was seen and settled by staff."""
    ada = Player(house, "sms", ADA, NIGHT)
    ada.write("STOP")
    with house.database.transaction() as session:
        session.scalars(select(Conversation)).one().needs_person = False
    return ada


def test_every_message_from_a_stopped_number_is_for_a_person_to_read(house: House) -> None:
    """It makes no report and is not answered, so that only a person can see it."""
    stopped(house).write("the music is back every night")
    with house.database.reading() as session:
        assert session.scalars(select(Conversation)).one().needs_person


def test_a_threat_from_a_stopped_number_is_told_tonight_and_once(house: House) -> None:
    """What is urgent is told to the person on call, who learns that she cannot be answered by text."""
    ada = stopped(house)
    ada.write("he said he will burn my house down")
    ada.write("he said he will burn my house down")
    with house.database.reading() as session:
        (alert,) = alerts.unacknowledged(session)
    assert (alert.level, alert.sort, alert.note) == ("urgent", "threat", "cannot be answered by text")


def test_who_writes_to_the_bot_has_not_blocked_it(house: House) -> None:
    """Telegram's word that Priya allows us again may never have come: her own message says it."""
    priya = Player(house, "telegram", "700900123", NIGHT)
    priya.write("hello")
    with house.database.transaction() as session:
        session.scalars(select(Contact)).one().stopped_at = NIGHT
    assert priya.write("loud music every night")
    with house.database.reading() as session:
        assert session.scalars(select(Contact.stopped_at)).one() is None
