"""Reports: what a resident told us, from the first word on, whether or not it became a case."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.conversations import Conversation
from storage.statements import put_row
from storage.tables import Base, Identity, table_of

State = Literal["unfinished", "filed", "joined", "not_asb", "withdrawn"]


class Report(Base):
    """One report: the page it was told on, its words exactly as written, and every settled answer by line name."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("conversation_id", "page"),
        Index(None, "contact_id"),
        Index(None, "case_id"),
        Index(None, "state"),
    )

    id: Mapped[Identity]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    page: Mapped[int]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    state: Mapped[State] = mapped_column(String(16))
    words: Mapped[str]
    answers: Mapped[dict[str, Any]]
    urgent: Mapped[bool] = mapped_column(default=False)
    danger: Mapped[str | None]
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]


REPORTS = table_of(Report)


def save_report(
    session: Session,
    conversation: Conversation,
    page: int,
    now: datetime,
    *,
    state: State,
    words: str,
    answers: Mapping[str, Any],
    urgent: bool = False,
    danger: str | None = None,
    case_id: int | None = None,
) -> None:
    """Keep the report of one page of one conversation as it stands now."""
    standing = {
        "case_id": case_id,
        "state": state,
        "words": words,
        "answers": dict(answers),
        "urgent": urgent,
        "danger": danger,
        "updated_at": now,
    }
    row = {"conversation_id": conversation.id, "page": page, "contact_id": conversation.contact_id, "started_at": now}
    put_row(session, REPORTS, row | standing, ("conversation_id", "page"), tuple(standing))


def report_of(session: Session, conversation_id: int, page: int) -> Report | None:
    """The report of one page of one conversation, if one was begun."""
    chosen = select(Report).where(Report.conversation_id == conversation_id, Report.page == page)
    return session.scalars(chosen).first()


def newest_report(session: Session, conversation_id: int) -> Report | None:
    """The report begun last in one conversation, if any was."""
    chosen = select(Report).where(Report.conversation_id == conversation_id).order_by(Report.page.desc()).limit(1)
    return session.scalars(chosen).first()


def reports_of_case(session: Session, case_id: int) -> list[Report]:
    """All reports that made or joined one case, the first one first."""
    return list(session.scalars(select(Report).where(Report.case_id == case_id).order_by(Report.id)))


def reports_of_contacts_since(session: Session, contact_ids: Collection[int], since: datetime) -> list[Report]:
    """The reports of these contacts that made or joined a case since then."""
    chosen = select(Report).where(Report.contact_id.in_(contact_ids), Report.case_id.is_not(None))
    return list(session.scalars(chosen.where(Report.started_at >= since).order_by(Report.id)))


def has_reported(session: Session, contact_id: int) -> bool:
    """Whether this contact has ever begun to tell us of anything."""
    return session.scalars(select(Report.id).where(Report.contact_id == contact_id).limit(1)).first() is not None
