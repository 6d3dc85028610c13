"""Figures: medians over the alternations, and the one table that they are printed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

Pairs = Sequence[tuple[float, float]]
"""For each alternation what was measured of Hearback, and of the floor right beside it."""


@dataclass(frozen=True)
class Line:
    """One row of the table: what was measured, of Hearback, of what it is compared with, the ratio and the goal."""

    what: str
    ours: str
    other: str = ""
    ratio: str = ""
    goal: str = ""

    def row(self) -> str:
        """The row in Markdown."""
        return f"| {self.what} | {self.ours} | {self.other} | {self.ratio} | {self.goal} |"


@dataclass(frozen=True)
class Burst:
    """Turns that were taken in one go: the seconds in all, and of each turn."""

    seconds: float
    times: Sequence[float]

    @property
    def turns_a_second(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return median(self.times) * 1000

    @property
    def p99(self) -> float:
        """Milliseconds."""
        return quantiles(self.times, n=100)[98] * 1000


def compare(what: str, unit: str, pairs: Pairs, goal: str = "") -> Line:
    """Medians of both, and the median of the ratios, each taken within one alternation."""
    ours, floor = (median(each) for each in zip(*pairs, strict=True))
    ratio = median(mine / other for mine, other in pairs)
    return Line(what, show(ours, unit), show(floor, unit), f"{ratio:.2f}", goal)


def compare_bursts(where: str, bursts: Sequence[tuple[Burst, Burst]]) -> list[Line]:
    """Turns per second and the time of a turn, of Hearback and of the floor."""

    def pairs(figure: Callable[[Burst], float]) -> Pairs:
        return [(figure(ours), figure(floor)) for ours, floor in bursts]

    return [
        compare(f"{where}: turns per second", "", pairs(lambda burst: burst.turns_a_second), "at least 0.8"),
        compare(f"{where}: a turn, p50", "ms", pairs(lambda burst: burst.p50)),
        compare(f"{where}: a turn, p99", "ms", pairs(lambda burst: burst.p99), "at most 1"),
    ]


def show(value: float, unit: str) -> str:
    """Three figures are enough."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def table_head() -> str:
    """The two rows on top."""
    return "| Measured | Hearback | Floor | Ratio | Goal |\n| --- | ---: | ---: | ---: | --- |"
