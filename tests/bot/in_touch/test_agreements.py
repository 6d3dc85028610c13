"""What is agreed about keeping in touch decides when something is due, when it leaves, and where it goes."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.contract import Outgoing as Leaving
from bot.channels.contract import Refused, Sending, Sent
from bot.configuration.hours import LONDON, read_hours
from bot.configuration.landlord import example_landlord
from bot.house import House
from bot.in_touch.agreements import Terms, agree, hours_of_day, next_update_by
from bot.in_touch.hearers import hearers
from bot.in_touch.updates import Draft, drafted, send_update
from bot.player import Player, example_house
from bot.post.posting import PostOffice
from bot.post.starting import hours_of
from bot.post.undelivered import hand_to_staff
from bot.timetable import may_write_at, window_ends_at
from storage.agreements import agreements_in
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.messages import Message
from storage.outbox import Outgoing, due
from storage.promises import owed_in
from storage.staff import add_staff
from storage.updates import updates_of

LANDLORD = example_landlord()
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REPORT = ("no 14 elm court plays loud music every night till 3", "no", "yes", "yes")


def london(day: int, clock: str, month: int = 11) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@pytest.fixture
def house() -> House:
    """The example landlord's, with mail as an outgoing channel."""
    return with_mail(example_house())


def with_mail(house: House) -> House:
    return replace(house, settings=replace(house.settings, smtp_url="smtp://127.0.0.1:2525"), chance=random.Random(7))


def tell(house: House, *more: str, address: str = "+447700900123") -> tuple[Player, Case]:
    """Ada reports by text, and says `more`."""
    ada = Player(house, address=address)
    for words in (*REPORT, *more):
        ada.write(words)
    with house.database.reading() as session:
        return ada, session.scalars(select(Case).order_by(Case.id.desc())).all()[0]


def code_sent(house: House) -> str:
    with house.database.reading() as session:
        last = session.scalars(select(Message).where(Message.kind == "code").order_by(Message.id.desc())).first()
        return "" if last is None else next(word for word in (last.words or "").rstrip(".").split() if word.isdigit())


def prove(house: House, ada: Player, way: str) -> None:
    """Ada agrees on another way, and the code comes back."""
    for words in ("contact", way, "yes"):
        ada.write(words)
    for words in (code_sent(house), "1", "4"):
        ada.write(words)


def officer(house: House) -> int:
    return house.database.write(lambda session: add_staff(session, "b@example.org", "Bob", "officer", MONDAY, "x").id)


@pytest.mark.parametrize(
    ("agreed", "due"),
    [
        (["weekly"], london(30, "17:00")),
        (["fortnightly"], london(7, "17:00", 12)),
        (["ten_days"], london(7, "17:00", 12)),
        (["on_news"], london(21, "17:00", 12)),
        ([None], london(7, "17:00", 12)),
        ([], london(7, "17:00", 12)),
        (["on_news", "weekly"], london(30, "17:00")),
    ],
)
def test_the_next_update_is_due_when_the_keenest_agreed(agreed: Iterable[str | None], due: datetime) -> None:
    """Working days and office hours are the landlord's; who agreed nothing hears at the landlord's own pace."""
    assert next_update_by(LANDLORD, agreed, MONDAY) == due  # type: ignore[arg-type]  # the parameters are its values


def test_a_week_that_ends_in_the_holidays_ends_before_them() -> None:
    """Never later than agreed, but where all days until then are closed."""
    assert next_update_by(LANDLORD, ["weekly"], london(21, "10:00", 12)) == london(23, "17:00", 12)
    closed = next_update_by(LANDLORD, ["weekly"], london(23, "18:00", 12))
    assert closed == datetime(2027, 1, 4, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("own", "now", "leaves", "ends"),
    [
        ("09:00-12:00", london(23, "07:00"), london(23, "09:00"), london(23, "12:00")),
        ("09:00-12:00", london(23, "12:00"), london(24, "09:00"), london(24, "12:00")),
        ("22:00-02:00", london(23, "21:30"), london(23, "22:00"), london(24, "02:00")),
        (
            "00:30-01:30",
            london(28, "23:00", 3),
            london(30, "00:30", 3),
            london(30, "01:30", 3),
        ),  # a half hour that is not
        ("00:30-02:30", london(24, "23:45", 10), london(25, "00:30", 10), london(25, "02:30", 10)),
    ],
)
def test_their_own_hours_beat_the_landlords(own: str, now: datetime, leaves: datetime, ends: datetime) -> None:
    """Also by night; in both nights when the clocks change the shortest that the clock could mean."""
    hours = read_hours(own)
    assert may_write_at(LANDLORD, now, hours) == leaves
    assert window_ends_at(LANDLORD, leaves, hours) == ends


def test_a_part_of_the_day_ends_where_the_quiet_hours_begin() -> None:
    """An evening is the landlord's to end; hours of their own are theirs."""
    early = LANDLORD.model_copy(update={"quiet_hours": read_hours("20:00-09:00")})
    assert hours_of_day(early, "evening") == "17:00-20:00"
    assert hours_of_day(early, "morning") == "09:00-12:00"
    assert hours_of_day(early, "own", "21:00-22:00") == "21:00-22:00"
    assert hours_of_day(early, "any") is None


def test_what_is_agreed_moves_what_is_to_come_and_leaves_what_is_late(house: House) -> None:
    """A new agreement hides no promise that was broken."""
    _, case = tell(house, "contact", "skip", "1", "1")
    with house.database.transaction() as session:
        case = session.get_one(Case, case.id)
        (reporter,) = session.scalars(select(Contact))
        (first,) = [promise for promise in owed_in(session, case.id) if promise.what == "update"]
        assert (first.due_at, reporter.hours) == (london(30, "17:00"), "08:00-12:00")
        agree(house, session, case, reporter, Terms("fortnightly"), "staff:1", MONDAY)
        assert (first.due_at, reporter.hours) == (london(7, "17:00", 12), None)
        late = first.due_at + timedelta(days=1)
        agree(house, session, case, reporter, Terms("weekly"), "resident", late)
        dues = [promise.due_at for promise in owed_in(session, case.id) if promise.what == "update"]
        assert dues == [london(7, "17:00", 12), london(15, "17:00", 12)]
        assert [one.frequency for one in agreements_in(session, case.id)] == ["weekly", "fortnightly", "weekly"]


def test_an_update_that_is_late_says_so(house: House) -> None:
    """Honestly, and with the next day (C6)."""
    _, case = tell(house, "contact", "skip", "1", "4")
    with house.database.reading() as session:
        case = session.get_one(Case, case.id)
        (in_time,) = drafted(house, session, case, Draft("no_change", ""), london(30, "12:00"))
        (late,) = drafted(house, session, case, Draft("no_change", ""), london(1, "12:00", 12))
    assert "sorry" not in in_time.words.said
    assert "We are sorry that this comes later than we said." in late.words.said
    assert "Tuesday 8 December" in late.words.said


class Carrier:
    """Takes texts for some numbers, and refuses all others as the network would."""

    def __init__(self, *reached: str) -> None:
        self.reached, self.took = reached, list[tuple[str, str]]()

    def send(self, outgoing: Leaving) -> Sending:
        if outgoing.address not in self.reached:
            return Refused("not_reachable")
        self.took.append((outgoing.address, outgoing.words))
        return Sent(f"provider-{outgoing.message_id}")


def post_all(house: House, carrier: Carrier, now: datetime) -> None:
    office = PostOffice(
        house.database,
        {"sms": carrier, "email": carrier},
        lambda: now,
        lambda *lost: hand_to_staff(house, *lost),
        lambda contact, at: hours_of(house, contact, at),
    )
    for _ in range(4):
        with house.database.reading() as session:
            waiting = list(session.scalars(select(Outgoing.message_id).where(Outgoing.state != "done")))
        for message_id in waiting:
            office.post(message_id)


@pytest.mark.parametrize("way", ["ada@example.org", "07700 900555"])
def test_what_does_not_arrive_goes_the_next_way_and_then_to_staff(house: House, way: str) -> None:
    """Undelivered here, sent there; where that fails too, somebody knows what she has not been told (C10)."""
    ada, case = tell(house)
    prove(house, ada, way)
    bob, now = officer(house), ada.now
    house.database.write(lambda s: send_update(house, s, s.get_one(Case, case.id), Draft("no_change", ""), bob, now))
    there = "+447700900555" if way.startswith("07") else way
    carrier = Carrier(there)
    post_all(house, carrier, now)
    ((address, words),) = [one for one in carrier.took if "no change" in one[1]]
    assert address == there
    assert "Elm" not in words
    with house.database.reading() as session:
        log = updates_of(session, case)
        assert [entry.instead_of for entry in log] == [None, log[0].message_id]
        assert log[1].contact_id == log[0].contact_id
        flagged = [talk.id for talk in session.scalars(select(Conversation)) if talk.needs_person]
    deaf = Carrier()
    later = now + timedelta(days=1)
    house.database.write(lambda s: send_update(house, s, s.get_one(Case, case.id), Draft("as_agreed", ""), bob, later))
    post_all(house, deaf, later)
    with house.database.reading() as session:
        now_flagged = [talk.id for talk in session.scalars(select(Conversation)) if talk.needs_person]
    assert set(now_flagged) - set(flagged), "nobody knows that neither way reached her"


def test_a_reply_that_does_not_arrive_names_nothing_elsewhere(house: House) -> None:
    """It may name the matter; where she is reached otherwise she is asked to call, once a day, and staff know."""
    ada, _ = tell(house)
    prove(house, ada, "ada@example.org")
    carrier = Carrier("ada@example.org")
    post_all(house, carrier, ada.now)
    elsewhere = [words for _, words in carrier.took if "code" not in words]
    assert elsewhere == ["Riverbridge Homes: we tried to reach you. Please call us on 01632 960100 when it suits you."]
    with house.database.reading() as session:
        assert any(talk.needs_person for talk in session.scalars(select(Conversation)))


def test_nothing_that_we_start_leaves_outside_their_hours(house: House) -> None:
    """Whatever queued it, and whatever they have agreed since: the last look before it goes (C8)."""
    ada, case = tell(house, "contact", "skip", "1", "4")
    bob = officer(house)
    house.database.write(
        lambda s: send_update(house, s, s.get_one(Case, case.id), Draft("no_change", ""), bob, ada.now)
    )
    house.database.write(lambda session: session.execute(update(Contact).values(hours="17:00-21:00")))
    carrier = Carrier("+447700900123")
    post_all(house, carrier, ada.now)
    assert all("no change" not in words for _, words in carrier.took)
    post_all(house, carrier, london(23, "17:00"))
    assert any("no change" in words for _, words in carrier.took)


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("after 6", "18:00-21:00"),
        ("between 2 and 4", "14:00-16:00"),
        ("9 to 5 please", "09:00-17:00"),
        ("6 to 8 in the evening", "18:00-20:00"),
    ],
)
def test_hours_may_be_said_where_parts_of_the_day_are_offered(house: House, said: str, hours: str) -> None:
    """Nobody is sent round by "Other hours"."""
    tell(house, "contact", "skip", "weekly", said)
    with house.database.reading() as session:
        assert [contact.hours for contact in session.scalars(select(Contact))] == [hours]


@pytest.mark.parametrize(
    "said",
    ["not between 1 and 3", "before 10am or after 7pm", "any time except sundays", "he is home after 6",
     "afternoons are bad", "any time is unsafe", "i work 9 to 5", "it happens in the evenings", "avoid evenings",
     "the music is 10pm to 2am", "my husband sleeps in the mornings", "wieczory odpadaja", "on wraca o 17",
     "mae o adra ar ol 6"],
)  # fmt: skip
def test_hours_that_are_not_safe_are_never_agreed(house: House, said: str) -> None:
    """They are asked again, or what they mean."""
    tell(house, "contact", "skip", "weekly", said)
    with house.database.reading() as session:
        assert [contact.hours for contact in session.scalars(select(Contact))] == [None]


def test_who_proved_another_way_is_known_there(house: House) -> None:
    """She writes from her other number about the same case, and a stranger does not."""
    ada, case = tell(house)
    prove(house, ada, "07700 900555")
    known = Player(house, address="+447700900555", now=ada.now)
    assert case.reference in " ".join(message.words or "" for message in known.write("any news"))
    stranger = Player(house, address="+447700900556", now=ada.now)
    assert case.reference not in " ".join(message.words or "" for message in stranger.write("any news"))


def test_a_code_that_is_guessed_proves_nothing(house: House) -> None:
    """Six digits, five tries."""
    ada, case = tell(house, "contact", "07700 900555", "yes")
    for guess in ("111111", "222222", "333333", "444444", "555555", "666666"):
        ada.write(guess)
    ada.write(code_sent(house))
    with house.database.reading() as session:
        (hearer,) = hearers(session, session.get_one(Case, case.id))
        assert [place.channel for place in hearer.places] == ["sms"]


def test_what_is_held_for_their_hours_holds_up_no_reply(house: House) -> None:
    """The update waits for the evening; what she is told now does not wait behind it."""
    ada, case = tell(house, "contact", "skip", "1", "4")
    bob = officer(house)
    house.database.write(
        lambda s: send_update(house, s, s.get_one(Case, case.id), Draft("no_change", ""), bob, ada.now)
    )
    house.database.write(lambda session: session.execute(update(Contact).values(hours="17:00-21:00")))
    post_all(house, Carrier("+447700900123"), ada.now)
    ada.write("any news")
    with house.database.reading() as session:
        waiting = due(session, ada.now, 10)
        assert [row.kind for row in waiting] == ["reply"]


def test_what_was_on_its_way_where_they_are_no_more_is_let_go(house: House) -> None:
    """The mailbox is no longer hers alone: nothing more goes there, and somebody knows what she was not told (C5)."""
    ada, case = tell(house)
    prove(house, ada, "ada@example.org")
    bob = officer(house)
    house.database.write(
        lambda s: send_update(house, s, s.get_one(Case, case.id), Draft("no_change", ""), bob, ada.now)
    )
    with house.database.reading() as session:
        waiting = list(session.scalars(select(Outgoing).where(Outgoing.state != "done", Outgoing.kind == "update")))
    house.database.write(lambda s: hand_to_staff(house, s, waiting[-1], "undelivered", "not_reachable", ada.now))
    for words in ("contact", "no", "skip", "1", "4"):
        ada.write(words)
    carrier = Carrier("ada@example.org")
    post_all(house, carrier, ada.now)
    assert [words for _, words in carrier.took if "no change" in words] == []
    with house.database.reading() as session:
        (talk,) = session.scalars(select(Conversation).where(Conversation.channel == "sms"))
        assert talk.needs_person
        (hearer,) = hearers(session, session.get_one(Case, case.id))
        assert [place.channel for place in hearer.places] == ["sms"]
