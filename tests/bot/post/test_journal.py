"""While the store is away nothing is lost: what comes is kept, danger is answered, and all is filed in order (R1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.contract import Blocked, Inbound, Receipt
from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.conversation import STORE_IS_AWAY, Received
from bot.house import House
from bot.post import journal
from bot.post.journal import file_waiting, take_in
from storage.alerts import unacknowledged
from storage.contacts import find_contact
from storage.conversations import Conversation
from storage.database import Database
from storage.deliveries import state_of
from storage.messages import Message
from storage.outbox import Outgoing
from tests.outages import away

ADA, PRIYA = "+447700900123", "77"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MOMENT = timedelta(seconds=30)


@pytest.fixture
def house(store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """Over each database in turn; the journal is emptied when a test says so, and not in the background."""
    monkeypatch.setattr(journal, "empty_in_background", lambda _: None)
    settings = read_settings({"HEARBACK_DATA": str(tmp_path), "DATABASE_URL": str(store.url.render_as_string(False))})
    return House(example_landlord(), settings, store)


def text(number: int, words: str) -> Inbound:
    return Inbound("sms", ADA, f"SM{number}", words)


def said(house: House) -> list[tuple[str, str | None, datetime]]:
    """What residents said and heard, in order."""
    with house.database.reading() as session:
        rows = session.scalars(select(Message).join(Conversation).where(Conversation.audience == "resident"))
        return [(one.direction, one.words, one.at) for one in sorted(rows, key=lambda one: one.position)]


def heard(house: House) -> list[tuple[str | None, datetime]]:
    return [(words, at) for direction, words, at in said(house) if direction == "in"]


def bring_while_away(house: House, *brought: Inbound | Receipt | Blocked) -> list[Received]:
    with away(house.settings.database_url):
        return [take_in(house, one, NOON + number * MOMENT) for number, one in enumerate(brought)]


def test_what_comes_while_the_store_is_away_is_filed_when_it_is_back(house: House) -> None:
    """In order, once each although Twilio brings one of them twice, as of when it came, and answered."""
    first, second = text(1, "loud music at 14 elm court every night"), text(2, "no")
    assert bring_while_away(house, first, second, first) == [Received(0)] * 3
    assert said(house) == []
    assert file_waiting(house) == 3
    assert heard(house) == [(first.words, NOON), ("no", NOON + MOMENT)]
    assert "Is anyone in danger right now?" in (said(house)[1][1] or "")


def test_nothing_can_be_filed_as_long_as_it_is_away(house: House) -> None:
    """Trying does no harm."""
    bring_while_away(house, text(1, "loud music"))
    with away(house.settings.database_url), pytest.raises(STORE_IS_AWAY):
        file_waiting(house)
    assert (house.journal.waits(), file_waiting(house)) == (1, 1)


@pytest.mark.parametrize(
    ("words", "first_words"),
    [
        ("he has a knife and is breaking down my door", "Call 999 now"),
        ("on ma noz i wylamuje mi drzwi, pomocy", "Natychmiast zadzwon pod 999"),
    ],
)
def test_danger_is_answered_at_once_and_told_when_it_is_filed(house: House, words: str, first_words: str) -> None:
    """In the language it is written in; the rota is called as soon as anything can be called."""
    (received,) = bring_while_away(house, text(1, words))
    assert received.advice[0].said.startswith(first_words)
    file_waiting(house)
    with house.database.reading() as session:
        assert [alert.level for alert in unacknowledged(session)] == ["now"]


def test_what_comes_next_waits_behind_what_came_first(house: House) -> None:
    """The store is back, and the journal not yet empty: an answer must not be filed before what it answers."""
    bring_while_away(house, text(1, "loud music at 14 elm court every night"))
    assert take_in(house, text(2, "no"), NOON + MOMENT) == Received(0)
    assert heard(house) == []
    file_waiting(house)
    assert [words for words, _ in heard(house)] == ["loud music at 14 elm court every night", "no"]
    assert take_in(house, text(3, "yes"), NOON + 2 * MOMENT).conversation_id


def test_receipts_and_blocked_bots_are_kept_too(house: House) -> None:
    """Providers tell of them once."""
    take_in(house, text(1, "loud music"), NOON)
    take_in(house, Inbound("telegram", PRIYA, "TG1", "hello"), NOON)
    with house.database.reading() as session:
        reply = session.scalars(select(Outgoing.message_id).where(Outgoing.channel == "sms")).first()
    assert reply
    bring_while_away(house, Receipt("sms", "out1", "delivered", reply), Blocked("telegram", PRIYA))
    file_waiting(house)
    with house.database.reading() as session:
        assert state_of(session, [reply])[reply].state == "delivered"
        blocked = find_contact(session, house.keys, "telegram", PRIYA)
        assert blocked
        assert blocked.stopped_at == NOON + MOMENT


def test_an_entry_of_another_release_is_put_aside(house: House) -> None:
    """It holds up nothing, and is kept."""
    for entry in ('{"is": "Smoke", "at": "2026-11-23T12:00:00+00:00", "says": {}}', "[]", "not json"):
        house.journal.keep(entry)
    bring_while_away(house, text(1, "loud music"))
    assert (file_waiting(house), house.journal.waits(), house.journal.unreadable()) == (1, 0, 3)


def test_where_neither_store_nor_disk_takes_it_the_provider_is_told(house: House) -> None:
    """So that it brings it again."""
    (house.settings.data / "journal").write_text("in the way")
    with away(house.settings.database_url), pytest.raises(FileExistsError):
        take_in(house, text(1, "loud music"), NOON)
    assert take_in(house, text(1, "loud music"), NOON).conversation_id


def test_what_can_never_be_filed_holds_up_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours in one entry must not keep the danger behind it from being told."""
    bring_while_away(house, Receipt("sms", "out1", "delivered", 1), text(2, "help he has a knife and is at my door"))

    def fail(*_: object) -> bool:
        raise LookupError

    monkeypatch.setattr(journal, "record_receipt", fail)
    assert (file_waiting(house), house.journal.waits(), house.journal.unreadable()) == (1, 0, 1)
    with house.database.reading() as session:
        assert len(unacknowledged(session)) == 1


def test_nobody_waits_behind_what_others_sent(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the store is back a long journal keeps nobody waiting but those whose words are in it."""
    monkeypatch.setattr(journal, "LOOK_AGAIN", 0.0)
    bring_while_away(house, text(1, "loud music at 14 elm court every night"))
    other = Inbound("sms", "+447700900124", "SM2", "he has a knife and is at my door")
    assert take_in(house, other, NOON + MOMENT).at_once
    assert take_in(house, Receipt("sms", "out1", "delivered", 1), NOON + MOMENT) == Received(0)
    assert house.journal.waits() == 1


def test_the_store_is_not_asked_again_so_soon(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider waits for fifteen seconds in all, and a machine that is gone takes five to say so."""
    bring_while_away(house, text(1, "loud music at 14 elm court every night"))
    monkeypatch.setattr(journal, "receive", lambda *_: pytest.fail("asked"))
    other = Inbound("sms", "+447700900124", "SM2", "loud music")
    assert take_in(house, other, NOON + MOMENT) == Received(0)
    assert house.journal.waits() == 2
