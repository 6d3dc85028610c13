"""The door for text messages, before anything is known to be Twilio's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.configuration.settings import Twilio
from bot.house import House
from webhooks.app import create_app

TWILIO = Twilio("AC" + "0" * 32, "a token that nobody knows", "+447700900000", None)


@pytest.mark.parametrize("query", ["", "?message=1", "?a=%ff", "?a=\xff\xfe"])
@pytest.mark.parametrize("door", ["/sms", "/sms/status"])
def test_what_twilio_did_not_sign_is_turned_away(house: House, door: str, query: str) -> None:
    """Whatever stands in its address, even bytes that are no text."""
    client = create_app(replace(house, settings=replace(house.settings, twilio=TWILIO))).test_client()
    environ = {"QUERY_STRING": query.removeprefix("?")}
    answer = client.post(door, data={"Body": "hello"}, environ_overrides=environ)
    assert answer.status_code == 403
