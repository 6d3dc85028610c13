"""Draws whom a campaign asks, and spreads them over working days. Pure: the same number draws the same people again."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

MOST_A_MINUTE = 120
"""Invitations; more would hold up what else falls due each minute."""


def draw(people: Sequence[tuple[int, str]], size: int | None, by_patch: bool, seed: int) -> list[int]:
    """The ids of `size` of these people (id, patch) in random order; all of them where there is no size, or not more.

    By patch: each patch gives the same share of its people, as near as whole people allow, and the largest remainders
    are filled up first.
    """
    chance = random.Random(seed)
    if not by_patch or size is None or size >= len(people):
        ids = [id for id, _ in people]
        return chance.sample(ids, len(ids) if size is None else min(size, len(ids)))
    patches: dict[str, list[int]] = {}
    for id, patch in people:
        patches.setdefault(patch, []).append(id)
    drawn = [
        id
        for patch, number in shares_of({patch: len(ids) for patch, ids in patches.items()}, size).items()
        for id in chance.sample(patches[patch], number)
    ]
    return chance.sample(drawn, len(drawn))


def shares_of(sizes: dict[str, int], size: int) -> dict[str, int]:
    """How many are drawn from each patch, `size` in all."""
    whole = sum(sizes.values())
    exact = {patch: size * number / whole for patch, number in sorted(sizes.items())}
    shares = {patch: int(share) for patch, share in exact.items()}
    by_remainder = sorted(exact, key=lambda patch: (shares[patch] - exact[patch], patch))
    for patch in by_remainder[: size - sum(shares.values())]:
        shares[patch] += 1
    return shares


def spread(number: int, hours: Iterable[tuple[datetime, datetime]], days: int) -> list[datetime]:
    """So many moments, evenly over the first `days` of these hours."""
    spans = [span for span, _ in zip(hours, range(days), strict=False)]
    whole = sum((end - begin for begin, end in spans), timedelta())
    step = whole / number if number else whole
    moments: list[datetime] = []
    into, at = timedelta(), 0
    for turn in range(number):
        ahead = turn * step
        while ahead >= into + (spans[at][1] - spans[at][0]) and at < len(spans) - 1:
            into += spans[at][1] - spans[at][0]
            at += 1
        moments.append(spans[at][0] + (ahead - into))
    return moments


def days_needed(number: int, hours: Iterable[tuple[datetime, datetime]], a_minute: float) -> int:
    """Over how many of these days so many must be spread at least."""
    room = 0.0
    for days, (begin, end) in enumerate(hours, start=1):
        room += (end - begin).total_seconds() / 60 * min(a_minute, MOST_A_MINUTE)
        if room >= number:
            return days
    raise AssertionError("unreachable: an office that never opens is refused when it is read")
