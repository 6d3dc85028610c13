"""Sweeps: how far what reached a provider, and perhaps never us, has been looked through."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.contacts import Channel
from storage.messages import Message
from storage.statements import put_row
from storage.tables import Base, table_of


class Sweep(Base):
    """One channel: everything that the provider took for us until `looked_until` has been filed."""

    __tablename__ = "sweeps"

    channel: Mapped[Channel] = mapped_column(String(16), primary_key=True)
    looked_until: Mapped[datetime]


SWEEPS = table_of(Sweep)


def looked_until(session: Session, channel: Channel) -> datetime | None:
    """Until when this channel has been looked through; None before the first time."""
    return session.scalars(select(Sweep.looked_until).where(Sweep.channel == channel)).first()


def note_sweep(session: Session, channel: Channel, until: datetime) -> None:
    """Note that everything until this moment has been filed."""
    put_row(session, SWEEPS, {"channel": channel, "looked_until": until}, ("channel",), renew=("looked_until",))


def not_filed(session: Session, channel: Channel, provider_ids: Collection[str]) -> set[str]:
    """Those of the provider's names that no message of ours has."""
    chosen = select(Message.provider_id).where(Message.channel == channel, Message.provider_id.in_(provider_ids))
    return set(provider_ids) - set(session.scalars(chosen))
