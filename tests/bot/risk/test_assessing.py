"""What becomes of the answers: kept at once, high risk alerts once, and an officer has the last word (C2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.casework.clockwork import clocks_on, pressing
from bot.house import House
from bot.player import OPENING, Player
from bot.risk.assessing import NotConfirmed, as_seen, confirm, keep_answers, owed_in, weigh_case
from bot.timetable import working_days_after
from storage.alerts import Alert
from storage.cases import Case, amend_case, close_case
from storage.changes import changes_of
from storage.promises import promises_of
from storage.risks import Risk, risks_of, risks_owed
from tests.bot.residents import said, told

TOLD = ("no 14 elm court plays loud music every night till 3", "no", "yes")
WORST = ("yes, these days", "yes", "extremely", "yes", "nobody", "yes", "yes", "me", "well", "yes", "no", "yes")
REASON = "She told me on the phone that it is over and they have moved out."


@pytest.fixture
def ada(house: House) -> Player:
    """Ada, who has a reference for loud music every night."""
    return told(house, *TOLD)


def standing(session: Session) -> tuple[Case, Risk]:
    """The only case, and the assessment that it is owed."""
    case = session.scalars(select(Case)).one()
    return case, next(risk for risk in risks_of(session, case.id) if risk.confirmed_at is None)


def alerts(house: House) -> list[str]:
    with house.database.reading() as session:
        return [alert.sort for alert in session.scalars(select(Alert).order_by(Alert.id))]


def settle(house: House, band: str, reason: str = "", seen: str | None = None, days: int = 0) -> str:
    """An officer confirms what they have before them."""

    def go(session: Session) -> str:
        case, risk = standing(session)
        shown = as_seen(risk, weigh_case(house.landlord.risk, session, case, risk)) if seen is None else seen
        return confirm(house, session, case, band, reason, shown, 7, OPENING + timedelta(days=days))

    return house.database.write(go)


def test_a_case_is_to_be_assessed_within_two_working_days(ada: Player) -> None:
    """From when it was opened; and it stands on the list of what is due."""
    house = ada.house
    with house.database.reading() as session:
        case, risk = standing(session)
        assert risk.due_at == working_days_after(house.landlord, case.opened_at, 2)
        assert (risk.why, risk.answers, case.facts.get("risk_confirmed_at")) == ("opened", {}, None)
        assert [one.id for one, _ in risks_owed(session, risk.due_at, 9)] == [risk.id]
        assert risks_owed(session, risk.due_at - timedelta(seconds=1), 9) == []


def test_its_clock_stands_among_the_others_and_is_warned_of_until_it_is_confirmed(ada: Player) -> None:
    """On the worklist from the working day before, without the worker; then the next one runs for four weeks (C11)."""
    house = ada.house

    def stands(days: int) -> tuple[list[str], list[str]]:
        at = OPENING + timedelta(days=days)
        with house.database.reading() as session:
            case, _ = standing(session)
            listed = [clock.name for _, clocks in pressing(house, session, at, 9) for clock in clocks]
            return [f"{one.name} {one.state}" for one in clocks_on(house, session, case, at)][:2], listed

    assert stands(0) == (["risk running", "plan running"], [])
    assert stands(1) == (["risk soon", "plan running"], ["risk"])
    assert stands(3) == (["risk missed", "plan running"], ["risk"])
    settle(house, "standard", REASON, days=3)
    assert stands(3) == (["risk done", "plan running"], [])
    assert "risk_again" in stands(40)[1]
    house.database.write(lambda session: close_case(session, standing(session)[0], "staff:7", OPENING))
    assert stands(40) == (["risk done"], [])


def test_each_answer_is_kept_at_once_and_the_resident_sees_no_score(ada: Player) -> None:
    """Half way is enough for staff; what the report said is neither asked nor told twice."""
    ada.open("risk", "en")
    shown = said(ada, *WORST[:3])
    with ada.house.database.reading() as session:
        case, risk = standing(session)
        assert risk.answers == {"risk_harassing": "now", "risk_worse": "yes", "risk_affected": "extremely"}
        assert set(risk.sources.values()) == {"resident"}
        weighed = weigh_case(ada.house.landlord.risk, session, case, risk)
        assert (weighed.total, weighed.counted[2].source) == (6 + 2 + 5 + 5, "report")
        by = {change.what: change.by for change in changes_of(session, case.id)}
        assert by["risk_harassing"] == "resident"
    shown += said(ada, *WORST[3:])
    assert "how often" not in shown
    assert not any(word in shown.lower() for word in ("point", "score", "band", "high", "medium", "risk is"))


def test_a_high_risk_alerts_the_person_on_call_once(ada: Player) -> None:
    """As the answers reach it, at any hour; nothing of it is said to the resident."""
    ada.open("risk", "en")
    said(ada, *WORST[:4])
    assert alerts(ada.house) == []
    said(ada, *WORST[4:6])
    assert alerts(ada.house) == ["high_risk"]
    said(ada, *WORST[6:])
    assert alerts(ada.house) == ["high_risk"]


def first_contact(house: House) -> tuple[bool, str]:
    """Whether the case is urgent, and when somebody is to be in touch first, as the case and our promise say."""
    with house.database.reading() as session:
        case, _ = standing(session)
        (promised,) = (one.due_at for one in promises_of(session, case.id) if one.what == "first_contact")
        assert promised == case.first_contact_due
        return case.urgent, promised.date().isoformat()


def test_a_high_risk_is_urgent_and_somebody_is_in_touch_sooner(ada: Player) -> None:
    """As the answers reach it; she is told the earlier day, and not why."""
    assert first_contact(ada.house) == (False, "2026-11-30")
    ada.open("risk", "en")
    said(ada, *WORST[:4])
    assert first_contact(ada.house) == (False, "2026-11-30")
    shown = said(ada, *WORST[4:], "yes")
    assert first_contact(ada.house) == (True, "2026-11-24")
    assert "by Tuesday 24 November" in shown


def test_an_officer_who_finds_the_risk_high_makes_the_case_urgent(ada: Player) -> None:
    """What another officer says of it afterwards holds."""
    settle(ada.house, "high", REASON)
    assert first_contact(ada.house) == (True, "2026-11-24")

    def calm(session: Session) -> None:
        amend_case(session, standing(session)[0], {"urgent": False}, "staff:8", ada.now)

    ada.house.database.write(calm)
    settle(ada.house, "high", REASON, days=1)
    assert first_contact(ada.house)[0] is False


def test_what_raises_the_band_is_urgent_from_the_first_word(house: House) -> None:
    """The day that is told with the reference is the day that holds."""
    player, told = Player(house), "no i was punched by the people at 14 elm court on saturday"
    assert "by Tuesday 24 November" in said(player, told, "no", "yes")
    assert first_contact(house) == (True, "2026-11-24")


@pytest.mark.parametrize(
    ("words", "raised"),
    [
        ("no last week the man at 14 elm court waved a machete at the kids", ["threat"]),
        ("no i was punched by the people at 14 elm court on saturday", ["high_risk"]),
        ("no they call me a paki every day, 14 elm court", ["hate"]),
    ],
)
def test_what_raises_the_band_alerts_before_anything_is_asked(house: House, words: str, raised: list[str]) -> None:
    """Once: whoever is on call is not told again of the very thing that they were told of."""
    player = Player(house)
    said(player, words, "no", "yes", "yes", "yes", "yes")
    assert alerts(house) == raised


def test_abuse_at_home_is_neither_asked_about_nor_scored(house: House) -> None:
    """Its checklist is never run by a bot; an officer sets the band, always with a reason."""
    player = Player(house)
    said(player, "my husband hits me", "no", "yes", "14 elm court", "yes")
    shown = "\n".join(one.words or "" for one in player.open("risk", "en"))
    assert "nothing more that we need to ask" in shown
    with pytest.raises(NotConfirmed, match="at least a sentence"):
        settle(house, "high")
    assert settle(house, "high", REASON) == "high"
    with house.database.reading() as session:
        made = risks_of(session, 1)[0]
        assert (made.suggested, made.total, made.points, made.band) == (None, None, {}, "high")


def test_an_officer_confirms_what_the_answers_come_to(ada: Player) -> None:
    """The arithmetic is frozen with its version, the case knows, and the next is due in four weeks."""
    ada.open("risk", "en")
    said(ada, *WORST)
    assert settle(ada.house, "high", days=1) == "high"
    with ada.house.database.reading() as session:
        case, following = standing(session)
        made = risks_of(session, case.id)[0]
        assert (made.matrix, made.total, made.suggested, made.band) == ("example-1", 39, "high", "high")
        assert sum(made.points.values()) == 39
        assert made.sources["risk_often"] == "report"
        assert case.facts["risk_band"] == "high"
        assert case.facts["risk_confirmed_at"].startswith("2026-11-24")
        assert (following.why, following.due_at.date().isoformat()) == ("refresh", "2026-12-22")
        assert following.answers == {}
    assert alerts(ada.house) == ["high_risk"]


def test_another_band_needs_a_reason_and_what_changed_meanwhile_is_seen_first(ada: Player) -> None:
    """Nobody overrides in a hurry, or confirms what they have not seen."""
    for band, reason, seen, why in (
        ("high", "", None, "at least a sentence"),
        ("high", "because", None, "at least a sentence"),
        ("standard", "", None, "could come to a higher band"),
        ("terrible", REASON, None, "Choose a band"),
        ("standard", "", "1 99 high 13 ", "Something was added"),
    ):
        with pytest.raises(NotConfirmed, match=why):
            settle(ada.house, band, reason, seen)
    assert settle(ada.house, "high", REASON) == "high"
    assert alerts(ada.house) == ["high_risk"]  # found by an officer, and told all the same
    with ada.house.database.reading() as session:
        assert risks_of(session, 1)[0].reason == REASON


def test_new_fear_is_marked_for_staff_and_never_spoken_of(ada: Player) -> None:
    """The same answer comes back as without it; the case stands on the worklist until an officer has looked."""
    house = ada.house
    settle(house, "standard", REASON)
    ada.wait(timedelta(days=3))
    said(ada, "they had music on again on monday")
    said(ada, "yes")
    calm = said(ada, "they had music on again till two")
    afraid = said(ada, "they had music on again, i am scared of them")
    assert afraid == calm
    with house.database.reading() as session:
        case, risk = standing(session)
        assert case.facts["risk_look_again"] == "distress"
        assert risk.due_at == working_days_after(house.landlord, ada.now, 2)
        assert [one.id for one, _ in risks_owed(session, OPENING, 9)] == [risk.id]
    settle(house, "standard", REASON, days=4)
    with house.database.reading() as session:
        assert standing(session)[0].facts["risk_look_again"] is None
        assert risks_owed(session, OPENING, 9) == []


def test_staff_answers_are_marked_so_and_are_not_undone(ada: Player) -> None:
    """What an officer has put right while she answers stays as the officer says."""
    ada.open("risk", "en")
    said(ada, "yes, these days")

    def put_right(session: Session) -> None:
        case, _ = standing(session)
        keep_answers(ada.house, session, case, {"risk_harassing": "past"}, "staff:7", ada.now)

    ada.house.database.write(put_right)
    said(ada, "no")
    with ada.house.database.reading() as session:
        _, risk = standing(session)
        assert (risk.answers["risk_harassing"], risk.sources["risk_harassing"]) == ("past", "staff:7")
        assert risk.answers["risk_worse"] == "no"


def test_a_case_from_before_is_assessed_too(ada: Player) -> None:
    """Where none is owed yet, it is from when somebody looks."""

    def look(session: Session) -> None:
        case, risk = standing(session)
        session.delete(risk)
        session.flush()
        assert owed_in(ada.house, session, case, ada.now).why == "opened"
        amend_case(session, case, {"risk_band": None}, "hearback", ada.now)

    ada.house.database.write(look)
