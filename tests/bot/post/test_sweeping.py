"""What Twilio took and could not bring us is fetched, filed once, and answered or handed to a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.contract import Inbound
from bot.channels.sms_inbox import SmsInbox, Unreachable
from bot.configuration.settings import Twilio
from bot.conversation import receive
from bot.house import House
from bot.post.sweeping import EVERY, SETTLED, Sweeper
from storage.alerts import unacknowledged
from storage.messages import Message
from tests.standins import twilio_cloud
from tests.standins.twilio_cloud import TwilioCloud

ADA, BEA = "+447700900123", "+447700900124"
SERVICE = "MG" + "0" * 32
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = EVERY + SETTLED


@pytest.fixture
def twilio() -> Iterator[TwilioCloud]:
    """Twilio's stand-in; a request that Twilio's documentation does not allow fails the test."""
    with TwilioCloud() as cloud:
        yield cloud
        assert cloud.complaints == []


def inbox(twilio: TwilioCloud, sender: str = twilio_cloud.OUR_NUMBER, token: str = twilio_cloud.TOKEN) -> SmsInbox:
    return SmsInbox(Twilio(twilio_cloud.ACCOUNT, token, sender, twilio.url))


@pytest.fixture
def sweeper(house: House, twilio: TwilioCloud) -> Sweeper:
    """One that has looked for the first time, at noon."""
    made = Sweeper(house, inbox(twilio))
    made.sweep(NOON)
    return made


def bring(house: House, form: dict[str, str], at: datetime) -> None:
    receive(house, Inbound("sms", form["From"], form["MessageSid"], form["Body"]), at)


def heard(house: House) -> list[tuple[str | None, datetime]]:
    with house.database.reading() as session:
        rows = session.scalars(select(Message).where(Message.direction == "in").order_by(Message.id))
        return [(row.words, row.at) for row in rows]


def test_a_text_that_never_reached_us_is_filed_as_of_when_it_came(
    house: House, twilio: TwilioCloud, sweeper: Sweeper
) -> None:
    """And those that did are let be."""
    brought, lost = NOON + timedelta(seconds=5), NOON + timedelta(seconds=40)
    bring(house, twilio.take(ADA, "loud music at 14 elm court", brought), brought)
    twilio.take(BEA, "rubbish in the lobby", lost)
    for _ in range(2):
        sweeper.sweep(NOON + LATER)
    assert heard(house) == [("loud music at 14 elm court", brought), ("rubbish in the lobby", lost)]


def test_several_of_one_resident_are_filed_in_order(house: House, twilio: TwilioCloud, sweeper: Sweeper) -> None:
    """Twilio lists the newest first."""
    said = ["loud music at 14 elm court", "no", "yes"]
    for number, words in enumerate(said):
        twilio.take(ADA, words, NOON + timedelta(seconds=number))
    sweeper.sweep(NOON + LATER)
    assert [words for words, _ in heard(house)] == said


def test_danger_that_never_reached_us_is_told(house: House, twilio: TwilioCloud, sweeper: Sweeper) -> None:
    """Late is better than not at all."""
    twilio.take(ADA, "help he has a knife and is breaking down my door", NOON)
    sweeper.sweep(NOON + LATER)
    with house.database.reading() as session:
        assert [alert.level for alert in unacknowledged(session)] == ["now"]


def test_what_may_still_be_on_its_way_is_left_alone(house: House, twilio: TwilioCloud, sweeper: Sweeper) -> None:
    """Else an answer could be filed before what it answers; it is looked for the next time."""
    just_now = NOON + LATER - SETTLED / 2
    twilio.take(ADA, "loud music", just_now)
    sweeper.sweep(NOON + LATER)
    assert heard(house) == []
    sweeper.sweep(NOON + 2 * LATER)
    assert heard(house) == [("loud music", just_now)]


def test_after_a_long_outage_everything_since_is_looked_through(
    house: House, twilio: TwilioCloud, sweeper: Sweeper
) -> None:
    """Also texts of days ago."""
    for day in range(1, 4):
        twilio.take(ADA, f"day {day}", NOON + timedelta(days=day))
    Sweeper(house, inbox(twilio)).sweep(NOON + timedelta(days=5))
    assert [words for words, _ in heard(house)] == ["day 1", "day 2", "day 3"]


def test_every_page_that_twilio_gives_is_read(house: House, twilio: TwilioCloud, sweeper: Sweeper) -> None:
    """The oldest stand on the last one."""
    twilio.largest_page = 2
    said = [f"text {number}" for number in range(5)]
    for number, words in enumerate(said):
        twilio.take(ADA, words, NOON + timedelta(seconds=number))
    sweeper.sweep(NOON + LATER)
    assert [words for words, _ in heard(house)] == said


def test_what_a_number_was_texted_before_it_was_ours_stays_away(house: House, twilio: TwilioCloud) -> None:
    """A number may have had another use; nobody expects an answer to last year's text."""
    twilio.take(ADA, "from long ago", NOON - timedelta(days=1))
    made = Sweeper(house, inbox(twilio))
    made.sweep(NOON)
    made.sweep(NOON + LATER)
    assert heard(house) == []


def test_where_twilio_does_not_answer_nothing_is_taken_as_looked_through(
    house: House, twilio: TwilioCloud, sweeper: Sweeper
) -> None:
    """It is asked again a minute later, and not ten times a minute."""
    twilio.take(ADA, "loud music", NOON)
    twilio.misbehave("error", "html")
    asked = len(twilio.asked)
    for seconds in (0, 10, 20, 70, 80):
        sweeper.sweep(NOON + LATER + timedelta(seconds=seconds))
    assert (len(twilio.asked) - asked, heard(house)) == (2, [])
    sweeper.sweep(NOON + LATER + timedelta(minutes=3))
    assert heard(house) == [("loud music", NOON)]


def test_twilio_is_not_asked_more_often_than_it_need_be(twilio: TwilioCloud, sweeper: Sweeper) -> None:
    """The worker comes by each ten seconds."""
    for seconds in range(0, 181, 10):
        sweeper.sweep(NOON + timedelta(seconds=seconds))
    assert len(twilio.asked) == 1


@pytest.mark.parametrize("fault", ["busy", "error", "unavailable", "html", "close"])
def test_trouble_says_nothing_of_numbers(twilio: TwilioCloud, fault: str) -> None:
    """Whatever Twilio's library raises."""
    twilio.misbehave(fault)  # type: ignore[arg-type]
    with pytest.raises(Unreachable) as trouble:
        inbox(twilio).since(NOON)
    assert "+44" not in str(trouble.value)


def test_a_wrong_token_is_trouble_too(twilio: TwilioCloud) -> None:
    """As long as it is wrong nothing can be fetched."""
    with pytest.raises(Unreachable):
        inbox(twilio, token="wrong").since(NOON)


def test_a_messaging_service_hears_its_own_texts_only(twilio: TwilioCloud) -> None:
    """Other numbers of the account have other uses."""
    twilio.take(ADA, "to us", NOON, MessagingServiceSid=SERVICE)
    twilio.take(BEA, "to somebody else", NOON)
    taken = inbox(twilio, sender=SERVICE).since(NOON)
    assert [(inbound.words, inbound.address, at) for inbound, at in taken] == [("to us", ADA, NOON)]


def test_a_picture_without_words_is_seen(house: House, twilio: TwilioCloud) -> None:
    """As it is by the webhook."""
    twilio.take(ADA, "", NOON, NumMedia="1")
    ((inbound, _),) = inbox(twilio).since(NOON)
    assert inbound == replace(inbound, words="", beyond_words="something")


def test_a_clock_that_was_put_back_hides_no_text(house: House, twilio: TwilioCloud) -> None:
    """It was an hour ahead when Twilio was last asked: what came since is not passed over."""
    sweeper = Sweeper(house, inbox(twilio))
    sweeper.sweep(NOON + timedelta(hours=1))
    twilio.take(ADA, "loud music every night", NOON)
    sweeper.sweep(NOON + LATER)
    assert [words for words, _ in heard(house)] == ["loud music every night"]
