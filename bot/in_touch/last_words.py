"""What an officer wrote that has not left when its case closes: the news still goes, the promise of more does not.

"We will write again by Friday" before "we have finished" would be untrue; that the visit was made is as true as ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.house import House
from bot.in_touch.hearers import hearers
from bot.in_touch.updates import READY
from bot.post.starting import write_first
from bot.turn import Reply
from bot.wording import Words, plain, write
from dialogs import phrases
from storage.cases import Case
from storage.conversations import Conversation
from storage.messages import Message
from storage.promises import promises_of
from storage.updates import Update, log_update, logged_as

UNTRUE_ONCE_CLOSED = ("no_change", "as_agreed", "more_time", "officer_named")
"""Ready sentences that say that we go on."""


def send_last_words(house: House, session: Session, case: Case, withdrawn: Iterable[int], now: datetime) -> int:
    """Write again what still holds of these updates of a case that closes, each where it was to go; returns how many.

    Whoever may not be written to there any more hears nothing of it.
    """
    heard = {(one.contact_id, place.id): (one, place) for one in hearers(session, case) for place in one.places}
    sent = 0
    for message_id in withdrawn:
        message, entry = session.get_one(Message, message_id), logged_as(session, message_id)
        talk = session.get_one(Conversation, message.conversation_id)
        to = heard.get((entry.contact_id or 0, talk.contact_id)) if entry else None
        words = _still_true(house, session, case, entry, message, talk.language) if entry else None
        if entry and to and words:
            again = write_first(house, session, *to, "update", words, now, staff_id=entry.staff_id)
            log_update(
                session, case.id, now, contact_id=entry.contact_id, message_id=again, staff_id=entry.staff_id
            )  # fmt: skip
            sent += 1
    return sent


def _still_true(
    house: House, session: Session, case: Case, entry: Update, message: Message, language: str
) -> Words | None:
    """Its words without the promise they end with; None where they are untrue now, or are no update in words."""
    due = next((one.due_at for one in promises_of(session, case.id) if one.made_at == entry.at), None)
    if due is None or message.words is None:
        return None
    for spoken in dict.fromkeys((language, *house.landlord.languages)):  # they may have changed it since
        if news := _before(message.words, house, spoken, due):
            english = _before(message.english, house, "en", due) if message.english else None
            return None if _goes_on(house, news, spoken) else Words(news, english)
    return None


def _before(words: str, house: House, language: str, due: datetime) -> str:
    """What stands before the promise; nothing where it does not end with it."""
    promise = write(Reply(phrases.NEXT_UPDATE, {"next_by": due.isoformat()}), language, house.our)
    ending = next((one for one in (promise, plain(promise, language)) if words.endswith(one)), "")
    return words.removesuffix(ending).strip() if ending else ""


def _goes_on(house: House, news: str, language: str) -> bool:
    said = [write(Reply(READY[name]), language, house.our) for name in UNTRUE_ONCE_CLOSED]
    return any(one in news or plain(one, language) in news for one in said)
