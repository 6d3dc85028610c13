"""What residents say of how it went: counts and shares with their base, over time and by group, and as CSV (S6)."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.casework.labels import kind_in_words
from bot.configuration.hours import to_local
from bot.surveys.choices import scale_of
from bot.surveys.reasons import REASONS
from bot.surveys.results import SMALL, Asked, Group, by_group, response_rate, shares
from bot.surveys.survey_labels import TITLES, answer_in_words, question_in_words
from dialogs.surveys import HESITATE, SCALES
from storage.staff import log_look
from storage.surveys import Survey, SurveyAnswer, answers_of, surveys_named
from webhooks.console.answers import ANSWER_COLUMNS, Rows, answer_lines, words_of
from webhooks.console.gate import ALL, MANAGING, OVERSEEING, me, open_to
from webhooks.console.surveys import TOLD_BY
from webhooks.console.transcripts import language_in_words
from webhooks.place import now, the_house

pages = Blueprint("results", __name__)

TRAITS = {"month": "Month", "patch": "Patch", "kind": "Kind", "channel": "Channel", "language": "Language"}
WORDS_SHOWN = 50
"""Answers in own words on one page."""
YEARS = range(2000, 2200)
ALL_HIDDEN = Group("All", None, None)
"""Where so few have answered that even all of them are a small group."""
TOO_FEW = f"not shown: fewer than {SMALL}, or one more that could be told by subtraction"
NEVER_READ_AS_FORMULA = ("=", "+", "-", "@")


@pages.get("/results")
@open_to(*ALL)
def show() -> ResponseReturnValue:
    """All questions of one survey in a span of months."""
    name, since, until, trait = _asked_for()
    with the_house().database.reading() as store:
        surveys, rows = _read(store, name, since, until)
        traits = TRAITS | {one: one[0].upper() + one[1:] for one in _own_traits(surveys)}
        trait = trait if trait in traits else "month"
        tables = [_table(surveys, question, trait) for question in _questions(name, surveys) if _order(question)]
        words = words_of(store, rows) if me().may_oversee else []
        at = _whole("words")
    the_house().database.write(lambda store: log_look(store, me().id, "results", None, now()))
    return render_template(
        "staff_results.html",
        titles=TITLES,
        traits=traits,
        campaign=_campaign(),
        name=name,
        since=f"{since:%Y-%m}",
        until=f"{until - timedelta(days=1):%Y-%m}",
        trait=trait,
        rate=response_rate(surveys),
        tables=tables,
        words=words[at : at + WORDS_SHOWN],
        written=len(words),
        at=at,
        further=_further(at, len(words)),
        small=SMALL,
        reasons=REASONS,
        may_manage=me().role in MANAGING,
        query=request.query_string.decode(),
        answers=f"{url_for('staff.results.download_answers')}?{request.query_string.decode()}",
        download=f"{url_for('staff.results.download')}?{request.query_string.decode()}",
    )


@pages.get("/results.csv")
@open_to(*ALL)
def download() -> ResponseReturnValue:
    """The same figures as a table for another program."""
    name, since, until, trait = _asked_for()
    with the_house().database.reading() as store:
        surveys, _ = _read(store, name, since, until)
        trait = trait if trait in (*TRAITS, *_own_traits(surveys)) else "month"
        tables = [_table(surveys, question, trait) for question in _questions(name, surveys) if _order(question)]
    head = ["survey", "question", trait, "answer", "count", "percent", "answered"]
    return _sheet(name, head, [[TITLES[name], *row] for table in tables for row in _lines(table)])


@pages.get("/results/answers.csv")
@open_to(*OVERSEEING)
def download_answers() -> ResponseReturnValue:
    """What stands behind the figures: every answer, one a line, for those who may look behind them."""
    name, since, until, _ = _asked_for()
    with the_house().database.reading() as store:
        _, rows = _read(store, name, since, until)
        lines = list(answer_lines(store, rows))
    the_house().database.write(lambda store: log_look(store, me().id, "answers", None, now()))
    return _sheet(f"{name}-answers", ANSWER_COLUMNS, lines)


def _sheet(name: str, head: Sequence[object], lines: Iterable[Sequence[object]]) -> Response:
    """A table that spreadsheets open as it is meant: no cell of it is a formula."""
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow([_harmless(str(cell)) for cell in head])
    sheet.writerows([_harmless(str(cell)) for cell in line] for line in lines)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + written.getvalue(), mimetype="text/csv; charset=utf-8", headers=disposition)


Table = dict[str, object]


def _lines(table: Table) -> Iterator[list[object]]:
    groups: list[Group] = [table["all"], *table["groups"]]  # type: ignore[list-item, misc]
    for group in groups:
        name = group.name
        if group.shares is None:
            yield [table["question"], name, TOO_FEW, "", "", ""]
        for share in group.shares or ():
            yield [table["question"], name, answer_in_words(share.value), share.count, share.percent, group.base]


def _harmless(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    seen = "".join(
        letter for letter in unicodedata.normalize("NFKC", words) if unicodedata.category(letter)[0] not in "CZ"
    )
    return f"'{words}" if seen.startswith(NEVER_READ_AS_FORMULA) or words[:1] in ("\t", "\r") else words


def _asked_for() -> tuple[str, datetime, datetime, str]:
    """The survey, the span and what sets people apart. Who may not look behind the figures sees twelve months of which
    no answer is still to come: two spans, or two days, would tell by subtraction what a small group said."""
    asked = request.args
    name = asked.get("survey", "end_of_case")
    trait = asked.get("by", "month")
    this = _month("", now())
    until = _month("", now() - timedelta(days=the_house().landlord.surveys.answer_within_days))
    since = _year_before(until)
    if me().may_oversee:
        since = _month(asked.get("since", ""), _year_before(this))
        last = _month(asked.get("until", ""), this)
        until = last.replace(year=last.year + last.month // 12, month=last.month % 12 + 1)
    return name if name in TITLES else "end_of_case", since, until, trait


def _campaign() -> int | None:
    """The campaign whose answers alone are looked at, if any."""
    return (_whole("campaign") or None) if me().may_oversee else None


def _whole(name: str) -> int:
    asked = request.args.get(name, "")
    return int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 10 else 0


def _further(at: int, number: int) -> str:
    """Where the next of the answers in own words are shown; nowhere after the last."""
    rest = {name: value for name, value in request.args.items() if name != "words"}
    further = at + WORDS_SHOWN
    return f"{url_for('staff.results.show')}?{urlencode({**rest, 'words': further})}" if further < number else ""


def _own_traits(surveys: list[Asked]) -> list[str]:
    """What sets people apart by the lists of campaigns."""
    return sorted({name for one in surveys for name in one.traits} - TRAITS.keys())


def _year_before(month: datetime) -> datetime:
    return month.replace(year=month.year - 1)


def _month(written: str, otherwise: datetime) -> datetime:
    try:
        month = datetime.strptime(written, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        month = otherwise
    chosen = month if month.year in YEARS else otherwise
    return chosen.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _read(store: Session, name: str, since: datetime, until: datetime) -> tuple[list[Asked], Rows]:
    found = surveys_named(store, name, since, until, _campaign())
    told = answers_of(store, [one.id for one in found])
    return [_of(one, told[one.id]) for one in found], [(one, told[one.id]) for one in found]


def _of(survey: Survey, answers: dict[str, SurveyAnswer]) -> Asked:
    at = to_local(survey.asked_at or survey.due_at)
    traits = {
        "month": f"{at:%Y-%m}",
        "patch": survey.patch or "Not known",
        "kind": kind_in_words(survey.kind),
        "channel": TOLD_BY.get(survey.channel or "", "Not known"),
        "language": language_in_words(survey.language or "en"),
    }
    traits |= {name: value for name, value in (survey.traits or {}).items() if name not in traits}
    chosen = {name: row.answer for name, row in answers.items() if row.answer}
    chosen |= {name: row.code for name, row in answers.items() if name == HESITATE and row.code}
    return Asked(survey.id, survey.asked_at is not None, bool(answers), traits, chosen)


def _questions(name: str, surveys: list[Asked]) -> list[str]:
    """Those that are asked now, and those that were answered and are asked no more."""
    landlord = the_house().landlord.surveys
    now_asked = (*landlord.named(name).ask, *landlord.named(name).also)
    return list(dict.fromkeys((*now_asked, *(question for one in surveys for question in one.answers))))


def _order(question: str) -> tuple[str, ...]:
    """What is counted, best first; of reasons to hesitate, what their words come to."""
    if question == HESITATE:
        return tuple(REASONS)
    try:
        scale = scale_of(the_house().landlord.surveys, question)
    except KeyError:
        return ()
    return tuple(option.value for option in SCALES.get(scale, ()))


def _table(surveys: list[Asked], question: str, trait: str) -> Table:
    order = _order(question)
    base, each = shares([one.answers[question] for one in surveys if question in one.answers], order)
    asked = question_in_words(the_house().landlord.surveys, question)
    if not me().may_oversee and 0 < base < SMALL:
        return {"question": asked, "labels": [], "all": ALL_HIDDEN, "groups": []}
    return {
        "question": asked,
        "labels": [answer_in_words(value) for value in order],
        "all": Group("All", base, each),
        "groups": by_group(surveys, question, order, trait, names_hidden=trait not in TRAITS),
    }
