"""Alerts: danger and urgent matters a person must know of now, who was called, and who answered."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, String, bindparam, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.cases import Case
from storage.conversations import Conversation
from storage.reading import fetch, select_whole
from storage.reporters import Reporter
from storage.reports import Report
from storage.statements import add
from storage.tables import Base, Identity
from storage.ways import Way

Level = Literal["now", "urgent"]


class Alert(Base):
    """One alert out of one conversation. `sort` is the danger's or the matter's code; `via` how it was answered."""

    __tablename__ = "alerts"
    __table_args__ = (Index(None, "acknowledged_at"), Index(None, "conversation_id"))

    id: Mapped[Identity]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    level: Mapped[Level] = mapped_column(String(8))
    sort: Mapped[str] = mapped_column(String(24))
    created_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None]
    via: Mapped[str | None] = mapped_column(String(16))
    note: Mapped[str | None]


class AlertCall(Base):
    """One call to one person on the rota: `person` is their name there, `turn` counts the rounds of the rota."""

    __tablename__ = "alert_calls"
    __table_args__ = (Index(None, "alert_id"), Index(None, "message_id"))

    id: Mapped[Identity]
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"))
    person: Mapped[str]
    turn: Mapped[int]
    at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))


def raise_alert(
    session: Session,
    conversation_id: int,
    level: Level,
    sort: str,
    now: datetime,
    *,
    case_id: int | None = None,
    note: str | None = None,
) -> Alert:
    """Note that a person must know; calling them is the worker's business."""
    alert = Alert(conversation_id=conversation_id, case_id=case_id, level=level, sort=sort, created_at=now, note=note)
    add(session, alert)
    return alert


UNACKNOWLEDGED = select(Alert).where(Alert.acknowledged_at.is_(None)).order_by(Alert.id)


def unacknowledged(session: Session) -> list[Alert]:
    """Alerts nobody has answered yet, the oldest first."""
    return list(session.scalars(UNACKNOWLEDGED))


def untaken_in(session: Session, case_id: int) -> list[Alert]:
    """The alerts that nobody has answered yet out of the conversations of a case, or of those who reported it, from
    wherever they write; the oldest first."""
    told_in = select(Report.conversation_id).where(Report.case_id == case_id)
    reporters = select(Reporter.contact_id).where(Reporter.case_id == case_id)
    ways = select(Way.way_id).where(Way.contact_id.in_(reporters))
    theirs = select(Conversation.id).where(
        or_(Conversation.contact_id.in_(reporters), Conversation.contact_id.in_(ways))
    )
    raised_in = or_(Alert.conversation_id.in_(told_in), Alert.conversation_id.in_(theirs))
    chosen = select(Alert).where(raised_in, Alert.acknowledged_at.is_(None))
    return list(session.scalars(chosen.order_by(Alert.id)))


def was_closed_since(session: Session, alert: Alert) -> bool:
    """Whether a case that this alert's conversation led to has been closed after it was raised: somebody has acted."""
    led_to = select(Report.case_id).where(Report.conversation_id == alert.conversation_id)
    chosen = select(Case.id).where(Case.id.in_(led_to), Case.closed_at > alert.created_at)
    return session.scalars(chosen.limit(1)).first() is not None


def told_last(session: Session, alert_ids: Collection[int]) -> dict[int, tuple[int, AlertCall]]:
    """For each of these alerts that somebody was told of: how often, and the last time."""
    chosen = select(func.count(AlertCall.id), func.max(AlertCall.id)).where(AlertCall.alert_id.in_(alert_ids))
    counted = session.execute(chosen.group_by(AlertCall.alert_id)).all()
    calls = ((number, session.get_one(AlertCall, last)) for number, last in counted)
    return {call.alert_id: (number, call) for number, call in calls}


_OF_TALK = select_whole(Alert).where(Alert.conversation_id == bindparam("conversation_id")).order_by(Alert.id)


def alerts_of(session: Session, conversation_id: int) -> list[Alert]:
    """All alerts of one conversation, the first one first."""
    return [alert for (alert,) in fetch(session, _OF_TALK, {"conversation_id": conversation_id}, Alert)]


def taken_last(session: Session, conversation_ids: Collection[int]) -> dict[int, Alert]:
    """For each of these conversations out of which an alert was taken on: the one taken on last."""
    chosen = select(Alert).where(Alert.conversation_id.in_(conversation_ids), Alert.acknowledged_at.is_not(None))
    return {alert.conversation_id: alert for alert in session.scalars(chosen.order_by(Alert.acknowledged_at))}


def alert_told_by(session: Session, message_id: int) -> Alert | None:
    """The alert that this message tells somebody of."""
    chosen = select(Alert).join(AlertCall, AlertCall.alert_id == Alert.id).where(AlertCall.message_id == message_id)
    return session.scalars(chosen).first()


def record_call(
    session: Session, alert_id: int, person: str, turn: int, now: datetime, message_id: int | None = None
) -> AlertCall:
    """Note that somebody on the rota is being told; `message_id` is the message that tells them."""
    call = AlertCall(alert_id=alert_id, person=person, turn=turn, at=now, message_id=message_id)
    add(session, call)
    return call


_OF_ALERT = select_whole(AlertCall).where(AlertCall.alert_id == bindparam("alert_id")).order_by(AlertCall.id)


def calls_of(session: Session, alert_id: int) -> list[AlertCall]:
    """Everybody called about one alert so far, in order."""
    return [call for (call,) in fetch(session, _OF_ALERT, {"alert_id": alert_id}, AlertCall)]


def acknowledge(session: Session, alert_id: int, by: str, via: str, now: datetime, note: str | None = None) -> bool:
    """Note who took an alert on; False when somebody had before, whose word stands."""
    chosen = select(Alert).where(Alert.id == alert_id).with_for_update()
    alert = session.scalars(chosen, execution_options={"populate_existing": True}).one()  # as it is once we hold it
    if alert.acknowledged_at is not None:
        return False
    alert.acknowledged_at, alert.acknowledged_by, alert.via = now, by, via
    alert.note = note if note is not None else alert.note
    session.flush()
    return True
