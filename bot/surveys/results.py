"""What the answers add up to: counts and shares by question, with small groups kept out of sight (S6). Pure.

A share is of those who answered that question. A group of fewer than `SMALL` is not shown and, where it is the only
one, neither is the next smallest, as what is missing could be worked out from the total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALL = 10


@dataclass(frozen=True)
class Asked:
    """One survey: whether it was asked and answered, what sets it apart, and the answers by question."""

    id: int
    was_asked: bool
    was_answered: bool
    traits: Mapping[str, str]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Share:
    """One answer: how many gave it, and what share of those who answered, in per cent."""

    value: str
    count: int
    percent: float


@dataclass(frozen=True)
class Group:
    """One group's answers to one question; `shares` is None where the group is too small to be shown."""

    name: str
    base: int | None
    shares: tuple[Share, ...] | None


def shares(answers: Iterable[str], order: Sequence[str]) -> tuple[int, tuple[Share, ...]]:
    """How many answered, and each answer's count and share, in the order of the scale."""
    counts = Counter(answers)
    base = sum(counts[value] for value in order)
    each = tuple(Share(v, counts[v], round(100 * counts[v] / base, 1) if base else 0.0) for v in order)
    return base, each


def by_group(surveys: Sequence[Asked], question: str, order: Sequence[str], trait: str) -> list[Group]:
    """The answers to one question, by what sets people apart."""
    told: dict[str, list[str]] = {}
    for one in surveys:
        if one.answers.get(question) in order:
            told.setdefault(one.traits.get(trait, ""), []).append(one.answers[question])
    hidden = _hidden({name: len(said) for name, said in told.items()})
    return [_group(name, told[name], order, name in hidden) for name in sorted(told)]


def _group(name: str, said: Sequence[str], order: Sequence[str], is_hidden: bool) -> Group:
    if is_hidden:
        return Group(name, None, None)
    base, each = shares(said, order)
    return Group(name, base, each)


def _hidden(sizes: Mapping[str, int]) -> set[str]:
    """The groups that are not shown: the small ones, and one more where a single one could be told by subtraction."""
    small = {name for name, size in sizes.items() if size < SMALL}
    if len(small) == 1 and len(sizes) > 1:
        rest = sorted((size, name) for name, size in sizes.items() if name not in small)
        small.add(rest[0][1])
    return small


def response_rate(surveys: Sequence[Asked]) -> tuple[int, int, float]:
    """How many were asked, how many of them answered anything, and their share in per cent."""
    asked = sum(one.was_asked for one in surveys)
    answered = sum(one.was_answered for one in surveys if one.was_asked)
    return asked, answered, round(100 * answered / asked, 1) if asked else 0.0
