"""Who stops half way is reminded once, where writing is safe, in allowed hours and neutral words (R12, C5)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import OPENING, Player
from bot.post.reminders import remind
from storage.messages import Message
from storage.outbox import Outgoing

ADA = "+447700900123"
MATTERS = ("report", "case", "noise", "music", "elm court", "behaviour", "asb", "neighbour", "police", "officer")


@pytest.fixture
def ada(house: House) -> Player:
    """Ada has a reference, and stops after saying whether writing is safe."""
    ada = Player(house, "sms", ADA, OPENING)
    for words in ("no 14 elm court plays loud music every night till 3", "no", "yes"):
        ada.write(words)
    return ada


def reminders(house: House) -> list[str]:
    with house.database.reading() as session:
        return [m.words or "" for m in session.scalars(select(Message).where(Message.kind == "reminder"))]


def look_in_every_hour(house: House, since: datetime, hours: int) -> None:
    for hour in range(1, hours + 1):
        remind(house, since + timedelta(hours=hour))


def test_who_said_that_writing_is_safe_is_reminded_once(house: House, ada: Player) -> None:
    """One reminder in the days that follow, not one an hour."""
    ada.write("yes")
    look_in_every_hour(house, ada.now, 96)
    assert len(reminders(house)) == 1


@pytest.mark.parametrize("answer", ["no", "purple", "STOP"])
def test_nobody_is_reminded_without_a_yes(house: House, ada: Player, answer: str) -> None:
    """No answer is no yes: the phone may be in other hands."""
    ada.write(answer)
    look_in_every_hour(house, ada.now, 96)
    assert reminders(house) == []


def test_a_reminder_names_no_matter(house: House, ada: Player) -> None:
    """Whoever picks up the phone learns nothing."""
    ada.write("yes")
    look_in_every_hour(house, ada.now, 96)
    (words,) = reminders(house)
    assert not [matter for matter in MATTERS if matter in words.lower()]


def test_nothing_leaves_in_quiet_hours(house: House, ada: Player) -> None:
    """From nine in the evening until eight nothing that we start is sent."""
    ada.wait(timedelta(hours=8))  # six in the evening, when what was asked in the morning is asked again
    for words in ("hello", "no", "yes"):
        ada.write(words)
    look_in_every_hour(house, ada.now, 13)
    assert reminders(house) == []
    look_in_every_hour(house, ada.now, 15)
    assert len(reminders(house)) == 1


def test_a_reminder_is_valid_until_the_quiet_hours_begin(house: House, ada: Player) -> None:
    """No carrier may keep it back and bring it at night (C8)."""
    ada.write("yes")
    look_in_every_hour(house, ada.now, 96)
    with house.database.reading() as session:
        (row,) = session.scalars(select(Outgoing).where(Outgoing.kind == "reminder"))
    assert row.expires_at == OPENING.replace(hour=21)


def test_who_finished_is_not_reminded(house: House, ada: Player) -> None:
    """There is nothing left to go on with."""
    for words in ("yes", *["skip"] * 12, "yes"):
        ada.write(words)
    look_in_every_hour(house, ada.now, 96)
    assert reminders(house) == []
