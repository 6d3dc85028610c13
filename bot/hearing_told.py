"""Hears an answer as the story that would have told it: "smoking weed", "it stopped an hour ago"."""

from __future__ import annotations

from bot.prefilling import line_for_noise, lines_answered
from bot.state import Means, Values
from bot.turn import Perhaps
from bot.understanding.kinds.noise import find_noise_sort
from bot.understanding.normal import split
from bot.understanding.reading import read_report
from bot.understanding.times import find_how_often, find_when
from bot.understanding.yes_no import spell_signs, yes_no_words
from dialogs.grammar import Choose, Option

NEWS = "how_often"
MOST_WORDS = 5
HOW_OFTEN = ("risk_often", NEWS)
# How often we can send news, by how often it was asked for: what comes nearest is asked back.
NEAREST = {
    "daily": ("weekly",),
    "monthly": ("fortnightly", "on_news"),
    "occasionally": ("on_news",),
    "once": ("on_news",),
}


def hear_told(line: Choose, options: tuple[Option, ...], said: str) -> Means | None:
    """What a story that said this would have answered: "twice a week", "he is smoking weed", "it stopped at three"."""
    reading = read_report(said)
    told = lines_answered(reading)
    if line.name == NEWS and denies(said):
        return None  # "not every week" is agreed by nobody
    if line.name == "noise_sort" and (sort := find_noise_sort(said)):
        told |= line_for_noise(sort)
    value = reading.how_often if line.name in HOW_OFTEN else told.get(line.name, {}).get(line.name)
    if line.name == "now" and value == "yes" and denies(said):
        return Means("no") if len(said.split()) <= MOST_WORDS else None  # "not right this second"
    if not any(option.value == value for option in options):
        return None
    beside = {name: given for name, given in told.items() if line.name == "group" and name == value}
    return Means(str(value), also=beside | told_when(line, str(value), said))


def nearest(said: str) -> Perhaps | None:
    """How often we can send news, for an answer that we do not offer: "daily" is every week at the most."""
    often = read_report(said).how_often
    return Perhaps(tuple(map(Means, NEAREST[often]))) if often in NEAREST else None


def denies(said: str) -> bool:
    """Whether something is denied in an answer, after its first word: "no, not tonight"; or by the first, "not every
    week"."""
    first, *rest = split(spell_signs(said)) or ("",)
    negations = yes_no_words().negations
    return not negations.isdisjoint(rest) or (first in negations and not yes_no_words().is_single((first,)))


def told_when(line: Choose, value: str, said: str) -> dict[str, Values]:
    """When and how often it is, where the answer to "Is it happening now?" says so too: "no it stopped an hour ago",
    "yes all the time"."""
    if line.name != "now" or denies(said):
        return {}  # "no, not tonight" says when it was not
    told: dict[str, Values] = {}
    if often := find_how_often(said):
        told["often"] = {"often": often}
    if value == "no" and (when := find_when(said)):
        told["when"] = {"when": when}
    return told
