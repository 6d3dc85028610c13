"""A year of a landlord's life, and faults planted in it, each of which is found.

`python -m tests.simulated_year` lives it with twice as many residents, and prints what happened.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy.orm import Session

from bot import rota, timetable
from bot.casework import clockwork
from bot.configuration.hours import Hours
from bot.configuration.landlord import Landlord
from bot.in_touch import hearers, updates
from bot.player import example_house
from bot.post import posting, receipts, reminders, starting, undelivered
from storage import promises
from storage.promises import Promise
from tests import simulated_year
from tests.bot.in_touch.test_agreements import Carrier, post_all, tell, with_mail
from tests.bot.in_touch.test_kept import ADA, EVENING, TOLD, promised, send
from tests.simulated_year import KNIFE, Year
from tests.year_verdict import Verdict
from webhooks.console import worklist

CHRISTMAS = datetime(2026, 12, 14, 5, tzinfo=UTC)
EASTER = datetime(2027, 3, 15, 6, tzinfo=UTC)
ALL_KINDS = ("promises", "messages lost", "updates sent", "replies sent", "cases", "joined", "closed", "surveys sent")


def test_nothing_is_broken_lost_or_missed_in_silence_in_a_whole_year() -> None:
    """Nor does anything leave outside safe times, where it is not safe, or in words that tell."""
    year = Year(2, residents=20)
    assert year.live() == []
    seen = {**year.counts, **year.verdict.counts}
    assert [what for what in ALL_KINDS if not seen.get(what)] == []


def at_any_hour(landlord: Landlord, now: datetime, own: Hours | None = None) -> datetime:
    """The quiet hours are forgotten: now is as good a moment as any."""
    return now


def release(session: Session, promise: Promise, at: datetime, message_ids: Collection[int] = ()) -> None:
    """Every second one is let go of, and not kept."""
    if promise.id % 2:
        promise.released_at = at
        session.flush()
    else:
        promises.keep_promise(session, promise, at, message_ids)


def nothing(*_: object, **__: object) -> None:
    """What should be done is not."""


def show_some(session: Session, until: datetime, limit: int) -> list[Any]:
    """Every third promise never stands on the worklist."""
    return [each for each in promises.updates_owed(session, until, limit) if each[0].id % 3]


def till_noon(landlord: Landlord, now: datetime, own: Hours | None = None) -> datetime:
    """And so is any time within the next half day."""
    return now + timedelta(hours=12)


Patches = Sequence[tuple[object, str, object]]
PLANTED: dict[str, tuple[Patches, str]] = {
    "quiet hours are ignored": (
        [
            (starting, "may_write_at", at_any_hour),
            (reminders, "may_write_at", at_any_hour),
            (starting, "window_ends_at", till_noon),
        ],
        "outside",
    ),
    "a promise is released in silence": (
        [(updates, "keep_promise", release)],
        "was released, and nobody wished it.",
    ),
    "it is safe to write to everybody": (
        [(hearers, "why_not_here", lambda _: ""), (posting, "STARTED", ())],
        "went where writing first is no",
    ),
    "the worklist leaves something out": (
        [(worklist, "updates_owed", show_some)],
        "(news) was broken, and nobody was told.",
    ),
    "what did not arrive is handed to nobody": (
        [(simulated_year, "hand_to_staff", nothing), (receipts, "hand_to_staff", nothing)],
        "did not arrive",
    ),
    "bank holidays are working days": (
        [(timetable, "bank_holidays", lambda *_: frozenset())],
        "when nobody is in.",
    ),
    "nobody winds the clocks": ([(clockwork, "set_next_clock", nothing)], "ran out, and nobody was"),
    "an update is not logged": ([(updates, "log_update", nothing)], "no log says how."),
}


def live_with_all_of_them() -> list[str]:
    """The weeks around Easter with every fault planted."""
    with ExitStack() as planted:
        for patches, _ in PLANTED.values():
            for where, name, what in patches:
                planted.enter_context(patch.object(where, name, what))
        return Year(2, EASTER, timedelta(days=20), 10).live()


def test_planted_faults_are_found_each_by_a_sentence_of_its_own() -> None:
    """None of them is said of a year without faults."""
    problems = live_with_all_of_them()
    unseen = [fault for fault, (_, sentence) in PLANTED.items() if not any(sentence in one for one in problems)]
    assert unseen == []


@pytest.mark.parametrize(
    ("where", "what", "reaches", "sentence"),
    [(posting, "note_leaving", ADA, "had left."), (undelivered, "lose", "nobody", "was lost.")],
)
def test_a_promise_that_counts_as_kept_and_was_not_is_found(
    where: object, what: str, reaches: str, sentence: str
) -> None:
    """One update that leaves hours after it was written, or never."""

    def an_afternoon() -> list[str]:
        house = with_mail(example_house())
        _, case = tell(house)
        promised(house, case)
        send(house, case, TOLD)
        post_all(house, Carrier(reaches), EVENING)
        with house.database.reading() as session:
            return list(Verdict(house, [])._kept(session, EVENING))

    assert an_afternoon() == []
    with patch.object(where, what, nothing):
        (found,) = an_afternoon()
    assert found.endswith(sentence)


def test_a_rota_that_calls_nobody_after_the_first_is_found() -> None:
    """One night, one knife, and nobody who answers: found where the next is not told, and only there."""

    def night() -> list[str]:
        year = Year(1, CHRISTMAS, timedelta(days=1), residents=0)
        year.outages.clear()
        year.after(timedelta(hours=20), partial(year.bring, "sms", "+447700900199", KNIFE))
        with patch.object(year, "ring", nothing):
            return year.live()

    assert night() == []
    with patch.object(rota, "call_next", nothing):
        assert night() == ["Alert 1 rested from 15 December 01:00 to 15 December 05:00."]
