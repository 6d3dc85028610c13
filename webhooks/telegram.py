"""The door for Telegram: updates that its cloud brings, or that `hearback poll` fetches."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from bot.channels import telegram
from bot.channels.contract import Heard, Inbound, NotGenuine, Nothing, Outgoing
from bot.house import House
from bot.post.journal import take_in
from bot.post.receipts import record_answered
from webhooks.metrics import counted
from webhooks.place import now, the_house

door = Blueprint("telegram", __name__)
_log = logging.getLogger(__name__)


@door.post("/telegram")
def hear_telegram() -> ResponseReturnValue:
    """One update; what we cannot read is answered 200 and left alone, so that it does not come again for a day."""
    settings = the_house().settings.telegram
    if settings is None or not settings.secret:
        abort(404)
    try:
        heard = telegram.hear(
            request.get_data(), request.headers.get("X-Telegram-Bot-Api-Secret-Token"), settings.secret
        )
    except NotGenuine:
        _log.warning("A request to /telegram came without Telegram's secret and was turned away.")
        return "This request did not come from Telegram.", 403
    answer, ids = take_update(the_house(), heard, request.get_data())
    response = Response(answer, mimetype="application/json" if answer else "text/plain")
    if ids:
        house = the_house()
        response.call_on_close(lambda: record_answered(house, ids, now()))
    return response


def take_update(house: House, heard: Heard, body: bytes) -> tuple[str, list[int]]:
    """Take one update in; gives the answer to it as JSON (empty for none), and the messages of ours that it says."""
    if isinstance(heard, Nothing):
        return "", []
    if not isinstance(heard, Inbound):
        take_in(house, heard, now())
        return "", []
    received = counted("telegram", lambda: take_in(house, heard, now()))
    for message_id, words in received.at_once:
        return telegram.answer(Outgoing(message_id, heard.address, words.said, words.choices)), [message_id]
    for words in received.advice:
        return telegram.answer(Outgoing(0, heard.address, words.said, words.choices)), []
    return telegram.acknowledge(body), []
