"""Counts of who people are: sealed, the same on both databases, and shown only where they give nobody away."""

from __future__ import annotations

from itertools import product
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.database import Database
from storage.equality import COUNTS, FEWEST, Cells, count_answer, count_groups, count_survey, hide_small

ASKED = {"sex": ("female", "male", "not_said")}


def add(store: Database, number: int, month: str, answer: str, patch: str = "Elms", kind: str = "noise") -> None:
    def count(session: object) -> None:
        for _ in range(number):
            about = {"channel": "sms", "kind": kind, "patch": patch}
            count_answer(session, store.keys, month, about, "sex", answer)  # type: ignore[arg-type]  # as write gives it

    store.write(count)


def test_groups_are_counted_and_small_ones_hidden(store: Database) -> None:
    """By month and patch; a group that is hidden takes another with it, so that no subtraction finds it."""
    for month, answer, number in (("2026-10", "female", 24), ("2026-10", "male", 13), ("2026-11", "female", 50)):
        add(store, number, month, answer)
    add(store, 12, "2026-10", "not_said", patch="Oaks")
    with store.reading() as session:
        whole = count_groups(session, store.keys, ASKED, 2026, "2026-12")
        assert whole == {"sex": {"": {"female": 75, "male": 15, "not_said": 10}}}
        assert count_groups(session, store.keys, ASKED, 2026, "2026-11")["sex"][""]["female"] == 25
        patches = count_groups(session, store.keys, ASKED, 2026, "2026-12", "patch")["sex"]
        assert set(patches) == {"Elms", "Oaks"}
        assert patches["Elms"]["male"] is None  # nobody in Oaks is, and the sum of both is known
        assert count_groups(session, store.keys, ASKED, 2026, "2026-12", "month")["sex"]["2026-11"]["male"] is None
        assert count_groups(session, store.keys, ASKED, 2025, "2026-12") == {"sex": {}}


def test_what_they_think_is_counted_by_who_they_are_and_never_together(store: Database) -> None:
    """Of one question of one survey at a time; small groups are hidden there too, and no other count changes."""

    def count(session: Session) -> None:
        for answer, sex, number in (("well", "female", 22), ("well", "male", 14), ("not_well", "female", 12)):
            for _ in range(number):
                said = (f"end_of_case.overall.{answer}", "end_of_case.again.well")
                count_survey(session, store.keys, "2026-10", said, {"sex": sex})

    store.write(count)
    with store.reading() as session:
        overall = count_groups(session, store.keys, ASKED, 2026, "2026-12", "survey", "end_of_case.overall.")["sex"]
        again = count_groups(session, store.keys, ASKED, 2026, "2026-12", "survey", "end_of_case.again.")["sex"]
        assert set(overall) == {"end_of_case.overall.well", "end_of_case.overall.not_well"}
        assert overall["end_of_case.overall.not_well"]["male"] is None
        assert again["end_of_case.again.well"]["female"] == 35
        assert count_groups(session, store.keys, ASKED, 2026, "2026-12") == {"sex": {}}


def test_the_rows_say_nothing(store: Database) -> None:
    """No number in order, no time, nobody's id; and what is sealed is of one length, whatever was answered."""
    assert set(COUNTS.c.keys()) == {"month", "by", "value", "sealed"}
    add(store, 1, "2026-11", "male")
    add(store, 1, "2026-11", "female", patch="Oaks")
    with store.reading() as session:
        sealed = list(session.scalars(select(COUNTS.c.sealed)))
    assert len(sealed) == 5
    assert len({len(one) for one in sealed if one}) == 1
    assert not any(b"male" in one for one in sealed if one)


def gives_away(cells: Cells, hidden: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The hidden groups that stand alone in a row or column, or with so few that they are known to be few."""
    told = []
    for side in (0, 1):
        for name in {at[side] for at in cells}:
            gone = [at for at in cells if at[side] == name and at in hidden]
            whole = sum(cells[at] for at in cells if at[side] == name)
            if gone and whole >= FEWEST and (len(gone) == 1 or sum(cells[at] for at in gone) < FEWEST):
                told += gone
    return told


def test_nothing_hidden_is_found_by_subtraction() -> None:
    """Four hundred tables of chance, with rows and columns whose sums are known."""
    chance = Random(26)
    for _ in range(400):
        values, answers = range(chance.randint(2, 5)), range(chance.randint(2, 5))
        cells = {(str(v), str(a)): chance.choice((0, 1, 4, 9, 10, 12, 30, 80)) for v, a in product(values, answers)}
        hidden = hide_small(cells)
        assert {at for at, number in cells.items() if number < FEWEST} <= hidden
        assert gives_away(cells, hidden) == [], cells


def test_a_lone_hidden_group_is_seen_to_be_given_away() -> None:
    """The search itself, shown once to find: only the small one hidden."""
    cells = {("Elms", "female"): 40, ("Elms", "male"): 3, ("Oaks", "female"): 30, ("Oaks", "male"): 20}
    assert gives_away(cells, {("Elms", "male")}) != []
    assert len(hide_small(cells)) > 1
