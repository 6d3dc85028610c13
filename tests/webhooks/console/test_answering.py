"""An officer writes with a resident in their own conversation: the box, who has it, what is new, and who may (R14)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from bot.channels.contract import Inbound
from bot.conversation import receive
from bot.house import House
from storage.conversations import Conversation
from storage.messages import Message
from storage.staff import Look
from storage.staff_sessions import StaffSession
from tests.webhooks.staff_story import ADA, IDA, MINA, page, sign_in, tell
from tests.webhooks.web_resident import WebResident

HELLO = "Hello, Bob here. Which floor are you on?"
JUST_NOW = 0.04
"""Hours: her third message came a minute or less ago."""


@pytest.fixture
def talk(house: House) -> int:
    """Ada has just asked for a person."""
    return tell(house, "no 14 elm court plays loud music every night till 3", "no", "PERSON", ago=JUST_NOW)


def hear(house: House, words: str) -> None:
    """Ada writes again, now."""
    receive(house, Inbound("sms", ADA, f"SM{words}", words), datetime.now(UTC))


def answer(client: FlaskClient, talk: int, own: str = HELLO, **fields: str) -> tuple[int, str]:
    """The form as the page has it, filled in; the status and what the page says."""
    shown = page(client, f"/staff/conversations/{talk}")
    held = re.search(r'name="holder" value="(\d*)"', shown)
    filled = {"own": own, "holder": held[1] if held else "", **fields}
    done = client.post(f"/staff/conversations/{talk}/answer", data=filled, follow_redirects=True)
    return done.status_code, plain(done.text)


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def officers_words(house: House) -> list[str | None]:
    with house.database.reading() as session:
        return list(session.scalars(select(Message.words).where(Message.kind == "officer").order_by(Message.id)))


def mark_of(shown: str) -> str:
    found = re.search(r'data-mark="([\d.]+)"', shown)
    assert found
    return found[1]


def test_an_officer_answers_and_hands_back(client: FlaskClient, house: House, talk: int) -> None:
    """From the worklist to the box, under the transcript, and back."""
    sign_in(client, house)
    assert "Asked to speak to a person" in page(client, "/staff")
    assert "You may answer here until" in plain(page(client, f"/staff/conversations/{talk}"))
    status, shown = answer(client, talk)
    assert status == 200
    assert "You have this conversation." in shown
    assert officers_words(house) == [f"An officer at Riverbridge Homes: {HELLO}"]
    assert "Asked to speak to a person" not in page(client, "/staff")
    done = hand_back(client, talk, page(client, f"/staff/conversations/{talk}"))
    assert "The chat answers again." in done.text
    assert "From here a computer answers again." in done.text
    assert "It had been handed back before." in hand_back(client, talk, done.text).text


def hand_back(client: FlaskClient, talk: int, shown: str) -> TestResponse:
    """Press the button on a page that was shown before."""
    seen = re.search(r'name="seen" value="(\d+)"', shown)
    data = {"seen": seen[1] if seen else ""}
    return client.post(f"/staff/conversations/{talk}/hand-back", data=data, follow_redirects=True)


def test_nothing_is_handed_back_unread(client: FlaskClient, house: House, talk: int) -> None:
    """What she wrote meanwhile is read first, and then it may be."""
    sign_in(client, house)
    answer(client, talk)
    shown = page(client, f"/staff/conversations/{talk}")
    hear(house, "please tell nobody my flat number")
    assert "They have written since you opened this page" in hand_back(client, talk, shown).text
    assert "The chat answers again." in hand_back(client, talk, page(client, f"/staff/conversations/{talk}")).text


def test_what_may_not_be_sent_is_kept_in_the_box(client: FlaskClient, house: House, talk: int) -> None:
    """With the reason on top; nothing was sent."""
    sign_in(client, house)
    status, shown = answer(client, talk, "We come by. " * 40)
    assert (status, "Nothing was sent" in shown, "more than 2 text messages" in shown) == (422, True, True)
    assert "We come by. We come by." in shown
    assert officers_words(house) == []


def test_too_late_for_an_answer_the_page_says_what_to_do(client: FlaskClient, house: House) -> None:
    """An update, where there is a case; and what somebody wrote meanwhile is not lost."""
    talk = tell(house, "no 14 elm court plays loud music every night till 3", "no", "yes", "PERSON", ago=1)
    sign_in(client, house)
    shown = page(client, f"/staff/conversations/{talk}")
    assert "Only within 15 minutes of their own message" in plain(shown)
    assert re.search(r'href="/staff/cases/[\w-]+/update"', shown)
    assert 'name="own"' not in shown
    done = client.post(f"/staff/conversations/{talk}/answer", data={"own": HELLO})
    assert (done.status_code, HELLO in done.text) == (422, True)


def test_two_officers_do_not_talk_over_each_other(client: FlaskClient, house: House, talk: int) -> None:
    """Whoever has not seen that a colleague has it is told so first, and may go on then."""
    sign_in(client, house, MINA)
    answer(client, talk, "Hello, Mina here.")
    client.post("/staff/sign-out")
    sign_in(client, house)
    status, shown = answer(client, talk, holder="")
    assert (status, "Mina Shah has answered since you opened this page" in shown) == (422, True)
    assert HELLO in shown
    assert "Mina Shah has this conversation." in shown
    assert answer(client, talk)[0] == 200
    assert officers_words(house)[1:] == [HELLO]


def test_an_open_page_asks_for_what_is_new(client: FlaskClient, house: House, talk: int) -> None:
    """Nothing, or the transcript and how things stand; it is no look of its own, and keeps nobody signed in."""
    bob = sign_in(client, house)
    mark = mark_of(page(client, f"/staff/conversations/{talk}"))
    long_ago = datetime.now(UTC) - timedelta(minutes=20)
    house.database.write(lambda s: s.execute(update(StaffSession).values(last_seen_at=long_ago)))
    with house.database.reading() as session:
        looks = len(session.scalars(select(Look).where(Look.staff_id == bob)).all())
    news = f"/staff/conversations/{talk}/news?after="
    assert client.get(f"{news}{mark}").status_code == 204
    hear(house, "it is very loud now")
    fresh = client.get(f"{news}{mark}")
    assert "it is very loud now" in fresh.text
    assert client.get(f"{news}{mark_of(fresh.text)}").status_code == 204
    with house.database.reading() as session:
        assert len(session.scalars(select(Look).where(Look.staff_id == bob)).all()) == looks
        assert session.scalars(select(StaffSession.last_seen_at)).all() == [long_ago]


def test_auditors_read_and_do_not_write(client: FlaskClient, house: House, talk: int) -> None:
    """There is no box for them, and the door is shut."""
    sign_in(client, house, IDA)
    assert 'name="own"' not in page(client, f"/staff/conversations/{talk}")
    for what in ("answer", "hand-back"):
        assert client.post(f"/staff/conversations/{talk}/{what}", data={"own": HELLO}).status_code == 403
    assert officers_words(house) == []


def test_of_abuse_at_home_trained_staff_alone_write(client: FlaskClient, house: House) -> None:
    """Whoever may not read it may not write there, nor learn what is new."""
    talk = tell(house, "my husband hits me, last week he broke my arm", "no", "PERSON", ago=JUST_NOW)
    sign_in(client, house)
    for answered in (
        client.post(f"/staff/conversations/{talk}/answer", data={"own": HELLO}),
        client.post(f"/staff/conversations/{talk}/hand-back"),
        client.get(f"/staff/conversations/{talk}/news"),
    ):
        assert answered.status_code == 403
        assert "For trained staff" in answered.text
    assert officers_words(house) == []


def test_there_is_nobody_in_a_conversation_that_is_not_there(client: FlaskClient, house: House) -> None:
    """An address that was mistyped."""
    sign_in(client, house)
    for answered in (
        client.post("/staff/conversations/77/answer", data={"own": HELLO}),
        client.post("/staff/conversations/77/hand-back"),
        client.get("/staff/conversations/77/news"),
    ):
        assert answered.status_code == 404


def test_words_in_her_own_language_are_marked_as_such(client: FlaskClient, house: House) -> None:
    """An officer who speaks it says so; a language that was not offered is taken for English."""
    talk = tell(house, "sasiad z 14 elm court glosno puszcza muzyke co noc", "nie", "OSOBA", ago=JUST_NOW)
    sign_in(client, house)
    assert "They write Polish. Your words go as you write them, in" in plain(
        page(client, f"/staff/conversations/{talk}")
    )
    answer(client, talk, "Dzień dobry", language="pl")
    answer(client, talk, "Good morning", language="xx")
    with house.database.reading() as session:
        said = select(Message.language, Message.words).where(Message.kind == "officer").order_by(Message.id)
        assert [tuple(row) for row in session.execute(said)] == [
            ("pl", "Pracownik Riverbridge Homes: Dzien dobry"),
            ("en", "Good morning"),
        ]


def test_in_the_web_chat_it_appears_without_her_doing(
    client: FlaskClient, house: House, elms: None, app: object
) -> None:
    """As an officer's words; the buttons of the question before it are gone."""
    omar = WebResident(client).start()
    omar.say("no 14 elm court plays loud music every night till 3").press("no")
    omar.say("can I speak to somebody")
    assert 'name="answer" value="yes"' in omar.page
    with house.database.reading() as session:
        talk = session.scalars(select(Conversation.id).order_by(Conversation.id.desc())).first()
    assert talk is not None
    bob = app.test_client()  # type: ignore[attr-defined]
    sign_in(bob, house)
    assert answer(bob, talk)[0] == 200
    news = client.get("/chat/news?after=0").text
    assert "An officer at Riverbridge Homes" in news
    assert HELLO in news
    assert 'name="answer" value="yes"' not in news
