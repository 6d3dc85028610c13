"""Weighs the answers of a risk assessment by the landlord's matrix, with the arithmetic shown. Pure (C2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.risk.matrix import BANDS, Band, Matrix

FROM_REPORT = "report"


@dataclass(frozen=True)
class Counted:
    """One answer and what it counts. `source` is 'report', 'resident' or 'staff:ID'."""

    name: str
    answer: str
    points: int
    source: str


@dataclass(frozen=True)
class Weighed:
    """What the answers come to. `by_sum` is the band of the sum alone, `raised_by` why the band is higher than that,
    `missing` the questions without an answer, `at_most` the sum if each of these counted all it could, and `could_be`
    the band then."""

    counted: tuple[Counted, ...]
    missing: tuple[str, ...]
    total: int
    at_most: int
    by_sum: Band
    raised_by: tuple[str, ...]
    band: Band
    could_be: Band


def weigh(
    matrix: Matrix, answers: Mapping[str, str], sources: Mapping[str, str], raising: Iterable[str] = ()
) -> Weighed:
    """The sum, the band, and how both came about; `raising` is what is known that may raise a band whatever the sum."""
    counted = tuple(
        Counted(name, answers[name], matrix.points_of(name, answers[name]), sources.get(name, FROM_REPORT))
        for name in matrix.asked
        if name in answers
    )
    missing = tuple(name for name in matrix.asked if name not in answers)
    total = sum(one.points for one in counted)
    by_sum = matrix.band_of(total)
    floors = {one: matrix.at_least[one] for one in raising if one in matrix.at_least}
    raised_by = tuple(one for one, floor in floors.items() if BANDS.index(floor) > BANDS.index(by_sum))
    band = max((by_sum, *floors.values()), key=BANDS.index)
    at_most = total + sum(matrix.most_for(name) for name in missing)
    could_be = max((band, matrix.band_of(at_most)), key=BANDS.index)
    return Weighed(counted, missing, total, at_most, by_sum, raised_by, band, could_be)


def told_in_report(facts: Mapping[str, Any], kind: str | None) -> dict[str, str]:
    """The answers that a report has given already, so that nobody is asked twice (R3)."""
    often = facts.get("often")
    told = {}
    if often:
        told["risk_often"] = "occasionally" if often == "once" else often
    if kind == "hate" or facts.get("concern") == "hate":
        told["risk_because"] = "yes"
    if kind == "harassment" and (facts.get("now") == "yes" or often in ("daily", "weekly", "monthly")):
        told["risk_harassing"] = "now"
    if facts.get("others") in ("police", "both") or facts.get("crime_reference"):
        told["risk_told"] = "yes"
    if facts.get("repeat_victim") == "yes":
        told["risk_earlier"] = "yes"
    return told
