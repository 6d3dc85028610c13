"""Telegram: what its updates mean to us, and how a message of ours is given to it."""

from __future__ import annotations

import hmac
import json
import logging
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.channels.contract import (
    Blocked,
    Heard,
    Inbound,
    NotGenuine,
    Nothing,
    OptedOut,
    Outgoing,
    Refused,
    Sending,
    Sent,
    TryLater,
)
from bot.understanding.wishes import is_command

if TYPE_CHECKING:
    from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update

    from bot.channels.telegram_line import TelegramLine

_log = logging.getLogger(__name__)

# What Telegram's descriptions mean to us, the first that is part of the description; it has no codes finer than 400
# and 403 (https://core.telegram.org/bots/api#making-requests).
FORBIDDEN: tuple[tuple[str, Sending], ...] = (
    ("user is deactivated", Refused("account_gone")),
    ("can't initiate conversation", Refused("not_started")),
    ("", OptedOut("blocked")),
)
BAD_REQUEST: tuple[tuple[str, Sending], ...] = (
    ("chat not found", Refused("no_such_chat")),
    ("user not found", Refused("no_such_chat")),
    ("peer_id_invalid", Refused("no_such_chat")),
    ("input_user_deactivated", Refused("account_gone")),
    ("text is empty", Refused("no_words")),
    ("too long", Refused("too_long")),
    ("", Refused("bad_request")),
)

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update we ask Telegram for."""
ATTACHMENTS = ("animation", "venue", "photo", "voice", "video", "video_note", "audio", "document", "sticker",
               "location", "contact")  # fmt: skip
"""What may come besides words, by Telegram's names; the first that is there, as a venue has a location too."""
LONGEST = 4096
"""Of one message, counted as Telegram counts: in units of UTF-16."""
LONGEST_DATA = 64
"""Bytes that a button may carry."""

COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
PRESSED = re.compile(r"([1-9]\d{0,17}):(.*)", re.DOTALL)


def hear(body: bytes, secret_header: str | None, secret: str) -> Heard:
    """What a request to `POST /telegram` says, or one update that was fetched.

    Raises NotGenuine when the header X-Telegram-Bot-Api-Secret-Token is not our secret. A shape we do not know is
    Nothing, so that Telegram is answered 200 and does not send it again for a day.
    """
    if not secret or not hmac.compare_digest((secret_header or "").encode(errors="replace"), secret.encode()):
        raise NotGenuine("without Telegram's secret")
    return hear_update(body)


def hear_update(body: bytes) -> Heard:
    """What one update says, where it is known to be Telegram's because we fetched it."""
    from telegram import Update  # 0.2 s to import: only for those who have Telegram

    for read in (json.loads, _read_words_only):
        try:
            return _hear(Update.de_json(read(body), None))
        except Exception as error:  # the shapes of tomorrow fail in ways that cannot be listed
            _log.warning("An update of Telegram's is of an unknown shape: %s", type(error).__name__)
    return Nothing("an unknown shape")


def _read_words_only(body: bytes) -> dict[str, Any]:
    """Who wrote what, without all that comes with it: what we cannot read there must not cost us the words.

    Raises LookupError where there are none.
    """
    update = json.loads(body)
    kind = next(name for name in ("message", "edited_message") if name in update)
    message = update[kind]
    words = message.get("text") or message["caption"]
    chat = {"id": message["chat"]["id"], "type": message["chat"]["type"]}
    plain = {"message_id": message["message_id"], "date": message["date"], "chat": chat, "text": words}
    return {"update_id": update["update_id"], kind: plain}


def _hear(update: Update) -> Heard:
    if update.callback_query is not None:
        return _hear_button(update.update_id, update.callback_query)
    if update.my_chat_member is not None and update.my_chat_member.chat.type == "private":
        stopped = update.my_chat_member.new_chat_member.status in ("kicked", "left")
        return Blocked("telegram", str(update.my_chat_member.chat.id), stopped)
    message = update.message or update.edited_message
    if message is None:
        return Nothing("not a message")
    return _hear_message(update.update_id, message, edited=update.message is None)


def _hear_message(update_id: int, message: Message, *, edited: bool) -> Heard:
    if message.chat.type != "private" or (message.from_user is not None and message.from_user.is_bot):
        return Nothing("not from one person")
    words = message.text or message.caption
    if words is None and message.effective_attachment is None:
        return Nothing("a notice of Telegram's own")
    return Inbound(
        channel="telegram",
        address=str(message.chat.id),
        provider_id=str(update_id),
        words=_without_command(words or ""),
        beyond_words=_beyond_words(message),
        edited=edited,
    )


def _beyond_words(message: Message) -> str:
    """What came besides words, by Telegram's name for it."""
    if message.effective_attachment is None:
        return ""
    return next((kind for kind in ATTACHMENTS if getattr(message, kind, None)), "something")


def _hear_button(update_id: int, query: CallbackQuery) -> Heard:
    if query.message is None or query.message.chat.type != "private" or not query.data:
        return Nothing("not a button of ours")
    ours = PRESSED.fullmatch(query.data)
    return Inbound(
        channel="telegram",
        address=str(query.message.chat.id),
        provider_id=str(update_id),
        words=ours[2] if ours else query.data,
        answers=int(ours[1]) if ours else None,
        pressed=True,
    )


def _without_command(words: str) -> str:
    command = COMMAND.fullmatch(words)
    if command is None:
        return words
    if command[1].lower() == "start":  # what follows it comes from the link that was followed, not from the person
        return ""
    if not command[2] and not is_command(command[1].replace("_", " ")):
        return words  # as it was written: it tells nothing, and is answered with how to go on
    return " ".join(part for part in (command[1].replace("_", " "), command[2]) if part)


def answer(outgoing: Outgoing) -> str:
    """JSON that says this message at once, with its buttons, in the answer to the webhook itself."""
    said: dict[str, Any] = {"method": "sendMessage", "chat_id": int(outgoing.address), "text": split(outgoing.words)[0]}
    if keyboard := buttons(outgoing):
        said["reply_markup"] = keyboard.to_dict()
    return json.dumps(said | {"link_preview_options": {"is_disabled": True}})


def acknowledge(body: bytes) -> str:
    """JSON for the answer to the webhook that stops a pressed button from turning; empty when none was pressed."""
    try:
        query = json.loads(body)["callback_query"]["id"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return json.dumps({"method": "answerCallbackQuery", "callback_query_id": str(query)})


class TelegramSender:
    """Gives messages to Telegram over a line that the whole process shares."""

    def __init__(self, line: TelegramLine) -> None:
        self._line = line

    def send(self, outgoing: Outgoing) -> Sending:
        """Hand one message to Telegram, in parts when it is too long for one; raises nothing."""
        parts = split(outgoing.words)
        outcome: Sending = Refused("no_words")
        for index, part in enumerate(parts):
            outcome = self._send_part(outgoing, part, last=index == len(parts) - 1)
            if not isinstance(outcome, Sent):
                break
        return outcome

    def _send_part(self, outgoing: Outgoing, part: str, *, last: bool) -> Sending:
        from telegram import LinkPreviewOptions

        if not re.fullmatch(r"-?\d{1,19}", outgoing.address):
            return Refused("no_such_chat")
        try:
            fields: dict[str, Any] = {"chat_id": int(outgoing.address), "text": part}
            fields["link_preview_options"] = LinkPreviewOptions(is_disabled=True)
            fields["reply_markup"] = buttons(outgoing) if last else None
            sent = self._line.call(lambda bot: bot.send_message(**fields))
        except Exception as error:  # whatever it is, its text may hold the words: a code of ours is all that leaves
            return _judge(error)
        return Sent(str(sent.message_id))


def buttons(outgoing: Outgoing) -> InlineKeyboardMarkup | None:
    """One button a row. One whose value is too long for Telegram carries its number, which answers as well."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    if not outgoing.choices:
        return None
    rows = []
    for number, (value, label) in enumerate(outgoing.choices, start=1):
        data = f"{outgoing.message_id}:{value}"
        if len(data.encode()) > LONGEST_DATA:
            data = f"{outgoing.message_id}:{number}"
        rows.append([InlineKeyboardButton(label, callback_data=data)])
    return InlineKeyboardMarkup(rows)


def split(words: str) -> list[str]:
    """The words in parts that Telegram takes, cut at the end of a line or a word where there is one."""
    parts = []
    while _length(words) > LONGEST:
        cut = LONGEST
        while _length(words[:cut]) > LONGEST:
            cut -= _length(words[:cut]) - LONGEST + 1 >> 1
        kind = next((at for at in (words.rfind("\n", 0, cut), words.rfind(" ", 0, cut)) if at > cut // 2), cut)
        parts.append(words[:kind].rstrip())
        words = words[kind:].lstrip()
    return [*parts, words]


def _length(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def _judge(error: Exception) -> Sending:
    from telegram import error as telegram

    if isinstance(error, telegram.RetryAfter):
        wait = error.retry_after
        return TryLater("busy", wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
    if isinstance(error, telegram.Forbidden):
        return _first_of(FORBIDDEN, error)
    if isinstance(error, telegram.BadRequest):
        return _first_of(BAD_REQUEST, error)
    if isinstance(error, telegram.InvalidToken | telegram.EndPointNotFound):
        return TryLater("account")
    if isinstance(error, telegram.ChatMigrated):
        return Refused("no_such_chat")
    return _judge_silence(error)


def _first_of(table: tuple[tuple[str, Sending], ...], error: Exception) -> Sending:
    described = str(error).lower()
    return next(outcome for part, outcome in table if part in described)


def _judge_silence(error: Exception) -> Sending:
    import httpx
    from telegram.error import TimedOut

    never_left = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    reason = "no_answer" if isinstance(error, TimedOut) else "provider_trouble"
    return TryLater(reason, doubt=not isinstance(error.__cause__, never_left))
