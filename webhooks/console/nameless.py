"""What somebody told without a name is kept apart from what they told under one, also where it stands in the same
conversation (R9)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from storage.alerts import Alert, alerts_of
from storage.cases import Case
from storage.conversations import Conversation
from storage.messages import Message
from storage.reporters import reporter_of
from storage.reports import Report
from storage.worklist import reports_in
from webhooks.place import now

PRESSING = timedelta(days=1)


def is_nameless(store: Session, report: Report) -> bool:
    """Whether its teller asked to be anonymous in it, or in the case that it led to."""
    part = reporter_of(store, report.case_id, report.contact_id) if report.case_id else None
    return "anonymous" in (report.answers.get("naming"), part.naming if part else None)


def reports_shown(store: Session, talk: Conversation, case: Case | None = None) -> list[Report]:
    """The reports of a conversation that may stand beside each other: of this case, else of what was told last, and
    all others that were told in the same way, under a name or under none.

    While somebody on call is told of danger in it, and for a day after, all are shown: nothing may be missed where a
    life may hang on it.
    """
    reports = reports_in(store, talk.id)
    of_case = [report for report in reports if case and report.case_id == case.id]
    if not reports or any(map(_is_pressing, alerts_of(store, talk.id))):
        return reports
    nameless = {is_nameless(store, report) for report in of_case or reports[-1:]}
    return [report for report in reports if is_nameless(store, report) in nameless]


def _is_pressing(alert: Alert) -> bool:
    return alert.acknowledged_at is None or now() - alert.created_at < PRESSING


def left_out(store: Session, talk: Conversation, shown: Sequence[Report], messages: Sequence[Message]) -> set[int]:
    """The messages in which the other reports of the conversation were told, and those that name their cases."""
    every = reports_in(store, talk.id)
    others = [report for report in every if report.id not in {one.id for one in shown}]
    if not others:
        return set()
    begun = [_begun(report, before, messages) for report, before in zip(every, [None, *every], strict=False)]
    told_in = {message.id: every[max(bisect_right(begun, message.at) - 1, 0)] for message in messages}
    named = {store.get_one(Case, report.case_id).reference for report in others if report.case_id}
    speaking = {message.id for message in messages if any(one in (message.words or "") for one in named)}
    return speaking | {message for message, report in told_in.items() if report in others}


def _begun(report: Report, before: Report | None, messages: Sequence[Message]) -> datetime:
    """When its first words were heard: we may have asked first whether they are about something told before."""
    first = report.words.partition("\n")[0]
    heard = [one.at for one in messages if one.words == first and one.at <= report.started_at]
    return max([at for at in heard if before is None or at > before.started_at], default=report.started_at)
