"""The line to Telegram: one bot and one event loop in a thread of its own, shared by the whole process."""

import asyncio
import json
import logging
import threading
import warnings
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, cast

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.channels.telegram import WANTED
from bot.configuration.settings import Telegram

TELEGRAM = "https://api.telegram.org"
CONNECT, ANSWER = 3.0, 10.0
"""Seconds to wait for a connection, and for the answer to a call."""
LONG_POLL = 25
"""Seconds that Telegram may hold a request for updates open while there are none."""
LONGEST_PAUSE = 30.0

# Their logs hold the words of messages and, in the address of each request, the token.
for _name in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)
warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning)  # raw answers are wanted, see _fetch
warnings.filterwarnings("ignore", ".*attribute `retry_after`", PTBDeprecationWarning)

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class NotConnected(Exception):
    """Telegram does not know this token any more: get the bot's token from BotFather and set TELEGRAM_TOKEN."""


class TelegramLine:
    """A bot that can be called from any thread. Close it when done."""

    def __init__(self, settings: Telegram) -> None:
        base_url = f"{settings.base_url or TELEGRAM}/bot"
        self._bot = Bot(settings.token, base_url=base_url, request=_request(), get_updates_request=_request())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram", daemon=True)
        self._thread.start()

    def call(self, ask: Callable[[Bot], Coroutine[Any, Any, Result]], patience: float = CONNECT + ANSWER + 5) -> Result:
        """What the bot answers; raises as it does, or TimeoutError after `patience` seconds."""
        waiting = asyncio.run_coroutine_threadsafe(ask(self._bot), self._loop)
        try:
            return waiting.result(patience)
        except TimeoutError:
            waiting.cancel()
            raise

    def close(self) -> None:
        """Hang up."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        if not self._thread.is_alive():
            self._loop.close()

    async def _hang_up(self) -> None:
        for request in self._bot._request:  # Bot.shutdown would want a Bot.initialize, which calls Telegram
            await request.shutdown()


def _request() -> HTTPXRequest:
    return HTTPXRequest(connect_timeout=CONNECT, read_timeout=ANSWER, write_timeout=ANSWER, pool_timeout=CONNECT)


def set_webhook(line: TelegramLine, public_url: str, secret: str) -> None:
    """Have Telegram bring its updates to `POST /telegram` from now on."""
    address = f"{public_url.rstrip('/')}/telegram"
    line.call(lambda bot: bot.set_webhook(address, allowed_updates=WANTED, secret_token=secret))


def poll(line: TelegramLine, receive: Callable[[bytes], str], stopped: threading.Event) -> None:
    """Fetch updates and give each to `receive` as raw JSON until `stopped`, for places without a public address.

    An update counts as read once `receive` has returned, so what raises there comes again. What `receive` returns is
    carried out as the answer to a webhook would be. A webhook that was set is taken away, as Telegram does only one
    of both. Raises NotConnected when Telegram does not know the token.
    """
    offset, pause = 0, 0.0
    webhook_gone = False
    while not stopped.wait(pause):
        try:
            if not webhook_gone:
                webhook_gone = bool(line.call(lambda bot: bot.delete_webhook()))
            offset, all_read = _read_batch(line, receive, offset, stopped)
            pause = 0.0 if all_read else 1.0
        except InvalidToken:
            raise NotConnected from None
        except (TelegramError, TimeoutError) as error:
            _log.warning("Telegram cannot be reached: %s", type(error).__name__)
            pause = min(max(pause * 2, 1.0), LONGEST_PAUSE)


def _read_batch(
    line: TelegramLine, receive: Callable[[bytes], str], offset: int, stopped: threading.Event
) -> tuple[int, bool]:
    for update in _fetch(line, offset):
        if stopped.is_set():
            break
        try:
            reply = receive(json.dumps(update).encode())
        except Exception as error:  # it is not read, and comes again
            _log.warning("An update could not be received: %s", type(error).__name__)
            return offset, False
        offset = int(update["update_id"]) + 1
        carry_out(line, reply)
    return offset, True


def _fetch(line: TelegramLine, offset: int) -> list[dict[str, Any]]:
    asked = {"offset": offset, "timeout": LONG_POLL, "allowed_updates": list(WANTED)}
    patience = LONG_POLL + ANSWER
    # Raw, because one update of a shape that the library cannot read would otherwise hold up all that follow it.
    raw = line.call(
        lambda bot: bot.do_api_request("getUpdates", api_kwargs=asked, read_timeout=patience), patience + CONNECT + 5
    )
    return cast("list[dict[str, Any]]", raw)


def carry_out(line: TelegramLine, reply: str) -> bool:
    """What an answer to a webhook would have made Telegram do; False where it did not, which is noted."""
    if not reply:
        return True
    asked = json.loads(reply)
    try:
        line.call(lambda bot: bot.do_api_request(asked.pop("method"), api_kwargs=asked))
    except (TelegramError, TimeoutError) as error:
        _log.warning("Telegram did not take an answer given at once: %s", type(error).__name__)
        return False
    return True
