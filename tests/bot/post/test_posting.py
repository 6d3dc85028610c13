"""Posting one message: what is noted before and after, and what becomes of it when the provider is in trouble."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.channels.contract import Outgoing, Receipt, Sending, Sent
from bot.channels.sms import SmsSender
from bot.channels.telegram import TelegramSender
from bot.channels.telegram_line import TelegramLine
from bot.configuration.settings import Telegram, Twilio
from bot.post.posting import WAITS, PostOffice
from storage import deliveries, messages, outbox
from storage.contacts import Contact
from storage.database import Database
from storage.deliveries import State
from storage.sealing import Keys
from tests.bot.outgoing import ADA, PRIYA, end_of, queue, row_of
from tests.standins import telegram_cloud, twilio_cloud
from tests.standins.provider import Fault
from tests.standins.telegram_cloud import TelegramCloud
from tests.standins.twilio_cloud import TwilioCloud


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def twilio() -> Iterator[TwilioCloud]:
    """Twilio's stand-in; a request that Twilio's documentation does not allow fails the test."""
    with TwilioCloud() as cloud:
        yield cloud
        assert cloud.complaints == []


@pytest.fixture
def telegram() -> Iterator[TelegramCloud]:
    """Telegram's stand-in; a call that the Bot API does not document fails the test."""
    with TelegramCloud() as cloud:
        yield cloud
        assert cloud.complaints == []


@pytest.fixture
def texts(twilio: TwilioCloud) -> SmsSender:
    account = Twilio(twilio_cloud.ACCOUNT, twilio_cloud.TOKEN, twilio_cloud.OUR_NUMBER, twilio.url)
    return SmsSender(account, "https://reports.example.org")


@pytest.fixture
def office(store: Database, clock: Clock, texts: SmsSender) -> PostOffice:
    return PostOffice(store, {"sms": texts}, clock)


def test_a_text_leaves_with_an_address_for_its_receipt_and_an_end_of_its_validity(
    office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """So that a receipt finds its message even after a crash, and no carrier delivers after the window (C8)."""
    [message_id] = queue(store, now, ["Your reference is HB-7K3M."], expires_in=timedelta(minutes=15))

    assert office.post(message_id) == "sent"

    [text] = twilio.texts
    assert (text.to, text.body, text.sender) == (ADA, "Your reference is HB-7K3M.", twilio_cloud.OUR_NUMBER)
    assert text.callback == f"https://reports.example.org/sms/status?message={message_id}"
    assert text.validity == 900
    assert row_of(store, message_id).provider_id == text.sid
    assert end_of(store, message_id) == ("sent", None)


def test_what_we_start_is_valid_no_longer_than_the_hours_agreed_since_it_was_written(
    store: Database, clock: Clock, texts: SmsSender, twilio: TwilioCloud, now: datetime
) -> None:
    """Written for any time until nine, while somebody agreed to two hours: no carrier may bring it in the evening."""
    office = PostOffice(store, {"sms": texts}, clock, hours_of=lambda _, at: (at, at + timedelta(hours=2)))
    [update] = queue(store, now, kind="update", expires_in=timedelta(hours=13))
    [reply] = queue(store, now, address="+447700900124", expires_in=timedelta(minutes=15))

    assert [office.post(message_id) for message_id in (update, reply)] == ["sent", "sent"]
    assert [text.validity for text in twilio.texts] == [7200, 900]


def test_a_message_is_posted_once_however_often_its_job_runs(
    office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """A job may run twice; the outbox knows."""
    [message_id] = queue(store, now)

    assert [office.post(message_id) for _ in range(3)] == ["sent", "settled", "settled"]
    assert len(twilio.texts) == 1


def test_sending_is_noted_before_the_provider_is_called_and_no_transaction_is_open_then(
    store: Database, clock: Clock, now: datetime
) -> None:
    """A crash in the middle must leave a trace, and a slow provider must not hold up the store."""
    seen: list[str] = []

    class Looking:
        def send(self, outgoing: Outgoing) -> Sending:
            seen.append(row_of(store, outgoing.message_id).state)
            seen.append(looking_office.post(outgoing.message_id))
            queue(store, now, ["written meanwhile"])
            return Sent("SM1")

    [message_id] = queue(store, now)
    looking_office = PostOffice(store, {"sms": Looking()}, clock)

    assert looking_office.post(message_id) == "sent"
    assert seen == ["sending", "under_way"]


@pytest.mark.parametrize("fault", ["busy", "unavailable"])
def test_a_busy_provider_is_tried_again_after_a_wait(
    office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime, fault: Fault
) -> None:
    """Whatever the kind of message: nothing was taken, so there is no doubt."""
    [message_id] = queue(store, now, kind="update")
    twilio.misbehave(fault)

    assert office.post(message_id) == "later"
    row = row_of(store, message_id)
    assert (row.state, row.attempts, row.try_at) == ("waiting", 1, now + timedelta(seconds=5))
    assert end_of(store, message_id) == ("queued", "busy")
    assert office.post(message_id) == "sent"


def test_waits_grow_and_end_in_a_named_state(
    office: PostOffice, store: Database, clock: Clock, twilio: TwilioCloud, now: datetime
) -> None:
    """Hours of trouble are waited out, but not for ever, and then somebody knows."""
    [message_id] = queue(store, now)
    for _ in range(20):
        twilio.misbehave("busy")
    waited = []

    while office.post(message_id) == "later":
        waited.append(row_of(store, message_id).try_at - clock.now)
        clock.now = row_of(store, message_id).try_at

    assert tuple(waited) == WAITS
    assert end_of(store, message_id) == ("failed", "gave_up_busy")
    assert row_of(store, message_id).state == "done"


def test_a_message_past_its_time_is_withdrawn(
    office: PostOffice, store: Database, clock: Clock, twilio: TwilioCloud, now: datetime
) -> None:
    """A reply that could not leave in time is no longer a reply (C8)."""
    [message_id] = queue(store, now, expires_in=timedelta(minutes=15))
    clock.now = now + timedelta(minutes=15)

    assert office.post(message_id) == "withdrawn"
    assert (twilio.texts, end_of(store, message_id)) == ([], ("withdrawn", "too_late"))


def test_a_message_whose_next_attempt_would_be_too_late_is_withdrawn_at_once(
    office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """Staff need not wait to hear that it will not arrive."""
    [message_id] = queue(store, now, expires_in=timedelta(seconds=4))
    twilio.misbehave("busy")

    assert office.post(message_id) == "withdrawn"


def test_erased_words_are_not_sent(office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime) -> None:
    """Retention may come between the writing and the sending."""
    [message_id] = queue(store, now)
    store.write(lambda session: messages.erase_words(session, [message_id]))

    assert office.post(message_id) == "withdrawn"
    assert twilio.texts == []


def test_after_stop_nothing_more_is_sent_to_that_number(
    office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """21610 is final at once for every kind of message (C9)."""
    twilio.opted_out.add(ADA)
    first, second = queue(store, now, ["one", "two"], kind="danger")

    assert [office.post(first), office.post(second)] == ["opted_out", "opted_out"]
    assert len(twilio.asked) == 1
    with store.reading() as session:
        assert session.get_one(Contact, row_of(store, first).contact_id).stopped_at == now


@pytest.mark.parametrize("safe", ["no", "unwanted"])
def test_what_we_start_does_not_leave_once_it_is_not_safe(
    office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime, safe: str
) -> None:
    """An update waits for the morning, and in the night they write that somebody reads their phone (C5)."""
    [update_id] = queue(store, now, kind="update")
    [reply_id] = queue(store, now, kind="reply")
    store.write(lambda session: session.execute(update(Contact).values(texting_is_safe=safe)))

    assert office.post(update_id) == "withdrawn"
    assert (twilio.asked, end_of(store, update_id)) == ([], ("withdrawn", "not_safe"))
    assert office.post(reply_id) == "sent"


def test_a_landline_is_not_texted(office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime) -> None:
    """It may be read aloud to whoever answers."""
    [message_id] = queue(store, now, address="+442079460123")

    assert office.post(message_id) == "refused"
    assert (twilio.asked, end_of(store, message_id)) == ([], ("refused", "landline"))


def test_a_channel_that_is_not_connected_keeps_its_messages(store: Database, clock: Clock, now: datetime) -> None:
    """A setting that is missing for a while must not lose what was said."""
    [message_id] = queue(store, now)

    assert PostOffice(store, {}, clock).post(message_id) == "later"
    assert end_of(store, message_id) == ("queued", "not_connected")


def test_in_doubt_the_kind_of_message_decides(
    office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime
) -> None:
    """Safety and answers are worth a double; a reminder is not."""
    ends: dict[messages.Kind, str] = {
        "danger": "later",
        "alert": "later",
        "reply": "later",
        "update": "in_doubt",
        "reminder": "in_doubt",
    }
    faults: tuple[Fault, ...] = ("error", "html", "take_and_close")
    for kind, end in ends.items():
        for fault in faults:
            [message_id] = queue(store, now, kind=kind)
            twilio.misbehave(fault)

            assert office.post(message_id) == end, (kind, fault)


@pytest.mark.parametrize(("kind", "end", "sent"), [("reply", "sent", 1), ("reminder", "in_doubt", 0)])
def test_a_message_whose_worker_died_while_sending_is_decided_by_its_kind(
    office: PostOffice, store: Database, twilio: TwilioCloud, now: datetime, kind: messages.Kind, end: str, sent: int
) -> None:
    """`sending` without a provider's id is all that a dead worker leaves."""
    [message_id] = queue(store, now, kind=kind)
    store.write(lambda session: outbox.mark_sending(session, message_id, now))

    assert office.post(message_id) == end
    assert len(twilio.texts) == sent


def test_a_receipt_that_comes_before_the_answer_settles_the_message(
    store: Database, clock: Clock, now: datetime
) -> None:
    """The provider's own word counts for more than a connection that broke."""

    class Slow:
        def send(self, outgoing: Outgoing) -> Sending:
            receipt = Receipt("sms", "SM9", "delivered", outgoing.message_id)
            store.write(lambda session: _settle(session, receipt))
            raise ConnectionError("with +447700900123 in its text")

        def __repr__(self) -> str:
            return "Slow"

    def _settle(session: object, receipt: Receipt) -> None:
        assert receipt.message_id is not None
        outbox.mark_done(session, receipt.message_id, now, receipt.provider_id)  # type: ignore[arg-type]
        deliveries.record_delivery(session, receipt.message_id, "delivered", now)  # type: ignore[arg-type]

    [message_id] = queue(store, now)

    assert PostOffice(store, {"sms": Slow()}, clock).post(message_id) == "settled"
    assert end_of(store, message_id) == ("delivered", None)


def test_whoever_must_know_is_told_of_a_message_that_will_not_arrive(
    store: Database, clock: Clock, texts: SmsSender, now: datetime
) -> None:
    """Silence is never mistaken for being informed (C10)."""
    told: list[tuple[int, State, str]] = []
    office = PostOffice(
        store, {"sms": texts}, clock, lambda _, row, state, reason, __: told.append((row.message_id, state, reason))
    )
    good, bad = queue(store, now)[0], queue(store, now, address="+442079460123")[0]

    for message_id in (good, bad):
        office.post(message_id)

    assert told == [(bad, "refused", "landline")]


def test_a_telegram_message_carries_its_buttons_and_waits_as_long_as_telegram_says(
    store: Database, clock: Clock, telegram: TelegramCloud, now: datetime
) -> None:
    """One button a row; 429 names the wait."""
    line = TelegramLine(Telegram(telegram_cloud.TOKEN, None, telegram.url))
    office = PostOffice(store, {"telegram": TelegramSender(line)}, clock)
    choices = [("yes", "Yes"), ("no", "No")]
    [message_id] = queue(store, now, ["Is it happening now?"], channel="telegram", address=PRIYA, choices=choices)
    telegram.retry_after = 17
    telegram.misbehave("busy")

    assert office.post(message_id) == "later"
    assert row_of(store, message_id).try_at == now + timedelta(seconds=17)
    assert office.post(message_id) == "sent"
    [said] = telegram.messages
    assert [[button["callback_data"] for button in row] for row in said["reply_markup"]["inline_keyboard"]] == [
        [f"{message_id}:yes"],
        [f"{message_id}:no"],
    ]
    line.close()


def test_a_key_that_does_not_open_the_address_is_told_at_once_and_loses_nothing(
    store: Database, store_url: str, clock: Clock, texts: SmsSender, twilio: TwilioCloud, now: datetime
) -> None:
    """A worker with the wrong HEARBACK_KEY: the message waits, a person knows why, and the right key sends it."""
    told: list[tuple[int, str]] = []
    wrong = Database(store_url, Keys(bytes(32)))
    [message_id] = queue(store, now, expires_in=timedelta(minutes=15))
    office = PostOffice(
        wrong, {"sms": texts}, clock, lambda _, row, __, reason, ___: told.append((row.message_id, reason))
    )

    assert [office.post(message_id), office.post(message_id)] == ["later", "later"]
    assert told == [(message_id, "wrong_key")]
    assert end_of(store, message_id) == ("queued", "wrong_key")
    assert twilio.asked == []
    assert PostOffice(store, {"sms": texts}, clock).post(message_id) == "sent"
    wrong.close()


def test_a_clock_that_was_put_back_makes_no_validity_longer(
    office: PostOffice, store: Database, clock: Clock, twilio: TwilioCloud, now: datetime
) -> None:
    """A quarter of an hour stays one."""
    [message_id] = queue(store, now, expires_in=timedelta(minutes=15))
    clock.now = now - timedelta(hours=1)

    assert office.post(message_id) == "sent"
    assert twilio.texts[0].validity == 900
