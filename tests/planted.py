"""Hearback with a fault planted in it, to see that the tests of killing find it: `python -m tests.planted serve`.

PLANTED names the fault: `acknowledges_first` says yes to a text before it is filed, `drops_handed` forgets some of
what was handed to the worker, `files_whole` keeps nothing apart that stands in a message, `forgets_journal` keeps
nothing of what comes while the store is away, `sends_twice` gives each message to its provider two times,
`forgets_lease` never takes over what another worker was sending.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot import conversation
from bot.channels.contract import Inbound, Outgoing, Sending
from bot.conversation import Received
from bot.house import House
from bot.post import journal, posting
from bot.privacy import sealed
from bot.understanding.reach import Apart
from storage import outbox
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.journal import Journal
from webhooks.commands import main

LATE = 0.7
"""Seconds between the acknowledgement and the filing."""
EACH = 5
"""One of so many messages is dropped."""


def acknowledge_first() -> None:
    """The webhook answers, and files a moment later, in a thread that dies with the process."""

    def receive(house: House, inbound: Inbound, now: datetime) -> Received:
        def file() -> None:
            time.sleep(LATE)
            conversation.receive(house, inbound, now)

        threading.Thread(target=file, daemon=True).start()
        return Received(0)

    journal.receive = receive  # type: ignore[attr-defined]


def drop_handed() -> None:
    """Some of what the worker takes out of the outbox is gone."""
    mark_handed = outbox.mark_handed

    def mark_and_drop(session: Session, message_ids: Sequence[int], now: datetime) -> list[int]:
        taken = mark_handed(session, message_ids, now)
        dropped = [message_id for message_id in taken if message_id % EACH == 0]
        session.execute(delete(outbox.Outgoing).where(outbox.Outgoing.message_id.in_(dropped)))
        return [message_id for message_id in taken if message_id not in dropped]

    outbox.mark_handed = mark_and_drop


def file_whole() -> None:
    """What answers a sealed question is filed as it came, as any other message is."""

    def keep_apart(
        house: House, contact: Contact, talk: Conversation, inbound: Inbound
    ) -> tuple[Inbound, Apart | None]:
        return inbound, None

    sealed.keep_apart = keep_apart


def forget_journal() -> None:
    """What is written to the journal is written nowhere."""

    def keep(self: Journal, entry: str, sender: str = "") -> None:
        return None

    Journal.keep = keep  # type: ignore[method-assign]


def send_twice() -> None:
    """Every message leaves two times, and only the second is noted."""
    send = posting.PostOffice._send

    def send_again(self: posting.PostOffice, channel: str, outgoing: Outgoing) -> Sending:
        send(self, channel, outgoing)
        return send(self, channel, outgoing)

    posting.PostOffice._send = send_again  # type: ignore[method-assign]


def forget_lease() -> None:
    """What a worker that died was sending belongs to it for ever."""

    def stranded(
        session: Session, untouched_since: datetime, limit: int, put_back: datetime | None = None
    ) -> list[outbox.Outgoing]:
        return []

    outbox.stranded = stranded


FAULTS = {
    "acknowledges_first": acknowledge_first,
    "drops_handed": drop_handed,
    "files_whole": file_whole,
    "forgets_journal": forget_journal,
    "forgets_lease": forget_lease,
    "sends_twice": send_twice,
}

if __name__ == "__main__":
    FAULTS[os.environ["PLANTED"]]()
    sys.exit(main())
