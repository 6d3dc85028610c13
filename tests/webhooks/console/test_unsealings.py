"""The person on call sees a withheld number once, with a reason; a manager reviews it; everybody else sees neither."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.configuration.landlord import on_call
from bot.house import House
from storage.cases import Case
from storage.contacts import Contact
from storage.forgetting import forget
from storage.staff import Role, add_staff
from storage.unsealings import latest_unsealings
from tests.webhooks.staff_story import (
    BOB,
    IDA,
    KEPT,
    MINA,
    PASSWORD,
    ROSA,
    hours_ago,
    page,
    sign_in,
    tell,
    tell_of_elm_court,
)

WHY = "He has a knife and she has stopped answering, the police need her number"
FOUND = "A life was at risk, and only the police were told"
NUMBER = "07700 900123"
SHOW = "/staff/conversations/1/number"


@pytest.fixture
def case(house: House) -> Case:
    """Ada has a reference, and has asked that nobody is told who she is."""
    return tell_of_elm_court(house, "please dont tell them it was me")


def sign_in_on_call(client: FlaskClient, house: House, role: Role = "officer") -> None:
    """Whoever is first on the rota at this moment comes to the console."""
    email = on_call(house.landlord, datetime.now(UTC))[0].email
    house.database.write(lambda s: add_staff(s, email, "Dora Duty", role, hours_ago(9), KEPT))
    assert client.post("/staff/sign-in", data={"email": email, "password": PASSWORD}).status_code == 302


def test_the_person_on_call_is_shown_the_number_once(client: FlaskClient, house: House, case: Case) -> None:
    """On the answer alone: in no address, no cookie, and on no other page."""
    sign_in_on_call(client, house)
    before = page(client, f"/staff/cases/{case.reference}")
    assert "Show the number: life at risk" in before
    assert NUMBER not in before
    answer = client.post(SHOW, data={"reason": WHY})
    assert answer.status_code == 200
    assert NUMBER in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "900123" not in f"{answer.headers} {client.get_cookie('session')}"
    after = page(client, f"/staff/cases/{case.reference}")
    assert NUMBER not in after
    assert "The withheld number was shown to Dora Duty" in after
    assert "Withheld number shown" in after
    assert NUMBER not in page(client, "/staff")


@pytest.mark.parametrize("reason", ["", "because", "life at risk"])
def test_without_a_reason_it_is_refused_with_what_to_do(
    client: FlaskClient, house: House, case: Case, reason: str
) -> None:
    """And nothing is recorded, as nothing was shown."""
    sign_in_on_call(client, house)
    answer = client.post(SHOW, data={"reason": reason})
    assert answer.status_code == 400
    assert "Write at least a sentence" in answer.text
    assert NUMBER not in answer.text
    with house.database.reading() as session:
        assert latest_unsealings(session, 9) == []


@pytest.mark.parametrize(("email", "answer"), [(BOB, 403), (IDA, 403), (ROSA, 403), (MINA, 200)])
def test_a_manager_may_too_and_nobody_else(
    client: FlaskClient, house: House, case: Case, email: str, answer: int
) -> None:
    """Bob is not on the rota, Ida acts on nothing, Rosa looks after accounts."""
    sign_in(client, house, email)
    shown = page(client, f"/staff/cases/{case.reference}")
    assert ("Show the number: life at risk" in shown) == (answer == 200)
    assert ("the person on call or a manager can show the number" in shown) == (email in (BOB, ROSA))
    got = client.post(SHOW, data={"reason": WHY})
    assert got.status_code == answer
    assert (NUMBER in got.text) == (answer == 200)


def test_a_manager_reviews_it_and_an_auditor_reads_all(app: Flask, house: House, case: Case) -> None:
    """It stands on every manager's list until somebody else than who was shown it has looked into it."""
    mina, rosa, ida, bob = (app.test_client() for _ in range(4))
    for client, email in ((mina, MINA), (rosa, ROSA), (ida, IDA), (bob, BOB)):
        sign_in(client, house, email)
    mina.post(SHOW, data={"reason": WHY})
    assert "A withheld number was shown" in page(mina, "/staff")
    assert "A withheld number was shown" in page(rosa, "/staff")
    assert "A withheld number was shown" not in page(bob, "/staff")
    assert mina.post("/staff/numbers/1/review", data={"finding": FOUND}).status_code == 403
    assert ida.post("/staff/numbers/1/review", data={"finding": FOUND}).status_code == 403
    assert bob.get("/staff/numbers").status_code == 403
    assert rosa.post("/staff/numbers/1/review", data={"finding": "fine"}).status_code == 400
    assert rosa.post("/staff/numbers/1/review", data={"finding": FOUND}).status_code == 302
    assert rosa.post("/staff/numbers/9/review", data={"finding": FOUND}).status_code == 404
    assert "A withheld number was shown" not in page(rosa, "/staff")
    read = page(ida, "/staff/numbers")
    for part in (WHY, FOUND, "Mina Shah", "Rosa King", case.reference):
        assert part in read
    assert "900123" not in read.replace(" ", "")


def test_where_there_is_no_case_yet_the_conversation_will_do(client: FlaskClient, house: House) -> None:
    """Danger comes before a reference."""
    tell(house, "someone is kicking my door in with a knife, dont tell them it was me")
    sign_in_on_call(client, house)
    assert "Show the number: life at risk" in page(client, "/staff/conversations/1")
    assert NUMBER in client.post(SHOW, data={"reason": WHY}).text


def test_what_is_not_withheld_or_not_there_cannot_be_unsealed(client: FlaskClient, house: House) -> None:
    """No record of what did not happen."""
    tell(house, "hello", "PERSON")
    tell(house, "noise", channel="web", address="visit-omar")
    sign_in(client, house, MINA)
    for number in (1, 2, 99):
        assert client.post(f"/staff/conversations/{number}/number", data={"reason": WHY}).status_code == 404


def test_a_number_that_is_forgotten_is_shown_to_nobody(client: FlaskClient, house: House, case: Case) -> None:
    """Nothing offers to show it, and the pages of the case and the conversation say that it is gone."""
    sign_in_on_call(client, house)
    with house.database.transaction() as session:
        forget(session, house.keys, session.get_one(Contact, 1), hours_ago(1))
    for address in (f"/staff/cases/{case.reference}", "/staff/conversations/1"):
        shown = page(client, address)
        assert "Number withheld, and forgotten since" in shown
        assert "Show the number" not in shown
    assert client.post(SHOW, data={"reason": WHY}).status_code == 404
