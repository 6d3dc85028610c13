"""One-time codes: right once, for a while, for one thing, and otherwise all wrong alike (C7)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.house import House
from bot.player import with_chance
from bot.privacy.codes import (
    ASKED_AN_HOUR,
    MOST_TRIES,
    SENT_AN_HOUR,
    VALID,
    TooManyCodes,
    check_code,
    hide_code,
    issue_code,
    read_code,
    send_code,
)
from storage.codes import OneTimeCode
from storage.contacts import contact_for
from storage.database import Database
from storage.messages import Message
from storage.outbox import Outgoing

FOR_ADA = "case 1 for contact 7"


@pytest.fixture
def house(store: Database, tmp_path: object) -> House:
    """On both databases: the tries are counted there."""
    return House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), store)


def issue(house: House, now: datetime, subject: str = FOR_ADA, by: int = 7) -> str:
    return house.database.write(lambda session: issue_code(house, session, "status", subject, by, now))


def check(house: House, typed: str, now: datetime, subject: str = FOR_ADA, purpose: str = "status") -> bool:
    return house.database.write(lambda session: check_code(house, session, purpose, subject, typed, now))


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_code_is_right_once_and_kept_only_as_a_digest(house: House, now: datetime) -> None:
    """Six digits, grouped as they like; the store could not tell them."""
    code = issue(house, now)
    with house.database.reading() as session:
        kept = json.dumps([list(row) for row in session.execute(select(OneTimeCode.__table__))], default=str)
    assert len(code) == 6
    assert code not in kept
    assert check(house, f" {code[:3]} {code[3:]}. ", now + VALID - timedelta(seconds=1))
    assert not check(house, code, now + VALID - timedelta(seconds=1))


def test_a_code_opens_nothing_else(house: House, now: datetime) -> None:
    """Not another case, nor for another contact, nor another purpose, nor late, nor after a newer one."""
    code = issue(house, now)
    assert not check(house, code, now, "case 2 for contact 7")
    assert not check(house, code, now, "case 1 for contact 8")
    assert not check(house, code, now, purpose="channel")
    assert not check(house, code, now + VALID)
    assert issue(with_chance(house, "newer"), now) != code
    assert not check(house, code, now)


@pytest.mark.parametrize("again", [False, True])
def test_after_five_wrong_tries_the_right_one_is_wrong_too(house: House, now: datetime, again: bool) -> None:
    """The planted fault is one try fewer: then it is right, so it is the counting that makes it wrong."""
    code = issue(house, now)
    for _ in range(MOST_TRIES - again):
        assert not check(house, other_than(code), now)
    assert check(house, code, now) == again


def test_nobody_asks_for_codes_without_end(house: House, now: datetime) -> None:
    """Each is five guesses at a million; the next hour there are more, and others are not kept from theirs."""
    for _ in range(ASKED_AN_HOUR):
        issue(house, now)
    with pytest.raises(TooManyCodes):
        issue(house, now)
    assert issue(house, now, by=8)
    assert issue(house, now + timedelta(hours=1))


def test_a_phone_is_sent_few_codes_in_neutral_words_that_end_with_them(house: House, now: datetime) -> None:
    """Whoever asks, and however often: it is the one who reported whose phone rings."""

    def send(session: Session) -> list[bool]:
        contact = contact_for(session, house.keys, "sms", "+447700900123", now)
        return [send_code(house, session, contact.id, f"00000{n}", now) for n in range(6)]

    assert sum(house.database.write(send)) == SENT_AN_HOUR
    with house.database.reading() as session:
        said = list(session.scalars(select(Message.words)))
        rows = list(session.scalars(select(Outgoing)))
    assert said[0] == "Riverbridge Homes: your code is 000000."
    assert hide_code(said[0]) == "Riverbridge Homes: your code is ******."
    assert {(row.kind, row.expires_at) for row in rows} == {("code", now + VALID)}


@pytest.mark.parametrize(
    ("said", "code"),
    [("123456", "123456"), ("123 456", "123456"), ("12-34-56", "123456"), ("۱۲۳۴۵۶", "123456"), ("it is 123456", None),
     ("12345", None), ("1234567", None), ("07700 900123", None), ("", None)],
)  # fmt: skip
def test_a_code_is_a_whole_message(said: str, code: str | None) -> None:
    """Six digits within a story are part of the story."""
    assert read_code(said) == code
