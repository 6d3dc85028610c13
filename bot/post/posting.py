"""The post: takes one message from the outbox to its channel, and notes what came of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.channels.contract import OptedOut, Outgoing, Refused, Sender, Sending, Sent, TryLater
from storage import deliveries, outbox
from storage.contacts import Contact, address_of
from storage.database import Database
from storage.deliveries import State
from storage.messages import Message
from storage.promises import note_leaving
from storage.sealing import SealBroken

STARTED = ("update", "reminder", "notice", "code", "survey")
"""Kinds that they did not just write for here: by the time they leave it may not be safe to write any more (C5)."""
IN_HOURS = ("update", "reminder", "notice", "survey")
"""Kinds that leave only in the hours in which we may write first; a code was asked for just now (C8)."""
SENT_AGAIN = ("danger", "alert", "reply", "officer")
"""Kinds that are sent again when nobody knows whether they went: hearing them twice harms less than not at all."""

WAITS = tuple(timedelta(seconds=wait) for wait in (5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600))
"""Before the second attempt, the third and so on; after the last of them it is given up."""

INSIST = 30
"""Seconds to go on trying to note what came of a message, when the store does not answer."""

Undelivered = Callable[[Session, outbox.Outgoing, State, str, datetime], None]
"""Told, in the transaction that notes it, of a message that will not arrive: the row, its end and the reason."""

HoursOf = Callable[[Contact, datetime], tuple[datetime, datetime]]
"""From when, at a moment or after it, we may write to a contact first, and until when."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class PostOffice:
    """Sends what the outbox holds, one message at a time and from any thread.

    No transaction is open while a provider is called: `sending` is noted before, and the outcome after.
    """

    def __init__(
        self,
        database: Database,
        senders: Mapping[str, Sender],
        clock: Callable[[], datetime],
        undelivered: Undelivered | None = None,
        hours_of: HoursOf | None = None,
    ) -> None:
        self._database = database
        self._senders = senders
        self._clock = clock
        self._undelivered = undelivered
        self._hours_of = hours_of
        self._under_way: set[int] = set()
        self._one_at_a_time = threading.Lock()

    def post(self, message_id: int) -> str:
        """Send one message; a short code says what became of it. Posting what is settled does nothing.

        Finding it already being sent, and not by this process, means that whoever sent it died: the kind of message
        decides about the doubt.
        """
        with self._one_at_a_time:
            if message_id in self._under_way:
                return "under_way"
            self._under_way.add(message_id)
        try:
            return self._post(message_id)
        finally:
            self._under_way.discard(message_id)

    def _post(self, message_id: int) -> str:
        taken = self._database.write(lambda session: self._take(session, message_id))
        if isinstance(taken, str):
            return taken
        channel, outgoing = taken
        outcome = self._send(channel, outgoing)
        return _insist(lambda: self._database.write(lambda session: self._note(session, message_id, outcome)))

    def _take(self, session: Session, message_id: int) -> str | tuple[str, Outgoing]:
        row, now = session.get(outbox.Outgoing, message_id), self._clock()
        if row is None or row.state == "done":
            return "settled"
        message, contact = session.get_one(Message, message_id), session.get_one(Contact, row.contact_id)
        if row.state == "sending" and row.kind not in SENT_AGAIN:
            return self._end(session, row, "in_doubt", "worker_lost")
        if contact.stopped_at is not None and row.kind != "goodbye":  # which says that we stop, where no carrier does
            return self._end(session, row, "opted_out", "opted_out")
        if row.expires_at is not None and row.expires_at <= now:
            return self._end(session, row, "withdrawn", "too_late")
        if message.words is None:
            return self._end(session, row, "withdrawn", "erased")
        if row.kind in STARTED and contact.texting_is_safe in ("no", "unwanted"):  # said since it was written
            return self._end(session, row, "withdrawn", "not_safe")
        if row.kind in IN_HOURS and self._hours_of is not None:
            begins, ends = self._hours_of(contact, now)
            if begins > now:
                return self._hold(session, row, begins, now)
            row.expires_at = ends if row.expires_at is None else min(row.expires_at, ends)
        again = row.state == "sending"
        if not (outbox.take_up if again else outbox.mark_sending)(session, message_id, now):
            return "settled"  # somebody else took it at the same moment
        choices = tuple((str(value), str(label)) for value, label in message.choices or ())
        try:
            address = address_of(session, self._database.keys, contact.id)
        except SealBroken:
            return self._wait_for_key(session, row, now)
        return row.channel, Outgoing(message_id, address, message.words, choices, message.language, _left(row, now))

    def _hold(self, session: Session, row: outbox.Outgoing, at: datetime, now: datetime) -> str:
        """Whatever queued it: what we start leaves in the hours allowed, which they may have changed since (C8)."""
        if row.expires_at is not None and row.expires_at <= at:
            return self._end(session, row, "withdrawn", "too_late")
        outbox.hold_until(session, row.message_id, now, at)
        _note_leaving(session, row, at)
        return "later"

    def _wait_for_key(self, session: Session, row: outbox.Outgoing, now: datetime) -> str:
        """The wrong HEARBACK_KEY, which may be put right: it is tried again as ever, and somebody knows at once."""
        _log.error("HEARBACK_KEY does not open the address of message %s.", row.message_id)
        session.refresh(row)
        if row.attempts == 1 and self._undelivered is not None:
            self._undelivered(session, row, "queued", "wrong_key", now)
        return self._put_off(session, row, TryLater("wrong_key"), now)

    def _send(self, channel: str, outgoing: Outgoing) -> Sending:
        sender = self._senders.get(channel)
        if sender is None:
            return TryLater("not_connected")
        try:
            return sender.send(outgoing)
        except Exception as error:  # no provider's words may travel on: they can hold the address
            _log.error("The channel %s failed: %s", channel, type(error).__name__)
            return TryLater("channel_failed", doubt=True)

    def _note(self, session: Session, message_id: int, outcome: Sending) -> str:
        row, now = session.get_one(outbox.Outgoing, message_id), self._clock()
        if isinstance(outcome, Sent):
            outbox.mark_done(session, message_id, now, outcome.provider_id)
            deliveries.record_delivery(session, message_id, "sent", now, provider_id=outcome.provider_id)
            _note_leaving(session, row, now)
            return "sent"
        if row.state == "done":  # a receipt settled it while we waited for an answer
            return "settled"
        if isinstance(outcome, OptedOut):
            contact = session.get_one(Contact, row.contact_id)
            contact.stopped_at = contact.stopped_at or now
            return self._end(session, row, "opted_out", outcome.reason)
        if isinstance(outcome, Refused):
            return self._end(session, row, "refused", outcome.reason)
        return self._put_off(session, row, outcome, now)

    def _put_off(self, session: Session, row: outbox.Outgoing, outcome: TryLater, now: datetime) -> str:
        if outcome.doubt and row.kind not in SENT_AGAIN:
            return self._end(session, row, "in_doubt", outcome.reason)
        if row.attempts > len(WAITS):
            return self._end(session, row, "failed", f"gave_up_{outcome.reason}"[:40])
        again_at = now + max(WAITS[row.attempts - 1], outcome.wait or timedelta(0))
        if row.expires_at is not None and again_at >= row.expires_at:
            return self._end(session, row, "withdrawn", "too_late")
        outbox.try_later(session, row.message_id, now, again_at)
        _note_leaving(session, row, again_at)
        deliveries.record_delivery(session, row.message_id, "queued", now, reason=outcome.reason)
        return "later"

    def _end(self, session: Session, row: outbox.Outgoing, state: State, reason: str) -> str:
        now = self._clock()
        if outbox.mark_done(session, row.message_id, now):
            deliveries.record_delivery(session, row.message_id, state, now, reason=reason)
            if self._undelivered is not None:
                self._undelivered(session, row, state, reason, now)
        return state


def _note_leaving(session: Session, row: outbox.Outgoing, at: datetime) -> None:
    if row.kind == "update":  # the one kind that keeps a promise
        note_leaving(session, row.message_id, at)


def _left(row: outbox.Outgoing, now: datetime) -> int | None:
    """Seconds until it must not be delivered any more; where the clock was put back, no more than it ever had."""
    if row.expires_at is None:
        return None
    return int(min(row.expires_at - now, row.expires_at - row.due_at).total_seconds())


def _insist(work: Callable[[], T]) -> T:
    """Do the work; a store that does not answer is asked again each second, for what is noted here happened."""
    for _ in range(INSIST):
        try:
            return work()
        except SQLAlchemyError as error:
            _log.warning("The store did not take the outcome of a message: %s", type(error).__name__)
            time.sleep(1)
    return work()
