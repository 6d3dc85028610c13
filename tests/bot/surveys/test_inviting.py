"""Who is asked how it went, when, and who is left alone and why (S4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.house import House
from bot.player import OPENING, Player
from bot.state import dump, load
from bot.surveys.inviting import ask_how_it_went, digest_of, plan_surveys
from storage.alerts import alerts_of, raise_alert
from storage.cases import Case, amend_case, close_case, open_case
from storage.contacts import Contact, contact_for
from storage.conversations import Conversation
from storage.messages import Message
from storage.outbox import Outgoing
from storage.reporters import add_reporter
from storage.surveys import Survey, note_not_asked, surveys_of_case
from storage.ways import add_way
from tests.staff_at_work import officer_writes

REPORT = ("no 14 elm court plays loud music every night till 3", "no", "yes", "yes", "skip", "skip", "skip", "skip")
REPORTED = (*REPORT, "skip", "skip", "yes", "2")
DAY = timedelta(days=1)
"""Closed on a Monday, so that five working days end on the next."""
DUE = 8 * DAY


def closed(house: House, now: datetime = OPENING, address: str = "+447700900123", **facts: Any) -> tuple[Player, Case]:
    """Ada's case, closed: she was told and all has been said."""
    ada = Player(house, address=address, now=now)
    for words in REPORTED:
        ada.write(words)

    def close(session: Any) -> Case:
        case: Case = session.scalars(select(Case).order_by(Case.id.desc())).first()
        kind = facts.pop("kind", None)
        amend_case(session, case, facts | ({"kind": kind} if kind else {}), "hearback", ada.now)
        close_case(session, case, "hearback", ada.now)
        plan_surveys(house, session, case, ada.now)
        return case

    return ada, house.database.write(close)


def ask(house: House, ada: Player, after: timedelta = DUE) -> list[str]:
    """What Ada hears when so much time has passed and whoever is due is asked."""
    ada.wait(after)
    ask_how_it_went(house, ada.now)
    return [message.words or "" for message in ada.catch_up()]


def first(house: House, case: Case) -> Survey:
    with house.database.reading() as session:
        return surveys_of_case(session, case.id)[0]


def change(house: House, **what: Any) -> Callable[[], None]:
    """Have all contacts be so."""

    def write(session: Any) -> None:
        for contact in session.scalars(select(Contact).where(Contact.channel == "sms")):
            for name, value in what.items():
                setattr(contact, name, value)

    return lambda: house.database.write(write)


def test_it_is_asked_on_its_day_in_the_hours_allowed_and_not_before(house: House) -> None:
    """The message is of a kind that the post office holds for those hours, and can be delivered in them alone."""
    ada, case = closed(house)
    assert ask(house, ada, 2 * DAY) == []
    assert ask(house, ada, timedelta(days=5, hours=13)) == []  # by night
    (said,) = ask(house, ada, timedelta(hours=12))
    assert "a few short questions about how we did" in said
    with house.database.reading() as session:
        row = session.scalars(select(Outgoing).where(Outgoing.kind == "survey")).one()
        assert row.expires_at is not None
        survey = surveys_of_case(session, case.id)[0]
    assert (survey.state, survey.channel, survey.language) == ("asked", "sms", "en")


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"texting_is_safe": "no"}, "not_safe"),
        ({"texting_is_safe": "unwanted"}, "unwanted"),
        ({"texting_is_safe": None}, "no_way"),
        ({"stopped_at": datetime(2026, 11, 20, tzinfo=UTC)}, "stopped"),
        ({"shared": True}, "shared"),
        ({"calls_only": True}, "call"),
    ],
)
def test_nobody_is_asked_where_it_is_not_safe_or_not_wanted(house: House, what: dict[str, Any], why: str) -> None:
    """And the case says why."""
    ada, case = closed(house)
    change(house, **what)()
    assert ask(house, ada) == []
    survey = first(house, case)
    assert (survey.state, survey.why_not, survey.asked_at) == ("not_sent", why, None)


def test_nobody_is_asked_who_is_at_high_risk_or_was_in_danger(house: House) -> None:
    """Whatever case it was in."""
    ada, case = closed(house, risk_band="high")
    assert (ask(house, ada), first(house, case).why_not) == ([], "high_risk")


def test_nobody_is_asked_soon_after_danger(house: House) -> None:
    """For a month."""
    ada, case = closed(house)
    talk, at = ada.conversation_id, ada.now
    house.database.write(lambda session: raise_alert(session, talk, "now", "violence", at))
    assert (ask(house, ada), first(house, case).why_not) == ([], "danger")


@pytest.mark.parametrize("kind", ["domestic_abuse", "hate", "violence"])
def test_some_are_asked_only_when_an_officer_says_so(house: House, kind: str) -> None:
    """It waits, however long."""
    ada, case = closed(house, kind=kind)
    assert (ask(house, ada, 60 * DAY), first(house, case).state) == ([], "held")


@pytest.mark.parametrize("kind", ["domestic_abuse", "hate"])
def test_nobody_is_asked_of_one_matter_while_a_graver_one_goes_on(house: House, kind: str) -> None:
    """They have told us of abuse or hate since, in a case of its own."""
    ada, case = closed(house)

    def since(session: Session) -> None:
        contact_id = session.scalars(select(Contact.id).where(Contact.channel == "sms")).first()
        assert contact_id is not None
        other = open_case(session, "ZZZZ-0001", {"kind": kind}, "resident", ada.now)
        add_reporter(session, house.keys, other.id, contact_id, ada.now)

    house.database.write(since)
    assert (ask(house, ada), first(house, case).why_not) == ([], "sensitive")


def test_nobody_is_asked_soon_after_abuse_was_told_of(house: House) -> None:
    """Urgent it is, where it is not now."""
    ada, case = closed(house)
    talk, at = ada.conversation_id, ada.now
    house.database.write(lambda session: raise_alert(session, talk, "urgent", "domestic_abuse", at))
    assert (ask(house, ada), first(house, case).why_not) == ([], "danger")


def test_nobody_is_asked_in_the_middle_of_something_else(house: House) -> None:
    """It is put off day by day, and given up after two weeks."""
    ada, case = closed(house)
    ada.write("somebody has spray painted the door of 16 elm court")
    assert (ask(house, ada), first(house, case).state) == ([], "waiting")
    for _ in range(16):
        assert ask(house, ada, DAY) == []
    assert (first(house, case).state, first(house, case).why_not) == ("not_sent", "busy")


def test_nobody_is_asked_while_an_officer_writes_to_them(house: House) -> None:
    """Nor until the officer has been gone for a while."""
    ada, case = closed(house)
    ada.wait(DUE)
    for words in REPORTED:
        ada.write(words)
    officer_writes(ada, "We are glad.")
    assert (ask(house, ada, timedelta(0)), first(house, case).state) == ([], "waiting")
    assert len(ask(house, ada, DAY)) == 1


def test_one_survey_at_a_time_and_one_reminder(house: House) -> None:
    """Who says nothing is reminded once, and then left alone; who would rather not is asked no more about it."""
    ada, case = closed(house)
    assert len(ask(house, ada)) == 1
    assert "we would still like to hear" in ask(house, ada, 6 * DAY)[0]
    assert ask(house, ada, 6 * DAY) == []
    assert ask(house, ada, 12 * DAY) == []
    assert first(house, case).state == "ended"
    other, again = closed(house, ada.now)
    assert (ask(house, other, 20 * DAY), first(house, again).why_not) == ([], "asked_lately")


def test_nobody_is_reminded_who_has_turned_to_something_else(house: House) -> None:
    """It ends there."""
    ada, case = closed(house)
    ask(house, ada)
    ada.write("somebody has spray painted the door of 16 elm court")
    assert (ask(house, ada, 6 * DAY), first(house, case).state, first(house, case).reminded_at) == ([], "ended", None)


def test_nobody_is_reminded_where_it_is_not_safe_any_more(house: House) -> None:
    """Whatever it was when they were asked."""
    ada, case = closed(house)
    ask(house, ada)
    change(house, texting_is_safe="no")()
    assert (ask(house, ada, 6 * DAY), first(house, case).state) == ([], "ended")


def test_who_would_rather_not_is_not_asked_months_later(house: House) -> None:
    """Declining is respected."""
    ada, case = closed(house)
    ask(house, ada)
    ada.write("no")
    assert ask(house, ada, 100 * DAY) == []
    with house.database.reading() as session:
        assert [(one.name, one.state, one.why_not) for one in surveys_of_case(session, case.id)] == [
            ("end_of_case", "declined", None),
            ("follow_up", "not_sent", "declined"),
        ]


def test_what_may_not_be_said_in_a_chat_is_not_asked_there(house: House) -> None:
    """Abuse at home, also where an officer says that they may be asked: that is by telephone (C5, C7)."""
    ada, case = closed(house, kind="domestic_abuse")

    def allow(session: Any) -> None:
        for survey in surveys_of_case(session, case.id):
            survey.state = "waiting"

    house.database.write(allow)
    assert (ask(house, ada), first(house, case).why_not) == ([], "secret")


def test_a_new_threat_alerts_although_one_was_told_of_before(house: House) -> None:
    """What was dangerous in the case that has closed is no part of what comes after it (R1)."""
    ada, _ = closed(house)

    def have_told(session: Any) -> None:
        talk = session.get_one(Conversation, ada.conversation_id)
        state = load(talk.state)
        talk.state = dump(state.noted(concern="threat", told="threat"))

    house.database.write(have_told)
    ask(house, ada)
    with house.database.reading() as session:
        notes = load(session.get_one(Conversation, ada.conversation_id).state or "").notes
    assert notes.keys() & {"concern", "told"} == set()
    for words in ("yes", "skip", "skip", "4", "skip", "skip", "they are at it again with loud music", "yes"):
        ada.write(words)
    ada.write("he said he will kill me if i tell anyone")
    with house.database.reading() as session:
        assert alerts_of(session, ada.conversation_id) != []


def test_one_talk_that_cannot_be_read_keeps_nobody_else_from_being_asked(house: House) -> None:
    """It is tried again on the next day, as a talk in the middle of something is."""
    ada, case = closed(house)
    ada.house.database.write(
        lambda session: setattr(session.get_one(Conversation, ada.conversation_id), "state", "no state")
    )
    bea, other = closed(house, address="+447700900124")
    assert len(ask(house, bea)) == 1
    assert (first(house, case).state, first(house, other).state) == ("waiting", "asked")


def test_who_has_only_an_email_gets_a_link_that_holds_nothing(house: House) -> None:
    """The secret is in the message, and only its digest in the table."""
    house = replace(house, settings=replace(house.settings, smtp_url="smtp://127.0.0.1:2525"))
    ada, case = closed(house)
    at = ada.now

    def reach_by_email(session: Any) -> None:
        owner = session.scalars(select(Contact).where(Contact.channel == "sms")).one()
        owner.texting_is_safe = "no"
        place = contact_for(session, house.keys, "email", "ada@example.org", at)
        place.texting_is_safe = "yes"
        add_way(session, owner.id, place.id, at)

    house.database.write(reach_by_email)
    assert ask(house, ada) == []
    with house.database.reading() as session:
        message = session.scalars(select(Message).where(Message.kind == "survey")).one()
        survey = surveys_of_case(session, case.id)[0]
    assert message.words is not None
    secret = message.words.rpartition("/survey/")[2]
    assert (survey.secret, survey.channel) == (digest_of(secret), "web")
    assert case.reference not in message.words
    house.database.write(lambda session: note_not_asked(session, message.conversation_id, ada.now))
    assert (first(house, case).state, first(house, case).why_not) == ("not_sent", "undelivered")


def test_a_sample_of_none_asks_nobody(house: House) -> None:
    """And says that they were not drawn."""
    surveys = house.landlord.surveys
    none = surveys.model_copy(update={"end_of_case": surveys.end_of_case.model_copy(update={"sample_percent": 0})})
    house = replace(house, landlord=house.landlord.model_copy(update={"surveys": none}))
    ada, case = closed(house)
    assert (ask(house, ada), first(house, case).why_not) == ([], "not_drawn")
