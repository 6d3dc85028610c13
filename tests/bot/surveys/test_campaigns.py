"""A campaign from its list to its end, on both databases: who is asked, once, and who is left alone and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.house import House
from bot.player import OPENING, Player
from bot.surveys import campaigns, inviting
from bot.surveys.campaign_list import read_list
from bot.surveys.campaigns import (
    NotBegun,
    Plan,
    begin,
    drop,
    first_words,
    go_on,
    pause,
    stop,
    take_list,
    tidy_campaigns,
)
from bot.surveys.inviting import ask_how_it_went
from bot.wording import segments
from storage import campaign_people as people
from storage.alerts import raise_alert
from storage.campaigns import Campaign
from storage.cases import Case, amend_case
from storage.contacts import Contact, contact_for
from storage.conversations import Conversation
from storage.messages import Message
from storage.staff import add_staff
from storage.surveys import Survey, surveys_due
from storage.tasks import tasks_waiting
from storage.ways import add_way

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


def test_nobody_is_asked_of_a_draft_and_everybody_once_of_a_campaign(house: House) -> None:
    """Over its days, and then it is finished."""
    campaign_id = listed(house, more=40)
    tick(house, OPENING, 3)
    assert (sent(house), counts(house, campaign_id)) == ([], {"listed": 40})
    run(house, campaign_id, Plan(None, False, 2))
    early = len(sent(house))
    assert 0 < early < 10
    for days in (0, 1):
        for hours in range(8):
            tick(house, OPENING + days * DAY + hours * timedelta(hours=1))
    assert counts(house, campaign_id) == {"asked": 40}
    assert all("about where you live" in words for words in sent(house))
    assert len(sent(house)) == 40
    tick(house, OPENING + 10 * DAY, 2)
    assert len(sent(house)) == 80  # one reminder each
    tick(house, OPENING + 30 * DAY, 2)
    assert (len(sent(house)), state(house, campaign_id)) == (80, "finished")


def test_of_a_sample_the_others_are_deleted_again(house: House) -> None:
    """With the contacts that came with the list; those whom we knew before stay."""
    contact_ids = house.database.write(lambda session: contact_for(session, house.keys, "sms", ADA, OPENING - DAY).id)
    campaign_id = listed(house, ADA, more=30)
    run(house, campaign_id, Plan(5, True, 1))
    with house.database.reading() as session:
        assert session.get(Contact, contact_ids) is not None
        kept = session.scalar(select(func.count()).select_from(Contact))
    assert sum(counts(house, campaign_id).values()) == 5
    assert kept in (5, 6)


def test_a_draft_that_is_dropped_or_forgotten_leaves_nothing(house: House) -> None:
    """Whoever drops it, or after two weeks by itself."""
    dropped, forgotten = listed(house, more=10), listed(house, more=10)
    house.database.write(lambda session: drop(session, dropped, OPENING))
    tick(house, OPENING + MINUTE)
    assert sum(counts(house, dropped).values()) == 0
    tick(house, OPENING + 15 * DAY, 3)
    assert (state(house, forgotten), sum(counts(house, forgotten).values())) == ("dropped", 0)
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 0


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


def test_paused_it_asks_nobody_and_stopped_never_again(house: House) -> None:
    """What was paused is not made up for at once; answers are taken all the while."""
    campaign_id = listed(house, more=48)
    begin(house, campaign_id, Plan(None, False, 1), OPENING)
    tick(house, OPENING + 60 * MINUTE)
    asked = len(sent(house))
    house.database.write(lambda session: pause(session, campaign_id))
    tick(house, OPENING + 300 * MINUTE)
    assert len(sent(house)) == asked
    house.database.write(lambda session: go_on(house, session, campaign_id, OPENING + 300 * MINUTE))
    tick(house, OPENING + 301 * MINUTE)
    assert len(sent(house)) <= asked + 2
    house.database.write(lambda session: stop(session, campaign_id, OPENING + 302 * MINUTE))
    tick(house, OPENING + DAY)
    assert (state(house, campaign_id), why(house, campaign_id)) == ("stopped", ["called_off"])
    one = Player(house, address="+447400000000", now=OPENING + DAY)
    numbers = [n for n in range(48) if _was_asked(house, n)]
    one.address = f"+447400{numbers[0]:06}"
    assert "feel confident" in str(one.write("yes")[-1].words)
    with pytest.raises(NotBegun):
        house.database.write(lambda session: go_on(house, session, campaign_id, OPENING + DAY))


def _was_asked(house: House, number: int) -> bool:
    with house.database.reading() as session:
        lookup = house.keys.lookup("sms", f"+447400{number:06}")
        chosen = select(Survey.asked_at).join(Contact, Contact.id == Survey.contact_id).where(Contact.lookup == lookup)
        return session.scalars(chosen).one_or_none() is not None


@pytest.mark.parametrize("breaks_at", ["set_times", "list_people"])
def test_what_broke_off_in_the_middle_is_begun_again(
    house: House, monkeypatch: pytest.MonkeyPatch, breaks_at: str
) -> None:
    """A process that is killed between two batches leaves a draft, of which nobody is asked."""
    monkeypatch.setattr(campaigns, "BATCH", 10)
    work: Callable[..., None] = getattr(people, breaks_at)
    calls = iter(range(100))

    def break_off(*args: Any) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        work(*args)

    monkeypatch.setattr(people, breaks_at, break_off)
    with pytest.raises(KeyboardInterrupt):
        begin(house, listed(house, more=30), Plan(None, False, 1), OPENING)
    with house.database.reading() as session:
        campaign_id = session.scalars(select(Campaign.id)).one()
    tick(house, OPENING + 60 * MINUTE)
    assert (sent(house), state(house, campaign_id)) == ([], "draft")
    if breaks_at == "list_people":
        with pytest.raises(NotBegun, match="not read to its end"):
            begin(house, campaign_id, Plan(None, False, 1), OPENING)
    else:
        assert begin(house, campaign_id, Plan(12, False, 1), OPENING + MINUTE) == 12
        tick(house, OPENING + 2 * MINUTE)
        assert counts(house, campaign_id)["waiting"] + counts(house, campaign_id)["asked"] == 12


def test_who_begins_at_the_same_moment_as_another_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is begun once."""
    campaign_id = listed(house, more=10)
    set_times = people.set_times

    def other_is_quicker(*args: Any) -> None:
        monkeypatch.setattr(people, "set_times", set_times)
        raise _TwiceError

    monkeypatch.setattr(people, "set_times", other_is_quicker)
    with pytest.raises(_TwiceError):
        begin(house, campaign_id, Plan(3, False, 1), OPENING)
    begin(house, campaign_id, Plan(5, False, 1), OPENING + MINUTE)
    with pytest.raises(NotBegun, match="has begun already"):
        begin(house, campaign_id, Plan(10, False, 1), OPENING + MINUTE)
    assert sum(counts(house, campaign_id)[one] for one in ("waiting", "asked")) == 5


class _TwiceError(Exception):
    pass


def test_more_than_the_sender_may_is_refused_with_the_days_it_takes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At one a minute."""
    monkeypatch.setattr(campaigns, "a_minute", lambda house: 1 / 60)
    campaign_id = listed(house, more=20)
    with pytest.raises(NotBegun, match="over 3 working days or more"):
        begin(house, campaign_id, Plan(None, False, 2), OPENING)
    with pytest.raises(NotBegun, match="1 to 60"):
        begin(house, campaign_id, Plan(None, False, 61), OPENING)
    assert begin(house, campaign_id, Plan(None, False, 3), OPENING) == 20


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


def test_what_another_worker_has_done_meanwhile_is_not_done_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two look at the same moment: neither asks twice, nor reminds twice, nor says that it was not asked."""
    campaign_id = listed(house, more=3)
    begin(house, campaign_id, Plan(None, False, 1), OPENING)
    for look, at in (("surveys_due", OPENING + 400 * MINUTE), ("surveys_to_look_after", OPENING + 10 * DAY)):
        found: Callable[..., list[Survey]] = getattr(inviting, look)
        with house.database.reading() as session:
            seen = found(session, at, *((at - DAY,) if look != "surveys_due" else ()), 50)
        assert len(seen) == 3
        with monkeypatch.context() as patched:
            patched.setattr(inviting, look, lambda *_, seen=seen: seen)  # as both saw it
            ask_how_it_went(house, at)
            ask_how_it_went(house, at)
    assert (len(sent(house)), counts(house, campaign_id)) == (6, {"asked": 3})


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
