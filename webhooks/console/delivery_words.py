"""What became of a message we sent, in words that an officer need not look up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from storage.deliveries import LOST, Delivery
from storage.messages import Message
from storage.outbox import Outgoing
from storage.unconfirmed import A_DAY, WITH_RECEIPTS
from webhooks.moments import clock, moment, same_day

REASONS = {
    "landline": "the number is a landline",
    "not_a_mobile": "the number is not a mobile",
    "no_such_number": "there is no such number",
    "not_reachable": "the phone could not be reached",
    "blocked": "the person has blocked our messages",
    "filtered": "the network took it for spam",
    "not_delivered": "the network does not say why",
    "too_late": "it was too late to be of use",
    "too_long": "it is too long",
    "no_words": "it has no words",
    "busy": "the provider is busy",
    "account": "our account with the provider does not work: tell whoever looks after it",
    "sender": "our sender at the provider does not work: tell whoever looks after it",
    "country_not_allowed": "our account may not write to that country",
    "trial_account": "our account at the provider is a trial",
    "public_url": "our public address at the provider is wrong: tell whoever looks after it",
    "opted_out": "the person has said STOP",
    "account_gone": "the person's account is gone",
    "not_started": "the person has never written to our bot",
    "no_such_chat": "there is no such chat",
    "bad_request": "the provider did not accept it",
    "no_answer": "the provider did not answer",
    "no_connection": "the provider cannot be reached",
    "unclear_answer": "the provider's answer could not be read",
    "not_encrypted": "the mail server offers no encryption",
    "no_such_address": "there is no such e-mail address",
    "mailbox_full": "their mailbox is full",
    "provider_trouble": "the provider was in trouble",
    "not_connected": "this channel is not connected here",
    "channel_failed": "our channel failed",
    "wrong_key": "our key does not open their address: tell whoever looks after HEARBACK_KEY",
    "worker_lost": "our server stopped while it was leaving",
    "erased": "its words were erased",
    "case_closed": "the case moved on before it left",
    "not_safe": "they have said that we are not to write to them here",
}
SET_UP = ("account", "sender", "country_not_allowed", "trial_account", "public_url", "not_connected", "wrong_key")
"""What keeps a whole channel from sending until whoever set it up has mended it."""
SETTLED = {
    "queued": "Handed to the network {at}",
    "sending": "Leaving {at}",
    "sent": "Sent {at}, not yet confirmed",
    "delivered": "Delivered {at}",
    "undelivered": "Could not be delivered",
    "failed": "Could not be delivered",
    "refused": "Could not be sent",
    "opted_out": "Not sent: the person has said STOP or blocked us",
    "in_doubt": "Not known whether it arrived",
    "withdrawn": "Not sent",
    "answered": "Given at once in answer to their message {at}",
    "shown": "Shown in the chat {at}",
}
NO_RECEIPT = "Sent {at}, not known to have arrived"
"""What is said of a text of which no receipt came within a day."""
LONGEST = 120
WELL = frozenset(["delivered", "answered", "shown"])
UNEXPLAINED = frozenset(["opted_out"])


@dataclass(frozen=True)
class Fate:
    """`tone` is well, lost or waiting."""

    words: str
    tone: str


def fate_of(message: Message, delivery: Delivery | None, waits: Outgoing | None, now: datetime | None = None) -> Fate:
    """What became of one message: the delivery that counts, or how far it has come in the outbox; with `now`, that a
    receipt is missing."""
    no_receipt = delivery and delivery.state == "sent" and message.channel in WITH_RECEIPTS
    if delivery and no_receipt and now and now - delivery.at >= A_DAY:
        return Fate(NO_RECEIPT.format(at=_at(message, delivery.at)), "waiting")
    if delivery and delivery.state not in ("queued", "sending"):
        return _settled(message, delivery)
    if waits and waits.state != "done":
        return _waiting(message, waits, delivery.reason if delivery else None)
    if delivery:
        return _settled(message, delivery)
    if message.channel == "web":
        return Fate("In the chat", "well")
    return Fate("Nothing is known of its delivery", "lost")


def untold(message: Message, delivery: Delivery) -> str:
    """What somebody has not been told, by its first line in English, and why."""
    words = (message.english or message.words or "").split("\n")[0]
    quoted = f"“{shorten(words, LONGEST, placeholder=' …')}”" if words else "a message whose words were erased"
    return f"{quoted} {_settled(message, delivery).words}"


def _settled(message: Message, delivery: Delivery) -> Fate:
    words = SETTLED[delivery.state].format(at=_at(message, delivery.at))
    if delivery.reason and delivery.state in LOST and delivery.state not in UNEXPLAINED:
        words = f"{words}: {reason_in_words(delivery.reason)}"
    if delivery.state in LOST:
        words = f"{words} ({_at(message, delivery.at)})"
    tone = "well" if delivery.state in WELL else "lost" if delivery.state in LOST else "waiting"
    return Fate(words, tone)


def _waiting(message: Message, waits: Outgoing, reason: str | None) -> Fate:
    if waits.state == "sending":
        return Fate("Leaving now", "waiting")
    why = f", as {reason_in_words(reason)}" if reason else ""
    later = "" if waits.try_at <= message.at else f" until {_at(message, waits.try_at)}"
    return Fate(f"Waiting to leave{later}{why}", "waiting")


def reason_in_words(reason: str) -> str:
    """A short code of ours; the codes of Twilio that we have no words for are given as they are."""
    if reason.startswith("twilio_"):
        return f"Twilio gives the reason {reason.removeprefix('twilio_')}"
    if reason.startswith("gave_up_"):
        return f"given up after several tries, as {reason_in_words(reason.removeprefix('gave_up_'))}"
    return REASONS.get(reason, reason.replace("_", " "))


def _at(message: Message, when: datetime) -> str:
    return clock(when) if same_day(message.at, when) else moment(when)
