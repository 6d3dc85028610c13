"""Campaigns: a list of residents, whom of them we ask whether they would report, and how far that has come (S2)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.statements import add
from storage.tables import Base, Identity

State = Literal["draft", "running", "paused", "stopped", "finished", "dropped"]
"""`stopped` asks nobody more, but who was asked may still answer; `dropped` was never begun, and its list goes."""
STATES: Sequence[State] = get_args(State)


class Campaign(Base):
    """One list and what is done with it. Its people are rows of `surveys`.

    `people` is how many of the list could be used, `left_out` pairs of a line and why it could not. `size` is how many
    are drawn (none: everybody), from each patch alike if `by_patch`, by the number `seed`; `days` over how many working
    days they are asked.
    """

    __tablename__ = "campaigns"

    id: Mapped[Identity]
    title: Mapped[str] = mapped_column(String(100))
    survey: Mapped[str] = mapped_column(String(40))
    state: Mapped[State] = mapped_column(String(16))
    people: Mapped[int]
    left_out: Mapped[list[Any]]
    size: Mapped[int | None]
    by_patch: Mapped[bool] = mapped_column(default=False)
    days: Mapped[int | None]
    seed: Mapped[int]
    created_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


def add_campaign(session: Session, campaign: Campaign) -> Campaign:
    """Note a campaign; its people follow."""
    add(session, campaign)
    return campaign


def campaigns_in(session: Session, states: Sequence[State]) -> list[Campaign]:
    """Those that stand so, the latest first."""
    return list(session.scalars(select(Campaign).where(Campaign.state.in_(states)).order_by(Campaign.id.desc())))


def hold_campaign(session: Session, campaign_id: int) -> Campaign | None:
    """The campaign as it is now, held until the transaction ends."""
    chosen = select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    return session.scalars(chosen, execution_options={"populate_existing": True}).first()
