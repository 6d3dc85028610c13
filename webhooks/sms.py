"""The door for text messages: what Twilio brings, and what it tells of messages of ours."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from bot.channels import sms
from bot.channels.contract import Inbound, NotGenuine, Receipt
from bot.post.journal import take_in
from bot.post.receipts import record_answered
from webhooks.metrics import counted
from webhooks.place import now, the_house

door = Blueprint("sms", __name__)
_log = logging.getLogger(__name__)


@door.post("/sms")
def hear_text() -> ResponseReturnValue:
    """A text from a resident: filed, or in the journal, before it is acknowledged; danger advice goes out in this very
    answer."""
    try:
        heard = sms.hear(_public_url(), request.form.to_dict(), _signature(), _token())
    except NotGenuine:
        return _turn_away()
    if not isinstance(heard, Inbound):
        return _twiml(sms.answer(()))
    received = counted("sms", lambda: take_in(the_house(), heard, now()))
    ids = [message_id for message_id, _ in received.at_once]
    receipts = [sms.receipt_url(the_house().settings.public_url, message_id) for message_id in ids]
    said = [words for _, words in received.at_once] or received.advice
    response = _twiml(sms.answer([words.said for words in said], receipts))
    if ids:
        house = the_house()
        response.call_on_close(lambda: record_answered(house, ids, now()))
    return response


@door.post("/sms/status")
def hear_receipt() -> ResponseReturnValue:
    """What became of a text of ours."""
    try:
        heard = sms.hear_receipt(_public_url(), request.form.to_dict(), _signature(), _token())
    except NotGenuine:
        return _turn_away()
    if isinstance(heard, Receipt):
        take_in(the_house(), heard, now())
    return "", 204


def _public_url() -> str:
    """The address as Twilio was given it: behind proxies the one we see is another."""
    query = request.query_string.decode(errors="replace")  # what is no text was not signed, and is turned away
    return f"{the_house().settings.public_url}{request.path}{'?' + query if query else ''}"


def _signature() -> str:
    return request.headers.get("X-Twilio-Signature", "")


def _token() -> str:
    twilio = the_house().settings.twilio
    if twilio is None:
        abort(404)  # no text messages here: nothing could prove itself genuine
    return twilio.auth_token


def _turn_away() -> ResponseReturnValue:
    _log.warning("A request to %s was not signed by Twilio and was turned away.", request.path)
    return "This request was not signed by Twilio.", 403


def _twiml(answer: str) -> Response:
    return Response(answer, mimetype="text/xml")
