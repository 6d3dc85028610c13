"""What must not be guessed: danger is over when somebody is clearly safe; where it is not safe, nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import OPENING, Player, example_house
from storage.conversations import Conversation
from storage.reports import Report

ADA = "+447700900123"
NIGHT = OPENING.replace(day=24, hour=2)
DANGER = "he is smashing my door in"
LINE = "Call 999 now. Nobody is coming from us: only 999 can send help."


@pytest.fixture
def house() -> Iterator[House]:
    made = example_house()
    yield made
    made.database.close()


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
