"""The main job on the running processes: a resident reports through each door, and staff read what was said."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import update

from storage.outbox import Outgoing
from tests.running import Running, run_to_its_end, until
from tests.standins.telegram_cloud import press, written
from tests.webhooks.web_resident import WebResident

ADA, ZOE, PRIYA, HELP, AMY = "+447700900123", "+447700900124", 5550123, "+447700900125", "+447700900126"
ON_CALL = re.compile(r"\+44770090010[1-4]")
REFERENCE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
BOX, DELIVERED = "no 14 elm court plays  loud music every night till 3", "Delivered"
REST = ("yes", "no", "last night until 3", "skip", "neither", "1", "yes", "Ada", "yes")
PASSWORD = "lantern walnut Tuesday"


@pytest.fixture(scope="module")
def hearback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One Hearback for this file, as `hearback serve` sets it up with nothing but an empty folder."""
    with Running(tmp_path_factory.mktemp("main_job")) as running:
        yield running


@pytest.fixture(scope="module")
def bob(hearback: Running) -> "Browser":
    """Somebody who has followed the link that was printed at the start, and is now in the console."""
    link = hearback.first_link()
    browser = Browser(hearback.url)
    token = hidden(browser.get(link).text)
    about = {"name": "Bob Ford", "email": "bob@example.org", "password": PASSWORD, "again": PASSWORD}
    assert "Worklist" in browser.post(link, data=token | about).text
    return browser


class Page:
    """What a browser shows after a request."""

    def __init__(self, answer: requests.Response) -> None:
        self.status_code, self.text = answer.status_code, answer.text

    def get_data(self, as_text: bool) -> str:
        return self.text


class Browser:
    """A browser without JavaScript: it keeps cookies, follows redirections, and posts forms."""

    def __init__(self, url: str) -> None:
        self.url, self.session = url, requests.Session()

    def get(self, path: str) -> Page:
        return Page(self.session.get(urljoin(self.url, path), timeout=15))

    def post(self, path: str, data: dict[str, str], follow_redirects: bool = True) -> Page:
        return Page(self.session.post(urljoin(self.url, path), data=data, timeout=15))


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page)
    return {name: unescape(value) for name, value in found}


def texted(hearback: Running, number: str) -> list[str]:
    """What has arrived at this number so far."""
    return [text.body for text in hearback.twilio.texts if text.to == number]


def text_and_wait(hearback: Running, number: str, words: str) -> str:
    """Send a text, and return what is texted back."""
    before = len(texted(hearback, number))
    hearback.twilio.text(number, words)
    return until(lambda: "\n".join(texted(hearback, number)[before:]))


def report_by_text(hearback: Running, number: str, *answers: str) -> str:
    """Tell everything at once, answer what is asked, and return the reference."""
    said = [text_and_wait(hearback, number, words) for words in (BOX, "no", "yes")]
    found = REFERENCE.search(said[-1])
    assert found, said
    for words in answers:
        text_and_wait(hearback, number, words)
    return found[0]


def case_page(bob: "Browser", reference: str) -> str:
    """The text of the case's page, without its markup."""
    page = bob.get(f"/staff/cases/{reference}")
    assert page.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def test_a_report_by_text_is_read_in_the_console(hearback: Running, bob: Browser) -> None:
    """Signed form posts in, the real client out, receipts back; every message stands there with what became of it."""
    reference = report_by_text(hearback, ADA, *REST)
    assert "Thank you" in texted(hearback, ADA)[-1]
    page = until(lambda: _if_settled(case_page(bob, reference)))
    assert reference in page
    assert "no 14 elm court plays loud music every night till 3" in page
    assert "last night until 3" in page
    assert page.count(DELIVERED) == len(texted(hearback, ADA)) == 12


def _if_settled(page: str) -> str:
    unsettled = ("not yet confirmed", "Waiting to leave", "Leaving", "Handed to the network")
    return "" if any(words in page for words in unsettled) else page


class Chat:
    """Priya's chat with the bot: she writes, or presses a button of the last message."""

    def __init__(self, hearback: Running, chat: int) -> None:
        self.cloud, self.chat = hearback.telegram, chat

    def messages(self) -> list[dict[str, Any]]:
        return [message for message in self.cloud.messages if message["chat"]["id"] == self.chat]

    def write(self, words: str) -> dict[str, Any]:
        return self._bring(written(self.chat, words))

    def press(self, label: str) -> dict[str, Any]:
        last = self.messages()[-1]
        rows = last["reply_markup"]["inline_keyboard"]
        data = next(button["callback_data"] for row in rows for button in row if button["text"] == label)
        return self._bring(press(self.chat, data, last["message_id"]))

    def _bring(self, update: dict[str, Any]) -> dict[str, Any]:
        before = len(self.messages())
        self.cloud.bring(update)
        return until(lambda: self.messages()[before:])[-1]


def report_by_telegram(chat: Chat) -> str:
    """A whole report, by words where words are asked for and else by buttons; returns the reference."""
    chat.write("/start")
    chat.press("No")
    chat.write("My neighbour at 14 Elm Court shouts and bangs doors every night")
    given = chat.press("Yes")["text"]
    found = REFERENCE.search(given)
    assert found, given
    return found[0]


def test_a_report_by_telegram_is_read_in_the_console(hearback: Running, bob: Browser) -> None:
    """Updates brought to the webhook that we set at the start, buttons pressed, messages sent by the Bot API."""
    assert hearback.telegram.webhook == f"{hearback.url}/telegram"
    chat = Chat(hearback, PRIYA)
    reference = report_by_telegram(chat)
    chat.press("Yes")
    chat.write("later")
    assert len(hearback.telegram.pressed) == 3
    page = until(lambda: _if_waits_for_nothing(case_page(bob, reference)))
    assert "My neighbour at 14 Elm Court shouts and bangs doors every night" in page
    assert "Telegram" in page
    assert page.count("Sent ") >= len(chat.messages())


def _if_waits_for_nothing(page: str) -> str:
    return "" if "Waiting to leave" in page or "Leaving now" in page else page


def test_a_report_by_web_chat_is_read_in_the_console(hearback: Running, bob: Browser) -> None:
    """Plain forms, no JavaScript."""
    omar = WebResident(cast(FlaskClient, Browser(hearback.url)))
    omar.start().press("no")
    omar.say("Somebody dumps rubbish in the stairwell of 14 Elm Court every week").press("yes")
    found = REFERENCE.search(" ".join(omar.heard()))
    assert found, omar.heard()
    omar.say("07700 900331 after six").press("yes").press("yes").say("later")
    page = case_page(bob, found[0])
    assert "07700 900331, which they say is safe" in page
    assert "[a telephone number, kept apart] after six" in page
    assert "Somebody dumps rubbish in the stairwell of 14 Elm Court every week" in page
    assert "Web chat" in page
    assert "Nothing is known of its delivery" not in page


def test_danger_is_answered_at_once_and_somebody_on_call_takes_it(hearback: Running, bob: Browser) -> None:
    """In the webhook's own answer, before anything else; the duty officer is texted and answers OK."""
    said = hearback.twilio.text(HELP, "help he has a knife and is breaking down my door now")
    assert "999" in said[0]
    alert = until(lambda: [text for text in hearback.twilio.texts if "Hearback alert" in text.body])[0]
    assert ON_CALL.fullmatch(alert.to)
    assert HELP[3:] not in alert.body
    number, conversation = re.findall(r"alert (\d+).*/conversations/(\d+)", alert.body)[0]
    assert f"Alert {number} is yours" in text_and_wait(hearback, alert.to, f"OK {number}")
    page = unescape(bob.get(f"/staff/conversations/{conversation}").text)
    assert "he has a knife" in page
    assert "Given at once in answer to their message" in page
    assert "reply OK" not in bob.get("/staff").text
    assert texted(hearback, HELP) == []  # said once: the worker does not send it again


def asked_for_person(bob: Browser, channel: str) -> str:
    """The address of the conversation in which a person was asked for on this channel."""
    wanted = re.search(r'id="people".*?</section>', bob.get("/staff").text, re.DOTALL)
    found = re.findall(rf'href="(/staff/conversations/\d+)">{channel}', wanted[0] if wanted else "")
    assert len(found) == 1, found
    return str(found[0])


def answer(bob: Browser, conversation: str, own: str) -> None:
    """Bob writes it in the box under the transcript."""
    shown = bob.get(conversation)
    assert "You may answer here until" in shown.text
    said = bob.post(f"{conversation}/answer", data=hidden(shown.text) | {"own": own})
    assert own in unescape(said.text)


def test_an_officer_answers_whoever_asked_for_a_person(hearback: Running, bob: Browser) -> None:
    """In the conversation itself, by text and by Telegram; what they write is his to read, until he hands back."""
    text_and_wait(hearback, ZOE, "can I speak to somebody please")
    answer(bob, asked_for_person(bob, "Text message"), "Hello, Bob here. Are you all right?")
    until(lambda: "An officer at Riverbridge Homes: Hello, Bob here. Are you all right?" in texted(hearback, ZOE))
    before = len(texted(hearback, ZOE))
    hearback.twilio.text(ZOE, "yes but it is loud")

    chat = Chat(hearback, PRIYA + 2)
    chat.write("/start")
    chat.write("person")
    conversation = asked_for_person(bob, "Telegram")
    answer(bob, conversation, "Bob here. What is going on?")
    until(lambda: "Bob here. What is going on?" in chat.messages()[-1]["text"])
    token = hidden(bob.get(conversation).text)
    bob.post(f"{conversation}/hand-back", data=token)
    until(lambda: "From here a computer answers again" in chat.messages()[-1]["text"])
    assert len(texted(hearback, ZOE)) == before


def test_what_twilio_adds_or_says_twice_changes_nothing(hearback: Running, bob: Browser) -> None:
    """Unknown fields are let be; the same MessageSid again is acknowledged and files nothing."""
    same = {"MessageSid": "SM" + "7" * 32, "SmsSid": "SM" + "7" * 32, "NewFieldOf2031": "x"}
    for _ in range(3):
        hearback.twilio.text(AMY, "zebra crossing noise", **same)
    until(lambda: texted(hearback, AMY))
    text_and_wait(hearback, AMY, "no")
    store = hearback.store()
    with store.engine.connect() as connection:
        filed = connection.exec_driver_sql("SELECT count(*) FROM messages WHERE words LIKE 'zebra%%'").scalar_one()
    store.close()
    assert filed == 1
    assert len(texted(hearback, AMY)) == 2


def test_telegram_without_a_public_address_is_fetched(tmp_path: Path) -> None:
    """The poller runs beside web and worker; a report goes through, and what was pressed stops turning."""
    with Running(tmp_path, secret="") as hearback:
        chat = Chat(hearback, PRIYA)
        assert REFERENCE.fullmatch(report_by_telegram(chat))
        until(lambda: len(hearback.telegram.pressed) == 2)
        assert hearback.telegram.webhook == ""
        check_advice_is_not_lost(hearback, PRIYA + 1)


def check_advice_is_not_lost(hearback: Running, chat: int) -> None:
    """Danger advice is given at once; when Telegram does not take it, it stays in the outbox for the worker."""
    hearback.telegram.blocked.add(chat)
    hearback.telegram.bring(written(chat, "help he has a knife and is breaking down my door now"))
    until(lambda: "did not take an answer given at once" in hearback.logged())
    hearback.telegram.blocked.clear()
    store = hearback.store()
    now = datetime.now(UTC)
    chosen = update(Outgoing).where(Outgoing.kind == "danger").values(due_at=now, try_at=now)
    store.write(lambda session: session.execute(chosen))  # as if the 20 seconds had passed that the answer is given
    store.close()
    until(lambda: [message for message in Chat(hearback, chat).messages() if "999" in message["text"]])


def test_a_newcomer_cannot_use_the_link_again(hearback: Running, bob: Browser) -> None:
    """And somebody invited by the command can come in by a link of their own."""
    assert requests.get(hearback.first_link(), timeout=15).status_code == 404
    said = run_to_its_end(hearback.environ, "add-staff", "mina@example.org", "--name", "Mina Shah", "--role", "manager")
    link = re.search(r"http\S+", said[1])
    assert said[0] == 0
    assert link
    assert "mina@example.org" in requests.get(link[0], timeout=15).text
