"""What of a message may be filed: all of it, but for how somebody can be reached."""

from __future__ import annotations

from datetime import datetime

from bot import sealed
from bot.channels.contract import Inbound
from bot.house import House
from bot.status import is_code_awaited
from bot.understanding.reach import Apart
from storage.contacts import Contact
from storage.conversations import Conversation


def keep_apart(
    house: House, contact: Contact, talk: Conversation, inbound: Inbound, now: datetime
) -> tuple[Inbound, Apart | None]:
    """The message as it may be filed, and what was taken out of it to be sealed. A one-time code that we asked for is
    no part of a telephone number, whatever else is being asked."""
    state = sealed.state_of(talk)
    if state and is_code_awaited(state.notes, inbound.words, now):
        return inbound, None
    return sealed.keep_apart(house.keys, contact, talk, inbound)
