"""Small pieces of a conversation that the tests of the store tell again and again."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from storage.contacts import Contact, contact_for
from storage.conversations import Conversation
from storage.messages import append, file_inbound
from storage.sealing import Keys
from storage.taking_up import hold_talk_with

MakeStore = Callable[[], str]
"""Makes a fresh, migrated store and gives its URL."""

ADA = "+447700900123"


def ada(session: Session, keys: Keys, now: datetime) -> Contact:
    """Ada, who texts in English."""
    return contact_for(session, keys, "sms", ADA, now)


def talk(session: Session, keys: Keys, now: datetime) -> Conversation:
    """Ada's open conversation."""
    return hold_talk_with(session, keys, "sms", ADA, "resident", now)[1]


def turn(session: Session, keys: Keys, now: datetime, provider_id: str, words: str = "noise again") -> Conversation:
    """Ada is heard and answered."""
    conversation = hold_talk_with(session, keys, "sms", ADA, "resident", now, provider_id)[1]
    file_inbound(session, conversation, provider_id, words, now, is_new=True)
    append(session, conversation, "reply", "Thank you. Is it happening now?", now, choices=[("yes", "Yes")])
    return conversation
