"""An officer reads what became of a message without looking anything up."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.channels import contract, sms, telegram
from bot.channels.contract import OptedOut, Refused
from bot.channels.email import ANSWERS
from storage.deliveries import LOST, RANKS, Delivery, State
from storage.messages import Message
from storage.outbox import Outgoing
from webhooks.console.delivery_words import REASONS, SETTLED, fate_of, reason_in_words

AT = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
TEXT = Message(channel="sms", at=AT)
CHAT = Message(channel="web", at=AT)


def delivery(state: State, reason: str | None = None, after: timedelta = timedelta(0)) -> Delivery:
    return Delivery(state=state, reason=reason, at=AT + after)


def waiting(state: str = "waiting", after: timedelta = timedelta(0)) -> Outgoing:
    return Outgoing(state=state, try_at=AT + after, attempts=1)


@pytest.mark.parametrize(
    ("known", "waits", "words", "tone"),
    [
        (delivery("delivered"), None, "Delivered 02:14", "well"),
        (delivery("delivered", after=timedelta(days=1)), None, "Delivered Mon 23 Nov 2026, 02:14", "well"),
        (delivery("sent"), None, "Sent 02:14, not yet confirmed", "waiting"),
        (delivery("undelivered", "landline"), None, "Could not be delivered: the number is a landline (02:14)", "lost"),
        (delivery("opted_out", "opted_out"), None, "Not sent: the person has said STOP or blocked us (02:14)", "lost"),
        (delivery("withdrawn", "too_late"), None, "Not sent: it was too late to be of use (02:14)", "lost"),
        (
            delivery("in_doubt", "worker_lost", after=timedelta(days=1)),
            None,
            "Not known whether it arrived: our server stopped while it was leaving (Mon 23 Nov 2026, 02:14)",
            "lost",
        ),
        (delivery("answered"), None, "Given at once in answer to their message 02:14", "well"),
        (None, waiting(), "Waiting to leave", "waiting"),
        (None, waiting(after=timedelta(hours=6)), "Waiting to leave until 08:14", "waiting"),
        (
            delivery("queued", "busy"),
            waiting(after=timedelta(minutes=1)),
            "Waiting to leave until 02:15, as the provider is busy",
            "waiting",
        ),
        (
            delivery("queued", "no_connection"),
            waiting(after=timedelta(minutes=1)),
            "Waiting to leave until 02:15, as the provider cannot be reached",
            "waiting",
        ),
        (delivery("queued"), None, "Handed to the network 02:14", "waiting"),
        (None, waiting("sending"), "Leaving now", "waiting"),
        (None, None, "Nothing is known of its delivery", "lost"),
    ],
)
def test_what_became_of_a_text_is_said_plainly(
    known: Delivery | None, waits: Outgoing | None, words: str, tone: str
) -> None:
    """The delivery that counts, or how far it has come in the outbox."""
    fate = fate_of(TEXT, known, waits)
    assert (fate.words, fate.tone) == (words, tone)


def test_what_is_said_in_the_chat_is_in_the_chat() -> None:
    """Nothing carries it there."""
    assert fate_of(CHAT, None, None).words == "In the chat"


def test_every_state_has_words() -> None:
    """A new state of a delivery must be given some."""
    assert set(SETTLED) == set(get_args(State)) == set(RANKS)
    assert set(SETTLED) >= set(LOST)


def test_every_reason_of_a_channel_has_words() -> None:
    """No code of ours is shown as it is."""
    telegrams = {
        end.reason for _, end in (*telegram.FORBIDDEN, *telegram.BAD_REQUEST) if isinstance(end, Refused | OptedOut)
    }
    assert set(sms.REASONS.values()) | telegrams <= set(REASONS)


def test_what_we_have_no_words_for_is_still_said() -> None:
    """Twilio's own numbers can be looked up, and giving up says why."""
    assert reason_in_words("twilio_30999") == "Twilio gives the reason 30999"
    assert reason_in_words("gave_up_busy") == "given up after several tries, as the provider is busy"


@pytest.mark.parametrize(
    ("channel", "hours", "words"),
    [
        ("sms", 24, "Sent 02:14, not known to have arrived"),
        ("sms", 23, "Sent 02:14, not yet confirmed"),
        ("telegram", 99, "Sent 02:14, not yet confirmed"),
    ],
)
def test_a_receipt_that_is_missing_for_a_day_is_said_to_be(channel: str, hours: int, words: str) -> None:
    """Only where receipts are to be expected."""
    message = Message(channel=channel, at=AT)
    assert fate_of(message, delivery("sent"), None, AT + timedelta(hours=hours)).words == words


def test_every_reason_that_a_channel_gives_has_words() -> None:
    """None is shown as the code that it is."""
    sources = [path.read_text("utf-8") for path in Path(contract.__file__).parent.glob("*.py")]
    given = {code for source in sources for code in re.findall(r'(?:TryLater|Refused)\(\s*"([a-z_]+)"', source)}
    assert len(given) > 10
    assert sorted((given | set(ANSWERS.values())) - REASONS.keys()) == []
