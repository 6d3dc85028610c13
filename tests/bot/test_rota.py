"""The person on call is told at once, then the next, until somebody takes the alert on (R1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import OPENING, Player, example_house
from bot.rota import call_next
from bot.undelivered import hand_to_staff
from storage import alerts, outbox
from storage.contacts import Contact, address_of
from storage.messages import Message

ADA = "+447700900123"
NIGHT = OPENING.replace(day=24, hour=2)  # a Tuesday: the duty officer, then the manager
DUTY, MINA = "+447700900102", "+447700900104"


@pytest.fixture
def house() -> Iterator[House]:
    made = example_house()
    yield made
    made.database.close()


@pytest.fixture
def ada(house: House) -> Player:
    return Player(house, "sms", ADA, NIGHT)


def told(house: House) -> list[tuple[str, str]]:
    """(number, words) of every alert on its way, in order."""
    with house.database.reading() as session:
        rows = session.scalars(select(outbox.Outgoing).where(outbox.Outgoing.kind == "alert").order_by("message_id"))
        return [
            (address_of(session, house.keys, row.contact_id), session.get_one(Message, row.message_id).words or "")
            for row in rows
        ]


def test_the_person_on_call_is_told_in_the_same_moment(house: House, ada: Player) -> None:
    """No tick and no worker stands between danger and the first call; nothing in it says who wrote or what."""
    ada.write("he is at my door with a knife")
    ((number, words),) = told(house)
    assert number == DUTY
    assert "danger now (violence)" in words
    assert "0900123" not in words
    assert "knife" not in words


def test_the_next_is_told_after_ten_minutes_and_not_before(house: House, ada: Player) -> None:
    """Somebody who sleeps through it must not be the only one who knows."""
    ada.write("he is at my door with a knife")
    call_next(house, ada.now + timedelta(minutes=9))
    assert [number for number, _ in told(house)] == [DUTY]
    call_next(house, ada.now + timedelta(minutes=10))
    assert [number for number, _ in told(house)] == [DUTY, MINA]


def test_nobody_is_told_again_once_somebody_took_it(house: House, ada: Player) -> None:
    """OK from the person on call is enough, and is answered."""
    ada.write("he is at my door with a knife")
    said = Player(house, "sms", DUTY, ada.now).write("ok 1")
    assert said[-1].words == "Thank you. Alert 1 is yours."
    call_next(house, ada.now + timedelta(hours=1))
    assert len(told(house)) == 1


def test_an_answer_that_is_no_ok_takes_nothing(house: House, ada: Player) -> None:
    """A misdialled text must not silence an alert."""
    ada.write("he is at my door with a knife")
    said = Player(house, "sms", DUTY, ada.now).write("who is this")
    assert "Alert 1 waits. Reply OK 1" in (said[-1].words or "")
    with house.database.reading() as session:
        assert len(alerts.unacknowledged(session)) == 1


def test_an_alert_that_cannot_be_delivered_goes_to_the_next_at_once(house: House, ada: Player) -> None:
    """A dead phone costs no ten minutes."""
    ada.write("he is at my door with a knife")
    with house.database.transaction() as session:
        row = session.scalars(select(outbox.Outgoing).where(outbox.Outgoing.kind == "alert")).one()
        hand_to_staff(house, session, row, "refused", "unreachable", ada.now)
    assert [number for number, _ in told(house)] == [DUTY, MINA]


def test_the_rota_is_gone_through_three_times_and_no_more(house: House, ada: Player) -> None:
    """After that the console alone says it: a phone that rings all night is switched off."""
    ada.write("he is at my door with a knife")
    for tens in range(1, 20):
        call_next(house, ada.now + timedelta(minutes=10 * tens))
    assert [number for number, _ in told(house)] == [DUTY, MINA] * 3


def test_danger_that_goes_on_is_one_alert(house: House, ada: Player) -> None:
    """Ten frightened messages are one call to answer, not ten."""
    for _ in range(3):
        ada.write("he is at my door with a knife")
    assert len(told(house)) == 1


def test_urgent_matters_are_told_once_each_and_say_so(house: House, ada: Player) -> None:
    """A threat is told tonight, without the advice for danger now."""
    ada.write("he said he will burn my house down")
    ada.write("no")
    ((_, words),) = told(house)
    assert "urgent (threat)" in words


def test_danger_after_the_rota_was_gone_through_in_vain_is_told_anew(house: House, ada: Player) -> None:
    """An alert that nobody ever took must not keep the next one back."""
    ada.write("he is at my door with a knife")
    for tens in range(1, 20):
        call_next(house, ada.now + timedelta(minutes=10 * tens))
    before = len(told(house))
    ada.wait(timedelta(hours=5))
    ada.write("he is at my door with a knife again")
    assert len(told(house)) == before + 1
    with house.database.reading() as session:
        assert len(alerts.unacknowledged(session)) == 2


def test_a_fault_that_every_message_meets_uses_up_one_round_only(house: House, ada: Player) -> None:
    """Where nobody can be reached everybody is tried once at once, and again after the usual wait."""
    ada.write("he is at my door with a knife")
    for _ in range(5):
        with house.database.transaction() as session:
            *_, row = session.scalars(
                select(outbox.Outgoing).where(outbox.Outgoing.kind == "alert").order_by("message_id")
            )
            hand_to_staff(house, session, row, "refused", "bad_request", ada.now)
    assert [number for number, _ in told(house)] == [DUTY, MINA]
    call_next(house, ada.now + timedelta(minutes=10))
    assert [number for number, _ in told(house)] == [DUTY, MINA, DUTY]


def test_ok_without_a_number_takes_only_what_one_was_told_of(house: House, ada: Player) -> None:
    """Whoever has not heard of an alert cannot be taking it on; named by its number it is theirs."""
    ada.write("he is at my door with a knife")
    mina = Player(house, "sms", MINA, ada.now)
    assert "Alert 1 waits" in (mina.write("ok")[-1].words or "")
    assert "Alert 1 is yours" in (mina.write("ok 1")[-1].words or "")


def test_somebody_on_call_who_said_stop_and_start_is_told_again(house: House, ada: Player) -> None:
    """Their STOP binds us as anybody's does, and their START ends it."""
    duty = Player(house, "sms", DUTY, NIGHT)
    duty.write("STOP")
    with house.database.reading() as session:
        assert session.scalars(select(Contact.stopped_at)).one() is not None
    duty.write("START")
    with house.database.reading() as session:
        assert session.scalars(select(Contact.stopped_at)).one() is None
