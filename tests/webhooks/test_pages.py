"""What holds for every page: its headers, its language, and what it says when something is wrong."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.house import House
from storage.conversations import Conversation
from tests.webhooks.web_resident import WebResident

pytestmark = pytest.mark.usefixtures("elms", "clock")


@pytest.mark.parametrize("address", ["/", "/chat"])
def test_the_start_page_sends_whoever_is_in_danger_to_999(client: FlaskClient, address: str) -> None:
    """Before anything is asked, the page says that it is no emergency service (R1)."""
    page = client.get(address).get_data(as_text=True)
    assert "Call 999 now if anyone is in danger. We are not an emergency service." in page
    assert "press 55 when asked" in page


def test_a_flood_is_cut_and_says_so(omar: WebResident) -> None:
    """Of more than a megabyte the beginning is kept, and we ask for shorter messages."""
    omar.start().say("c" * 1_000_001)
    assert omar.last.status_code == 413
    assert "several shorter messages" in omar.page


@pytest.mark.parametrize("address", ["/", "/chat", "/chat/talk", "/chat/news", "/chat/exit", "/chat/ended", "/nowhere"])
def test_no_page_is_kept_framed_or_open_to_scripts_of_others(omar: WebResident, address: str) -> None:
    """What every page says to browsers."""
    headers = omar.start().client.get(address).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_no_page_holds_a_script_or_a_style_of_its_own(omar: WebResident) -> None:
    """The policy would refuse them; nothing comes from elsewhere either."""
    for page in (omar.start().page, omar.client.get("/").get_data(as_text=True)):
        assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=\"", page)
        assert not re.search(r"(?:src|<link[^>]*href)=\"https?://", page)


def test_an_unknown_page_says_where_to_go(client: FlaskClient) -> None:
    """Not found, and back to the start."""
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "Page not found" in answer.get_data(as_text=True)
    assert 'href="/chat"' in answer.get_data(as_text=True)


def test_when_we_fail_what_was_typed_is_shown_back(
    omar: WebResident, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of ours: what to do, whom to ring, and the words to copy."""

    def fail(*_: object) -> None:
        raise RuntimeError("a planted fault")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    omar.start()
    monkeypatch.setattr("webhooks.chat.receive", fail)
    omar.say("they threw <b>bottles</b>")
    assert omar.last.status_code == 500
    assert "Sorry, something went wrong" in omar.page
    assert "they threw &lt;b&gt;bottles&lt;/b&gt;" in omar.page
    assert "01632 960100" in omar.page
    assert "planted" not in omar.page


def test_the_page_of_an_urdu_conversation_is_read_from_right_to_left(omar: WebResident) -> None:
    """The language chosen on the start page is that of the talk, and of everything around it (L2)."""
    omar.start(language="ur")
    assert '<html lang="ur" dir="rtl"' in omar.page
    assert omar.said() == []


def test_a_language_we_cannot_write_brings_an_interpreter(omar: WebResident, house: House) -> None:
    """Panjabi is offered in its own script, as a call."""
    start = omar.client.get("/chat").get_data(as_text=True)
    assert "ਪੰਜਾਬੀ" in start
    omar.start(language="pa")
    assert any("interpreter" in line for line in omar.heard())
    with house.database.reading() as session:
        assert session.scalars(select(Conversation.needs_person)).one()


def test_a_language_that_is_none_is_english(omar: WebResident) -> None:
    """A form that was tampered with starts an ordinary chat."""
    assert '<html lang="en"' in omar.start(language="klingon").page
