"""The conversations that are played: what residents text, and how Twilio would bring it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

ACCOUNT = "AC" + "0" * 31 + "1"
TOKEN = "a-token-for-the-benchmark"
OUR_NUMBER = "+447700900999"

REPORTS = (
    (
        "My neighbour at 14 Elm Court plays loud music every night until 3, for {days} days now",
        "no",
        "yes",
        "yes",
        "yes",
        "Flat 12 I think, I heard it {days} times",
        "neither",
        "myself",
        "yes",
        "Ada Example",
        "yes",
        "thank you",
    ),
    (
        "hello",
        "no",
        "People leave rubbish on the stairs, it has been like this for {days} days",
        "14 Elm Court",
        "1",
        "1",
        "no",
        "last Tuesday at about eight",
        "2",
        "skip",
        "4",
        "1",
        "3",
    ),
    (
        "A dog barks all day in the flat above me, 14 Elm Court. It starts when they go to work, for {days} days now",
        "2",
        "1",
        "1",
        "no",
        "this morning at nine",
        "most weeks",
        "skip",
        "the police know",
        "skip",
        "somebody else",
        "my mum",
        "yes",
    ),
)
"""Each as one resident texts it, from the first word to the last. No two tell of the same number of days, so that
nothing is found ready that was read for somebody else, save short answers as everybody gives them."""


def number(resident: int) -> str:
    """A number for each resident: fifteen digits, so that no telephone has it."""
    return f"+447700900{resident:06}"


def report_of(resident: int) -> tuple[str, ...]:
    """What this resident texts, message by message."""
    return tuple(words.format(days=resident + 2) for words in REPORTS[resident % len(REPORTS)])


def provider_id(resident: int, message: int) -> str:
    """Twilio's name for one of their messages."""
    return f"SM{resident:016x}{message:016x}"


def turn_of(provider_id: str) -> tuple[int, int]:
    """Which of `REPORTS` a message so named belongs to, and its place there."""
    return int(provider_id[2:18], 16) % len(REPORTS), int(provider_id[18:], 16)


def requests_of(resident: int, port: int) -> Iterator[bytes]:
    """Their messages as signed HTTP requests to the server at this port, ready to be written to its socket."""
    validator = RequestValidator(TOKEN)
    for message, words in enumerate(report_of(resident)):
        form = {
            "ToCountry": "GB",
            "SmsMessageSid": provider_id(resident, message),
            "NumMedia": "0",
            "SmsSid": provider_id(resident, message),
            "SmsStatus": "received",
            "FromCountry": "GB",
            "Body": words,
            "To": OUR_NUMBER,
            "NumSegments": "1",
            "MessageSid": provider_id(resident, message),
            "AccountSid": ACCOUNT,
            "From": number(resident),
            "ApiVersion": "2010-04-01",
        }
        signature = validator.compute_signature(f"http://127.0.0.1:{port}/sms", form)
        yield _request(port, urlencode(form).encode(), signature)


def _request(port: int, body: bytes, signature: str) -> bytes:
    head = (
        "POST /sms HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "User-Agent: TwilioProxy/1.1",
        "Accept: */*",
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8",
        f"X-Twilio-Signature: {signature}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join([*head, "", ""]).encode() + body
