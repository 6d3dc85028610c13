"""The web chat, as a browser without JavaScript sees it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from bot.house import House
from dialogs import phrases
from storage.alerts import Alert
from storage.cases import Case
from storage.conversations import Conversation
from storage.messages import Message, append, transcript
from storage.visits import Visit
from tests.webhooks.web_resident import WebResident

NOISE = "My neighbour plays loud music at 14 Elm Court every night and I cannot sleep"
KNIFE = "Help he has a knife and is breaking down my door now"


pytestmark = pytest.mark.usefixtures("elms")


class Clock:
    """The time at the door."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("webhooks.chat.now", clock)
    return clock


@pytest.fixture
def omar(client: FlaskClient) -> WebResident:
    return WebResident(client)


def count(house: House, noun: Any) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(noun)) or 0


def the_messages(house: House) -> list[Message]:
    with house.database.reading() as session:
        talks = session.scalars(select(Conversation.id).order_by(Conversation.id)).all()
        return [message for talk in talks for message in transcript(session, talk)]


def heard_by(house: House) -> list[str]:
    """What was filed as said by residents, without the blank first turn."""
    return [message.words for message in the_messages(house) if message.direction == "in" and message.words]


@pytest.mark.parametrize("address", ["/", "/chat"])
def test_the_start_page_sends_whoever_is_in_danger_to_999(client: FlaskClient, address: str) -> None:
    """Before anything is asked, the page says that it is no emergency service (R1)."""
    page = client.get(address).get_data(as_text=True)
    assert "Call 999 now if anyone is in danger. We are not an emergency service." in page
    assert "press 55 when asked" in page


def test_starting_asks_first_whether_anybody_is_in_danger(omar: WebResident) -> None:
    """The first turn is taken when the chat starts, so that there is a question to answer."""
    omar.start()
    assert omar.last.request.path == "/chat/talk"
    assert "Is anyone in danger right now?" in omar.heard()[-1]
    assert omar.said() == []


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


def test_a_report_told_in_full_has_its_reference_by_the_third_message(omar: WebResident, house: House) -> None:
    """Nobody in danger, the story, the place: then the case is open (R10)."""
    omar.start().press("no").say(NOISE).press("yes")
    assert count(house, Case) == 1
    assert any("Your reference is" in line for line in omar.heard())


def test_what_a_button_sent_is_shown_as_its_label(omar: WebResident) -> None:
    """Omar pressed "No", so that is what the page says he said."""
    assert omar.start().press("no").said() == ["No"]


def test_the_same_form_sent_twice_changes_nothing(omar: WebResident, house: House) -> None:
    """A double click or a reload is one answer."""
    form = omar.start().fields() | {"answer": "no"}
    omar.send(form)
    before, seen = count(house, Message), omar.heard()
    omar.send(form)
    assert count(house, Message) == before
    assert omar.heard() == seen


def test_an_answer_to_an_earlier_question_is_not_taken_for_this_one(omar: WebResident) -> None:
    """A page left open in another tab still holds the question before."""
    old = omar.start().fields()
    omar.press("no").say(NOISE)
    omar.send({"answer": "no", "question": old["question"]})
    assert phrases.OLD_BUTTON.msgid in omar.heard()
    assert "Is it at 14 Elm Court" in omar.heard()[-1]


def test_what_is_typed_beside_a_button_is_heard_too(omar: WebResident, house: House) -> None:
    """Pressing "No" with a story in the box sends both, the button first."""
    omar.start().send({"answer": "no", "words": NOISE})
    assert heard_by(house) == ["no", NOISE]
    assert "Is it at 14 Elm Court" in omar.heard()[-1]


def test_danger_is_answered_at_once_and_stands_out(omar: WebResident, house: House) -> None:
    """The advice is on the page that answers, and the person on call is told (R1)."""
    assert not omar.start().sees_danger_advice()
    omar.say(KNIFE)
    assert omar.sees_danger_advice()
    assert 'href="tel:999"' in omar.page
    assert count(house, Alert) == 1


def test_danger_typed_beside_no_is_not_missed(omar: WebResident) -> None:
    """The button says that nobody is in danger, the words say otherwise: the words count."""
    assert omar.start().send({"answer": "no", "words": KNIFE}).sees_danger_advice()


@pytest.mark.parametrize("words", ["", "   ", "\r\n\t", "\0\0"])
def test_an_empty_answer_is_explained_kindly(omar: WebResident, house: House, words: str) -> None:
    """Nothing is filed, the error stands in a summary with a link to the box."""
    omar.start()
    before = count(house, Message)
    omar.say(words)
    assert omar.last.status_code == 422
    assert "There is a problem" in omar.page
    assert 'href="#words"' in omar.page
    assert "<title>Error: " in omar.page
    assert count(house, Message) == before


@pytest.mark.parametrize("words", ["🙂🙂🙂", "\u202eabc שלום مرحبا \u2066x", "<script>alert(1)</script>", "a\ud800b"])
def test_odd_characters_are_filed_and_answered(omar: WebResident, house: House, words: str) -> None:
    """Only emoji, mixed directions, markup, half a character: an answer each, and no markup of theirs on the page."""
    omar.start().press("no").send({"words": words.encode("utf-8", "replace").decode("utf-8")})
    assert omar.last.status_code == 200
    assert len(heard_by(house)) == 2
    assert "<script>alert" not in omar.page


def test_null_bytes_are_left_out_and_the_rest_is_heard(omar: WebResident, house: House) -> None:
    """PostgreSQL cannot keep a null byte; the words around it are kept."""
    omar.start().say("n\0o")
    assert heard_by(house) == ["no"]


@pytest.mark.parametrize("letter", ["a ", "ش "])
def test_ten_thousand_characters_are_taken_whole(omar: WebResident, house: House, letter: str) -> None:
    """A whole diary pasted at once is one message, not a character lost."""
    long = (letter * 5000).strip()
    omar.start().press("no").say(long)
    assert omar.last.status_code == 200
    assert heard_by(house)[-1] == long


def test_what_is_too_long_stays_in_the_box(omar: WebResident, house: House) -> None:
    """Past 20,000 characters we ask for shorter messages, and nothing typed is lost."""
    long = "b" * 20_001
    omar.start().say(long)
    assert omar.last.status_code == 422
    assert "too long" in omar.page
    assert long in omar.page
    assert heard_by(house) == []


def test_a_flood_is_refused_with_a_page(omar: WebResident) -> None:
    """More than a megabyte is not read at all."""
    omar.start().say("c" * 1_000_001)
    assert omar.last.status_code == 413
    assert "several shorter messages" in omar.page


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


def test_an_officers_note_is_not_shown(omar: WebResident, house: House, clock: Clock) -> None:
    """Notes are for staff."""
    omar.start()
    write(house, clock, "He has been known to us since May.", direction="note", author="officer")
    assert "since May" not in omar.client.get("/chat/talk").get_data(as_text=True)


def test_news_is_the_page_as_it_is_now(omar: WebResident, house: House, clock: Clock) -> None:
    """Nothing new is 204; what an officer writes is shown without asking for it."""
    omar.start()
    last = re.findall(r'id="talk" data-last="(\d+)"', omar.page)[0]
    assert omar.client.get(f"/chat/news?after={last}").status_code == 204
    write(house, clock, "Hello, this is Bob.", author="officer")
    news = omar.client.get(f"/chat/news?after={last}")
    assert news.status_code == 200
    assert "Hello, this is Bob." in news.get_data(as_text=True)


def test_an_officers_message_does_not_make_the_question_stale(omar: WebResident, house: House, clock: Clock) -> None:
    """Bob writes between question and answer; the answer is still one to the question."""
    omar.start()
    write(house, clock, "Hello, this is Bob.", author="officer")
    omar.page = omar.client.get("/chat/talk").get_data(as_text=True)
    omar.press("no")
    assert phrases.OLD_BUTTON.msgid not in omar.heard()


def write(house: House, clock: Clock, words: str, **how: Any) -> None:
    def work(session: Any) -> None:
        talk = session.scalars(select(Conversation)).one()
        kind: Any = "note" if how.get("direction") == "note" else "officer"
        append(session, talk, kind, words, clock.now, **how)

    house.database.write(work)


def test_nobody_reads_the_chat_of_another(omar: WebResident, app: Flask) -> None:
    """Charlie's browser has no cookie, or one that was never given."""
    omar.start().press("no").say(NOISE)
    charlie = app.test_client()
    assert "Elm Court" not in charlie.get("/chat/talk", follow_redirects=True).get_data(as_text=True)
    charlie.set_cookie("chat", "guessed")
    assert "Elm Court" not in charlie.get("/chat/talk", follow_redirects=True).get_data(as_text=True)
    assert charlie.get("/chat/news?after=0").status_code == 410


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
