"""Whose chat it is: cookies lost, chats ended and left in a hurry, and how many may begin."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.house import House
from storage.caps import Cap
from storage.visits import Visit
from tests.webhooks.web_resident import KNIFE, NOISE, Clock, WebResident, count, heard_by, the_messages

pytestmark = pytest.mark.usefixtures("elms", "clock")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(omar: WebResident, client: FlaskClient) -> None:
    """The token of a visit is readable by nobody but us."""
    given = client.post("/chat/start").headers.getlist("Set-Cookie")
    (cookie,) = [one for one in given if one.startswith("chat=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_the_store_does_not_hold_the_token(client: FlaskClient, house: House) -> None:
    """Whoever reads the store cannot take over a chat: neither its address nor its messages hold the cookie."""
    client.post("/chat/start")
    token = client.get_cookie("chat")
    assert token
    assert token.value.encode() not in Path(str(house.database.url.database)).read_bytes()
    assert all(token.value not in (message.provider_id or "") for message in the_messages(house))


def test_without_its_cookie_what_was_typed_is_put_back(omar: WebResident, client: FlaskClient, house: House) -> None:
    """The start page says what happened, holds the words, and sends them when the chat begins anew."""
    omar.start().press("no")
    client.delete_cookie("chat")
    omar.say("the stairs smell of smoke most evenings")
    assert omar.last.status_code == 410
    assert "Your browser lost its place" in omar.page
    assert "the stairs smell of smoke most evenings</textarea>" in omar.page
    form = omar.fields() | {"words": "the stairs smell of smoke most evenings"}
    client.post("/chat/start", data=form)
    assert heard_by(house)[-1] == "the stairs smell of smoke most evenings"


def test_danger_is_taken_even_without_a_cookie(omar: WebResident, client: FlaskClient, house: House) -> None:
    """A lost session is no reason to wait: a new visit begins with these words, and the advice is shown."""
    omar.start()
    client.delete_cookie("chat")
    omar.say(KNIFE)
    assert omar.sees_danger_advice()
    assert heard_by(house) == [KNIFE]


def test_a_form_without_its_token_keeps_what_was_typed(app: Flask, house: House) -> None:
    """With the session's cookie lost but the visit open, the talk is shown again with the words in the box."""
    app.config["WTF_CSRF_ENABLED"] = True
    omar = WebResident(app.test_client()).start()
    omar.client.delete_cookie("session")
    omar.say("they are shouting again")
    assert omar.last.status_code == 400
    assert "they are shouting again</textarea>" in omar.page
    assert heard_by(house) == []
    omar.say("they are shouting again")
    assert heard_by(house) == ["they are shouting again"]


def test_a_forged_form_starts_nothing(app: Flask, house: House) -> None:
    """Another site cannot open a chat in Omar's browser."""
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post("/chat/start", data={"language": "en"}).status_code == 400
    assert count(house, Visit) == 0


def test_half_an_hour_of_silence_ends_the_chat(omar: WebResident, clock: Clock) -> None:
    """Whoever sits down at the computer next reads nothing, and is told how to come back."""
    omar.start().press("no").say(NOISE)
    clock.pass_by(minutes=31)
    page = omar.client.get("/chat/talk", follow_redirects=True)
    shown = page.get_data(as_text=True)
    assert page.request.path == "/chat/ended"
    assert "This chat has ended" in shown
    assert "01632 960100" in shown
    assert "Elm Court" not in shown


def test_writing_puts_off_the_end(omar: WebResident, clock: Clock) -> None:
    """The half hour is counted from the last thing done."""
    omar.start()
    for answer in ("no", ""):
        clock.pass_by(minutes=20)
        omar.press(answer) if answer else omar.say(NOISE)
        assert omar.last.request.path == "/chat/talk"
        assert omar.last.status_code == 200


def test_a_page_that_only_looks_for_news_does_not_put_off_the_end(omar: WebResident, clock: Clock) -> None:
    """A browser left open asks every two seconds; nobody may be there."""
    omar.start()
    clock.pass_by(minutes=29)
    assert omar.client.get("/chat/news?after=0").status_code == 200
    clock.pass_by(minutes=2)
    assert omar.client.get("/chat/news?after=0").status_code == 410


def test_words_sent_after_the_end_are_put_back(omar: WebResident, clock: Clock) -> None:
    """He was writing for forty minutes: what he wrote is in the box of the start page."""
    omar.start().press("no")
    clock.pass_by(minutes=40)
    omar.say("a long and careful story")
    assert omar.last.status_code == 410
    assert "This chat has ended" in omar.page
    assert "a long and careful story</textarea>" in omar.page


def test_the_chat_goes_on_in_the_same_browser(omar: WebResident) -> None:
    """Coming back to the start page offers to go on, without showing what was said."""
    omar.start().press("no").say(NOISE)
    start = omar.client.get("/chat").get_data(as_text=True)
    assert "Go on with the chat you have open" in start
    assert "Elm Court" not in start
    assert "Elm Court" in omar.client.get("/chat/talk").get_data(as_text=True)


def test_leaving_ends_the_visit_on_the_server(omar: WebResident) -> None:
    """Not even whoever kept the cookie can read the chat again (C5)."""
    omar.start().press("no").say(NOISE)
    kept = omar.client.get_cookie("chat")
    assert kept
    gone = omar.client.get("/chat/exit")
    assert gone.location == "https://www.bbc.co.uk/weather"
    assert omar.client.get_cookie("chat") is None
    omar.client.set_cookie("chat", kept.value)
    assert "Elm Court" not in omar.client.get("/chat/talk", follow_redirects=True).get_data(as_text=True)


def test_what_was_on_its_way_is_heard_with_the_way_out_and_begins_no_other_visit(
    omar: WebResident, house: House
) -> None:
    """Once, however often it is brought, and the browser keeps nothing of it."""
    filled = omar.start().fields() | {"words": KNIFE}
    for _ in range(2):
        assert omar.client.post("/chat/exit", data=filled).status_code == 204
    assert [words for words in heard_by(house) if words] == [KNIFE]
    assert count(house, Visit) == 1
    assert omar.client.get("/chat/talk").status_code == 302


def test_leaving_works_when_the_token_is_lost(app: Flask, house: House, clock: Clock) -> None:
    """A way out that asks for a form's token is none."""
    app.config["WTF_CSRF_ENABLED"] = True
    omar = WebResident(app.test_client()).start()
    omar.client.delete_cookie("session")
    assert omar.client.post("/chat/exit").status_code == 204
    with house.database.reading() as session:
        assert session.scalars(select(Visit.ended_at)).one() == clock.now


def test_going_back_after_leaving_shows_nothing_of_the_chat(omar: WebResident) -> None:
    """The page before is asked for anew, and is the start page."""
    omar.start().press("no").say(NOISE)
    omar.client.get("/chat/exit")
    back = omar.client.get("/chat/talk", follow_redirects=True)
    assert back.request.path == "/chat"
    assert "Elm Court" not in back.get_data(as_text=True)


def test_an_address_may_start_only_so_many_chats_an_hour(client: FlaskClient, house: House, clock: Clock) -> None:
    """The twenty-first is told of 999 and of the telephone; the next hour, and another address, are free."""
    for _ in range(house.landlord.limits.chats_per_address_an_hour):
        assert client.post("/chat/start").status_code == 303
    refused = client.post("/chat/start")
    shown = refused.get_data(as_text=True)
    assert refused.status_code == 429
    assert "Call 999 now" in shown
    assert "01632 960100" in shown
    assert client.post("/chat/start", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 303
    clock.pass_by(hours=1)
    assert client.post("/chat/start").status_code == 303


def test_after_a_day_nothing_is_left_of_who_began_a_chat(client: FlaskClient, house: House, clock: Clock) -> None:
    """The cap needs an hour; after that even the sealed trace of a connection is nobody's business."""
    client.post("/chat/start")
    clock.pass_by(hours=26)
    client.post("/chat/start", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert count(house, Cap) == 1


def test_danger_is_never_capped(client: FlaskClient, house: House) -> None:
    """Words that tell of danger now are taken, whatever was counted."""
    for _ in range(house.landlord.limits.chats_per_address_an_hour):
        client.post("/chat/start")
    told = client.post("/chat/start", data={"words": KNIFE}, follow_redirects=True)
    assert "hb-bubble--danger" in told.get_data(as_text=True)


def test_a_house_of_ipv6_addresses_counts_as_one(client: FlaskClient, house: House) -> None:
    """Whoever has one such address has billions; the first half is what counts."""
    for n in range(house.landlord.limits.chats_per_address_an_hour):
        client.post("/chat/start", environ_base={"REMOTE_ADDR": f"2001:db8::{n:x}"})
    assert client.post("/chat/start", environ_base={"REMOTE_ADDR": "2001:db8::ffff"}).status_code == 429


def test_nobody_reads_the_chat_of_another(omar: WebResident, app: Flask) -> None:
    """Charlie's browser has no cookie, or one that was never given."""
    omar.start().press("no").say(NOISE)
    charlie = app.test_client()
    assert "Elm Court" not in charlie.get("/chat/talk", follow_redirects=True).get_data(as_text=True)
    charlie.set_cookie("chat", "guessed")
    assert "Elm Court" not in charlie.get("/chat/talk", follow_redirects=True).get_data(as_text=True)
    assert charlie.get("/chat/news?after=0").status_code == 410
