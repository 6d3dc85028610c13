"""Notes for staff what came with a message besides words, or instead of them; it is not kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.contract import Inbound
from storage.conversations import Conversation
from storage.messages import append

NAMES = {
    "photo": "A picture",
    "image": "A picture",
    "animation": "A moving picture",
    "sticker": "A sticker",
    "voice": "A voice message",
    "audio": "A sound recording",
    "video": "A film",
    "video_note": "A film",
    "document": "A file",
    "location": "A place on the map",
    "venue": "A place on the map",
    "contact": "A contact card",
}
"""By Telegram's names of the kinds of attachment, and the first half of a media type, as Twilio gives it."""


def note_attachment(session: Session, conversation: Conversation, inbound: Inbound, now: datetime) -> None:
    """Write beside the message, where only staff see it, what else came; nothing where nothing did."""
    if not inbound.beyond_words:
        return
    what = NAMES.get(inbound.beyond_words, "Something besides words")
    append(session, conversation, "note", f"{what} came with this message, and is not kept.", now, direction="note",
           language="en")  # fmt: skip
