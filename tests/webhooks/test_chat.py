"""The web chat, as a browser without JavaScript sees it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.house import House
from dialogs import phrases
from storage.alerts import Alert, unacknowledged
from storage.cases import Case
from storage.conversations import Conversation
from storage.messages import Message, append
from tests.webhooks.web_resident import KNIFE, NOISE, Clock, WebResident, count, heard_by

pytestmark = pytest.mark.usefixtures("elms", "clock")


def test_starting_asks_first_whether_anybody_is_in_danger(omar: WebResident) -> None:
    """The first turn is taken when the chat starts, so that there is a question to answer."""
    omar.start()
    assert omar.last.request.path == "/chat/talk"
    assert "Is anyone in danger right now?" in omar.heard()[-1]
    assert omar.said() == []


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


def test_other_words_on_the_same_form_are_another_message(omar: WebResident, house: House) -> None:
    """The answer to the first was lost on the way; what is written in its place may be danger, and counts once too."""
    form = omar.start().press("no").fields() | {"words": NOISE}
    omar.send(form)
    assert omar.send(form | {"words": "now he has a gun and is shooting"}).sees_danger_advice()
    omar.send(form | {"words": "now he has a gun and is shooting"})
    assert heard_by(house) == ["no", NOISE, "now he has a gun and is shooting"]
    assert count(house, Alert) == 1


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


def test_of_what_is_too_long_the_first_part_is_kept_and_the_rest_stays_in_the_box(
    omar: WebResident, house: House
) -> None:
    """Past 100,000 characters nothing typed is lost, and the resident is told."""
    long = ("music again " * 9000).strip()
    omar.start().press("no").say(long)
    assert omar.last.status_code == 422
    assert "We have kept the first part" in omar.page
    kept = heard_by(house)[-1]
    assert 99_000 < len(kept) <= 100_000
    rest = unescape(omar.page.split('name="words"')[1].split(">", 1)[1].split("</textarea>")[0]).strip()
    assert f"{kept} {rest}" == long
    omar.say(rest)
    assert omar.last.status_code == 200
    assert heard_by(house)[-1] == rest


@pytest.mark.parametrize("before", [30_000, 120_000])
def test_danger_in_a_very_long_message_is_found_wherever_it_stands(
    omar: WebResident, house: House, before: int
) -> None:
    """Also behind the part that is kept first, and also in the very first message of a visit."""
    omar.start(words=f"{'a long story ' * (before // 13)} he is at my door with a knife help")
    assert omar.sees_danger_advice()
    with house.database.reading() as session:
        assert [alert.sort for alert in unacknowledged(session)] == ["violence"]


@pytest.mark.parametrize("visiting", [True, False])
def test_a_form_too_large_to_be_read_is_taken_as_far_as_it_fits(
    omar: WebResident, client: FlaskClient, house: House, visiting: bool
) -> None:
    """A million bytes and more: danger at its beginning is answered, with a visit or without one."""
    if visiting:
        omar.start()
    words = "he is at my door with a knife help " + "very long " * 110_000
    client.post("/chat/talk", data={"form": "a-form-of-ours", "question": "", "words": words}, follow_redirects=True)
    assert heard_by(house)[-1].startswith("he is at my door with a knife help very long")
    with house.database.reading() as session:
        assert [alert.sort for alert in unacknowledged(session)] == ["violence"]


def test_a_form_too_large_keeps_what_was_said_and_says_so(omar: WebResident, client: FlaskClient, house: House) -> None:
    """In a visit also what is no danger."""
    omar.start().press("no")
    answer = client.post("/chat/talk", data={"form": "a-form-of-ours", "words": "music again " * 110_000})
    assert answer.status_code == 413
    assert "We kept only its first part" in answer.text
    assert heard_by(house)[-1].startswith("music again music again")


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
