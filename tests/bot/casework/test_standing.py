"""What staff have set in a case stands while the report that opened it is still being told, and both are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.casework.standing import told_otherwise
from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.house import House
from bot.player import Player
from storage.cases import Case, amend_case
from storage.database import Database
from storage.properties import Home, import_properties
from storage.reports import reports_of_case

TOLD = ("no 14 elm court plays loud music every night till 3", "no", "yes")
HOME = Home("990000000064", "14 Elm Court, Riverbridge", "XR1 2AA", "Elms", "Elm Court", "general")
OTHER = Home("990000000065", "16 Elm Court, Riverbridge", "XR1 2AA", "Oaks", "Elm Court", "general")
ELSEWHERE = {"place": "16 Elm Court, Riverbridge", "uprn": OTHER.uprn, "patch": "Oaks"}


@pytest.fixture
def ada(store: Database, tmp_path: Path) -> Player:
    """Ada, who has a reference for loud music and is still being asked, on either database."""
    house = House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), store)
    player = Player(house)
    house.database.write(lambda session: import_properties(session, [HOME, OTHER], player.now))
    say(player, *TOLD)
    return player


def say(player: Player, *messages: str) -> str:
    return "\n".join(one.words or "" for words in messages for one in player.write(words))


def set_by_staff(player: Player, **values: Any) -> None:
    """An officer changes the case."""

    def change(session: Any) -> None:
        amend_case(session, session.scalars(select(Case)).one(), values, "staff:7", player.now)

    player.house.database.write(change)


def the_case(player: Player) -> Case:
    with player.house.database.reading() as session:
        return session.scalars(select(Case)).one()


def otherwise(player: Player) -> list[tuple[str, str, Any, str]]:
    with player.house.database.reading() as session:
        case = session.scalars(select(Case)).one()
        found = told_otherwise(session, case, reports_of_case(session, case.id))
        return [(one.name, one.theirs, one.stands, one.by) for one in found]


def test_what_staff_set_stands_while_the_report_goes_on(ada: Player) -> None:
    """Kind and place with its patch; what is answered besides is taken, and their own words stay theirs."""
    set_by_staff(ada, kind="drugs", **ELSEWHERE)
    say(ada, "yes", "music", "yes")
    case = the_case(ada)
    assert (case.kind, case.place, case.uprn, case.patch) == ("drugs", ELSEWHERE["place"], OTHER.uprn, "Oaks")
    assert case.facts["now"] == "yes"
    assert otherwise(ada) == [
        ("kind", "noise", "drugs", "staff:7"),
        ("place", "14 Elm Court, Riverbridge, XR1 2AA", ELSEWHERE["place"], "staff:7"),
    ]


def test_where_it_is_stands_as_a_whole(ada: Player) -> None:
    """Whoever set the patch alone has looked at where it is; what they left alone changes with what is said."""
    set_by_staff(ada, patch="Oaks")
    say(ada, "back", "no", "16 elm court", "yes")
    case = the_case(ada)
    assert (case.patch, case.place) == ("Oaks", "14 Elm Court, Riverbridge, XR1 2AA")
    assert case.kind == "noise"


def test_an_answer_that_staff_put_right_stands_too(ada: Player) -> None:
    """Any of them, such as how often; what is answered after it is taken as ever."""
    set_by_staff(ada, often="weekly")
    say(ada, "yes", "yes", "my neighbour Kev")
    case = the_case(ada)
    assert (case.facts["often"], case.facts["known"]) == ("weekly", "my neighbour Kev")
    assert otherwise(ada) == [("often", "daily", "weekly", "staff:7")]


def test_without_staff_the_resident_corrects_what_they_said(ada: Player) -> None:
    """Nothing is shown as different then."""
    say(ada, "yes", "yes", "skip", "skip", "skip", "yes", "Ada", "no", "what it is", "vehicles")
    assert (the_case(ada).kind, otherwise(ada)) == ("vehicles", [])


def test_danger_said_now_makes_it_urgent_again(ada: Player) -> None:
    """Staff had said that it is not, before they knew."""
    set_by_staff(ada, urgent=True)
    set_by_staff(ada, urgent=False)
    say(ada, "yes")
    assert the_case(ada).urgent is False
    say(ada, "he said he will burn my house down")
    assert the_case(ada).urgent is True
