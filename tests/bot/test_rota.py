"""The person on call is told at once, then the next, until somebody takes the alert on (R1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.channels.contract import Inbound
from bot.conversation import receive
from bot.house import House
from bot.player import OPENING, Player
from bot.post.undelivered import hand_to_staff
from bot.rota import call_next
from storage import alerts, outbox
from storage.cases import Case, close_case
from storage.contacts import Contact, address_of
from storage.messages import Message, transcript

ADA = "+447700900123"
NIGHT = OPENING.replace(day=24, hour=2)  # a Tuesday: the duty officer, then the manager
DUTY, MINA = "+447700900102", "+447700900104"


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


def test_a_clock_that_is_put_back_keeps_nobody_from_being_told(house: House, ada: Player) -> None:
    """The next is told, and not after an hour and ten minutes."""
    ada.write("he is at my door with a knife")
    call_next(house, ada.now - timedelta(hours=1))
    assert [number for number, _ in told(house)] == [DUTY, MINA]


def test_no_alert_reaches_a_phone_that_was_off_for_half_a_day(house: House, ada: Player) -> None:
    """It was told anew many times since, and may have been taken."""
    ada.write("he is at my door with a knife")
    with house.database.reading() as session:
        (row,) = session.scalars(select(outbox.Outgoing).where(outbox.Outgoing.kind == "alert"))
    assert row.expires_at == row.due_at + timedelta(hours=4)


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


def call_until(house: House, first: datetime, minutes: int) -> list[int]:
    """The minutes after `first` at which somebody was told, where the worker looks every minute."""
    at: list[int] = []
    before = how_many_told(house)
    for minute in range(1, minutes + 1):
        call_next(house, first + timedelta(minutes=minute))
        at += [minute] * (how_many_told(house) - before)
        before = how_many_told(house) if at[-1:] == [minute] else before
    return at


def how_many_told(house: House) -> int:
    """How often somebody was told of an alert so far."""
    with house.database.reading() as session:
        return session.scalars(select(func.count()).where(outbox.Outgoing.kind == "alert")).one()


def test_an_alert_that_nobody_takes_goes_on_being_told_at_growing_waits(house: House, ada: Player) -> None:
    """Three rounds at the usual pace, then every 20 and every 30 minutes: one who slept may wake at five."""
    ada.write("he is at my door with a knife")
    assert call_until(house, ada.now, 240) == [10, 20, 30, 40, 50, 70, 90, 120, 150, 180, 210, 240]
    assert [number for number, _ in told(house)] == [DUTY, MINA] * 6 + [DUTY]


def test_it_ends_when_somebody_takes_it_or_its_case_is_closed(house: House, ada: Player) -> None:
    """However late; and a case closed before the danger came does not count."""
    for line in ("no 14 elm court plays loud music every night till 3", "no", "yes"):
        ada.write(line)
    close(house, ada.now)
    ada.wait(timedelta(hours=2))
    ada.write("he is at my door with a knife")
    began = ada.now
    assert call_until(house, began, 120)
    close(house, began + timedelta(minutes=121))
    assert call_until(house, began + timedelta(minutes=121), 120) == []


def close(house: House, now: datetime) -> None:
    """Every case is closed, at this moment."""
    with house.database.transaction() as session:
        for case in session.scalars(select(Case)):
            close_case(session, case, "staff:1", now)


def test_an_officer_in_danger_is_told_to_the_next(house: House) -> None:
    """Attacked on a visit, they write to the number they know: advice in the same answer, and the manager is told."""
    got = receive(house, Inbound("sms", DUTY, "SM1", "help hes attacking me with a knife in flat 9"), NIGHT)
    ((_, advice),) = got.at_once
    assert advice.said.startswith("In danger? Call 999 now.")
    ((number, words),) = told(house)
    assert number == MINA
    assert "danger now (violence). It was written by somebody on call." in words
    with house.database.reading() as session:
        (alert,) = alerts.unacknowledged(session)
        assert [message.words for message in transcript(session, alert.conversation_id)][:1] == [
            "help hes attacking me with a knife in flat 9"
        ]
    call_next(house, NIGHT + timedelta(minutes=10))
    assert [number for number, _ in told(house)] == [MINA, MINA]


def test_an_officer_in_danger_who_is_alone_on_duty_is_told_to_the_whole_rota(house: House) -> None:
    """Where nobody else has the night, those who have the day are woken."""
    alone = house.landlord.model_copy(
        update={"on_call": house.landlord.on_call.model_copy(update={"people": house.landlord.on_call.people[:2]})}
    )
    receive(replace(house, landlord=alone), Inbound("sms", DUTY, "SM1", "he has a knife help me now"), NIGHT)
    assert [number for number, _ in told(house)] == ["+447700900101"]


def test_an_ok_that_speaks_of_the_danger_takes_it_and_raises_no_other(house: House, ada: Player) -> None:
    """ "OK 1, police called about the knife" is an answer."""
    ada.write("he is at my door with a knife")
    said = Player(house, "sms", DUTY, ada.now).write("ok 1 calling police he still has the knife")
    assert said[-1].words == "Thank you. Alert 1 is yours."
    with house.database.reading() as session:
        assert alerts.unacknowledged(session) == []


def test_an_ok_to_nothing_with_danger_in_it_is_danger(house: House) -> None:
    """A word at the beginning must not hide what follows."""
    receive(house, Inbound("sms", DUTY, "SM1", "ok he has a knife help me now"), NIGHT)
    assert [number for number, _ in told(house)] == [MINA]


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


@pytest.fixture
def two(house: House, ada: Player) -> Player:
    """Two alerts, of both of which the duty officer was told; and their telephone."""
    ada.write("he is at my door with a knife")
    Player(house, "sms", "+447700900124", ada.now).write("smoke is coming from the flat below, it is on fire")
    assert [number for number, _ in told(house)] == [DUTY, DUTY]
    return Player(house, "sms", DUTY, ada.now)


def still_waiting(house: House) -> list[int]:
    with house.database.reading() as session:
        return [alert.id for alert in alerts.unacknowledged(session)]


@pytest.mark.parametrize("words", ["OK", "ok on my way", "OK be there in 10 mins", "okay at 2:30", "mine", "ok 1 min"])
def test_an_ok_that_could_mean_either_of_two_alerts_takes_none_and_asks_which(
    house: House, two: Player, words: str
) -> None:
    """The second may have come while they typed: taken unread, nobody else would be told of it."""
    *_, said = two.write(words)
    assert said.words == "Alert 1, 2 waits. Which do you take? Reply OK 1, OK 2 or OK ALL."
    assert still_waiting(house) == [1, 2]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("OK 2", [1]),
        ("ok2", [1]),
        ("ok alert 1", [2]),
        ("OK 1 and 2", []),
        ("ok 1, 2", []),
        ("ok 1 in 10 mins", [2]),
        ("OK ALL", []),
        ("ok both", []),
        ("ok 7", [1, 2]),
        ("which one", [1, 2]),
    ],
)
def test_an_ok_takes_what_it_names(house: House, two: Player, words: str, left: list[int]) -> None:
    """And what still waits is said."""
    *_, said = two.write(words)
    assert still_waiting(house) == left
    assert len(left) != 1 or f"Alert {left[0]} waits. Reply OK {left[0]} to take it." in (said.words or "")


def test_an_ok_that_declines_takes_nothing(house: House, ada: Player) -> None:
    """The next is called."""
    ada.write("he is at my door with a knife")
    for words in ("ok but I can't go", "OK not me tonight"):
        assert "Alert 1 waits" in (Player(house, "sms", DUTY, ada.now).write(words)[-1].words or "")
    assert still_waiting(house) == [1]


def test_an_old_alert_whose_case_is_closed_leaves_no_doubt_which_is_meant(house: House, ada: Player) -> None:
    """Nobody is told of it any more."""
    for line in ("no 14 elm court plays loud music every night till 3", "no", "yes", "he is at my door with a knife"):
        ada.write(line)
    close(house, ada.now + timedelta(minutes=1))
    Player(house, "sms", "+447700900124", ada.now).write("smoke is coming from the flat below, it is on fire")
    said = Player(house, "sms", DUTY, ada.now).write("ok")
    assert said[-1].words == "Thank you. Alert 2 is yours."


def test_somebody_on_call_who_said_stop_and_start_is_told_again(house: House, ada: Player) -> None:
    """Their STOP binds us as anybody's does, and their START ends it."""
    duty = Player(house, "sms", DUTY, NIGHT)
    duty.write("STOP")
    with house.database.reading() as session:
        assert session.scalars(select(Contact.stopped_at)).one() is not None
    duty.write("START")
    with house.database.reading() as session:
        assert session.scalars(select(Contact.stopped_at)).one() is None
