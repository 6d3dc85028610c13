"""The clocks of a case run on working days, are warned of before they are missed, and stop when staff say so (C11)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.casework.clocks import Assessment, Clock, clocks_of, next_due
from bot.configuration.hours import LONDON
from bot.configuration.landlord import EXAMPLE_LANDLORD, Nonsense, example_landlord, read_landlord

LANDLORD = example_landlord()
OPENED = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday


def london(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc, arg-type]


def due(facts: Mapping[str, object] | None = None, opened: datetime = OPENED) -> dict[str, datetime]:
    return {one.name: one.due_at for one in clocks_of(LANDLORD, opened, facts or {}, opened)}


def named(name: str, facts: Mapping[str, object], at: datetime) -> Clock:
    return next(one for one in clocks_of(LANDLORD, OPENED, facts, at) if one.name == name)


def test_days_are_working_days_and_weeks_end_with_the_office_hours() -> None:
    """Christmas, the landlord's own days and weekends are no working days; a shut day goes on to the next open one."""
    assert due() == {
        "plan": london(2026, 11, 30, 17),
        "early_review": london(2026, 12, 7, 17),
        "mediation": london(2026, 12, 21, 17),
        "first_review": london(2026, 12, 21, 17),
        "second_review": london(2027, 1, 18, 17),
    }
    late = due(opened=datetime(2026, 11, 26, 20, 0, tzinfo=UTC))  # a Thursday night; Christmas Eve is four weeks later
    assert late["plan"] == london(2026, 12, 4, 16, 30)
    assert late["mediation"] == london(2027, 1, 4, 17)


@pytest.mark.parametrize(("band", "runs"), [("standard", False), ("medium", True), ("high", True), (None, False)])
def test_only_a_case_at_risk_goes_to_the_panel(band: str | None, runs: bool) -> None:
    """Open longer than six weeks at medium or high risk (Bury 2026)."""
    assert ("panel" in due({"risk_band": band})) is runs


def test_nobody_is_offered_to_sit_down_with_whoever_abuses_them_at_home() -> None:
    """No clock asks for it; where it was offered before that was told, the page still says so."""
    offered = {"clock_mediation_done": "2026-12-01T09:00:00+00:00"}
    for facts, is_there in (({}, False), (offered, True)):
        clocks = clocks_of(LANDLORD, OPENED, facts, OPENED, of_abuse=True)
        assert ("mediation" in {one.name for one in clocks}) is is_there
    every_other = {f"clock_{name}_done": "2026-12-01T09:00:00+00:00" for name in due() if name != "mediation"}
    assert next_due(LANDLORD, OPENED, every_other) is not None
    assert next_due(LANDLORD, OPENED, every_other, of_abuse=True) is None


def test_a_clock_warns_a_working_day_before_and_then_is_missed() -> None:
    """On a Friday it warns of what is due on Monday."""
    stands = [named("plan", {}, london(2026, 11, *when)).state for when in ((26, 9), (27, 9), (30, 16), (30, 18))]
    assert stands == ["running", "soon", "soon", "missed"]


def test_a_clock_that_was_stopped_says_so_and_no_longer_counts() -> None:
    """Done late is told from done; the plan's clock stops when the plan is sent."""
    sent = {"plan_told_at": "2026-12-01T09:00:00+00:00"}
    plan = named("plan", sent, london(2026, 12, 2, 9))
    assert (plan.state, plan.is_late, plan.by_button) == ("done", True, False)
    assert next_due(LANDLORD, OPENED, sent) == london(2026, 12, 7, 17)
    reviewed = sent | {"clock_early_review_done": "2026-12-02T09:00:00+00:00", "clock_early_review_note": "Helped."}
    review = named("early_review", reviewed, london(2026, 12, 2, 9))
    assert (review.state, review.is_late, review.note) == ("done", False, "Helped.")
    every = {f"clock_{name}_done": "2026-12-02T09:00:00+00:00" for name in due()}
    assert next_due(LANDLORD, OPENED, every) is None


def test_the_clock_of_the_risk_stops_when_an_officer_confirms_it() -> None:
    """It is warned of and missed like the others; nobody stops it by a button, and each assessment has its own."""
    due_at, at = london(2026, 11, 25, 17), london(2026, 11, 26, 9)

    def clocks(now: datetime, *made: Assessment) -> list[Clock]:
        return [one for one in clocks_of(LANDLORD, OPENED, {}, now, made) if one.name.startswith("risk")]

    moments = [london(2026, 11, day, 12) for day in (23, 24, 26)]
    assert [clocks(now, Assessment(due_at, True))[0].state for now in moments] == ["running", "soon", "missed"]
    first, again = clocks(at, Assessment(due_at, True, at, "medium"), Assessment(london(2026, 12, 24, 17), False))
    assert (first.name, first.state, first.is_late, first.note) == ("risk", "done", True, "Medium")
    assert (again.name, again.state, again.by_button) == ("risk_again", "running", False)
    assert next_due(LANDLORD, OPENED, {}) == london(2026, 11, 30, 17)


def test_the_wish_to_close_starts_two_clocks() -> None:
    """One for the answer, which nobody can stop by a button, and one for the review before closing."""
    asked = {"closing_stage": "asked", "closing_proposed_at": OPENED.isoformat()}
    asked["closing_asked_at"] = (OPENED + timedelta(days=7)).isoformat()
    assert due(asked)["closing_review"] == london(2026, 11, 30, 17)
    assert due(asked)["closing_answer"] == london(2026, 12, 7, 17)
    assert not named("closing_answer", asked, OPENED).by_button
    assert "closing_answer" not in due(asked | {"closing_stage": "agreed"})


def test_reviews_in_the_wrong_order_are_refused_at_start(tmp_path: Path) -> None:
    """With a sentence that says what to write."""
    wrong = tmp_path / "landlord.toml"
    wrong.write_text(EXAMPLE_LANDLORD.read_text().replace("second_review_weeks = 8", "second_review_weeks = 3"))
    with pytest.raises(Nonsense, match="give second_review_weeks the larger number"):
        read_landlord(wrong)
