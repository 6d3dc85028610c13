"""An update that waits to leave when its case closes: the news goes once, what is untrue now does not (C6, C13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.casework.closing import sign_off
from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.house import House
from bot.in_touch.updates import READY, Draft, note_told, promise_first_update, send_update
from bot.player import Player
from storage.cases import Case, amend_case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.database import Database
from storage.deliveries import Delivery
from storage.messages import Message
from storage.outbox import Outgoing
from storage.promises import owed_in, promises_of
from storage.properties import Home, import_properties
from storage.staff import add_staff
from storage.updates import updates_of

TOLD = ("no 14 elm court plays loud music every night till 3", "no", "yes", "yes")
HOME = Home("990000000064", "14 Elm Court, Riverbridge", "XR1 2AA", "Elms", "Elm Court", "general")
OWN = "We have spoken to everybody now. Thank you for your help."
NIGHT = timedelta(hours=12)
AGREED = {
    "risk_confirmed_at": "2026-11-23T10:00:00+00:00",
    "closing_stage": "agreed",
    "closing_category": "early_intervention",
    "closing": "It is quiet.",
    "closing_proposed_at": "2026-11-23T10:00:00+00:00",
    "clock_closing_review_done": "2026-11-23T10:00:00+00:00",
}


@pytest.fixture
def ada(store: Database, tmp_path: Path) -> Player:
    """Ada, who may be written to and agrees that her case is closed, late in the evening, on either database."""
    player = Player(House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), store))
    store.write(lambda session: import_properties(session, [HOME], player.now))
    for words in TOLD:
        player.write(words)
    player.now += NIGHT
    store.write(lambda session: add_staff(session, "mina@example.org", "Mina Shah", "manager", player.now))
    at_work(player, lambda session, case: amend_case(session, case, AGREED, "staff:1", player.now))
    return player


def at_work(player: Player, do: Callable[[Session, Case], object]) -> None:
    """Staff do this with the case, a minute later."""
    player.now += timedelta(minutes=1)
    player.house.database.write(lambda session: do(session, session.scalars(select(Case)).one()))


def tell(player: Player, ready: str = "", own: str = "") -> None:
    """An officer writes an update."""
    draft = Draft(ready, own)
    at_work(player, lambda session, case: send_update(player.house, session, case, draft, 1, player.now))


def close(player: Player) -> None:
    """A manager signs it off."""
    at_work(player, lambda session, case: sign_off(player.house, session, case, "", 1, player.now))


def written(player: Player) -> list[tuple[str, str, str]]:
    """What staff wrote, whether it still leaves, and why not."""
    with player.house.database.reading() as session:
        why = {one.message_id: one.reason or "" for one in session.scalars(select(Delivery))}
        rows = session.execute(
            select(Message, Outgoing).join(Outgoing).where(Message.kind == "update").order_by(Message.id)
        )
        return [(message.words or "", row.state, why.get(message.id, "")) for message, row in rows]


def test_news_still_goes_once_and_promises_nothing_more(ada: Player) -> None:
    """The old words are withdrawn, the new ones leave before the last message, and both stand in the log."""
    tell(ada, own=OWN)
    close(ada)
    old, news, last = written(ada)
    assert old[0].startswith(f"Riverbridge Homes: {OWN} We will write again by")
    assert old[1:] == ("done", "case_closed")
    assert news == (f"Riverbridge Homes: {OWN}", "waiting", "")
    assert ("we have finished" in last[0], last[1]) == (True, "waiting")
    with ada.house.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert [(one.contact_id, one.staff_id) for one in updates_of(session, case)] == [(1, 1)] * 3
        assert (case.state, owed_in(session, case.id)) == ("closed", [])


@pytest.mark.parametrize("ready", list(READY))
def test_only_what_says_that_we_go_on_is_let_go(ada: Player, ready: str) -> None:
    """A visit that was made was made; "we are still working on it" is untrue by then."""
    tell(ada, ready=ready)
    close(ada)
    untrue = ready in ("no_change", "as_agreed", "more_time", "officer_named")
    assert [state for _, state, _ in written(ada)] == ["done", *([] if untrue else ["waiting"]), "waiting"]


@pytest.mark.parametrize("language", ["cy", "pl", "ur"])
def test_it_is_so_in_every_language(ada: Player, language: str) -> None:
    """The promise goes from both the words they read and those that staff do."""
    speak = update(Conversation).values(language=language)
    ada.house.database.write(lambda session: session.execute(speak))
    tell(ada, ready="visit_made")
    tell(ada, ready="no_change")
    close(ada)
    visit, idle, news, _ = written(ada)
    assert visit[0].startswith(news[0])
    assert len(news[0]) < len(visit[0]) - 15
    assert (visit[1], idle[1], news[1]) == ("done", "done", "waiting")
    with ada.house.database.reading() as session:
        (again,) = session.scalars(select(Message).where(Message.words == news[0]))
        assert again.english == "Riverbridge Homes: We have made the visit that was planned."


def test_what_has_left_or_may_have_is_not_said_again(ada: Player) -> None:
    """Nobody is told twice."""
    tell(ada, own=OWN)
    ada.house.database.write(lambda session: session.execute(update(Outgoing).values(state="sending")))
    close(ada)
    assert len([words for words, _, _ in written(ada) if OWN in words]) == 1


def test_who_may_not_be_written_to_any_more_hears_nothing(ada: Player) -> None:
    """Safety comes first."""
    tell(ada, own=OWN)
    ada.house.database.write(lambda session: session.execute(update(Contact).values(texting_is_safe="no")))
    close(ada)
    assert [state for _, state, _ in written(ada)] == ["done"]


def test_nothing_is_promised_in_a_case_that_is_closed(ada: Player) -> None:
    """Who notes a call or a first contact afterwards owes nothing by it."""
    close(ada)
    at_work(ada, lambda session, case: note_told(ada.house, session, case, 1, ada.now, "Rang her."))
    at_work(ada, lambda session, case: promise_first_update(ada.house, session, case, ada.now))
    with ada.house.database.reading() as session:
        every = promises_of(session, session.scalars(select(Case)).one().id)
        assert [one.what for one in every] == ["first_contact"]
        assert owed_in(session, 1) == []
