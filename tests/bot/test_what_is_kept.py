"""Which of a resident's words reach the report: all that tell something, and no mere answer (R2)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player
from storage.reporters import Reporter, name_of
from storage.reports import Report

OPENING = "loud music at 14 elm court every night"


@pytest.fixture
def ada(house: House) -> Player:
    return Player(house)


def kept(house: House) -> list[str]:
    with house.database.reading() as session:
        return session.scalars(select(Report.words)).one().split("\n")


def test_every_text_of_a_burst_is_kept(house: House, ada: Player) -> None:
    """Also the short one that came while we asked something else (R3)."""
    burst = ["its my neighbour", "at 14 elm court", "banging all night", "its been every night for a month"]
    for words in ("hi", *burst):
        said = ada.write(words)
        assert "Sorry" not in (said[0].words or "")
    assert kept(house) == burst


def test_what_was_not_understood_is_kept_with_the_story(house: House, ada: Player) -> None:
    """We ask again, and staff read it all the same."""
    for words in (OPENING, "purple", "no", "the tall one"):
        ada.write(words)
    assert kept(house) == [OPENING, "purple", "the tall one"]


@pytest.mark.parametrize("words", ["perhaps", "skip", "77", "ok thanks", "idk", "yes no"])
def test_a_mere_answer_gone_wrong_is_not(house: House, ada: Player, words: str) -> None:
    """It tells nothing."""
    ada.write(OPENING)
    ada.write(words)
    assert kept(house) == [OPENING]


@pytest.mark.parametrize("words", ["no but i'm scared", "no, he is at work", "No its just noise"])
def test_what_is_said_beside_a_no_is_kept(house: House, ada: Player, words: str) -> None:
    """The question is answered, and the fear is not lost."""
    ada.write(OPENING)
    assert "Is it at 14 Elm Court" in (ada.write(words)[-1].words or "")
    assert kept(house) == [OPENING, words]


@pytest.mark.parametrize(("answer", "name"), [("yes", "Sandra Khan"), ("no name", None)])
def test_a_name_told_at_once_is_noted_only_by_their_leave(
    house: House, ada: Player, answer: str, name: str | None
) -> None:
    """We still ask whether we may have it; whoever then says no has given none (R9)."""
    before = ("this is Sandra Khan, 14 elm court play loud music every night", "no", "yes", "yes")
    for words in (*before, *["skip"] * 5, answer):
        said = ada.write(words)
    assert "What is your name?" not in (said[0].words or "")
    with house.database.reading() as session:
        reporter = session.scalars(select(Reporter)).one()
        assert name_of(house.keys, reporter) == name
