"""Who was told of an alert last, and whether it reached them: nobody is said to know what has not left here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage.alerts import AlertCall, told_last
from storage.deliveries import state_of
from storage.messages import Message
from storage.outbox import Outgoing
from webhooks.console.delivery_words import Fate, fate_of


@dataclass(frozen=True)
class Told:
    """The person on call who was written to last, when, how many messages there were in all, and the fate of this."""

    person: str
    at: datetime
    times: int
    fate: Fate


def told_of(store: Session, alert_ids: Collection[int], at: datetime) -> dict[int, Told]:
    """For each of these alerts of which somebody was written to."""
    return {
        alert_id: Told(call.person, call.at, times, _fate(store, call, at))
        for alert_id, (times, call) in told_last(store, alert_ids).items()
    }


def _fate(store: Session, call: AlertCall, at: datetime) -> Fate:
    if call.message_id is None:
        return Fate("Nothing is known of its delivery", "lost")
    message = store.get_one(Message, call.message_id)
    delivery = state_of(store, [message.id]).get(message.id)
    return fate_of(message, delivery, store.get(Outgoing, message.id), at)
