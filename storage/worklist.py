"""The worklist: what officers read first, and what they look for; every query here stays quick at 200,000 cases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Index, Select, false, func, or_, select, text, true
from sqlalchemy.orm import Session, aliased

from storage.cases import Case, goes_on_in
from storage.conversations import Conversation
from storage.messages import Message
from storage.promises import Promise
from storage.properties import Property
from storage.reports import Report
from storage.risks import Risk
from storage.staff import Look, Staff
from storage.trained import of_abuse, talk_of_abuse
from storage.updates import Update

State = Literal["open", "closed"]
Settled = Literal["made", "unwanted"]
WithoutCase = Literal["unfinished", "withdrawn"]
"""Reports that led to no case: one that stopped, or was taken back."""
WITHOUT_CASE: Sequence[WithoutCase] = get_args(WithoutCase)

Index(
    "ix_cases_worklist", Case.state, Case.urgent, Case.first_contact_due, Case.id, Case.kind, Case.patch
)  # holds all that the list filters, orders and counts by, so that no case is opened to be left out
Index(
    "ix_conversations_needs_person",
    Conversation.id,
    sqlite_where=text("needs_person = 1"),
    postgresql_where=text("needs_person"),
)

_LATER = aliased(Risk)
_AT_HIGH_RISK = select(Risk.case_id).where(
    Risk.band == "high",
    ~select(_LATER.id)
    .where(_LATER.case_id == Risk.case_id, _LATER.id > Risk.id, _LATER.band.is_not(None))
    .correlate(Risk)
    .exists(),
)
"""The cases in which the last assessment that an officer confirmed came to that."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. `urgent` True leaves the others out, and `high` those whose risk no officer last
    confirmed to be high; `words` are looked for in places and reports.

    `abuse` False leaves out what is for trained staff, in which nothing is looked for either."""

    state: State = "open"
    patch: str = ""
    kind: str = ""
    urgent: bool = False
    words: str = ""
    abuse: bool = True
    high: bool = False


@dataclass(frozen=True)
class Counts:
    """How many cases stand how, and how many reports stopped, or were taken back, before they had a reference; `high`
    are those of the open ones whose risk is."""

    open: int
    urgent: int
    high: int
    closed: int
    unfinished: int
    withdrawn: int


def find_cases(session: Session, wanted: Wanted, limit: int, offset: int = 0) -> list[Case]:
    """One page of cases. Open ones by urgency, then by when first contact is due; closed ones the newest first."""
    if wanted.state == "closed":
        newest = _matching(select(Case), wanted).order_by(Case.id.desc())
        return list(session.scalars(newest.limit(limit).offset(offset)))
    if wanted.words:  # every word is read anyway, so once rather than for the urgent ones and the others apart
        pressing = _matching(select(Case), wanted).order_by(Case.urgent.desc(), Case.first_contact_due, Case.id)
        return list(session.scalars(pressing.limit(limit).offset(offset)))
    urgent = _by_due(session, wanted, True, limit, offset)
    if wanted.urgent or len(urgent) == limit:
        return urgent
    before = offset + len(urgent) if urgent or not offset else _count(session, wanted, Case.urgent == true())
    return urgent + _by_due(session, wanted, False, limit - len(urgent), max(0, offset - before))


def _by_due(session: Session, wanted: Wanted, urgent: bool, limit: int, offset: int) -> list[Case]:
    chosen = _matching(select(Case), wanted).where(Case.urgent == (true() if urgent else false()))
    return list(session.scalars(chosen.order_by(Case.first_contact_due, Case.id).limit(limit).offset(offset)))


def count_cases(session: Session, wanted: Wanted) -> int:
    """How many cases `find_cases` would give in all."""
    return _count(session, wanted, *([Case.urgent == true()] if wanted.urgent else []))


def _count(session: Session, wanted: Wanted, *also: ColumnElement[bool]) -> int:
    return _number(session, _matching(select(func.count()).select_from(Case), wanted).where(*also))


def _number(session: Session, counting: Select[Any]) -> int:
    number: int = session.scalars(counting).one()
    return number


def _matching(chosen: Select[Any], wanted: Wanted) -> Select[Any]:
    chosen = chosen.where(Case.state == wanted.state)
    if not wanted.abuse:
        chosen = chosen.where(~of_abuse())
    if wanted.urgent:
        chosen = chosen.where(Case.urgent == true())
    if wanted.high:
        chosen = chosen.where(Case.id.in_(_AT_HIGH_RISK))
    if wanted.patch:
        chosen = chosen.where(Case.patch == wanted.patch)
    if wanted.kind:
        chosen = chosen.where(Case.kind == wanted.kind)
    if wanted.words:
        said = select(Report.case_id).where(Report.words.icontains(wanted.words, autoescape=True))
        said = said.where(Report.case_id.is_not(None))
        chosen = chosen.where(or_(Case.place.icontains(wanted.words, autoescape=True), Case.id.in_(said)))
    return chosen


def count_all(session: Session, *, abuse: bool = True) -> Counts:
    """The figures above the list; with `abuse` False without what is for trained staff."""
    chosen = select(Case.state, Case.urgent, func.count()).group_by(Case.state, Case.urgent)
    rows = session.execute(chosen if abuse else chosen.where(~of_abuse())).all()
    counted = {(state, bool(urgent)): number for state, urgent, number in rows}
    is_open = {urgent: counted.get(("open", urgent), 0) for urgent in (True, False)}
    closed = counted.get(("closed", True), 0) + counted.get(("closed", False), 0)
    without = (count_unfinished(session, abuse=abuse, state=state) for state in WITHOUT_CASE)
    high = count_cases(session, Wanted(abuse=abuse, high=True))
    return Counts(sum(is_open.values()), is_open[True], high, closed, *without)


def find_unfinished(
    session: Session,
    limit: int,
    offset: int = 0,
    words: str = "",
    *,
    abuse: bool = True,
    state: WithoutCase = "unfinished",
) -> list[Report]:
    """Reports that stopped, or were taken back, before they had a reference: the urgent ones, then the latest first."""
    latest = (Report.urgent.desc(), Report.updated_at.desc(), Report.id.desc())
    chosen = _unfinished(select(Report), words, abuse, state).order_by(*latest)
    return list(session.scalars(chosen.limit(limit).offset(offset)))


def count_unfinished(
    session: Session, words: str = "", *, abuse: bool = True, state: WithoutCase = "unfinished"
) -> int:
    """How many reports `find_unfinished` would give in all."""
    return _number(session, _unfinished(select(func.count()).select_from(Report), words, abuse, state))


def _unfinished(chosen: Select[Any], words: str, abuse: bool, state: WithoutCase) -> Select[Any]:
    chosen = chosen.where(Report.state == state, Report.case_id.is_(None))
    if not abuse:
        chosen = chosen.where(~talk_of_abuse(Report.conversation_id))
    return chosen.where(Report.words.icontains(words, autoescape=True)) if words else chosen


def asking_for_person(session: Session, gone_since: datetime) -> list[Conversation]:
    """Conversations in which a human being was asked for and no officer answers, or has said anything since then, the
    longest waiting first."""
    unanswered = or_(Conversation.taken_by.is_(None), Conversation.last_said_at < gone_since)
    chosen = select(Conversation).where(Conversation.needs_person == true(), unanswered)
    return list(session.scalars(chosen.order_by(Conversation.last_heard_at, Conversation.id)))


def patches(session: Session) -> list[str]:
    """Every patch of the register, in order."""
    return list(session.scalars(select(Property.patch).distinct().order_by(Property.patch)))


def latest_case_of(session: Session, conversation_ids: Collection[int]) -> dict[int, Case]:
    """For each conversation that led to a case, or in which we wrote of one, the latest one."""
    if not conversation_ids:
        return {}
    told = select(Report.conversation_id, Case).join(Case, Case.id == Report.case_id)
    written = select(Message.conversation_id, Case).join(Update, Update.message_id == Message.id)
    written = written.join(Case, Case.id == Update.case_id)
    rows = [
        *session.execute(written.where(Message.conversation_id.in_(conversation_ids)).order_by(Update.id)),
        *session.execute(told.where(Report.conversation_id.in_(conversation_ids)).order_by(Report.id)),
    ]
    return {row[0]: goes_on_in(session, row[1]) for row in rows}


def reports_in(session: Session, conversation_id: int) -> list[Report]:
    """Everything told in one conversation, the first report first; not what went on in another of them."""
    stands = or_(Report.state != "joined", Report.case_id.is_not(None))
    chosen = select(Report).where(Report.conversation_id == conversation_id, stands)
    return list(session.scalars(chosen.order_by(Report.id)))


def first_contact_settled(session: Session, case_ids: Sequence[int]) -> dict[int, Settled]:
    """Those of the cases in which no first contact is owed any more: it was made, or the resident wants none. Where
    two were promised, because another case was joined to it, neither is owed."""
    chosen = select(Promise.case_id, Promise.kept_at, Promise.released_at).where(Promise.case_id.in_(case_ids))
    rows = list(session.execute(chosen.where(Promise.what == "first_contact").order_by(Promise.id)))
    owed = {row.case_id for row in rows if row.kept_at is None and row.released_at is None}
    return {row.case_id: "made" if row.kept_at else "unwanted" for row in rows if row.case_id not in owed}


def who_looked(session: Session, what: str, what_id: int, limit: int) -> list[tuple[Look, Staff]]:
    """The latest looks at one thing with who took them, the latest first."""
    chosen = select(Look, Staff).join(Staff, Staff.id == Look.staff_id)
    chosen = chosen.where(Look.what == what, Look.what_id == what_id)
    rows = session.execute(chosen.order_by(Look.id.desc()).limit(limit))
    return [(look, member) for look, member in rows]
