"""Two matters after all: cases that were joined are taken apart, and what went along comes back (R10)."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient

from bot.house import House
from storage.cases import Case, case_by_reference, verify_case
from storage.promises import owed_in
from storage.reporters import reporters_of
from storage.reports import reports_of_case
from storage.risks import owed_risk
from tests.webhooks.console.test_closing import know
from tests.webhooks.console.test_joining import SAME, join, now_standing, twice
from tests.webhooks.staff_story import MINA, sign_in, tell_of_elm_court


def take_apart(client: FlaskClient, case: Case) -> str:
    """Press the button; what the page says after it."""
    return client.post(f"/staff/cases/{case.reference}/apart", follow_redirects=True).text


def test_two_matters_after_all_are_taken_apart_again(client: FlaskClient, house: House) -> None:
    """What went along comes back, each promise with it; what has come since stays."""
    first, again = twice(house)
    with house.database.reading() as session:
        before = {case.id: [one.id for one in owed_in(session, case.id)] for case in (first, again)}
    sign_in(client, house)
    join(client, again, first, SAME)
    assert "This is a case of its own again" in take_apart(client, again)
    with house.database.reading() as session:
        after = {case.id: [one.id for one in owed_in(session, case.id)] for case in (first, again)}
        assert after == before
        assert [len(reports_of_case(session, case.id)) for case in (first, again)] == [1, 1]
        assert [len(reporters_of(session, case.id)) for case in (first, again)] == [1, 1]
        assert verify_case(session, first.id) == verify_case(session, again.id) == []
        risks = [owed_risk(session, case.id) for case in (first, again)]
        assert [risk.noticed for risk in risks if risk] == ["joining", "joining"]
        found = case_by_reference(session, again.reference)
        assert found is not None
        assert found.id == again.id
    assert "is not joined" in take_apart(client, again)
    assert "is joined to this case" in join(client, again, first, SAME)


def test_what_was_joined_before_goes_along_and_comes_back(client: FlaskClient, house: House) -> None:
    """Three reports of one matter: each reference leads to the one case that stays."""
    first, again = twice(house)
    third = tell_of_elm_court(house, address="+447700900125", ago=1)
    sign_in(client, house)
    join(client, third, again, SAME)
    join(client, again, first, SAME)
    assert {now_standing(house, one).joined_to for one in (again, third)} == {first.reference}
    assert now_standing(house, first).facts["joined_with"] == [again.reference, third.reference]
    client.post(f"/staff/cases/{again.reference}/apart")
    assert now_standing(house, third).joined_to == again.reference
    assert not now_standing(house, first).facts["joined_with"]
    client.post(f"/staff/cases/{third.reference}/apart")
    assert {now_standing(house, one).state for one in (first, again, third)} == {"open"}
    with house.database.reading() as session:
        assert [len(reports_of_case(session, one.id)) for one in (first, again, third)] == [1, 1, 1]


def test_joined_one_to_the_next_they_come_apart_in_any_order(client: FlaskClient, house: House) -> None:
    """What was taken back by one is not taken again by another."""
    first, again = twice(house)
    third = tell_of_elm_court(house, address="+447700900125", ago=1)
    sign_in(client, house)
    join(client, third, again, SAME)
    join(client, again, first, SAME)
    for one in (third, again):
        client.post(f"/staff/cases/{one.reference}/apart")
    with house.database.reading() as session:
        for one in (first, again, third):
            standing = (len(reports_of_case(session, one.id)), len(reporters_of(session, one.id)))
            assert (standing, len(owed_in(session, one.id))) == ((1, 1), 1), one.reference


def test_what_was_told_of_abuse_meanwhile_does_not_come_apart(client: FlaskClient, house: House) -> None:
    """Whoever may not read of it opens neither case, and takes nothing out."""
    first, again = twice(house)
    sign_in(client, house)
    join(client, again, first, SAME)
    know(house, first, concern="domestic_abuse")
    assert client.get(f"/staff/cases/{again.reference}").status_code == 403
    assert client.post(f"/staff/cases/{again.reference}/apart").status_code == 403
    client.post("/staff/sign-out")
    sign_in(client, house, MINA)
    assert "Leave them together" in take_apart(client, again)
    assert now_standing(house, again).state == "joined"


def test_while_somebody_is_asked_about_closing_they_do_not_come_apart(client: FlaskClient, house: House) -> None:
    """One person's yes would stand for another's."""
    first, again = twice(house)
    sign_in(client, house)
    join(client, again, first, SAME)
    know(house, first, closing_stage="asked")
    assert "Somebody has proposed to close" in take_apart(client, again)
    assert now_standing(house, again).state == "joined"


def test_once_the_other_has_closed_it_is_not_taken_apart(client: FlaskClient, house: House) -> None:
    """Nobody would look at it there."""
    first, again = twice(house)
    sign_in(client, house)
    join(client, again, first, SAME)
    know(house, first, state="closed", closed_at=datetime.now(UTC))
    assert "is not open any more" in take_apart(client, again)
    assert now_standing(house, again).state == "joined"
