"""An officer opens the case of a report that stopped before it had a reference."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.casework.opening_for import NothingToOpen, may_be_opened, open_for
from bot.casework.standing import told_otherwise
from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.house import House
from bot.player import Player
from storage.alerts import alerts_of
from storage.cases import Case
from storage.changes import Change
from storage.conversations import Conversation, hold_conversation
from storage.database import Database
from storage.promises import promises_of
from storage.properties import import_properties
from storage.reports import Report, reports_of_case
from tests.bot.casework.test_opening import cases
from tests.bot.casework.test_standing import HOME, say

KNIFE = "there is a man with a knife in the stairwell"
BOB = 7
MUSIC = "loud music every night"


@pytest.fixture
def ada(store: Database, tmp_path: Path) -> Player:
    """Ada, on either database."""
    player = Player(House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), store))
    store.write(lambda session: import_properties(session, [HOME], player.now))
    return player


def page_of(ada: Player) -> int:
    with ada.house.database.reading() as session:
        told = select(Report.page).where(Report.conversation_id == ada.conversation_id)
        return session.scalars(told).one()


def opened(ada: Player) -> Case:
    """The case, opened by Bob at this moment of Ada's clock."""
    page = page_of(ada)

    def work(session: Session) -> str:
        talk = hold_conversation(session, ada.conversation_id)
        return open_for(ada.house, session, talk, page, BOB, ada.now).reference

    reference = ada.house.database.write(work)
    with ada.house.database.reading() as session:
        return session.scalars(select(Case).where(Case.reference == reference)).one()


def test_who_told_of_danger_and_fell_silent_has_a_case(ada: Player) -> None:
    """It is urgent, has its promise, its words and its alert, and says who opened it."""
    say(ada, KNIFE)
    case = opened(ada)
    with ada.house.database.reading() as session:
        told = session.scalars(select(Report).where(Report.case_id == case.id)).one()
        alerts = alerts_of(session, ada.conversation_id)
        by = set(session.scalars(select(Change.by).where(Change.case_id == case.id, Change.what == "reference")))
        due = [promise.what for promise in promises_of(session, case.id)]
    assert (case.urgent, told.words, told.state, len(alerts)) == (True, KNIFE, "unfinished", 1)
    assert "first_contact" in due
    assert by == {f"staff:{BOB}"}


def test_whoever_goes_on_hears_the_reference_and_has_one_case(ada: Player) -> None:
    """Where it is goes into the case that the officer opened."""
    say(ada, MUSIC, "no")
    case = opened(ada)
    asked = say(ada, "14 elm court")
    assert "Is it at 14 Elm Court" in asked
    heard = say(ada, "yes")
    assert f"Your reference is {case.reference}. Please keep it. We will contact you by" in heard
    assert [(one.reference, one.place) for one in cases(ada)] == [
        (case.reference, "14 Elm Court, Riverbridge, XR1 2AA")
    ]


def test_what_they_tell_next_is_theirs_to_change(ada: Player) -> None:
    """The officer has opened it, and set nothing: what is told otherwise afterwards stands, and nothing is in doubt."""
    say(ada, MUSIC, "no")
    case = opened(ada)
    say(ada, "14 elm court", "yes", "yes", "yes")
    with ada.house.database.reading() as session:
        case = session.get_one(Case, case.id)
        assert told_otherwise(session, case, reports_of_case(session, case.id)) == []
        assert (case.kind, case.place, case.facts["now"]) == ("noise", "14 Elm Court, Riverbridge, XR1 2AA", "yes")
        by = set(session.scalars(select(Change.by).where(Change.case_id == case.id, Change.what == "kind")))
    assert by == {"resident"}


def test_no_day_that_is_over_is_promised(ada: Player) -> None:
    """They come back when we were to have been in touch already."""
    say(ada, MUSIC, "no")
    case = opened(ada)
    ada.wait(timedelta(days=30))
    heard = say(ada, "hello", "no", "14 elm court", "yes")
    assert f"Your number with us is {case.reference}." in heard
    assert "We will contact you by" not in heard


def test_what_goes_on_in_danger_is_the_same_case(ada: Player) -> None:
    """The danger page lies on top when the officer opens it."""
    say(ada, KNIFE)
    case = opened(ada)
    heard = say(ada, "yes im safe", "outside 14 elm court", "yes")
    assert case.reference in heard
    assert [one.reference for one in cases(ada)] == [case.reference]


def test_it_is_opened_once(ada: Player) -> None:
    """Two officers press at the same moment, or one presses twice; and what has a reference has a case."""
    say(ada, MUSIC, "no")
    opened(ada)
    with pytest.raises(NothingToOpen):
        opened(ada)
    page = page_of(ada)
    with ada.house.database.reading() as session:
        assert not may_be_opened(ada.house, session.get_one(Conversation, ada.conversation_id), page)


def test_a_report_that_opened_its_own_case_has_nothing_to_open(ada: Player) -> None:
    """Nor is there anything in a talk in which nothing was told."""
    say(ada, "14 elm court plays loud music every night", "no", "yes")
    with pytest.raises(NothingToOpen):
        opened(ada)
    with ada.house.database.reading() as session:
        assert not may_be_opened(ada.house, session.get_one(Conversation, ada.conversation_id), 99)
