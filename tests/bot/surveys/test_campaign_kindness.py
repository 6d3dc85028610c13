"""Who is left alone by a campaign and why, and what its first words tell, on both databases (S4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import OPENING, Player
from bot.surveys import inviting
from bot.surveys.campaigns import (
    NotBegun,
    Plan,
    begin,
    first_words,
    pause,
)
from bot.surveys.inviting import ask_how_it_went
from bot.wording import segments
from storage.alerts import raise_alert
from storage.cases import Case
from storage.contacts import Contact, contact_for
from storage.conversations import Conversation
from storage.surveys import Survey, surveys_due
from storage.tasks import tasks_waiting
from storage.ways import add_way
from tests.bot.surveys.campaigning import (
    ADA,
    DAY,
    MINUTE,
    change,
    listed,
    reported,
    run,
    sent,
    tick,
    why,
)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({"stopped_at": OPENING - DAY}, "stopped"),
        ({"texting_is_safe": "no"}, "not_safe"),
        ({"texting_is_safe": "unwanted"}, "unwanted"),
        ({"shared": True}, "shared"),
        ({"calls_only": True}, "call"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_nobody_is_asked_where_it_is_not_safe_or_not_wanted(
    house: House, what: dict[str, Any], reason: str, when: str
) -> None:
    """Whether it was so when the campaign began, or is so when their time comes; the campaign says why."""
    campaign_id = listed(house, ADA, "07700900999")
    if when == "before":
        change(house, **what)
    begin(house, campaign_id, Plan(None, False, 1), OPENING)
    if when == "after":
        change(house, **what)
    for hours in range(7):
        tick(house, OPENING + hours * timedelta(hours=1))
    assert (len(sent(house)), why(house, campaign_id)) == (1, [reason])


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"kind": "domestic_abuse"}, "sensitive"),
        ({"kind": "hate"}, "sensitive"),
        ({"concern": "violence"}, "sensitive"),
        ({"concern": "abuse_seen"}, "sensitive"),
        ({"risk_band": "high"}, "high_risk"),
        ({"kind": "noise"}, ""),
    ],
)
def test_whoever_told_us_of_such_a_thing_is_in_no_campaign(house: House, facts: dict[str, str], reason: str) -> None:
    """Others who have reported are asked where they said that it is safe."""
    reported(house, **facts)
    campaign_id = listed(house, ADA)
    run(house, campaign_id)
    assert (len(sent(house)), why(house, campaign_id)) == (0 if reason else 1, [reason] if reason else [])


@pytest.mark.parametrize(("what", "reason"), [("abuse", "sensitive"), ("unwanted", "unwanted"), ("call", "call")])
def test_another_way_to_somebody_is_they(house: House, what: str, reason: str) -> None:
    """A list may have the number that they gave us besides."""
    reported(house, **({"kind": "domestic_abuse"} if what == "abuse" else {}))
    if what == "unwanted":
        change(house, texting_is_safe="unwanted")
    if what == "call":
        change(house, calls_only=True)

    def add(session: Any) -> None:
        ada = contact_for(session, house.keys, "sms", ADA, OPENING)
        way = contact_for(session, house.keys, "sms", "+447700900777", OPENING)
        way.texting_is_safe = "yes"
        add_way(session, ada.id, way.id, OPENING - DAY)

    house.database.write(add)
    campaign_id = listed(house, "07700900777")
    run(house, campaign_id)
    assert (sent(house), why(house, campaign_id)) == ([], [reason])


def test_whoever_is_being_looked_at_while_it_is_paused_is_not_asked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look takes up to a hundred and fifty."""
    campaign_id = listed(house, more=3)
    begin(house, campaign_id, Plan(None, False, 1), OPENING)
    at = OPENING + 400 * MINUTE
    with house.database.reading() as session:
        seen = surveys_due(session, at, 50)
    monkeypatch.setattr(inviting, "surveys_due", lambda *_: seen)
    house.database.write(lambda session: pause(session, campaign_id))
    ask_how_it_went(house, at)
    assert (len(seen), sent(house)) == (3, [])


def test_whoever_reported_and_never_said_that_it_is_safe_is_not_asked(house: House) -> None:
    """A list does not say so for them."""
    ada = Player(house, address=ADA, now=OPENING - 100 * DAY)
    ada.write("no 14 elm court plays loud music every night till 3")
    campaign_id = listed(house, ADA)
    run(house, campaign_id)
    assert (sent(house), why(house, campaign_id)) == ([], ["no_way"])


def test_nobody_is_asked_soon_after_danger(house: House) -> None:
    """For a month."""
    talk = reported(house).conversation_id
    house.database.write(lambda session: raise_alert(session, talk, "now", "violence", OPENING - DAY))
    campaign_id = listed(house, ADA)
    run(house, campaign_id)
    assert why(house, campaign_id) == ["danger"]


def test_nobody_is_asked_twice_within_the_time(house: House) -> None:
    """Neither at one address nor, as the same person, at another; whoever declined never of that again."""
    first = listed(house, ADA)
    run(house, first)
    Player(house, address=ADA, now=OPENING + MINUTE).write("no thanks")
    again = listed(house, ADA, "07700900555")
    run(house, again, at=OPENING + DAY)
    assert (len(sent(house)), why(house, again)) == (2, ["declined"])
    moved = listed(house, "07700900666", survey="visit")

    def is_same_person(session: Any) -> None:
        before, now = (session.scalars(select(Survey).where(Survey.campaign_id == id)).first() for id in (first, moved))
        now.person = before.person

    house.database.write(is_same_person)
    with pytest.raises(NotBegun, match="asked not long ago"):
        begin(house, moved, Plan(None, False, 1), OPENING + 2 * DAY)
    run(house, moved, at=OPENING + 70 * DAY)
    assert len(sent(house)) == 3


@pytest.mark.parametrize("words", ["STOP", "stop.", "Unsubscribe", "please stop texting me"])
def test_stop_to_an_invitation_is_final_and_no_work_for_staff(house: House, words: str) -> None:
    """Hundreds of them must not hide those who want a person; who writes after it is read by one."""
    run(house, listed(house, ADA))
    one = Player(house, address=ADA, now=OPENING + MINUTE)
    one.write(words)
    with house.database.reading() as session:
        talk = session.scalars(select(Conversation)).one()
        contact = session.scalars(select(Contact)).one()
        assert (talk.needs_person, contact.stopped_at) == (False, one.now)
    invitations = len(sent(house))
    tick(house, OPENING + 10 * DAY, 2)
    assert len(sent(house)) == invitations
    one.write("the people upstairs are at it again")
    with house.database.reading() as session:
        assert session.scalars(select(Conversation.needs_person)).one()


def test_repeated_fear_has_the_risk_of_an_open_case_looked_at_again(house: House) -> None:
    """By a manager; what is of no case promises none."""
    ada = reported(house)
    campaign_id = listed(house, ADA, survey="visit")
    ada.now = OPENING
    run(house, campaign_id)
    for words in ("yes", "often", "no", "4", "they would know it was me and I am terrified", "yes"):
        said = ada.write(words)
    assert "A manager" not in " ".join(message.words or "" for message in said)
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert [task.what for task in tasks_waiting(session, case.id)] == ["survey_afraid"]


@pytest.mark.parametrize("language", ["en", "cy", "pl", "ur"])
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_the_first_words_say_nothing_of_any_matter_and_how_to_be_left_alone(
    house: House, language: str, channel: str
) -> None:
    """Somebody else may read them."""
    words = first_words(house, "confidence", language, channel)
    assert house.landlord.name.split()[0] in words
    assert ("STOP" if channel == "sms" else "/survey/") in words
    assert language != "en" or channel != "sms" or segments(words) == 1
    assert not {"asb", "behaviour", "report"} & set(words.casefold().split())
