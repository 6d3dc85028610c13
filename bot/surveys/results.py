"""What the answers add up to: counts and shares by question, with small groups kept out of sight (S6). Pure.

A share is of those who answered that question. A group of fewer than `SMALL` is not shown and, where it is the only
one, neither is the next smallest, as what is missing could be worked out from the total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALL = 10
UNNAMED = "Groups that are too small to be shown"


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


def by_group(
    surveys: Sequence[Asked], question: str, order: Sequence[str], trait: str, *, names_hidden: bool = False
) -> list[Group]:
    """The answers to one question, by what sets people apart. With `names_hidden` those that are not shown are one row
    without their names: what a list calls a group may be what it calls one person."""
    told: dict[str, list[str]] = {}
    for one in surveys:
        if one.answers.get(question) in order:
            told.setdefault(one.traits.get(trait, ""), []).append(one.answers[question])
    hidden = _hidden({name: len(said) for name, said in told.items()})
    named = [name for name in sorted(told) if not (names_hidden and name in hidden)]
    groups = [_group(name, told[name], order, name in hidden) for name in named]
    return [*groups, Group(UNNAMED, None, None)] if len(named) < len(told) else groups


def _group(name: str, said: Sequence[str], order: Sequence[str], is_hidden: bool) -> Group:
    if is_hidden:
        return Group(name, None, None)
    base, each = shares(said, order)
    return Group(name, base, each)


def _hidden(sizes: Mapping[str, int]) -> set[str]:
    """The groups that are not shown: the small ones, and the next smallest until what is hidden is two groups at least
    and together not small, as its sum is what is missing from the whole."""
    hidden = {name for name, size in sizes.items() if size < SMALL}
    rest = sorted((size, name) for name, size in sizes.items() if name not in hidden)
    while rest and hidden and (len(hidden) == 1 or sum(sizes[name] for name in hidden) < SMALL):
        hidden.add(rest.pop(0)[1])
    return hidden


def response_rate(surveys: Sequence[Asked]) -> tuple[int, int, float]:
    """How many were asked, how many of them answered anything, and their share in per cent."""
    asked = sum(one.was_asked for one in surveys)
    answered = sum(one.was_answered for one in surveys if one.was_asked)
    return asked, answered, round(100 * answered / asked, 1) if asked else 0.0
