"""Surveys: who was to be asked how it went, whether they were and if not why, and every answer as it was given."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, and_, bindparam, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.campaigns import Campaign
from storage.statements import add
from storage.tables import Base, Identity, UtcTime

State = Literal["listed", "held", "waiting", "asked", "answering", "finished", "declined", "ended", "not_sent"]
"""`listed` is on the list of a campaign that was not begun, `held` waits for an officer's word, `waiting` for its day;
`asked` has no answer yet; `ended` ran out of time."""
OPEN: tuple[State, ...] = ("asked", "answering")
UNDER_WAY = text("state IN ('waiting', 'asked', 'answering')")


class Survey(Base):
    """One person asked once, or not: then `why_not` is a code. `name` and `edition` are the landlord's.

    Patch, kind, channel and language are as they were then, so that results do not change with the case. `secret` is
    the digest of the web link's, which works once. `recorded_by` is who of the staff wrote down what they were told.

    One of a campaign is about no case; `person` is a digest of what its list calls them, and `traits` are the list's
    further columns.
    """

    __tablename__ = "surveys"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "contact_id", "asked_at"),
        Index(None, "conversation_id"),
        Index(None, "name", "asked_at"),
        Index(None, "campaign_id", "state"),
        Index(None, "person", "asked_at"),
        Index("ix_surveys_under_way", "due_at", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
        Index("uq_surveys_secret", "secret", unique=True),
    )

    id: Mapped[Identity]
    name: Mapped[str] = mapped_column(String(40))
    edition: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    person: Mapped[str | None] = mapped_column(String(64))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))
    state: Mapped[State] = mapped_column(String(16))
    why_not: Mapped[str | None] = mapped_column(String(40))
    due_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    secret: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str | None] = mapped_column(String(16))
    language: Mapped[str | None] = mapped_column(String(8))
    patch: Mapped[str | None]
    kind: Mapped[str | None] = mapped_column(String(40))
    traits: Mapped[dict[str, Any] | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]


class SurveyAnswer(Base):
    """One answer: the code of what was chosen, or words as they were written. The latest to a question counts; none
    is changed. `code` is what staff or a rule made of the words, and `coded_by` who."""

    __tablename__ = "survey_answers"
    __table_args__ = (Index(None, "survey_id"),)

    id: Mapped[Identity]
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"))
    question: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str | None] = mapped_column(String(40))
    words: Mapped[str | None]
    code: Mapped[str | None] = mapped_column(String(40))
    coded_by: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]


def add_survey(session: Session, survey: Survey) -> Survey:
    """Note that somebody is to be asked, or is not."""
    add(session, survey)
    return survey


def hold_survey(session: Session, survey_id: int) -> Survey:
    """The survey as it is now, held until the transaction ends. Raises NoResultFound when there is none."""
    chosen = select(Survey).where(Survey.id == survey_id).with_for_update()
    return session.scalars(chosen, execution_options={"populate_existing": True}).one()


def surveys_of_case(session: Session, case_id: int) -> list[Survey]:
    """All surveys about one case, the first first."""
    return list(session.scalars(select(Survey).where(Survey.case_id == case_id).order_by(Survey.id)))


def surveys_due(session: Session, now: datetime, limit: int) -> list[Survey]:
    """Those whose day has come, the one that waits longest first; of a campaign, while it runs."""
    return list(session.scalars(_DUE, {"now": now, "limit": limit}))


def surveys_to_look_after(session: Session, now: datetime, asked_before: datetime, limit: int) -> list[Survey]:
    """Those whose time has run, and those that were asked in a talk before this moment and neither answered nor
    reminded of; a link is sent once."""
    return list(session.scalars(_TO_LOOK_AFTER, {"now": now, "asked_before": asked_before, "limit": limit}))


# Both are written out once, for a worker that asks again and again.
_NOW, _ASKED_BEFORE = bindparam("now", type_=UtcTime()), bindparam("asked_before", type_=UtcTime())
_RUNNING = select(Campaign.id).where(Campaign.state == "running")
_MAY_GO_ON = or_(Survey.campaign_id.is_(None), Survey.campaign_id.in_(_RUNNING))
_SILENT = and_(
    Survey.state == "asked", Survey.reminded_at.is_(None), Survey.asked_at <= _ASKED_BEFORE, Survey.channel != "web"
)
_FIRST = select(Survey).order_by(Survey.due_at, Survey.id).limit(bindparam("limit"))
_DUE = _FIRST.where(Survey.state == "waiting", Survey.due_at <= _NOW, _MAY_GO_ON)
_TO_LOOK_AFTER = _FIRST.where(Survey.state.in_(OPEN), or_(Survey.ends_at <= _NOW, and_(_SILENT, _MAY_GO_ON)))


def survey_in(session: Session, conversation_id: int, name: str) -> Survey | None:
    """The survey of this name that was asked last in a conversation, whatever has become of it."""
    chosen = select(Survey).where(Survey.conversation_id == conversation_id, Survey.name == name)
    return session.scalars(chosen.order_by(Survey.id.desc()).limit(1)).first()


def asked_since(session: Session, contact_id: int, since: datetime, person: str | None = None) -> bool:
    """Whether this contact, or this person at another address, was asked anything since then."""
    them = Survey.contact_id == contact_id
    if person:
        them = or_(them, Survey.person == person)
    return session.scalars(select(Survey.id).where(them, Survey.asked_at >= since).limit(1)).first() is not None


def would_rather_not(session: Session, contact_id: int, name: str) -> str:
    """Whether they are to be left alone: "declined" where they said so of this survey, or what an officer said."""
    declined = and_(Survey.name == name, Survey.state == "declined")
    unkind = and_(Survey.state == "not_sent", Survey.why_not.in_(("bereaved", "unkind")))
    chosen = select(Survey.state, Survey.why_not).where(Survey.contact_id == contact_id, or_(declined, unkind))
    found = session.execute(chosen.limit(1)).first()
    return "" if found is None else found.why_not or "declined"


def note_not_asked(session: Session, conversation_id: int, now: datetime) -> None:
    """The invitation, or the one reminder, did not arrive in this conversation: who was not reached was not asked."""
    chosen = select(Survey).where(Survey.conversation_id == conversation_id, Survey.state == "asked")
    for survey in session.scalars(chosen.where(Survey.reminded_at.is_(None))):
        survey.state, survey.why_not, survey.ended_at = "not_sent", "undelivered", now
    session.flush()


def survey_by_secret(session: Session, digest: str, *, hold: bool = False) -> Survey | None:
    """The survey whose web link holds this secret; held until the transaction ends, where that is wished."""
    chosen = select(Survey).where(Survey.secret == digest)
    return session.scalars(chosen.with_for_update() if hold else chosen).first()


def add_answer(
    session: Session,
    survey_id: int,
    question: str,
    now: datetime,
    *,
    answer: str | None = None,
    words: str | None = None,
    code: str | None = None,
    coded_by: str | None = None,
) -> None:
    """Keep one answer; with neither answer nor words it was left out."""
    row = SurveyAnswer(survey_id=survey_id, question=question, answer=answer, words=words, at=now)
    row.code, row.coded_by = code, coded_by
    add(session, row)


def recode(session: Session, answer_id: int, code: str, by: str) -> bool:
    """Have the words of an answer come to something else; False where there is no such answer in own words."""
    row = session.get(SurveyAnswer, answer_id)
    if row is None or row.words is None:
        return False
    row.code, row.coded_by = code, by
    return True


def answers_of(session: Session, survey_ids: Sequence[int]) -> dict[int, dict[str, SurveyAnswer]]:
    """The answers that count, by survey and question; one that was left out in the end is not there."""
    found: dict[int, dict[str, SurveyAnswer]] = {id: {} for id in survey_ids}
    rows = select(SurveyAnswer).where(SurveyAnswer.survey_id.in_(survey_ids)).order_by(SurveyAnswer.id)
    for row in session.scalars(rows):
        found[row.survey_id].pop(row.question, None)
        if row.answer is not None or row.words is not None:
            found[row.survey_id][row.question] = row
    return found


def surveys_named(
    session: Session, name: str, since: datetime, until: datetime, campaign_id: int | None = None
) -> list[Survey]:
    """Those of this name that were to be asked in a span of time, asked or not; of one campaign alone if that is given.
    Whoever is only on the list of a draft is none of them."""
    chosen = select(Survey).where(Survey.name == name, Survey.due_at >= since, Survey.due_at < until)
    chosen = chosen.where(Survey.state != "listed")
    if campaign_id is not None:
        chosen = chosen.where(Survey.campaign_id == campaign_id)
    return list(session.scalars(chosen.order_by(Survey.id)))
