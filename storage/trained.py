"""What is of abuse at home, and so for trained staff alone: cases, and every conversation in which it is told (C5)."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from storage.alerts import Alert, AlertCall
from storage.cases import Case
from storage.conversations import Conversation
from storage.messages import Message
from storage.reports import Report
from storage.updates import Update

OF_ABUSE = ("domestic_abuse", "abuse_seen")
"""The concerns: told by those who suffer it, or by a neighbour."""
SORTS_OF_ABUSE = ("abuse", *OF_ABUSE)
"""The alerts and dangers."""


def is_of_abuse(case: Case) -> bool:
    """Whether the case is of abuse at home, of those who tell of it or of somebody else."""
    return case.kind == "domestic_abuse" or case.facts.get("concern") in OF_ABUSE


def of_abuse(case: Any = Case) -> ColumnElement[bool]:
    """The same, as the store asks it of a row; never unknown, so that it may be turned round."""
    concern = func.coalesce(case.facts["concern"].as_string(), "")
    return or_(func.coalesce(case.kind, "") == "domestic_abuse", concern.in_(OF_ABUSE))


def talks_of_abuse(session: Session, conversation_ids: Collection[int]) -> set[int]:
    """Those of the conversations that are for trained staff alone."""
    return set(session.scalars(_talks(), {"ids": list(conversation_ids)})) if conversation_ids else set()


@cache
def _talks() -> Select[int]:
    among = Conversation.id.in_(bindparam("ids", expanding=True))
    return select(Conversation.id).where(among, talk_of_abuse(Conversation.id))


@cache
def talk_of_abuse(talk_id: Any) -> ColumnElement[bool]:
    """Whether abuse at home is told in this conversation, or somebody on call was told of it there.

    `talk_id` is a column of a table's class. Written out once for each: it takes longer than most pages.
    """
    call, message, alert = aliased(AlertCall), aliased(Message), aliased(Alert)
    to_on_call = exists().where(
        message.conversation_id == talk_id,
        call.message_id == message.id,
        alert.id == call.alert_id,
        or_(alert.sort.in_(SORTS_OF_ABUSE), _told_in(alert.conversation_id)),
    )
    return or_(_told_in(talk_id), to_on_call)


def _told_in(talk_id: Any) -> ColumnElement[bool]:
    return or_(_reported_in(talk_id), _alerted_in(talk_id), _written_of_in(talk_id), _named_in(talk_id))


def _reported_in(talk_id: Any) -> ColumnElement[bool]:
    """In the report, finished or not, or in the case that it led to."""
    report, led, case = aliased(Report), aliased(Report), aliased(Case)
    told = or_(
        func.coalesce(report.danger, "").in_(SORTS_OF_ABUSE),
        func.coalesce(report.answers["kind"].as_string(), "") == "domestic_abuse",
        func.coalesce(report.answers["concern"].as_string(), "").in_(OF_ABUSE),
    )
    return or_(
        exists().where(report.conversation_id == talk_id, told),
        exists().where(led.conversation_id == talk_id, case.id == led.case_id, of_abuse(case)),
    )


def _alerted_in(talk_id: Any) -> ColumnElement[bool]:
    alert = aliased(Alert)
    return exists().where(alert.conversation_id == talk_id, alert.sort.in_(SORTS_OF_ABUSE))


def _written_of_in(talk_id: Any) -> ColumnElement[bool]:
    """An update on such a case was sent there."""
    message, sent, case = aliased(Message), aliased(Update), aliased(Case)
    told = (message.conversation_id == talk_id, sent.message_id == message.id, case.id == sent.case_id)
    return exists().where(*told, of_abuse(case))


def _named_in(talk_id: Any) -> ColumnElement[bool]:
    """Whoever told of it has come back and spoken of it by its reference, after their code word."""
    talk, report, case, message = aliased(Conversation), aliased(Report), aliased(Case), aliased(Message)
    theirs = (talk.id == talk_id, report.contact_id == talk.contact_id, case.id == report.case_id, of_abuse(case))
    return exists().where(*theirs, message.conversation_id == talk_id, message.words.contains(case.reference))
