"""A campaign in tests: a list of people, what becomes of them, and Ada, who may have told us of something."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.house import House
from bot.player import OPENING, Player
from bot.surveys.campaign_list import read_list
from bot.surveys.campaigns import (
    Plan,
    begin,
    take_list,
    tidy_campaigns,
)
from bot.surveys.inviting import ask_how_it_went
from storage import campaign_people as people
from storage.campaigns import Campaign
from storage.cases import Case, amend_case
from storage.contacts import contact_for
from storage.messages import Message
from storage.staff import add_staff

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ADA = "+447700900123"
REPORT = ("no 14 elm court plays loud music every night till 3", "no", "yes", "yes", "skip", "skip", "skip", "skip")
REPORTED = (*REPORT, "skip", "skip", "yes", "2")


def listed(house: House, *addresses: str, more: int = 0, survey: str = "confidence") -> int:
    """A draft with these addresses on its list, and so many others."""
    rows = [f"T-{address},{address},Elms" for address in addresses]
    rows += [f"T{n},07400{n:06},P{n % 2}" for n in range(more)]
    found = read_list("\n".join(["person,address,patch", *rows]).encode(), house.landlord.languages)

    def employ(session: Any) -> int:
        number = session.scalar(select(func.count()).select_from(Campaign))
        return add_staff(session, f"m{number}@example.org", "Mina", "manager", OPENING, "x").id

    return take_list(house, "Autumn", survey, found, house.database.write(employ), OPENING)


def run(house: House, campaign_id: int, plan: Plan | None = None, at: Any = OPENING) -> None:
    """Begin, and let ten minutes pass."""
    begin(house, campaign_id, plan or Plan(None, False, 1), at)
    tick(house, at, 10)


def tick(house: House, at: Any, minutes: int = 1) -> None:
    for minute in range(minutes):
        ask_how_it_went(house, at + minute * MINUTE)
        tidy_campaigns(house, at + minute * MINUTE)


def counts(house: House, campaign_id: int, column: str = "state") -> Counter[str]:
    with house.database.reading() as session:
        return people.counts_of(session, session.get_one(Campaign, campaign_id), column)


def state(house: House, campaign_id: int) -> str:
    with house.database.reading() as session:
        return session.get_one(Campaign, campaign_id).state


def sent(house: House) -> list[str]:
    with house.database.reading() as session:
        return [words or "" for words in session.scalars(select(Message.words).where(Message.kind == "survey"))]


def why(house: House, campaign_id: int) -> list[str]:
    return sorted(reason for reason in counts(house, campaign_id, "why_not") if reason)


def reported(house: House, **facts: str) -> Player:
    """Ada has reported something, and all has been said."""
    ada = Player(house, address=ADA, now=OPENING - 100 * DAY)
    for words in REPORTED:
        ada.write(words)

    def amend(session: Any) -> None:
        case = session.scalars(select(Case)).one()
        amend_case(session, case, {**facts, "facts_seen": "yes"}, "hearback", ada.now)

    house.database.write(amend)
    return ada


def change(house: House, **what: Any) -> None:
    def write(session: Any) -> None:
        contact = contact_for(session, house.keys, "sms", ADA, OPENING)
        for name, value in what.items():
            setattr(contact, name, value)

    house.database.write(write)
