"""Text messages through Twilio: what its requests to us mean, and how a text of ours is given to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, urlencode, urlsplit

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.channels.contract import (
    Inbound,
    NotGenuine,
    Nothing,
    OptedOut,
    Outgoing,
    Receipt,
    Refused,
    Sending,
    Sent,
    TryLater,
)
from bot.understanding.reach import UK_MOBILE

if TYPE_CHECKING:
    from bot.configuration.settings import Twilio

Opted = Literal["stop", "start", "help", ""]
State = Literal["queued", "sending", "sent", "delivered", "undelivered", "failed"]

# What Twilio's error codes mean to us (https://www.twilio.com/docs/api/errors). The three kinds differ in who can help:
# time, nobody, or the person who set the account up, for whom we keep the message and go on trying.
BUSY = {14107: "busy", 20429: "busy", 21611: "busy", 30001: "busy", 30022: "busy", 63018: "busy"}
NEVER = {
    21211: "no_such_number",
    21214: "no_such_number",
    21217: "no_such_number",
    21265: "no_such_number",
    21421: "no_such_number",
    21604: "no_such_number",
    21602: "no_words",
    21612: "not_reachable",
    21614: "not_a_mobile",
    21617: "too_long",
    21635: "landline",
    30003: "not_reachable",
    30004: "blocked",
    30005: "no_such_number",
    30006: "landline",
    30007: "filtered",
    30008: "not_delivered",
    30036: "too_late",
}
SET_UP = {
    20003: "account",
    20005: "account",
    20404: "account",
    21408: "country_not_allowed",
    21603: "sender",
    21606: "sender",
    21607: "sender",
    21608: "trial_account",
    21609: "public_url",
    21659: "sender",
    21660: "sender",
    21701: "sender",
    21703: "sender",
    30002: "account",
    30018: "sender",
}
STOPPED = 21610
REASONS = {**BUSY, **NEVER, **SET_UP, STOPPED: "opted_out"}
ACCOUNT_STATUSES = (401, 402, 403, 404)
NOT_TAKEN_STATUSES = (429, 503)
"""Twilio answers these before it has taken anything; after any other 5xx it may have."""

STATES: dict[str, State] = {
    "accepted": "queued",
    "scheduled": "queued",
    "queued": "queued",
    "sending": "sending",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}
OPTED: dict[str, Opted] = {"stop": "stop", "start": "start", "help": "help"}

MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)

LONGEST = 1600
LONGEST_VALIDITY = 36_000
"""Seconds; Twilio accepts from 1 to this."""

SILENCE = '<?xml version="1.0" encoding="UTF-8"?><Response />'
"""TwiML that says nothing, as Twilio's library writes it: what most texts are answered with."""

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def hear(url: str, form: Mapping[str, str], signature: str, auth_token: str) -> Inbound | Nothing:
    """What a request to `POST /sms` says. `url` is the public one, exactly as Twilio was given it.

    Raises NotGenuine when it was not signed with our token. Fields that Twilio adds are let be; a message from a
    sender that no answer can reach (a short code, a company's name) is Nothing.
    """
    _check(url, form, signature, auth_token)
    return inbound_of(form)


def inbound_of(fields: Mapping[str, str | None]) -> Inbound | Nothing:
    """The message in fields named as Twilio's webhooks name them."""
    form = {name: value or "" for name, value in fields.items()}
    provider_id = _first(form, "MessageSid", "SmsSid", "SmsMessageSid")
    sender = form.get("From", "").strip()
    if not provider_id:
        return Nothing("no message id")
    if not re.fullmatch(r"\+[1-9]\d{7,14}", sender):
        return Nothing("a sender that cannot be answered")
    return Inbound(
        channel="sms",
        address=sender,
        provider_id=provider_id,
        words=form.get("Body", ""),
        beyond_words=_beyond_words(form),
        opted=OPTED.get(form.get("OptOutType", "").strip().lower(), ""),
    )


def _beyond_words(form: Mapping[str, str]) -> str:
    """What came besides words: the first half of its media type, where Twilio tells it."""
    if form.get("NumMedia", "").strip() in ("", "0"):
        return ""
    return form.get("MediaContentType0", "").partition("/")[0] or "something"


def hear_receipt(url: str, form: Mapping[str, str], signature: str, auth_token: str) -> Receipt | Nothing:
    """What a request to `POST /sms/status` says; our own id comes back in the query of the public `url`.

    Raises NotGenuine when it was not signed with our token: the signature covers the query too.
    """
    _check(url, form, signature, auth_token)
    provider_id = _first(form, "MessageSid", "SmsSid")
    state = STATES.get(_first(form, "MessageStatus", "SmsStatus").lower())
    if not provider_id or state is None:
        return Nothing("a status we do not know")
    code = form.get("ErrorCode", "").strip()
    return Receipt(
        channel="sms",
        provider_id=provider_id,
        state=state,
        message_id=_message_in(url),
        reason=_reason(int(code)) if re.fullmatch(r"[1-9]\d{0,5}", code) else "",
        address=form.get("To", "").strip(),
    )


def receipt_url(public_url: str, message_id: int) -> str:
    """Where Twilio is to tell what became of this message of ours."""
    return f"{public_url.rstrip('/')}/sms/status?{urlencode({'message': message_id})}"


def answer(words: Sequence[str], receipts: Sequence[str] = ()) -> str:
    """TwiML that says these words at once, in the answer to the webhook itself; with no words, that says nothing.

    `receipts` are the `receipt_url`s of the messages, in the same order, where what becomes of them is wanted.
    """
    if not words:
        return SILENCE
    from twilio.twiml.messaging_response import MessagingResponse

    response = MessagingResponse()
    for index, said in enumerate(words):
        told_at = {"action": receipts[index]} if index < len(receipts) else {}
        response.message(NOT_XML.sub("", said)[:LONGEST], **told_at)
    return str(response)


def why_not_textable(number: str) -> str | None:
    """Why this number is not texted, as a short code, or None when it is a mobile.

    A text sent to a landline may be read aloud to whoever answers, so mobiles only.
    """
    if UK_MOBILE.fullmatch(number):
        return None
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return "no_such_number"
    if kind in MOBILE:
        return None
    return "landline" if kind == PhoneNumberType.FIXED_LINE else "not_a_mobile"


class SmsSender:
    """Gives texts to Twilio; one is made per process and used by all its threads. `public_url` is where we are."""

    def __init__(self, settings: Twilio, public_url: str) -> None:
        from bot.channels.sms_wire import open_wire

        self._public_url = public_url
        key = "messaging_service_sid" if settings.sender.startswith("MG") else "from_"
        self._sender = {key: settings.sender}
        self._messages = open_wire(settings).messages

    def send(self, outgoing: Outgoing) -> Sending:
        """Hand one text to Twilio, and say what came of it; raises nothing."""
        unfit = why_not_textable(outgoing.address) or ("too_long" if len(outgoing.words) > LONGEST else None)
        if unfit is not None:
            return Refused(unfit)
        try:
            created = self._messages.create(**self._fields(outgoing))
        except Exception as error:  # whatever it is, its text may hold the number: a code of ours is all that leaves
            return _judge(error)
        return Sent(created.sid) if created.sid else TryLater("unclear_answer", doubt=True)

    def _fields(self, outgoing: Outgoing) -> dict[str, Any]:
        fields: dict[str, Any] = {"to": outgoing.address, "body": outgoing.words, **self._sender}
        fields["status_callback"] = receipt_url(self._public_url, outgoing.message_id)
        if outgoing.valid_for is not None:
            fields["validity_period"] = min(max(outgoing.valid_for, 1), LONGEST_VALIDITY)
        return fields


def _judge(error: Exception) -> Sending:
    import requests
    from twilio.base.exceptions import TwilioRestException, TwilioServiceException

    if isinstance(error, TwilioRestException | TwilioServiceException):
        return _judge_answer(error.status, error.code)
    if isinstance(error, requests.ConnectTimeout):
        return TryLater("no_answer")
    if isinstance(error, requests.Timeout):
        return TryLater("no_answer", doubt=True)
    if isinstance(error, requests.ConnectionError):
        return TryLater("no_connection", doubt=not _never_connected(error))
    return TryLater("unclear_answer", doubt=True)


def _judge_answer(status: int, code: int | None) -> Sending:
    if code == STOPPED:
        return OptedOut("opted_out")
    if code in NEVER:
        return Refused(NEVER[code])
    if code in BUSY or status in NOT_TAKEN_STATUSES:
        return TryLater("busy")
    if code in SET_UP or status in ACCOUNT_STATUSES:
        return TryLater(SET_UP.get(code or 0, "account"))
    if 400 <= status < 500:
        return Refused(_reason(code or status))
    return TryLater("provider_trouble", doubt=True)


def _never_connected(error: Exception) -> bool:
    from urllib3.exceptions import NewConnectionError

    return any(isinstance(getattr(part, "reason", part), NewConnectionError) for part in error.args)


def _reason(code: int) -> str:
    return REASONS.get(code, f"twilio_{code}")


def _check(url: str, form: Mapping[str, str], signature: str, auth_token: str) -> None:
    try:
        genuine = bool(auth_token and signature) and _is_signed(url, form, signature, auth_token)
    except ValueError:  # an address with a nonsensical port, or words that are not text
        genuine = False
    if not genuine:
        raise NotGenuine("not signed by Twilio")


def _is_signed(url: str, form: Mapping[str, str], signature: str, auth_token: str) -> bool:
    """Mostly the address as it stands; else with and without its port, which the library tries at three times the
    cost."""
    from twilio.request_validator import RequestValidator

    validator = RequestValidator(auth_token)
    as_it_stands = validator.compute_signature(url, form)
    return compare_digest(as_it_stands.encode(), signature.encode()) or bool(validator.validate(url, form, signature))


def _first(form: Mapping[str, str], *names: str) -> str:
    return next((form[name].strip() for name in names if form.get(name, "").strip()), "")


def _message_in(url: str) -> int | None:
    named = parse_qs(urlsplit(url).query).get("message", [""])[-1]
    return int(named) if re.fullmatch(r"[1-9]\d{0,17}", named) else None
