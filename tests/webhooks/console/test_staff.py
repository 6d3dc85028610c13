"""The console is shut to everybody who is not staff, and to staff where their role ends."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.house import House
from storage.staff import Staff
from tests.webhooks.staff_story import BOB, IDA, MINA, ROSA, page, sign_in, tell, tell_of_elm_court
from webhooks.console import gate

OPEN = {"staff.sign_in.ask", "staff.sign_in.sign_in", "staff.sign_in.invited", "staff.sign_in.choose"}


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Every page of the console as (endpoint, method, address), with something in its placeholders."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/staff"):
            for method in (rule.methods or set()) & {"GET", "POST"}:
                yield rule.endpoint, method, re.sub(r"<[^>]*>", "1", rule.rule)


def shut_pages(app: Flask) -> list[tuple[str, str]]:
    return [(method, address) for endpoint, method, address in addresses(app) if endpoint not in OPEN]


def test_every_page_but_the_way_in_asks_who_you_are(app: Flask, client: FlaskClient) -> None:
    """Charlie is sent to the sign-in, whether or not there is anything behind the address."""
    shut = shut_pages(app)
    assert len(shut) >= 9
    for method, address in shut:
        answer = client.open(address, method=method)
        assert answer.status_code == 302, (method, address)
        assert answer.headers["Location"].startswith("/staff/sign-in"), (method, address)


def test_a_page_that_says_nothing_of_roles_is_shut(app: Flask, client: FlaskClient, house: House) -> None:
    """The planted fault: somebody adds a page and forgets to say who may see it."""
    app.add_url_rule("/staff/forgotten", "staff.forgotten", lambda: "everything")
    sign_in(client, house, ROSA)
    assert client.get("/staff/forgotten").status_code == 404


@pytest.mark.parametrize("email", [BOB, MINA, IDA])
def test_only_an_administrator_looks_after_accounts(client: FlaskClient, house: House, email: str) -> None:
    """Everybody else is refused, in plain words."""
    sign_in(client, house, email)
    for method, address in (("GET", "/staff/team"), ("POST", "/staff/team"), ("POST", "/staff/team/1/end")):
        answer = client.open(address, method=method)
        assert answer.status_code == 403
        assert "Your role does not allow it" in answer.text


def test_an_auditor_changes_nothing(client: FlaskClient, house: House) -> None:
    """Ida reads, and sees no button that acts."""
    talk = tell(house, "someone is kicking my door in with a knife")
    sign_in(client, house, IDA)
    assert "I am dealing with it" not in page(client, f"/staff/conversations/{talk}")
    assert client.post("/staff/alerts/1/take").status_code == 403
    assert client.post(f"/staff/conversations/{talk}/answered").status_code == 403


def test_who_is_deactivated_is_out_at_once(client: FlaskClient, house: House) -> None:
    """An open session ends with the account."""
    staff_id = sign_in(client, house)
    page(client, "/staff")
    house.database.write(lambda session: setattr(session.get_one(Staff, staff_id), "active", False))
    assert client.get("/staff").status_code == 302


def test_a_new_password_ends_every_other_session(client: FlaskClient, house: House) -> None:
    """Whoever sits at another computer with the old one is out."""
    staff_id = sign_in(client, house)
    house.database.write(lambda session: setattr(session.get_one(Staff, staff_id), "password_hash", "another"))
    assert client.get("/staff").status_code == 302


@pytest.mark.parametrize(("step", "steps"), [(timedelta(minutes=31), 1), (timedelta(minutes=29), 25)])
def test_a_session_ends(
    client: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch, step: timedelta, steps: int
) -> None:
    """After 30 minutes without use, and after 12 hours whatever the use."""
    sign_in(client, house)
    at = datetime.now(UTC)
    for number in range(1, steps + 1):
        monkeypatch.setattr(gate, "now", lambda later=at + number * step: later)
        answer = client.get("/staff")
        if number < steps:
            assert answer.status_code == 200
    assert answer.status_code == 302
    assert "You were signed out" in client.get(answer.headers["Location"]).text


def test_a_form_from_elsewhere_does_nothing(app: Flask, client: FlaskClient, house: House) -> None:
    """Without the token of our own page nothing is taken on."""
    tell(house, "someone is kicking my door in with a knife")
    sign_in(client, house)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/staff/alerts/1/take")
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.text
    assert "Nobody has taken this yet" in page(client, "/staff")


def test_nothing_of_the_console_stays_in_the_browser(client: FlaskClient, house: House) -> None:
    """Back after signing out shows nothing, and no other site can frame it."""
    case = tell_of_elm_court(house)
    sign_in(client, house)
    headers = client.get(f"/staff/cases/{case.reference}").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_the_console_speaks_english_whatever_the_browser_asks_for(client: FlaskClient, house: House) -> None:
    """Its words are those of the record."""
    sign_in(client, house)
    assert '<html lang="en"' in client.get("/staff", headers={"Accept-Language": "cy"}).text
