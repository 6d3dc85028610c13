"""The first page of the console: what nobody has taken yet, who wants a person, what is open, and the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.clockwork import pressing
from bot.casework.labels import KINDS, asked_for_person, stopped_at, task_in_words
from bot.casework.references import read_reference
from bot.configuration.hours import LONDON, to_local
from bot.surveys.following import AFRAID, SORRY
from bot.timetable import next_working_day_ends, working_days_after
from bot.with_officer import STILL_THERE
from storage.alerts import Alert, taken_last, unacknowledged
from storage.cases import Case, case_by_reference
from storage.conversations import Conversation
from storage.deliveries import lost_in, what_holds_up
from storage.promises import leaving_late, updates_owed
from storage.reports import Report
from storage.risks import Risk, risks_owed
from storage.staff import log_look
from storage.tasks import Task, open_tasks
from storage.unconfirmed import conversations_of_these, is_silent, unconfirmed
from storage.unsealings import waiting_for_review
from storage.worklist import (
    WITHOUT_CASE,
    Settled,
    WithoutCase,
    asking_for_person,
    count_all,
    count_cases,
    count_unfinished,
    find_cases,
    find_unfinished,
    first_contact_settled,
    latest_case_of,
    patches,
)
from webhooks.console.alerts_told import told_of
from webhooks.console.delivery_words import SET_UP, reason_in_words, untold
from webhooks.console.gate import ALL, MANAGING, by_itself, me, open_to
from webhooks.console.searching import ON_A_PAGE, Search, read_search
from webhooks.console.trained import Sight
from webhooks.place import now, the_house

pages = Blueprint("worklist", __name__)

ON_THE_FIRST = 3
Contacted = Literal["made", "unwanted", "late", "owed"]
UNTOLD_SHOWN = 3


@dataclass(frozen=True)
class Row:
    """A case in the list."""

    case: Case
    contact: Contacted


@dataclass(frozen=True)
class Stopped:
    """An unfinished report in the list, the question at which it waits, and the alert that somebody took on for it."""

    report: Report
    conversation: Conversation
    asked: str | None
    taken: Alert | None


@pages.get("")
@open_to(*ALL)
def show() -> ResponseReturnValue:
    search = read_search()
    with the_house().database.reading() as store:
        named = _case_named(store, search.words)
        if named:
            return redirect(url_for("staff.cases.show", reference=named.reference))
        counts, every = count_all(store, abuse=search.abuse), count_all(store)
        page = {
            "search": search,
            "counts": counts,
            "not_listed": getattr(every, search.state) - getattr(counts, search.state),
            "patches": patches(store),
            "kinds": KINDS,
            "without_case": WITHOUT_CASE,
            "officer": me(),
            **_pressing(store, Sight(store, search.abuse), ON_A_PAGE + every.open - counts.open),
            "to_review": waiting_for_review(store) if me().role in MANAGING else [],
            "at": now(),
            **(_without_case(store, search) if search.state in WITHOUT_CASE else _cases(store, search)),
        }
    _note_look(search)
    return render_template("staff_worklist.html", **page)


@pages.post("/search")
@open_to(*ALL)
def look_for() -> ResponseReturnValue:
    """What stands in the box goes on sealed: on the telephone a name or a number is soon written there."""
    return redirect(read_search().turned_to(1))


@pages.get("/waiting")
@open_to(*ALL)
@by_itself
def who_waits() -> ResponseReturnValue:
    """How many wait for somebody, for an open page to ask every now and then: alerts that nobody took, of which all are
    told, and people whom a person should answer."""
    with the_house().database.reading() as store:
        people = Sight(store).talks(asking_for_person(store, now() - STILL_THERE), lambda talk: talk.id)
        return {"waiting": len(unacknowledged(store)) + len(people)}


def _case_named(store: Session, words: str) -> Case | None:
    reference = read_reference(words)
    return case_by_reference(store, reference) if reference else None


def _pressing(store: Session, sight: Sight, most: int) -> dict[str, object]:
    """What stands above the list whatever was searched for; `most` is what a list holds with what is left out of it."""
    lists = _alerts(store, sight) | _waiting(store, sight) | _promised(store, sight, most) | _not_known(store, sight)
    return lists | {"held_up": _held_up(store), "task_in_words": task_in_words, "left_out": sight.left_out}


def _alerts(store: Session, sight: Sight) -> dict[str, object]:
    """All of them, for everybody: a life may hang on it. Of what is for trained staff no more than the sort."""
    alerts = sorted(unacknowledged(store), key=_by_level)
    talks = [alert.conversation_id for alert in alerts]
    return {
        "alerts": alerts,
        "shut": sight.shut(talks),
        "told": told_of(store, [alert.id for alert in alerts], now()),
        "alert_case_of": latest_case_of(store, talks),
    }


def _waiting(store: Session, sight: Sight) -> dict[str, object]:
    waiting = sight.talks(asking_for_person(store, now() - STILL_THERE), lambda talk: talk.id)
    people = [talk for talk in waiting if asked_for_person(talk.state)]
    talks = [talk.id for talk in waiting]
    return {
        "people": people,
        "stuck": [talk for talk in waiting if talk not in people],
        "case_of": latest_case_of(store, talks),
        "untold": _untold(store, talks),
    }


def _promised(store: Session, sight: Sight, most: int) -> dict[str, object]:
    until = next_working_day_ends(the_house().landlord, now())
    return {
        "risks": sight.cases(_risks(store, most), _second)[:ON_A_PAGE],
        "updates": sight.cases(updates_owed(store, until, most), _second)[:ON_A_PAGE],
        "leaving_late": sight.cases(leaving_late(store, now(), most), _second)[:ON_A_PAGE],
        "clocks": sight.cases(pressing(the_house(), store, now(), most), lambda one: one[0])[: 2 * ON_A_PAGE],
        "tasks": sight.cases(open_tasks(store, most), _second)[:ON_A_PAGE],
        "task_due": _task_due,
    }


def _task_due(task: Task) -> datetime | None:
    """By when what somebody was told is to be done: a manager reads who is not satisfied within a working day (S5), and
    looks at the risk of whoever is afraid in as many as a risk may take."""
    landlord = the_house().landlord
    days = {SORRY: 1, AFRAID: landlord.risk.due_days}.get(task.what)
    return working_days_after(landlord, task.since, days) if days else None


def _second(pair: tuple[object, Case]) -> Case:
    return pair[1]


def _risks(store: Session, most: int) -> list[tuple[Risk, Case]]:
    """The risks to be assessed as soon as a case that is opened now, and those to be looked at again."""
    landlord = the_house().landlord
    return risks_owed(store, working_days_after(landlord, now(), landlord.risk.due_days), most)


def _held_up(store: Session) -> list[tuple[str, str, datetime]]:
    """Channels on which nothing leaves until somebody mends what was set up, why, and when that was last seen."""
    found = what_holds_up(store, SET_UP)
    return [(channel, reason_in_words(last.reason or ""), last.at) for channel, last in sorted(found.items())]


def _untold(store: Session, conversation_ids: Sequence[int]) -> dict[int, list[str]]:
    """The latest of what somebody who waits for a person has not been told, and why (C10)."""
    lost = lost_in(store, conversation_ids)
    return {id: [untold(*each) for each in pairs[-UNTOLD_SHOWN:]] for id, pairs in lost.items()}


def _not_known(store: Session, sight: Sight) -> dict[str, object]:
    """Who may not have had what we sent a day ago or more, a line for each; of a day without any receipt only that."""
    found = unconfirmed(store, now())
    days = {to_local(one.sent_at).date() for one in found}
    silent = sorted(day for day in days if is_silent(store, *_limits(day)))
    told = conversations_of_these([one for one in found if to_local(one.sent_at).date() not in silent])
    readable = sight.talks(told, lambda talk_id: talk_id)
    talks = [store.get_one(Conversation, talk_id) for talk_id in readable[:ON_A_PAGE]]
    return {
        "not_known": [(talk, told[talk.id]) for talk in talks],
        "not_known_in_all": len(readable),
        "no_receipts": silent,
        "not_known_case": latest_case_of(store, [talk.id for talk in talks]),
    }


def _limits(day: date) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time(), LONDON)
    return midnight, datetime.combine(day + timedelta(days=1), time(), LONDON)


def _by_level(alert: Alert) -> tuple[bool, datetime]:
    return alert.level != "now", alert.created_at


def _cases(store: Session, search: Search) -> dict[str, object]:
    cases = find_cases(store, search.wanted, ON_A_PAGE, search.offset)
    total = count_cases(store, search.wanted)
    unfinished = _first_unfinished(store, search) if _shows_unfinished(search) else []
    shown = {"rows": _rows(store, cases), "stopped": _stopped(store, unfinished), "total": total}
    return shown | _pages(search, total)


def _first_unfinished(store: Session, search: Search) -> list[Report]:
    return find_unfinished(store, ON_THE_FIRST, words=search.words, abuse=search.abuse)


def _shows_unfinished(search: Search) -> bool:
    return search.is_plain or (bool(search.words) and search.page == 1)


def _without_case(store: Session, search: Search) -> dict[str, object]:
    state: WithoutCase = "withdrawn" if search.state == "withdrawn" else "unfinished"
    reports = find_unfinished(store, ON_A_PAGE, search.offset, search.words, abuse=search.abuse, state=state)
    total = count_unfinished(store, search.words, abuse=search.abuse, state=state)
    return {"rows": [], "stopped": _stopped(store, reports), "total": total, **_pages(search, total)}


def _rows(store: Session, cases: Sequence[Case]) -> list[Row]:
    settled = first_contact_settled(store, [case.id for case in cases])
    return [Row(case, contacted(case, settled, now())) for case in cases]


def contacted(case: Case, settled: Mapping[int, Settled], at: datetime) -> Contacted:
    """How the first contact that we promised stands."""
    how = settled.get(case.id)
    if how and (how == "made" or case.state == "open"):  # closing ends what is owed, which is no wish of theirs
        return how
    due = case.first_contact_due
    return "late" if case.state == "open" and due is not None and due < at else "owed"


def _stopped(store: Session, reports: Sequence[Report]) -> list[Stopped]:
    book, talks = the_house().book, [store.get_one(Conversation, report.conversation_id) for report in reports]
    taken = taken_last(store, [talk.id for talk in talks])
    pairs = zip(reports, talks, strict=True)
    return [
        Stopped(report, talk, stopped_at(talk.state, report.page, book), taken.get(talk.id)) for report, talk in pairs
    ]


def _pages(search: Search, total: int) -> dict[str, object]:
    last = max(1, -(-total // ON_A_PAGE))
    return {
        "pages": last,
        "earlier": search.turned_to(search.page - 1) if search.page > 1 else None,
        "later": search.turned_to(search.page + 1) if search.page < last else None,
    }


def _note_look(search: Search) -> None:
    """The list shows what residents wrote only where a report is unfinished; seeing those is a look too (T1)."""
    what = "search" if search.words else "worklist"
    the_house().database.write(lambda store: log_look(store, me().id, what, None, now()))
