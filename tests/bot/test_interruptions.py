"""Buttons of earlier questions, which stay on the screen: what they mean, and what they must not."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import OPENING, Player
from storage import alerts
from storage.reports import Report


@pytest.fixture
def priya(house: House) -> Player:
    return Player(house, "telegram", "700900123", OPENING)


def test_in_danger_is_heard_from_an_old_button_too(house: House, priya: Player) -> None:
    """Whoever scrolls up to say that somebody is in danger means it; in Polish as well."""
    priya.write("polski")
    asked = priya.write("mmmm")[-1]
    priya.write("hmmmm")
    assert priya.write("yes", answers=asked.id)[0].kind == "danger"
    with house.database.reading() as session:
        assert len(alerts.unacknowledged(session)) == 1


def test_any_other_old_button_means_nothing_any_more(priya: Player) -> None:
    """The question being asked is put again."""
    asked = priya.write("hello")[-1]
    priya.write("no")
    said = priya.write("no", answers=asked.id)[-1].words or ""
    assert said.startswith("That was an answer to an earlier question.")


def test_words_typed_beside_an_old_question_are_told_all_the_same(house: House) -> None:
    """Omar has the chat open twice: what he types in the older page is part of his report."""
    omar = Player(house, "web", "visit-1", OPENING)
    asked = omar.write("hello")[-1]
    omar.write("no")
    omar.write("loud music every night from next door", answers=asked.id)
    with house.database.reading() as session:
        assert session.scalars(select(Report.words)).one() == "loud music every night from next door"
