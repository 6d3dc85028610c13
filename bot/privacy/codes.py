"""One-time codes: drawn, sent to a phone or a chat in neutral words, and checked in a way that tells nothing (C7)."""

from __future__ import annotations

import hmac
import re
from datetime import UTC, datetime, timedelta
from unicodedata import decimal

from sqlalchemy.orm import Session

from bot.house import House
from bot.turn import Reply
from bot.wording import compose
from dialogs import phrases
from storage import codes, outbox
from storage.caps import count_up
from storage.contacts import Contact
from storage.conversations import Conversation, conversations_of, open_conversation
from storage.messages import append
from storage.sealing import Keys

DIGITS = 6
VALID = timedelta(minutes=10)
MOST_TRIES = 5
"""After which a code is void."""
ASKED_AN_HOUR = 6
"""Codes that one contact may ask for in an hour; past that it gets none, and no other answer."""
SENT_AN_HOUR, SENT_A_DAY = 3, 8
"""Codes that may be sent to one contact, whoever asks for them."""
A_CODE = re.compile(r"\W{0,3}(\d(?:[ .-]?\d){5})\W{0,3}")
KEPT = timedelta(days=1)
HOUR = timedelta(hours=1)


class TooManyCodes(Exception):
    """This contact has asked for too many codes in this hour; say what you would say otherwise."""


def issue_code(house: House, session: Session, purpose: str, subject: str, asked_by: int, now: datetime) -> str:
    """A new code of six digits, good for ten minutes and five tries; earlier ones of this subject are void.

    `subject` says exactly what the code opens and to whom, as "case 12 for contact 7". Only digests are kept, so that
    nobody who reads the store can use it. `asked_by` is the contact it is counted for. Raises TooManyCodes.
    """
    if count_for(house.keys, session, "codes_asked", asked_by, HOUR, now) > ASKED_AN_HOUR:
        raise TooManyCodes
    codes.forget_codes(session, now - KEPT)
    code = f"{house.chance.randrange(10**DIGITS):0{DIGITS}}"
    about = _about(house, purpose, subject)
    codes.keep_code(session, purpose, about, _digest(house, about, code), now, now + VALID)
    return code


def check_code(house: House, session: Session, purpose: str, subject: str, typed: str, now: datetime) -> bool:
    """Whether this is the code that was issued last for this subject, still good, and used for the first time.

    A wrong, a used, a late one and one that never was are told apart for nobody.
    """
    about, code = _about(house, purpose, subject), read_code(typed)
    kept = codes.latest_code(session, about)
    fits = hmac.compare_digest(kept.digest if kept else bytes(32), _digest(house, about, code or ""))
    if kept is None or code is None or not codes.take_try(session, kept, MOST_TRIES, now) or not fits:
        return False
    codes.use_code(session, kept, now)
    return True


def take_back_code(house: House, session: Session, purpose: str, subject: str, now: datetime) -> None:
    """The code that was issued last for this subject opens nothing: it was sent to nobody."""
    if kept := codes.latest_code(session, _about(house, purpose, subject)):
        codes.use_code(session, kept, now)


def send_code(house: House, session: Session, contact_id: int, code: str, now: datetime) -> bool:
    """Write a code down and queue it to this contact; it is not sent once it is over. False where they have been sent
    too many already, which is for nobody to know.

    That it may be sent at all (a yes to texting, no STOP) is for the caller to see to; a carrier's STOP holds anyway.
    """
    if count_for(house.keys, session, "codes_sent", contact_id, HOUR, now) > SENT_AN_HOUR:
        return False
    if count_for(house.keys, session, "codes_sent_day", contact_id, timedelta(days=1), now) > SENT_A_DAY:
        return False
    contact = session.get_one(Contact, contact_id)
    talk = _talk_with(session, contact, now)
    (words,) = compose((Reply(phrases.CODE, {"code": code}),), talk.language, talk.channel, house.our)
    message_id = append(session, talk, "code", words.said, now, english=words.english)
    outbox.queue(session, talk, message_id, "code", now, expires_at=now + VALID)
    return True


def _talk_with(session: Session, contact: Contact, now: datetime) -> Conversation:
    """The open conversation with this contact; a new one goes on in the language of the last."""
    talk = open_conversation(session, contact.channel, contact.id, "resident", now)
    if not talk.length:
        before = [one for one in conversations_of(session, contact.id) if one is not talk]
        talk.language = before[0].language if before else talk.language
    return talk


def read_code(said: str) -> str | None:
    """The six digits that a whole message is, however they are grouped and in whatever script; None where it is not."""
    found = A_CODE.fullmatch(said[:40])
    return "".join(str(decimal(one)) for one in found[1] if one.isdecimal()) if found else None


def hide_code(said: str) -> str:
    """A message of ours with a code in it, as staff may read it: without its digits, as it may still be good."""
    return re.sub(rf"(?<!\d)\d{{{DIGITS}}}(?!\d)", "*" * DIGITS, said)


def _about(house: House, purpose: str, subject: str) -> bytes:
    return house.keys.lookup(f"code for {purpose}", subject)


def _digest(house: House, about: bytes, code: str) -> bytes:
    return house.keys.lookup("code", f"{about.hex()} {code}")


def count_for(
    keys: Keys, session: Session, what: str, contact_id: int, window: timedelta, now: datetime, by: int = 1
) -> int:
    """Count something up for a contact; how often it was by now in this hour or day, as the clock has them."""
    seconds = int(window.total_seconds())
    begins = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
    return count_up(session, what, keys.lookup("contact", str(contact_id)), begins, by)
