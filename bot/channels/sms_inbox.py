"""What Twilio has taken for our number, whether or not it could bring it to us."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bot.channels.contract import Inbound
from bot.channels.sms import inbound_of
from bot.channels.sms_wire import open_wire
from bot.configuration.settings import Twilio

PAGE = 1000
"""The largest that Twilio gives; it is asked for as many as there are."""


class Unreachable(Exception):
    """Twilio did not answer as it documents; nothing of its words is kept, as they may hold a number."""


class SmsInbox:
    """Lists what residents texted (https://www.twilio.com/docs/messaging/api/message-resource#read-multiple)."""

    def __init__(self, settings: Twilio) -> None:
        self._messages = open_wire(settings).messages
        self._service = settings.sender if settings.sender.startswith("MG") else None
        self._number = {} if self._service else {"to": settings.sender}

    def since(self, moment: datetime) -> list[tuple[Inbound, datetime]]:
        """Each text to us since then with the time at which Twilio took it, oldest first. Raises Unreachable.

        Twilio documents days, not moments, for its filter, so it is asked for whole days.
        """
        day = moment.astimezone(UTC).date().isoformat()
        try:
            listed = self._messages.list(date_sent_after=day, page_size=PAGE, **self._number)
        except Exception as error:
            raise Unreachable(type(error).__name__) from None
        return sorted(self._ours(listed, moment), key=lambda taken: taken[1])

    def _ours(self, listed: list[Any], moment: datetime) -> Iterator[tuple[Inbound, datetime]]:
        for one in listed:
            at = one.date_sent or one.date_created
            if one.direction != "inbound" or at is None or at < moment:
                continue
            if self._service and one.messaging_service_sid != self._service:
                continue
            heard = inbound_of({"MessageSid": one.sid, "From": one.from_, "Body": one.body, "NumMedia": one.num_media})
            if isinstance(heard, Inbound):
                yield heard, at
