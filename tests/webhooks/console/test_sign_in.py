"""Staff come in with a password or a one-time link; Charlie comes in with nothing, and learns nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.house import House
from bot.staff.invitations import invite, invite_first, new_link
from storage.messages import Message
from storage.staff import Staff, staff_by_email
from tests.webhooks.staff_story import BOB, PASSWORD, employ, page, sign_in, tell


def answer_to(client: FlaskClient, email: str, password: str) -> tuple[int, str]:
    answer = client.post("/staff/sign-in", data={"email": email, "password": password})
    without_token = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
    return answer.status_code, without_token.replace(email, "")


def test_bob_comes_in_and_goes_out(client: FlaskClient, house: House) -> None:
    """And is named on the page while he is in."""
    sign_in(client, house)
    assert "Bob Ford" in page(client, "/staff")
    client.post("/staff/sign-out")
    assert client.get("/staff").status_code == 302


def copy_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser, with the cookies of this one as they are now."""
    other = app.test_client()
    cookie = client.get_cookie("session")
    assert cookie is not None
    other.set_cookie("session", cookie.value)
    return other


def test_a_copied_cookie_dies_with_the_sign_out(app: Flask, client: FlaskClient, house: House) -> None:
    """Whoever took it from a shared computer is out as Bob goes."""
    sign_in(client, house)
    copy = copy_of(app, client)
    assert copy.get("/staff").status_code == 200
    client.post("/staff/sign-out")
    assert copy.get("/staff").status_code == 302


def test_a_copied_cookie_dies_when_the_session_is_idle(
    app: Flask, client: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And stays dead once Bob has signed in anew."""
    sign_in(client, house)
    copy = copy_of(app, client)
    later = datetime.now(UTC) + timedelta(minutes=31)
    monkeypatch.setattr("webhooks.console.gate.now", lambda: later)
    assert copy.get("/staff").status_code == 302
    client.post("/staff/sign-in", data={"email": BOB, "password": PASSWORD})
    assert client.get("/staff").status_code == 200
    assert copy.get("/staff").status_code == 302


def test_signing_in_again_ends_the_session_before(app: Flask, client: FlaskClient, house: House) -> None:
    """One browser, one session."""
    sign_in(client, house)
    copy = copy_of(app, client)
    client.post("/staff/sign-in", data={"email": BOB, "password": PASSWORD})
    assert copy.get("/staff").status_code == 302


def test_a_new_password_by_a_link_ends_the_sessions_elsewhere(app: Flask, client: FlaskClient, house: House) -> None:
    """Also where the new one is the old one."""
    staff_id = sign_in(client, house)
    token = house.database.write(lambda s: new_link(s, s.get_one(Staff, staff_id), datetime.now(UTC)))
    given = {"name": "Bob Ford", "password": PASSWORD, "again": PASSWORD}
    other = app.test_client()
    other.post(f"/staff/first/{token}", data=given)
    assert other.get("/staff").status_code == 200
    assert client.get("/staff").status_code == 302


def test_he_is_brought_to_where_he_wanted_to_go(client: FlaskClient, house: House) -> None:
    """A link in an alert leads through the sign-in to the conversation."""
    employ(house, BOB)
    asked = client.get("/staff/conversations/7?x=1")
    form = page(client, asked.headers["Location"])
    assert 'value="/staff/conversations/7?x=1"' in form
    then = {"email": BOB, "password": PASSWORD, "then": "/staff/conversations/7?x=1"}
    assert client.post("/staff/sign-in", data=then).headers["Location"] == "/staff/conversations/7?x=1"


@pytest.mark.parametrize("then", ["https://evil.example", "//evil.example", "/staff\\evil", "/chat", "/staffevil@x"])
def test_nobody_is_sent_out_of_the_console(client: FlaskClient, house: House, then: str) -> None:
    """Whatever the address of the sign-in page says."""
    employ(house, BOB)
    answer = client.post("/staff/sign-in", data={"email": BOB, "password": PASSWORD, "then": then})
    assert answer.headers["Location"] == "/staff"


def test_charlie_learns_nothing_from_the_answer(client: FlaskClient, house: House) -> None:
    """Unknown, wrong, deactivated and never set up read the same."""
    employ(house, BOB)
    house.database.write(lambda s: invite(s, "new@example.org", "New", "officer", datetime.now(UTC)))
    unknown = answer_to(client, "charlie@example.org", PASSWORD)
    assert unknown[0] == 403
    assert answer_to(client, BOB, "wrong") == unknown
    assert answer_to(client, "new@example.org", "") == unknown
    house.database.write(lambda s: setattr(s.get_one(Staff, 1), "active", False))
    assert answer_to(client, BOB, PASSWORD) == unknown


def test_a_link_lets_the_first_administrator_in_once(client: FlaskClient, house: House) -> None:
    """They choose name, address and password, and nobody can use the link after them."""
    token = house.database.write(lambda session: invite_first(session, datetime.now(UTC)))
    assert "first administrator" in page(client, f"/staff/first/{token}")
    given = {"name": "Rosa King", "email": "Rosa@example.org", "password": PASSWORD, "again": PASSWORD}
    assert client.post(f"/staff/first/{token}", data=given).headers["Location"] == "/staff"
    assert "Rosa King" in page(client, "/staff")
    assert client.get(f"/staff/first/{token}").status_code == 404
    assert client.post(f"/staff/first/{token}", data=given).status_code == 404
    with house.database.reading() as session:
        rosa = staff_by_email(session, "rosa@example.org")
    assert rosa is not None
    assert rosa.role == "administrator"


def test_who_is_invited_cannot_choose_another_address(client: FlaskClient, house: House) -> None:
    """The address is the one they were invited under."""
    token = house.database.write(lambda s: invite(s, BOB, "Bob", "officer", datetime.now(UTC)))
    assert BOB in page(client, f"/staff/first/{token}")
    given = {"name": "Bob Ford", "email": "charlie@example.org", "password": PASSWORD, "again": PASSWORD}
    client.post(f"/staff/first/{token}", data=given)
    with house.database.reading() as session:
        assert staff_by_email(session, "charlie@example.org") is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Enter your name"),
        ({"email": "rosa"}, "Enter an e-mail address"),
        ({"password": "short"}, "12 characters or more"),
        ({"password": "password1234"}, "easy to guess"),
        ({"password": "rosa@example.org"}, "must not be your e-mail address"),
        ({"again": "three odd birds"}, "Type the same password twice"),
        ({"email": BOB}, "Somebody has an account"),
    ],
)
def test_what_will_not_do_is_said(client: FlaskClient, house: House, wrong: dict[str, str], said: str) -> None:
    """The link stays good, and nothing typed is lost but the password."""
    employ(house, BOB)
    token = house.database.write(lambda session: invite_first(session, datetime.now(UTC)))
    given = {"name": "Rosa King", "email": "rosa@example.org", "password": PASSWORD, "again": PASSWORD}
    if "password" in wrong:
        wrong = wrong | {"again": wrong["password"]}
    answer = client.post(f"/staff/first/{token}", data=given | wrong)
    assert answer.status_code == 400
    assert said in answer.text
    assert client.post(f"/staff/first/{token}", data=given).status_code == 302


def test_a_made_up_link_says_what_to_do(client: FlaskClient) -> None:
    """And nothing else."""
    answer = client.get("/staff/first/nothing-of-the-kind")
    assert answer.status_code == 404
    assert "Ask an administrator for a new one" in answer.text


def idle(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    later = datetime.now(UTC) + timedelta(minutes=minutes)
    monkeypatch.setattr("webhooks.console.gate.now", lambda: later)


def test_what_was_written_is_not_lost_with_the_session(
    client: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bob is given it back to copy, and led to where he was; nothing of it is done, and it says so."""
    talk = tell(house, "music again", "no", "PERSON", ago=0.01)
    sign_in(client, house)
    idle(monkeypatch, 31)
    where = f"/staff/conversations/{talk}"
    words = "Hello Ada, <b>Bob</b> here.\nWhich floor is it?"
    answer = client.post(
        f"{where}/answer", data={"own": words, "language": "en"}, headers={"Referer": f"http://localhost{where}"}
    )
    assert answer.status_code == 401
    assert "Hello Ada, &lt;b&gt;Bob&lt;/b&gt; here.\nWhich floor is it?" in answer.text
    assert "Nothing was sent or changed" in answer.text
    assert f"/staff/sign-in?then={where}" in answer.text
    with house.database.reading() as session:
        assert session.scalars(select(Message).where(Message.kind == "officer")).all() == []
    assert client.post("/staff/alerts/1/take", data={"then": "worklist"}).status_code == 302


def test_who_writes_stays_signed_in(client: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says every few minutes that they are there."""
    sign_in(client, house)
    for minutes in (25, 50):
        idle(monkeypatch, minutes)
        assert client.get("/staff/here").status_code == 204
    assert client.get("/staff").status_code == 200
