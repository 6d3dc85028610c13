"""A report taken back: nothing is erased, nobody is chased, and danger stays (R12)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player
from storage.cases import Case
from storage.conversations import Conversation
from storage.reports import Report

OPENING = "loud music at 14 elm court every night"
WISHES = ("actually forget it", "can you withdraw my report", "i changed my mind dont report it", "never mind",
          "wycofuję zgłoszenie", "dwi wedi newid fy meddwl", "report wapas leni hai")  # fmt: skip


@pytest.fixture
def ada(house: House) -> Player:
    return Player(house)


def report(house: House) -> Report:
    with house.database.reading() as session:
        return session.scalars(select(Report)).one()


def wants_person(house: House) -> bool:
    with house.database.reading() as session:
        return session.scalars(select(Conversation.needs_person).where(Conversation.audience == "resident")).one()


@pytest.mark.parametrize("wish", WISHES)
def test_before_the_reference_it_is_kept_as_withdrawn(house: House, ada: Player, wish: str) -> None:
    """Its words stay, no case is opened, and nobody is asked anything more."""
    ada.write(OPENING)
    ada.write("no")
    (said,) = ada.write(wish)
    wanted = "That is fine. We will not open a case. We keep what you wrote. Write to us at any time."
    assert (said.english or said.words) == wanted
    kept = report(house)
    assert (kept.state, kept.words, kept.case_id) == ("withdrawn", OPENING, None)
    assert not wants_person(house)


def test_after_it_an_officer_is_told_and_the_resident_told_so(house: House, ada: Player) -> None:
    """The case stays open: only staff close one, and the wish stands in it."""
    for words in (OPENING, "no", "yes", "yes"):
        ada.write(words)
    (said,) = ada.write("can you withdraw my report")
    assert (said.words or "").startswith("We have told our team that you take it back.")
    assert wants_person(house)
    assert report(house).state == "filed"
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert (case.state, case.facts["wish_to_withdraw"]) == ("open", "yes")


def test_danger_is_never_taken_back(house: House, ada: Player) -> None:
    """Whoever says so may be made to: only clear safety ends it."""
    ada.write("he has a knife at my door")
    (said,) = ada.write("forget it")
    assert (said.words or "").startswith("Call 999 now.")
    assert report(house).state == "unfinished"


@pytest.mark.parametrize("opening", ["my husband hits me", "they said they will burn my house"])
def test_what_is_urgent_is_never_taken_back(house: House, ada: Player, opening: str) -> None:
    """Whoever says so may be made to."""
    ada.write(opening)
    said = ada.write("forget it")
    assert (said[0].words or "").startswith("One of us will still read what you wrote, to keep people safe.")
    assert report(house).state == "unfinished"
    assert wants_person(house)


def test_where_writing_is_not_safe_nothing_is_said_of_a_case(house: House, ada: Player) -> None:
    """The phone may be in other hands (C5)."""
    for words in (OPENING, "no", "yes", "no"):
        ada.write(words)
    (said,) = ada.write("can you withdraw my report")
    assert said.words == "Thank you. We have noted that."
    assert wants_person(house)


@pytest.mark.parametrize("words", ["he said dont report it", "she told me to forget it", "the officer says never mind"])
def test_what_others_said_takes_nothing_back(house: House, ada: Player, words: str) -> None:
    """It is part of the story."""
    ada.write(OPENING)
    ada.write(words)
    assert report(house).state == "unfinished"
