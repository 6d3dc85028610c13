"""After STOP nothing is lost that a person must know; whoever writes where there is no STOP has not stopped us (C9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import conversation
from bot.channels.contract import Inbound, OptedOut, Outgoing, Sending, Sent
from bot.conversation import receive
from bot.house import House
from bot.player import OPENING, Player
from bot.post.posting import PostOffice
from bot.post.undelivered import hand_to_staff
from storage import alerts, outbox
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.messages import Message

ADA = "+447700900123"
NIGHT = OPENING.replace(day=24, hour=2)


def stopped(house: House) -> Player:
    """Ada, after her STOP was seen and settled by staff."""
    ada = Player(house, "sms", ADA, NIGHT)
    ada.write("STOP")
    with house.database.transaction() as session:
        session.scalars(select(Conversation)).one().needs_person = False
    return ada


def everything_said(house: House) -> list[str]:
    with house.database.reading() as session:
        chosen = select(Message.words).where(Message.direction == "out").order_by(Message.id)
        return [words or "" for words in session.scalars(chosen)]


def needs_person(house: House) -> bool:
    with house.database.reading() as session:
        return session.scalars(select(Conversation.needs_person)).one()


def is_stopped(house: House) -> bool:
    with house.database.reading() as session:
        return session.scalars(select(Contact.stopped_at).order_by(Contact.id)).first() is not None


class Phone:
    """A provider that takes everything, and what it took."""

    def __init__(self) -> None:
        self.took: list[str] = []

    def send(self, outgoing: Outgoing) -> Sending:
        self.took.append(outgoing.words)
        return Sent(f"out{len(self.took)}")


def post_all(house: House, phone: Phone, player: Player) -> None:
    office = PostOffice(
        house.database, {player.channel: phone}, lambda: player.now, lambda *row: hand_to_staff(house, *row)
    )
    with house.database.reading() as session:
        waiting = list(session.scalars(select(outbox.Outgoing.message_id).order_by("message_id")))
    for message_id in waiting:
        office.post(message_id)


@pytest.mark.parametrize(
    "word", ["STOP", "unsubscribe", "End", "QUIT", "StopAll", "REVOKE", "OPTOUT", "cancel", "ARRET", "Arrêt", " stop "]
)
def test_a_stop_is_final_is_not_answered_by_us_and_is_told_to_staff(house: House, word: str) -> None:
    """In every word that carriers act on, which acknowledge it themselves; what waits to leave leaves no more."""
    ada = Player(house, "sms", ADA, NIGHT)
    ada.write("loud music every night")
    said = len(everything_said(house))
    assert ada.write(word) == []
    phone = Phone()
    post_all(house, phone, ada)
    assert (phone.took, len(everything_said(house)), is_stopped(house), needs_person(house)) == ([], said, True, True)


@pytest.mark.parametrize("opted", ["stop", "start"])
def test_what_the_carrier_says_it_did_counts_whatever_the_words(house: House, opted: str) -> None:
    """A landlord may give the carrier words of other languages; OptOutType says what it made of them."""
    ada = Player(house, "sms", ADA, NIGHT)
    ada.write("loud music every night")
    if opted == "start":
        ada.write("STOP")
    said = len(everything_said(house))
    receive(house, Inbound("sms", ADA, "SM9", "przestan", opted=opted), ada.now)  # type: ignore[arg-type]
    assert (is_stopped(house), len(everything_said(house))) == (opted == "stop", said)


def test_help_that_the_carrier_noticed_is_answered_whatever_the_words(house: House) -> None:
    """OptOutType says HELP."""
    receive(house, Inbound("sms", ADA, "SM9", "assist", opted="help"), NIGHT)
    assert everything_said(house)[0].startswith("In danger now? Call 999.")


@pytest.mark.parametrize("word", ["START", "unstop", "Start."])
def test_a_start_resumes_and_the_carrier_acknowledges_it(house: House, word: str) -> None:
    """We say nothing to it, and answer what comes next."""
    ada = stopped(house)
    assert ada.write(word) == []
    assert ada.write("loud music every night")


@pytest.mark.parametrize("word", ["YES", "yes", "Yes."])
def test_a_yes_that_ends_a_stop_is_an_answer_as_well(house: House, word: str) -> None:
    """She was asked whether anyone is in danger: nothing may keep that from us."""
    ada = Player(house, "sms", ADA, NIGHT)
    ada.write("loud music every night")
    ada.write("STOP")
    assert [message.kind for message in ada.write(word)][:1] == ["danger"]
    assert not is_stopped(house)


def test_danger_from_a_stopped_number_is_told_with_how_it_cannot_be_answered(house: House) -> None:
    """And no advice goes out, by whatever way."""
    ada = stopped(house)
    got = receive(house, Inbound("sms", ADA, "SM9", "he is at my door with a knife"), ada.now)
    assert got.at_once == ()
    with house.database.reading() as session:
        (alert,) = alerts.unacknowledged(session)
    assert (alert.level, alert.note) == ("now", "cannot be answered by text")


def test_a_fault_of_ours_answers_no_stopped_number(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """STOP is heard where all else fails, and danger is told as ever."""

    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(conversation, "heed_reserve", fail)
    ada = Player(house, "sms", ADA, NIGHT)
    assert ada.write("STOP") == []
    assert is_stopped(house)
    got = receive(house, Inbound("sms", ADA, "SM9", "he is at my door with a knife"), ada.now)
    assert got.at_once == ()
    with house.database.reading() as session:
        assert alerts.unacknowledged(session)[0].note == "cannot be answered by text"


def test_advice_is_not_given_again_to_who_has_said_stop_since(house: House) -> None:
    """Twilio brings the first message again after the STOP."""
    first = Inbound("sms", ADA, "SM1", "he is at my door with a knife")
    assert receive(house, first, NIGHT).at_once
    Player(house, "sms", ADA, NIGHT).write("STOP")
    again = receive(house, first, NIGHT)
    assert (again.repeated, again.at_once) == (True, ())


@pytest.mark.parametrize("word", ["stop", "STOP", "end", "cancel", "zatrzymaj", "stopio", "بند کریں", "opt out"])
def test_on_telegram_a_stop_is_acknowledged_once_by_us(house: House, word: str) -> None:
    """No carrier does it there: it is said once, nothing more leaves, and what they write next goes on."""
    priya = Player(house, "telegram", "700900123", NIGHT)
    priya.write("loud music every night")
    (goodbye,) = priya.write(word)
    phone = Phone()
    post_all(house, phone, priya)
    assert (goodbye.kind, phone.took) == ("goodbye", [goodbye.words])
    assert is_stopped(house)
    assert needs_person(house)
    assert priya.write("no")
    assert not is_stopped(house)


def test_a_goodbye_that_is_late_or_in_doubt_is_not_said(house: House) -> None:
    """Nothing may follow a STOP a second time, or hours later."""
    priya = Player(house, "telegram", "700900123", NIGHT)
    (goodbye,) = priya.write("stop")
    priya.wait(timedelta(minutes=16))
    phone = Phone()
    post_all(house, phone, priya)
    assert phone.took == []
    (goodbye,) = priya.write("stop")
    house.database.write(lambda session: outbox.mark_sending(session, goodbye.id, priya.now))
    post_all(house, phone, priya)
    assert phone.took == []


def test_a_bot_found_to_be_blocked_is_told_to_staff_and_sent_nothing_more(house: House) -> None:
    """Telegram's `Forbidden`."""

    class Blocked(Phone):
        def send(self, outgoing: Outgoing) -> Sending:
            super().send(outgoing)
            return OptedOut("blocked")

    priya = Player(house, "telegram", "700900123", NIGHT)
    priya.write("loud music every night")
    priya.write("no")
    phone = Blocked()
    post_all(house, phone, priya)
    assert (len(phone.took), is_stopped(house), needs_person(house)) == (1, True, True)


def test_a_stop_in_words_that_no_carrier_knows_ends_with_a_start_that_is_answered(house: House) -> None:
    """No carrier acknowledges either."""
    ada = Player(house, "sms", ADA, NIGHT)
    ada.write("loud music every night")
    (goodbye,) = ada.write("stop texting me")
    assert goodbye.kind == "goodbye"
    assert ada.write("it is loud again") == []
    assert [message.kind for message in ada.write("START")] == ["reply"]


def test_a_stop_on_the_web_is_no_report(house: House) -> None:
    """It writes to nobody who has left it."""
    omar = Player(house, "web", "visit-1", NIGHT)
    omar.write("loud music every night")
    (said,) = omar.write("stop")
    assert (said.words or "").startswith("That is fine.")
    assert not is_stopped(house)


def test_somebody_on_call_who_says_stop_is_not_answered_and_is_known_of(house: House) -> None:
    """A rota with a silent gap in it must not go unnoticed; their OK counts all the same."""
    Player(house, "sms", ADA, NIGHT).write("he is at my door with a knife")
    duty = Player(house, "sms", house.landlord.on_call.people[1].mobile, NIGHT)
    assert [message.kind for message in duty.write("STOP")] == ["alert"]
    with house.database.reading() as session:
        assert session.scalars(select(Conversation.needs_person).where(Conversation.audience == "on_call")).all() == [
            True
        ]
    assert duty.write("ok 1") == []
    with house.database.reading() as session:
        assert alerts.unacknowledged(session) == []
    assert duty.write("START") == []


def test_every_message_from_a_stopped_number_is_for_a_person_to_read(house: House) -> None:
    """It makes no report and is not answered, so that only a person can see it."""
    stopped(house).write("the music is back every night")
    with house.database.reading() as session:
        assert session.scalars(select(Conversation)).one().needs_person


def test_a_threat_from_a_stopped_number_is_told_tonight_and_once(house: House) -> None:
    """What is urgent is told to the person on call, who learns that she cannot be answered by text."""
    ada = stopped(house)
    ada.write("he said he will burn my house down")
    ada.write("he said he will burn my house down")
    with house.database.reading() as session:
        (alert,) = alerts.unacknowledged(session)
    assert (alert.level, alert.sort, alert.note) == ("urgent", "threat", "cannot be answered by text")


def test_who_writes_to_the_bot_has_not_blocked_it(house: House) -> None:
    """Telegram's word that Priya allows us again may never have come: her own message says it."""
    priya = Player(house, "telegram", "700900123", NIGHT)
    priya.write("hello")
    with house.database.transaction() as session:
        session.scalars(select(Contact)).one().stopped_at = NIGHT
    assert priya.write("loud music every night")
    with house.database.reading() as session:
        assert session.scalars(select(Contact.stopped_at)).one() is None
