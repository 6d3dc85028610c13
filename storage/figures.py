"""Figures of the whole store, for whoever watches over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Executable, distinct, func, select
from sqlalchemy.orm import Session

from storage.alerts import Alert
from storage.deliveries import Delivery
from storage.messages import Message
from storage.outbox import Outgoing, oldest_waiting


@dataclass(frozen=True)
class Figures:
    """Counts of messages by channel, or by (channel, state) with one in each state that it was ever in; `oldest_unsent`
    is since when a message should have left."""

    heard: Mapping[str, int]
    became: Mapping[tuple[str, str], int]
    on_their_way: Mapping[tuple[str, str], int]
    oldest_unsent: datetime | None
    alerts: int


def read_figures(session: Session, now: datetime) -> Figures:
    """Count everything; whole tables are read, so not for every page."""
    heard = select(Message.channel, func.count()).where(Message.direction == "in").group_by(Message.channel)
    became = (
        select(Message.channel, Delivery.state, func.count(distinct(Delivery.message_id)))
        .join(Message, Message.id == Delivery.message_id)
        .group_by(Message.channel, Delivery.state)
    )
    waiting = (
        select(Outgoing.channel, Outgoing.state, func.count())
        .where(Outgoing.state != "done")
        .group_by(Outgoing.channel, Outgoing.state)
    )
    untaken = select(func.count()).select_from(Alert).where(Alert.acknowledged_at.is_(None))
    return Figures(
        heard={row[0]: row[1] for row in session.execute(heard)},
        became=_by_two(session, became),
        on_their_way=_by_two(session, waiting),
        oldest_unsent=oldest_waiting(session, now),
        alerts=session.scalars(untaken).one(),
    )


def _by_two(session: Session, chosen: Executable) -> dict[tuple[str, str], int]:
    return {(row[0], row[1]): row[2] for row in session.execute(chosen)}
