"""Fetches what reached a provider and never us: Twilio tries a server that is dead once more, and gives up."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.channels.sms_inbox import SmsInbox, Unreachable
from bot.conversation import receive
from bot.house import House
from storage import sweeps

EVERY = timedelta(minutes=2)
SETTLED = timedelta(minutes=1)
"""How long a text is left to reach us by itself: Twilio waits 15 seconds for an answer, and tries a second time."""
OVERLAP = timedelta(minutes=10)
"""How much is looked through again, as Twilio may list a text a little later than it took it."""
REST = timedelta(minutes=1)
"""Before the next try, where Twilio did not answer."""
A_DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


class Sweeper:
    """Lists the texts that Twilio took since the last time, and files those that are missing, as of when they came."""

    def __init__(self, house: House, inbox: SmsInbox) -> None:
        self._house, self._inbox = house, inbox
        self._not_before: datetime | None = None

    def sweep(self, now: datetime) -> None:
        """Do it when it is time; what a number texted before Hearback was first connected to it stays away."""
        store = self._house.database
        with store.reading() as session:
            before = sweeps.looked_until(session, "sms")
        resting = self._not_before is not None and now < self._not_before < now + 2 * REST
        if before is not None and before > now:  # the clock was put back, and nobody knows since when it was wrong
            before = now - A_DAY
        if resting or (before is not None and now - before < EVERY + SETTLED):
            return
        until = now - SETTLED
        if before is not None and not self._file_missing(before - OVERLAP, until):
            self._not_before = now + REST
            return
        store.write(lambda session: sweeps.note_sweep(session, "sms", until))

    def _file_missing(self, since: datetime, until: datetime) -> bool:
        try:
            taken = [(inbound, at) for inbound, at in self._inbox.since(since) if at <= until]
        except Unreachable as trouble:
            _log.warning("Twilio could not be asked what it took for us: %s", trouble)
            return False
        with self._house.database.reading() as session:
            missing = sweeps.not_filed(session, "sms", [inbound.provider_id for inbound, _ in taken])
        for inbound, at in taken:
            if inbound.provider_id in missing:
                receive(self._house, inbound, at)
        if missing:
            _log.warning("%d texts had not reached us, and are filed now.", len(missing))
        return True
