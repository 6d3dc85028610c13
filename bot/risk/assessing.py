"""Keeps the risk assessment that each case is owed: by when, what it rests on, whom a high risk alerts, and what an
officer makes of it (C2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.casework.hurrying import hurry
from bot.house import House
from bot.privacy.unsealing import is_sentence
from bot.risk.matrix import BANDS, Band, Matrix
from bot.risk.weighing import FROM_REPORT, Weighed, told_in_report, weigh
from bot.rota import tell
from bot.timetable import working_days_after
from bot.understanding.fear import names_weapon
from storage.alerts import alerts_of
from storage.cases import Case, amend_case
from storage.reports import Report, reports_of_case
from storage.risks import Noticed, Risk, owe_risk, owed_risk

SORT = "high_risk"
NOT_BY_US = ("domestic_abuse", "abuse_seen")
AGAIN = "risk_look_again"
NOT_ALL_ANSWERED = "What is not answered could come to a higher band. Ask it, or write why this band is right."
NO_REASON = "Write at least a sentence: why is this band right? Five words or more."


class NotConfirmed(Exception):
    """The assessment stands as it was; the words say what to do."""


def is_left_to_staff(case: Case) -> bool:
    """Abuse at home is assessed by people alone: no bot runs its checklist, nor adds up a score for it."""
    return case.kind in NOT_BY_US or case.facts.get("concern") in NOT_BY_US


def owe_first(house: House, session: Session, case: Case, now: datetime) -> Risk:
    """A case is to be assessed within so many working days of being opened."""
    due = working_days_after(house.landlord, now, house.landlord.risk.due_days)
    return owe_risk(session, case.id, "opened", due, now)


def owed_in(house: House, session: Session, case: Case, now: datetime) -> Risk:
    """The assessment that the case is owed."""
    return owed_risk(session, case.id) or owe_first(house, session, case, now)


def answers_of(case: Case, risk: Risk) -> tuple[dict[str, str], dict[str, str]]:
    """Every answer that is known, and where it is from; what was said to the question itself holds over the report."""
    told = told_in_report(case.facts, case.kind)
    return told | risk.answers, dict.fromkeys(told, FROM_REPORT) | risk.sources


def weigh_case(matrix: Matrix, session: Session, case: Case, risk: Risk) -> Weighed:
    """What the assessment that is owed comes to as things are known now."""
    answers, sources = answers_of(case, risk)
    return weigh(matrix, answers, sources, raising_in(case, reports_of_case(session, case.id)))


def raising_in(case: Case, reports: list[Report]) -> list[str]:
    """What is known of a case that may raise its band whatever the sum."""
    known = [case.kind, case.facts.get("concern"), *(report.danger for report in reports)]
    found = dict.fromkeys(one for one in known if one)
    return [*found, *(["weapon"] if any(names_weapon(report.words) for report in reports) else [])]


def keep_answers(
    house: House, session: Session, case: Case, said: Mapping[str, str | None], by: str, now: datetime
) -> Risk:
    """Keep what was answered; None takes back what the same one had answered. All of it stays in the history."""
    risk = owed_in(house, session, case, now)
    answers, sources = dict(risk.answers), dict(risk.sources)
    for name, answer in said.items():
        if answer is None and sources.get(name) == by:
            del answers[name], sources[name]
        elif answer is not None and answers.get(name) != answer:
            answers[name], sources[name] = answer, by
    risk.answers, risk.sources = answers, sources
    amend_case(session, case, {name: answers.get(name) for name in said}, by, now)
    return risk


def alert_if_high(house: House, session: Session, case: Case, conversation_id: int, now: datetime) -> None:
    """A case whose risk is high is urgent, and whoever is on call is told of it once, out of hours too; not again of
    the very thing that they were told of as it was said."""
    risk = owed_in(house, session, case, now)
    if risk.alerted_at is not None or is_left_to_staff(case):
        return
    weighed = weigh_case(house.landlord.risk, session, case, risk)
    if weighed.band != "high":
        return
    risk.alerted_at = now
    hurry(house, session, case, "hearback", now)
    raised = alerts_of(session, conversation_id)
    is_told = any(alert.level == "now" or alert.sort in weighed.raised_by for alert in raised)
    if weighed.by_sum == "high" or not is_told:
        tell(house, session, conversation_id, "urgent", SORT, now)


def heed_raising(house: House, session: Session, case: Case, words: str, conversation_id: int, now: datetime) -> None:
    """What raises the band to high whatever the sum alerts as soon as it is known, before any question is answered."""
    if is_raised(house.landlord.risk, {case.kind, case.facts.get("concern")}, words):
        alert_if_high(house, session, case, conversation_id, now)


def is_raised(matrix: Matrix, known: Collection[str | None], words: str) -> bool:
    """Whether a kind or concern that is known, or a weapon named in the words, makes the risk high whatever the sum."""
    raising = {one for one, floor in matrix.at_least.items() if floor == "high"}
    return not raising.isdisjoint(known) or ("weapon" in raising and names_weapon(words))


def look_again(house: House, session: Session, case: Case, noticed: Noticed, now: datetime) -> None:
    """The risk is to be looked at again within as many working days as at first; nothing is said to the resident."""
    risk = owed_in(house, session, case, now)
    risk.due_at = min(risk.due_at, working_days_after(house.landlord, now, house.landlord.risk.due_days))
    risk.noticed, risk.noticed_at = noticed, now
    amend_case(session, case, {AGAIN: noticed}, "hearback", now)


def as_seen(risk: Risk, weighed: Weighed) -> str:
    """What an officer has before them when they confirm; when it has changed meanwhile, they look again."""
    return f"{risk.id} {weighed.total} {weighed.band} {len(weighed.counted)} {risk.noticed_at or ''}"


def confirm(
    house: House, session: Session, case: Case, band: str, reason: str, seen: str, staff_id: int, now: datetime
) -> Band:
    """An officer confirms what the answers come to, or sets another band with a reason; a band that the answers still
    missing could exceed needs one too. Raises NotConfirmed.

    The next assessment is owed in four weeks, or in as many as the landlord says.
    """
    risk, by = owed_in(house, session, case, now), f"staff:{staff_id}"
    weighed = weigh_case(house.landlord.risk, session, case, risk)
    if seen != as_seen(risk, weighed):
        raise NotConfirmed("Something was added since you opened this page. Look at it, and confirm again.")
    chosen = next((one for one in BANDS if one == band), None)
    if chosen is None:
        raise NotConfirmed("Choose a band.")
    differs = is_left_to_staff(case) or chosen != weighed.band
    is_open = BANDS.index(chosen) < BANDS.index(weighed.could_be)  # what nobody has answered could come to more
    if (differs or is_open) and not is_sentence(reason):
        raise NotConfirmed(NO_REASON if differs else NOT_ALL_ANSWERED)
    _freeze(house.landlord.risk, risk, weighed, None if is_left_to_staff(case) else weighed.band)
    risk.band, risk.reason, risk.confirmed_at, risk.confirmed_by = chosen, reason or None, now, by
    session.flush()
    facts = {"risk_band": chosen, "risk_reason": reason or None, "risk_confirmed_at": now, AGAIN: None}
    amend_case(session, case, facts, by, now)
    weeks = timedelta(weeks=house.landlord.risk.refresh_weeks)
    following = owe_risk(session, case.id, "refresh", working_days_after(house.landlord, now + weeks, 0), now)
    if chosen == "high" and risk.alerted_at is None:
        hurry(house, session, case, by, now)
        _tell_of_high(house, session, case, now)
    following.alerted_at = now if chosen == "high" else None
    return chosen


def _freeze(matrix: Matrix, risk: Risk, weighed: Weighed, suggested: Band | None) -> None:
    """The arithmetic stays as it was, whatever the matrix says later."""
    risk.matrix, risk.suggested = matrix.version, suggested
    if suggested is not None:
        risk.answers = {one.name: one.answer for one in weighed.counted}
        risk.sources = {one.name: one.source for one in weighed.counted}
        risk.points = {one.name: one.points for one in weighed.counted}
        risk.total, risk.raised_by = weighed.total, " ".join(weighed.raised_by) or None


def _tell_of_high(house: House, session: Session, case: Case, now: datetime) -> None:
    """An officer has found the risk to be high: whoever is on call tonight must know of it."""
    told = reports_of_case(session, case.id)
    if told:
        tell(house, session, told[-1].conversation_id, "urgent", SORT, now)
