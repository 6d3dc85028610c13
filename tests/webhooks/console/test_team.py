"""An administrator invites, sends new links and ends accounts."""

import re

from flask.testing import FlaskClient

from bot.house import House
from storage.staff import Staff
from storage.staff_sessions import begin_session, session_with
from tests.webhooks.staff_story import BOB, PASSWORD, ROSA, employ, hours_ago, page, sign_in


def link_in(words: str) -> str:
    found = re.search(r"(/staff/first/[\w-]+)", words)
    assert found
    return found[1]


def invite_bob(client: FlaskClient, **other: str) -> str:
    return client.post("/staff/team", data={"name": "Bob Ford", "email": BOB, "role": "officer", **other}).text


def test_rosa_invites_bob(client: FlaskClient, house: House) -> None:
    """The link is shown to her once; with it he comes in, as an officer."""
    sign_in(client, house, ROSA)
    link = link_in(invite_bob(client))
    assert link not in page(client, "/staff/team")
    assert "Invited" in page(client, "/staff/team")
    client.post("/staff/sign-out")
    client.post(link, data={"name": "Bob Ford", "password": PASSWORD, "again": PASSWORD})
    assert client.get("/staff").status_code == 200
    assert client.get("/staff/team").status_code == 403


def test_what_is_missing_is_said_and_nobody_is_invited_twice(client: FlaskClient, house: House) -> None:
    """An account that works is never taken over by an invitation."""
    sign_in(client, house, ROSA)
    employ(house, BOB)
    assert "Enter their name" in invite_bob(client, name="", email="x@example.org")
    assert "Choose what they do" in invite_bob(client, role="king")
    assert "Enter an e-mail address" in invite_bob(client, email="bob")
    assert "Somebody has an account" in invite_bob(client)


def test_a_forgotten_password_is_a_new_link(client: FlaskClient, house: House) -> None:
    """The old link stops working when a newer one is made."""
    sign_in(client, house, ROSA)
    bob = employ(house, BOB)
    first = link_in(client.post(f"/staff/team/{bob}/link").text)
    second = link_in(client.post(f"/staff/team/{bob}/link").text)
    client.post("/staff/sign-out")
    assert client.get(first).status_code == 404
    client.post(second, data={"name": "Bob Ford", "password": "other odd words", "again": "other odd words"})
    assert "Bob Ford" in page(client, "/staff")


def test_an_account_is_ended_but_never_ones_own(client: FlaskClient, house: House) -> None:
    """So that somebody can always let others in."""
    rosa, bob = sign_in(client, house, ROSA), employ(house, BOB)
    house.database.write(lambda session: begin_session(session, "bobs", bob, hours_ago(0)))
    assert client.post(f"/staff/team/{rosa}/end").status_code == 400
    assert client.post(f"/staff/team/{bob}/end").status_code == 302
    assert "Bob Ford cannot sign in any more" in page(client, "/staff/team")
    with house.database.reading() as session:
        assert (session.get_one(Staff, rosa).active, session.get_one(Staff, bob).active) == (True, False)
        assert session_with(session, "bobs", hours_ago(1), hours_ago(1)) is None
    assert client.post(f"/staff/team/{bob}/link").status_code == 404


def test_an_account_that_was_ended_is_opened_again_with_a_new_password(client: FlaskClient, house: House) -> None:
    """Ended by mistake, or somebody is back: what they may do is as it was, and the old password is not."""
    sign_in(client, house, ROSA)
    bob = employ(house, BOB)
    assert client.post(f"/staff/team/{bob}/again").status_code == 404
    client.post(f"/staff/team/{bob}/end")
    assert "an administrator can open again" in invite_bob(client)
    link = link_in(client.post(f"/staff/team/{bob}/again").text)
    client.post("/staff/sign-out")
    client.post("/staff/sign-in", data={"email": BOB, "password": PASSWORD})
    assert client.get("/staff").status_code == 302
    client.post(link, data={"name": "Bob Ford", "password": "other odd words", "again": "other odd words"})
    assert "Bob Ford" in page(client, "/staff")
