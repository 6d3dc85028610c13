"""Answers that come all at once: by the page behind a one-time link, or written down by staff who were told (S4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from bot.casework.quietly import WITHOUT_A_PAGE
from bot.house import House
from bot.rota import tell
from bot.scene import SAFE
from bot.surveys.following import Found, follow
from bot.surveys.inviting import digest_of
from bot.surveys.reasons import REASONS, is_only_supposed, is_what_we_asked, reason_in
from bot.understanding.danger.finding import Danger, find_danger
from bot.understanding.reading import read_report
from dialogs.surveys import HESITATE, OF_ALL, Question
from storage.conversations import hold_conversation
from storage.messages import append
from storage.reports import report_of, reports_of_case, save_report
from storage.surveys import OPEN, Survey, add_answer, survey_by_secret

LONGEST = 2000
WHERE_IT_STANDS = "was written on the page of questions after closing, and stands there or in the conversation"
OF_NO_CASE = "was written on the page of a survey's questions, and stands in the conversation"


class NotRecorded(Exception):
    """Why the answers were not kept, in words for whoever gave them."""


def survey_behind(session: Session, secret: str, now: datetime, *, hold: bool = False) -> Survey | None:
    """The survey that this link still opens; held, until the transaction ends, by whoever is about to answer it."""
    survey = survey_by_secret(session, digest_of(secret), hold=hold)
    is_open = survey is not None and survey.state in OPEN and (survey.ends_at is None or survey.ends_at > now)
    return survey if is_open else None


def record(
    session: Session, survey: Survey, questions: Sequence[Question], given: Mapping[str, str], now: datetime, by: str
) -> Found:
    """Keep what was answered, and what follows from it. Raises NotRecorded where nothing was, or nonsense."""
    said = {one.name: given.get(one.name, "").strip() for one in questions}
    for one in questions:
        if one.options and said[one.name] not in ("", *(option.value for option in one.options)):
            raise NotRecorded("Choose one of the answers that are offered.")
        if len(said[one.name]) > LONGEST:
            raise NotRecorded(f"That is too long. Write at most {LONGEST} characters.")
    if not any(said.values()):
        raise NotRecorded("Answer at least one question.")
    for one in questions:
        if words := said[one.name]:
            chosen = given.get(f"{one.name}_code", "") if by != "resident" else ""
            coded = chosen if chosen in REASONS and not one.options else None
            heard = reason_in(words) if one.name == HESITATE and coded is None else None
            answer, own = (words, None) if one.options else (None, words)
            add_answer(
                session,
                survey.id,
                one.name,
                now,
                answer=answer,
                words=own,
                code=coded or heard,
                coded_by=by if coded else "hearback" if heard else None,
            )
    survey.state, survey.ended_at = "finished", now
    session.flush()
    return follow(session, survey, now)


def keep_words(session: Session, survey: Survey, words: str, now: datetime) -> None:
    """What was written and is no answer about a case stands in the conversation of whoever wrote it, for staff."""
    talk_id = talk_of(session, survey)
    if talk_id is not None and words.strip():
        talk = hold_conversation(session, talk_id)
        append(session, talk, "message", words.strip()[:LONGEST], now, direction="in", author="resident")


def begin_report(session: Session, survey: Survey, words: str, now: datetime) -> None:
    """What goes on, as the answers tell, and is told in words begins a report, which staff find among those that are
    not finished (S5). What might happen is no matter yet."""
    reading, talk_id = read_report(words), talk_of(session, survey)
    if talk_id is None or reading.kind in (None, "not_asb") or is_only_supposed(words):
        return
    if report_of(session, talk_id, WITHOUT_A_PAGE) is None:
        talk = hold_conversation(session, talk_id)
        answers, urgent = {"kind": reading.kind or ""}, find_danger(words).urgent
        save_report(session, talk, WITHOUT_A_PAGE, now, state="unfinished", words=words, answers=answers, urgent=urgent)


def talk_of(session: Session, survey: Survey) -> int | None:
    """The conversation of whoever is asked: where we asked them or, of a case, where they reported it."""
    if survey.conversation_id is not None or survey.case_id is None:
        return survey.conversation_id
    told = reports_of_case(session, survey.case_id)
    theirs = [report for report in told if report.contact_id == survey.contact_id] or told
    return theirs[0].conversation_id if theirs else None


def decline(survey: Survey, now: datetime) -> None:
    """They would rather not, and are not asked this again."""
    survey.state, survey.ended_at = "declined", now


def heed_danger(house: House, session: Session, survey: Survey, words: str, now: datetime) -> Danger:
    """Danger comes first here too: the person on call is told, and whoever wrote it is to read what to do (R1)."""
    danger = find_danger(words)
    if survey.name in OF_ALL and is_what_we_asked(danger, words):
        return SAFE
    talk_id = talk_of(session, survey)
    if talk_id is not None and danger.urgent:
        where = WHERE_IT_STANDS if survey.case_id else OF_NO_CASE
        level: Literal["now", "urgent"] = "now" if danger.now else "urgent"
        tell(house, session, talk_id, level, danger.now or danger.concern or "other", now, where)
    return danger
