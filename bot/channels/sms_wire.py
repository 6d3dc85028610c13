"""The wire to Twilio: the client's own HTTP, silent, and turned to another address where the settings name one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from bot.channels.contract import AT_ONCE

if TYPE_CHECKING:
    from bot.configuration.settings import Twilio

TIMEOUT = (3.05, 10.0)
"""Seconds to connect and to be answered."""

SILENT = logging.Logger("twilio, unheard", logging.CRITICAL + 1)
"""Twilio's own log holds whole addresses of requests; nothing of it is kept."""


class TwilioWire(TwilioHttpClient):  # type: ignore[misc]  # Twilio's library ships no types
    """Carries the client's requests to Twilio, or to `base_url` where a local server stands for it.

    `timeout` is in seconds, to connect and to be answered. Nothing is tried again here: the outbox does that.
    """

    def __init__(self, base_url: str | None, timeout: tuple[float, float]) -> None:
        super().__init__(logger=SILENT)
        self._base_url = base_url.rstrip("/") if base_url else None
        adapter = type(self.session.get_adapter("https://"))
        for scheme in ("https://", "http://"):  # by itself it keeps six connections, and opens one for each text beyond
            self.session.mount(scheme, adapter(pool_maxsize=AT_ONCE))
        self.timeout = timeout  # the pair, which requests takes and Twilio's own check of it does not

    def request(self, method: str, url: str, *rest: Any, **fields: Any) -> Response:
        """Make the request, as the client asks for it."""
        if self._base_url is not None:
            asked = urlsplit(url)
            url = self._base_url + asked.path + (f"?{asked.query}" if asked.query else "")
        return super().request(method, url, *rest, **fields)


def open_wire(settings: Twilio) -> Client:
    """Twilio's client for this account."""
    return Client(settings.account_sid, settings.auth_token, http_client=TwilioWire(settings.base_url, timeout=TIMEOUT))
