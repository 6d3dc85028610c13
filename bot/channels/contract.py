"""What every channel agrees to: what it can hear from its provider, and what can become of a message it sends.

A channel is one module with two halves: `hear(request) -> Heard` (raises NotGenuine) and `send(outgoing) -> Sending`.
A `reason` is always a short code of ours ("landline", "busy"), never a provider's words, which may quote an address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, Protocol

Channel = Literal["sms", "telegram", "web", "email"]
AT_ONCE = 16
"""Messages that one worker sends on one channel at the same moment: so many are in doubt when it is killed, and more
threads send no more in a second, as they wait for one another."""


class NotGenuine(Exception):
    """The request was not made by the provider; nothing in it may be believed."""


@dataclass(frozen=True)
class Inbound:
    """One message from outside. `address` is where an answer goes (a number, a chat's id, a visit's id), and is
    never shown; `provider_id` names the message at the provider and holds no address.

    `beyond_words`: what came with it, or instead of words ("photo", "voice", "something"). `opted`: what the carrier
    itself says of the message (Twilio's OptOutType). `answers`: the id of our message that it was written beside, or
    whose button was `pressed`.
    """

    channel: Channel
    address: str = field(repr=False)
    provider_id: str
    words: str = field(repr=False)
    beyond_words: str = ""
    opted: Literal["stop", "start", "help", ""] = ""
    edited: bool = False
    answers: int | None = None
    pressed: bool = False


@dataclass(frozen=True)
class Receipt:
    """What a provider says has become of a message of ours, named by our own id where it carries it. `address` is
    where the message went, where the provider says so."""

    channel: Channel
    provider_id: str
    state: Literal["queued", "sending", "sent", "delivered", "undelivered", "failed"]
    message_id: int | None = None
    reason: str = ""
    address: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class Blocked:
    """The person has stopped (or allowed again) our messages on this channel."""

    channel: Channel
    address: str = field(repr=False)
    stopped: bool = True


@dataclass(frozen=True)
class Nothing:
    """Something genuine that is not for us: answered politely and left alone."""

    why: str


Heard = Inbound | Receipt | Blocked | Nothing


@dataclass(frozen=True)
class Outgoing:
    """One message on its way out. `choices` are (value, label) for channels with buttons; `valid_for` is in seconds,
    after which a carrier must not deliver it any more; None for no limit."""

    message_id: int
    address: str = field(repr=False)
    words: str = field(repr=False)
    choices: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    valid_for: int | None = None


@dataclass(frozen=True)
class Sent:
    """The provider took it and calls it so; None where it gives no name."""

    provider_id: str | None


@dataclass(frozen=True)
class TryLater:
    """Not now: `wait` is for how long, where the provider says so. `doubt`: it may have been taken all the same."""

    reason: str
    wait: timedelta | None = None
    doubt: bool = False


@dataclass(frozen=True)
class Refused:
    """Never: trying again cannot help."""

    reason: str


@dataclass(frozen=True)
class OptedOut:
    """The person has said STOP, or blocked the bot."""

    reason: str


Sending = Sent | TryLater | Refused | OptedOut


class Sender(Protocol):
    """The half of a channel that sends."""

    def send(self, outgoing: Outgoing) -> Sending:
        """Hand one message to the provider, and say what came of it; raises nothing."""
