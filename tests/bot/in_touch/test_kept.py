"""A promise to update is kept when the update leaves: later is late, and lost on every way is owed again (C6, C10)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.house import House
from bot.in_touch.updates import Draft, drafted, send_update
from bot.player import example_house
from storage.cases import Case
from storage.contacts import Contact
from storage.promises import UPDATES, Promise, leaving_late, make_promise, promises_of
from tests.bot.in_touch.test_agreements import Carrier, london, officer, post_all, prove, tell, with_mail

ADA = "+447700900123"
TOLD = london(23, "10:30")
DUE = london(23, "17:00")
EVENING = london(23, "18:00")


@pytest.fixture
def house() -> House:
    """The example landlord's, with mail as an outgoing channel."""
    return with_mail(example_house())


def promised(house: House, case: Case) -> int:
    """An update that is due this afternoon; returns the promise's id."""
    return house.database.write(lambda session: make_promise(session, case.id, "update", DUE, TOLD).id)


def send(house: House, case: Case, at: datetime) -> None:
    """Bob sends it."""
    bob = officer(house)
    house.database.write(lambda s: send_update(house, s, s.get_one(Case, case.id), Draft("no_change", ""), bob, at))


def kept(house: House, promise_id: int) -> tuple[datetime | None, bool]:
    """When this promise counts as kept, and whether that is late."""
    with house.database.reading() as session:
        promise = session.get_one(Promise, promise_id)
        return promise.kept_at, promise.kept_late


def hear_only_in_the_evening(house: House) -> None:
    house.database.write(lambda session: session.execute(update(Contact).values(hours="18:00-21:00")))


def test_what_leaves_in_time_is_kept_in_time(house: House) -> None:
    """When it left, and not when it was written."""
    _, case = tell(house)
    promise = promised(house, case)
    send(house, case, TOLD)
    post_all(house, Carrier(ADA), TOLD + timedelta(minutes=2))
    assert kept(house, promise) == (TOLD + timedelta(minutes=2), False)


def test_what_will_leave_after_it_was_due_is_seen_before_it_is_sent_and_then_is_late(house: House) -> None:
    """They want to hear in the evening, and it was due at five: it says sorry, and is listed until it leaves."""
    _, case = tell(house)
    promise = promised(house, case)
    hear_only_in_the_evening(house)
    with house.database.reading() as session:
        (draft,) = drafted(house, session, session.get_one(Case, case.id), Draft("no_change", ""), TOLD)
    assert (draft.leaves_at, draft.missed, "sorry" in draft.words.said) == (EVENING, DUE, True)
    send(house, case, TOLD)
    assert kept(house, promise) == (EVENING, True)
    with house.database.reading() as session:
        assert [(one.id, about.id) for one, about in leaving_late(session, TOLD, 9)] == [(promise, case.id)]
        assert leaving_late(session, EVENING, 9) == []


def test_hours_changed_after_it_was_written_make_it_late(house: House) -> None:
    """It was to leave at once, and is held at the door."""
    _, case = tell(house)
    promise = promised(house, case)
    send(house, case, TOLD)
    hear_only_in_the_evening(house)
    post_all(house, Carrier(ADA), TOLD)
    assert kept(house, promise) == (EVENING, True)


def test_a_provider_that_is_away_until_later_makes_it_late(house: House) -> None:
    """What left at six was not said by five, whatever was planned."""
    _, case = tell(house)
    promise = promised(house, case)
    send(house, case, TOLD)
    post_all(house, Carrier(ADA), EVENING)
    assert kept(house, promise) == (EVENING, True)


def test_what_is_lost_on_every_way_is_owed_again(house: House) -> None:
    """No way reached her: the list has it again, as it was due."""
    _, case = tell(house)
    promise = promised(house, case)
    send(house, case, TOLD)
    assert kept(house, promise) == (TOLD, False)
    post_all(house, Carrier(), TOLD)
    assert kept(house, promise) == (None, False)
    send_again = london(23, "16:00")
    house.database.write(
        lambda s: send_update(house, s, s.get_one(Case, case.id), Draft("as_agreed", ""), 1, send_again)
    )
    post_all(house, Carrier(ADA), send_again)
    assert kept(house, promise) == (send_again, False)


def test_what_arrives_another_way_keeps_it(house: House) -> None:
    """When it left that way."""
    ada, case = tell(house)
    prove(house, ada, "ada@example.org")
    promise = promised(house, case)
    send(house, case, ada.now)
    post_all(house, Carrier("ada@example.org"), ada.now + timedelta(minutes=3))
    assert kept(house, promise) == (ada.now + timedelta(minutes=3), False)


def test_one_of_two_who_reported_and_was_not_told_is_owed_it_still(house: House) -> None:
    """The other heard; but what was promised was promised to both (R13)."""
    _, case = tell(house)
    _, second = tell(house, address="+447700900124")
    with house.database.transaction() as session:
        for one in ("case_contacts", "reports"):
            moved = f"UPDATE {one} SET case_id = {case.id} WHERE case_id = {second.id}"
            session.connection().exec_driver_sql(moved)
    promise = promised(house, case)
    send(house, case, TOLD)
    post_all(house, Carrier(ADA), TOLD)
    assert kept(house, promise) == (None, False)


def test_who_wants_no_contact_by_then_is_owed_nothing(house: House) -> None:
    """It was withdrawn at the door, as they wished it."""
    _, case = tell(house)
    promise = promised(house, case)
    send(house, case, TOLD)
    house.database.write(lambda session: session.execute(update(Contact).values(texting_is_safe="unwanted")))
    post_all(house, Carrier(ADA), TOLD)
    with house.database.reading() as session:
        owed = [one for one in promises_of(session, case.id) if one.id == promise and one.what in UPDATES]
        assert [(one.kept_at, one.released_at) for one in owed] == [(None, TOLD)]
