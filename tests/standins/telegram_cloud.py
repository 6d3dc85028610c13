"""Stands in for Telegram: takes calls of the Bot API as it documents them, and brings us updates.

Run it alone with `python -m tests.standins.telegram_cloud --port 9002 --webhook http://127.0.0.1:8000/telegram`, then
type `77 My neighbour shouts all night` to write as that chat, or `77 /press 12:yes` to press a button.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
import threading
from collections.abc import Mapping
from typing import Any

import requests

from tests.standins.provider import Asked, Fault, Reply, StandIn, as_json

TOKEN = "700900:a-token-for-tests"
SECRET = "a-secret-for-tests"
CALL = re.compile(r"/bot([^/]+)/(\w+)")
THEN = 1_772_442_000
BOT = {"id": 700900, "is_bot": True, "first_name": "Hearback", "username": "hearback_bot"}

# https://core.telegram.org/bots/api
DOCUMENTED: dict[str, frozenset[str]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "sendMessage": "business_connection_id chat_id message_thread_id direct_messages_topic_id text parse_mode "
        "entities link_preview_options disable_notification protect_content allow_paid_broadcast message_effect_id "
        "suggested_post_parameters reply_parameters reply_markup",
        "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
        "getUpdates": "offset limit timeout allowed_updates",
        "setWebhook": "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
        "deleteWebhook": "drop_pending_updates",
        "getMe": "",
    }.items()
}


class Objection(Exception):
    """Telegram answers 400 with this description."""


class TelegramCloud(StandIn):
    """`messages` is what was taken, by chat, in order; `blocked` and `unknown` the chats that cannot be written to.

    `webhook` says where updates are brought; without one they wait for getUpdates.
    """

    def __init__(self, port: int = 0, token: str = TOKEN, secret: str = SECRET, webhook: str = "") -> None:
        self.messages: list[dict[str, Any]] = []
        self.pressed: list[str] = []
        self.blocked: set[int] = set()
        self.unknown: set[int] = set()
        self.retry_after = 1
        self.token, self.secret, self.webhook = token, secret, webhook
        self._ids, self._update_ids = itertools.count(1), itertools.count(1)
        self._waiting: list[dict[str, Any]] = []
        self._news = threading.Condition()
        super().__init__(port)

    def reply(self, asked: Asked) -> Reply:
        """Carry out one method, or say why not in Telegram's words."""
        found = CALL.fullmatch(asked.path)
        if found is None or found[1] != self.token:
            return _error(401 if found else 404, "Unauthorized" if found else "Not Found")
        if found[2] not in DOCUMENTED:
            self.complaints.append(f"Telegram documents no method {found[2]}")
            return _error(404, "Not Found")
        self.complaints += [
            f"Telegram documents no {name} for {found[2]}" for name in sorted(asked.form.keys() - DOCUMENTED[found[2]])
        ]
        return self._carry_out(found[2], asked.form)

    def fail(self, fault: Fault) -> Reply:
        """Telegram says how long to wait when it is busy."""
        if fault == "busy":
            extra = {"parameters": {"retry_after": self.retry_after}}
            return _error(429, f"Too Many Requests: retry after {self.retry_after}", extra)
        return _error(500 if fault == "error" else 503, "Internal Server Error")

    def bring(self, update: Mapping[str, Any]) -> dict[str, Any]:
        """Bring one update to the webhook, and return the method in its answer, carried out; or let it wait."""
        numbered = {"update_id": next(self._update_ids), **update}
        if not self.webhook:
            with self._news:
                self._waiting.append(numbered)
                self._news.notify_all()
            return {}
        response = post_update(self.webhook, numbered, self.secret)
        response.raise_for_status()
        called: dict[str, Any] = response.json() if response.content.strip().startswith(b"{") else {}
        if "method" in called:
            form = {name: v if isinstance(v, str) else json.dumps(v) for name, v in called.items() if name != "method"}
            self._carry_out(called["method"], form)
        return called

    def _carry_out(self, method: str, form: Mapping[str, str]) -> Reply:
        try:
            if method == "sendMessage":
                return self._send(form)
            if method == "getUpdates":
                return _ok(self._updates(int(form.get("offset", "0")), float(form.get("timeout", "0"))))
        except Objection as objection:
            return _error(400, f"Bad Request: {objection}")
        if method == "answerCallbackQuery":
            self.pressed.append(form["callback_query_id"])
        if method == "setWebhook":
            self.webhook, self.secret = form["url"], form.get("secret_token", "")
        if method == "deleteWebhook":
            self.webhook = ""
        return _ok(BOT if method == "getMe" else True)

    def _send(self, form: Mapping[str, str]) -> Reply:
        chat_id = _chat_in(form)
        if chat_id in self.unknown:
            raise Objection("chat not found")
        if chat_id in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        _check_text(form.get("text", ""))
        markup = _markup_in(form)
        message = {"message_id": next(self._ids), "date": THEN, "chat": _chat(chat_id), "from": BOT}
        message |= {"text": form["text"]} | ({"reply_markup": markup} if markup else {})
        self.messages.append(message)
        return _ok(message)

    def _updates(self, offset: int, timeout: float) -> list[dict[str, Any]]:
        with self._news:
            self._waiting = [update for update in self._waiting if update["update_id"] >= offset]
            if not self._waiting:
                self._news.wait(min(timeout, 0.3))  # a long poll cut short, so that tests end soon
            return list(self._waiting)


def _chat_in(form: Mapping[str, str]) -> int:
    if not re.fullmatch(r"-?\d{1,16}", form.get("chat_id", "")):
        raise Objection("chat_id is empty")
    return int(form["chat_id"])


def _check_text(text: str) -> None:
    if not text.strip():
        raise Objection("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise Objection("message is too long")


def _markup_in(form: Mapping[str, str]) -> dict[str, Any] | None:
    if "reply_markup" not in form:
        return None
    markup: dict[str, Any] = json.loads(form["reply_markup"])
    for button in itertools.chain.from_iterable(markup["inline_keyboard"]):
        if not button["text"].strip():
            raise Objection("text buttons are unallowed in the inline keyboard")
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Objection("BUTTON_DATA_INVALID")
    return markup


def _ok(result: Any) -> Reply:
    return as_json(200, {"ok": True, "result": result})


def _error(code: int, description: str, more: Mapping[str, Any] | None = None) -> Reply:
    return as_json(code, {"ok": False, "error_code": code, "description": description, **(more or {})})


def _chat(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "type": "private", "first_name": "Priya"}


def _person(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "is_bot": False, "first_name": "Priya", "language_code": "en"}


def written(chat_id: int, text: str, message_id: int = 1, **more: Any) -> dict[str, Any]:
    """The update when the person of this private chat writes to us; `more` goes into the message."""
    message = {"message_id": message_id, "date": THEN, "chat": _chat(chat_id), "from": _person(chat_id), "text": text}
    if text.startswith("/"):
        length = len(text.split()[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return {"message": message | more}


def press(chat_id: int, data: str, message_id: int = 1) -> dict[str, Any]:
    """The update when they press a button of ours under message `message_id` of the chat."""
    message = {"message_id": message_id, "date": THEN, "chat": _chat(chat_id), "from": BOT, "text": "?"}
    query = {"id": f"4242{chat_id}{message_id}", "from": _person(chat_id), "message": message}
    return {"callback_query": query | {"chat_instance": "-42", "data": data}}


def post_update(url: str, update: Mapping[str, Any], secret: str = SECRET) -> requests.Response:
    """Post one update to the webhook as Telegram would."""
    return requests.post(url, json=dict(update), headers={"X-Telegram-Bot-Api-Secret-Token": secret}, timeout=15)


def main() -> None:
    """Serve, show every message that is taken, and write as whichever chat is typed."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--port", type=int, default=9002)
    reader.add_argument("--token", default=TOKEN)
    reader.add_argument("--secret", default=SECRET)
    reader.add_argument("--webhook", default="", help="left out, updates wait to be polled")
    options = reader.parse_args()
    cloud = _Showing(options.port, options.token, options.secret, options.webhook)
    print(f"Telegram's stand-in: {cloud.url}", flush=True)
    for line in sys.stdin:
        chat, _, said = line.rstrip("\n").partition(" ")
        pressed = said.removeprefix("/press ")
        cloud.bring(press(int(chat), pressed) if pressed != said else written(int(chat), said))
    threading.Event().wait()


class _Showing(TelegramCloud):
    def _send(self, form: Mapping[str, str]) -> Reply:
        reply = super()._send(form)
        buttons = [button["text"] for row in (_markup_in(form) or {}).get("inline_keyboard", []) for button in row]
        print(f"{form['chat_id']} < {form['text']} {buttons or ''}", flush=True)
        return reply


if __name__ == "__main__":
    main()
