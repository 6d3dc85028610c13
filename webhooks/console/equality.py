"""Who we hear from, and how it went for whom: age, sex and the like, counted apart from every case (C3, S6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from bot.casework.labels import kind_in_words
from bot.configuration.hours import to_local
from bot.privacy.equality import answers_asked
from bot.surveys.choices import scale_of
from bot.surveys.survey_labels import TITLES, question_in_words
from dialogs.equality import ASKED
from dialogs.surveys import NEITHER_WELL_NOR_BAD, SCALES
from storage.equality import FEWEST, By, Shown, count_groups
from storage.sealing import SealBroken
from storage.staff import log_look
from webhooks.console.gate import OVERSEEING, me, open_to
from webhooks.console.transcripts import CHANNELS
from webhooks.place import now, the_house

pages = Blueprint("equality", __name__)
WAYS: Mapping[str, str] = {
    "all": "All together",
    "month": "Month",
    "channel": "Channel",
    "kind": "Kind",
    "patch": "Patch",
}
LEANINGS = {"well": "Well", "not_well": "Not so well"}
"""What the answers to a question of a survey come to here."""
FIRST_YEAR = 2026


@dataclass(frozen=True)
class Table:
    """The answers to one question of who somebody is: of each row its name and how many, None where it is hidden."""

    question: str
    answers: list[str]
    rows: list[tuple[str, list[int | None]]]


@pages.get("/equality")
@open_to(*OVERSEEING)
def show() -> ResponseReturnValue:
    """The counts of one year, seen one way: its months that are over, rounded, and no group that is small."""
    this = to_local(now())
    asked = request.args.get("year", "")
    years = list(range(this.year, FIRST_YEAR - 1, -1)) or [this.year]
    year = int(asked) if asked in map(str, years) else this.year
    questions = _survey_questions()
    by = request.args.get("by", "all")
    by = by if by in WAYS or by in questions else "all"
    tables = _tables(_counts(year, f"{this:%Y-%m}", by), by)
    the_house().database.write(lambda store: log_look(store, me().id, "equality", None, now()))
    return render_template(
        "staff_equality.html", years=years, year=year, ways=WAYS, questions=questions, by=by, tables=tables, few=FEWEST
    )


def _survey_questions() -> dict[str, str]:
    """The questions of surveys that have an answer that is well, as `end_of_case.overall`, and how they are put."""
    surveys = the_house().landlord.surveys
    named = [(name, question) for name in TITLES for question in (*surveys.named(name).ask, *surveys.named(name).also)]
    return {
        f"{name}.{question}": f"{TITLES[name]}: {question_in_words(surveys, question)}"
        for name, question in named
        if question not in NEITHER_WELL_NOR_BAD and _is_weighed(question)
    }


def _is_weighed(question: str) -> bool:
    """Whether its answers are told apart into well and not: not one in own words."""
    try:
        return scale_of(the_house().landlord.surveys, question) in SCALES
    except KeyError:
        return False


def _counts(year: int, before: str, by: str) -> Shown:
    house = the_house()
    with house.database.reading() as store:
        try:
            if by in WAYS:
                way: By = by  # type: ignore[assignment]
                return count_groups(store, house.keys, answers_asked(), year, before, way)
            return count_groups(store, house.keys, answers_asked(), year, before, "survey", f"{by}.")
        except SealBroken:
            flash("These counts were sealed with another HEARBACK_KEY, and cannot be read.")
            return {}


def _tables(shown: Shown, by: str) -> list[Table]:
    """A table for each question of which anything may be shown."""
    tables = []
    for question, values in shown.items():
        text, options = ASKED[question]
        in_order = sorted(values.items(), key=lambda row: (row[0].endswith(".not_well"), row[0]))
        rows = [(_named(by, value), [counts[one.value] for one in options]) for value, counts in in_order]
        if any(count is not None for _, counts in rows for count in counts):
            tables.append(Table(text.msgid, [one.label.msgid for one in options], rows))
    return tables


def _named(by: str, value: str) -> str:
    if by == "all":
        return "Everybody"
    if by == "channel":
        return CHANNELS.get(value, "Not known")
    if by == "kind":
        return kind_in_words(value or None)
    return LEANINGS.get(value.rpartition(".")[2], "") if by not in WAYS else value or "Not known"
