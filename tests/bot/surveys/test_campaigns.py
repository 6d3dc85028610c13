"""A campaign from its list to its end, on both databases: who is asked, once, and who is left alone and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.house import House
from bot.player import OPENING, Player
from bot.surveys import campaigns, inviting
from bot.surveys.campaigns import (
    NotBegun,
    Plan,
    begin,
    drop,
    go_on,
    pause,
    stop,
)
from bot.surveys.inviting import ask_how_it_went
from storage import campaign_people as people
from storage.campaigns import Campaign
from storage.contacts import Contact, contact_for
from storage.surveys import Survey
from tests.bot.surveys.campaigning import (
    ADA,
    DAY,
    MINUTE,
    counts,
    listed,
    run,
    sent,
    state,
    tick,
    why,
)


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
