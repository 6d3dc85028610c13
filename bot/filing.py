"""What of a message may be filed: all of it, but for how somebody can be reached, and who they are."""

from __future__ import annotations

from datetime import datetime

from bot import counting, sealed
from bot.channels.contract import Inbound
from bot.house import House
from bot.scene import Counted
from bot.status import is_code_awaited
from bot.understanding.reach import Apart
from storage.contacts import Contact
from storage.conversations import Conversation


def keep_apart(
    house: House, contact: Contact, talk: Conversation, inbound: Inbound, now: datetime
) -> tuple[Inbound, Apart | None, Counted | None]:
    """The message as it may be filed, what was taken out of it to be sealed, and what was taken out to be counted. A
    one-time code that we asked for is no part of a telephone number, whatever else is being asked."""
    state = sealed.state_of(talk)
    if state and is_code_awaited(state.notes, inbound.words, now):
        return inbound, None, None
    inbound, counted = counting.take_out(house.book, talk, inbound)
    inbound, apart = sealed.keep_apart(house, contact, talk, inbound)
    return inbound, apart, counted
