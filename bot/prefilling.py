"""What a resident's own words answer of the report's later questions, before these are put (R3)."""

from __future__ import annotations

from bot.state import Values
from bot.understanding.reading import Reading
from dialogs.grammar import Choose
from dialogs.report import report


def lines_answered(reading: Reading) -> dict[str, Values]:
    """The questions of the report that a story has answered before they are put (R3)."""
    also: dict[str, Values] = {}
    if reading.kind and reading.kind != "not_asb":
        also |= lines_for_kind(reading.kind)
    if reading.kind == "noise" and reading.noise_sort:
        also |= line_for_noise(reading.noise_sort)
    if reading.how_often:
        also["often"] = {"often": reading.how_often}
    if reading.now is not None:
        also["now"] = {"now": "yes" if reading.now else "no"}
    if reading.when and reading.now is False:
        also["when"] = {"when": reading.when}
    return also


NOISE = {sort: sort for sort in ("music", "voices", "living", "dog", "diy", "other")} | {"alarm": "other"}


def line_for_noise(sort: str) -> dict[str, Values]:
    """The answer to "What sort of noise?" for a sort that we can tell, of which there are more than we offer."""
    return {"noise_sort": {"noise_sort": NOISE.get(sort, "other")}}


def lines_for_kind(kind: str) -> dict[str, Values]:
    """The answers to the questions of the report that lead to this kind of ASB (R4)."""
    for name in ("people", "drugs_and_crime", "things"):
        line = report.named[name]
        if isinstance(line, Choose) and any(option.value == kind for option in line.options):
            return {"group": {"group": name}, name: {name: kind}}
    return {"group": {"group": kind}}
