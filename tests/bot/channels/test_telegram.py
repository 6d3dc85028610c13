"""Telegram: long messages, buttons, what its refusals mean, and updates that are fetched."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import telegram as channel
from bot.channels import telegram_line
from bot.channels.contract import Heard, Inbound, OptedOut, Outgoing, Refused, Sending, Sent, TryLater
from bot.channels.telegram import TelegramSender, hear_update, split
from bot.channels.telegram_line import NotConnected, TelegramLine, poll
from bot.configuration.settings import Telegram
from tests.bot.outgoing import until
from tests.standins.provider import Fault
from tests.standins.telegram_cloud import SECRET, TOKEN, TelegramCloud, press, written

PRIYA = 5550123


@pytest.fixture
def telegram() -> Iterator[TelegramCloud]:
    """Telegram's stand-in; a call that the Bot API does not document fails the test."""
    with TelegramCloud() as cloud:
        yield cloud
        assert cloud.complaints == []


@pytest.fixture
def line(telegram: TelegramCloud) -> Iterator[TelegramLine]:
    line = TelegramLine(Telegram(TOKEN, None, telegram.url))
    yield line
    line.close()


@pytest.fixture
def sender(line: TelegramLine) -> TelegramSender:
    return TelegramSender(line)


def words_to(words: str = "Hello", address: str = str(PRIYA), choices: tuple[tuple[str, str], ...] = ()) -> Outgoing:
    return Outgoing(12, address, words, choices)


def test_the_buttons_stand_under_the_last_part_of_a_long_message(
    sender: TelegramSender, telegram: TelegramCloud
) -> None:
    """Telegram takes 4,096 characters at once."""
    sentence = "Please tell us when it happens. "

    outcome = sender.send(words_to(sentence * 300, choices=(("yes", "Yes"),)))

    texts = [message["text"] for message in telegram.messages]
    assert len(texts) == 3
    assert " ".join(texts).split() == (sentence * 300).split()
    assert ["reply_markup" in message for message in telegram.messages] == [False, False, True]
    assert outcome == Sent(str(telegram.messages[-1]["message_id"]))


@given(st.text(min_size=1, max_size=3).map(lambda part: part * 3000))
def test_no_part_is_too_long_and_no_word_is_lost(words: str) -> None:
    """Telegram counts in UTF-16, where an emoji is two."""
    parts = split(words)

    assert all(len(part.encode("utf-16-le", "surrogatepass")) // 2 <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(words.split())


def test_a_value_too_long_for_a_button_goes_by_its_number(sender: TelegramSender, telegram: TelegramCloud) -> None:
    """64 bytes at most; the number is an answer too."""
    sender.send(words_to(choices=(("short", "A"), ("w" * 70, "B"), ("ح" * 40, "C"))))

    rows = telegram.messages[0]["reply_markup"]["inline_keyboard"]
    assert [button["callback_data"] for [button] in rows] == ["12:short", "12:2", "12:3"]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("busy", TryLater("busy", timedelta(seconds=9))),
        ("error", TryLater("provider_trouble", doubt=True)),
        ("html", TryLater("provider_trouble", doubt=True)),
        ("close", TryLater("provider_trouble", doubt=True)),
        ("take_and_close", TryLater("provider_trouble", doubt=True)),
    ],
)
def test_trouble_is_for_later_and_says_whether_it_leaves_a_doubt(
    sender: TelegramSender, telegram: TelegramCloud, fault: Fault, outcome: Sending
) -> None:
    """429 names the wait and leaves no doubt."""
    telegram.retry_after = 9
    telegram.misbehave(fault)

    assert sender.send(words_to()) == outcome


def test_an_answer_that_does_not_come_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch, telegram: TelegramCloud) -> None:
    """The message may have been taken: the stand-in took it."""
    monkeypatch.setattr(telegram_line, "ANSWER", 0.2)
    line = TelegramLine(Telegram(TOKEN, None, telegram.url))
    telegram.misbehave("take_and_hang")

    outcome = TelegramSender(line).send(words_to())

    line.close()
    assert (outcome, len(telegram.messages)) == (TryLater("no_answer", doubt=True), 1)


def test_what_telegram_will_never_do_is_refused(sender: TelegramSender, telegram: TelegramCloud) -> None:
    """A blocked bot, a chat that is not there, an address that is none, nothing to say."""
    telegram.blocked.add(1)
    telegram.unknown.add(2)

    assert sender.send(words_to(address="1")) == OptedOut("blocked")
    assert sender.send(words_to(address="2")) == Refused("no_such_chat")
    assert sender.send(words_to(address="+447700900123")) == Refused("no_such_chat")
    assert sender.send(words_to(address="Priya")) == Refused("no_such_chat")
    assert sender.send(words_to(words=" ")) == Refused("no_words")


def test_a_token_that_was_revoked_loses_no_message(telegram: TelegramCloud) -> None:
    """Somebody has to put it right; until then the message waits."""
    line = TelegramLine(Telegram("1:revoked", None, telegram.url))

    assert TelegramSender(line).send(words_to()) == TryLater("account")
    line.close()


def test_a_connection_that_never_was_leaves_no_doubt() -> None:
    """Nothing listens there."""
    closed = TelegramCloud()
    closed.close()
    line = TelegramLine(Telegram(TOKEN, None, closed.url))

    assert TelegramSender(line).send(words_to()) == TryLater("provider_trouble")
    line.close()


def test_no_log_line_holds_the_words_or_the_token(
    sender: TelegramSender, telegram: TelegramCloud, caplog: pytest.LogCaptureFixture
) -> None:
    """The HTTP library would log every address with the token in it, and Telegram's own the words."""
    caplog.set_level(0)
    telegram.misbehave("error", "html", "close")
    for _ in range(4):
        sender.send(words_to("I am frightened"))

    assert not any(secret in caplog.text for secret in (str(PRIYA), "frightened", TOKEN))


def test_advice_is_said_in_the_answer_itself_with_its_buttons(telegram: TelegramCloud) -> None:
    """The method in the answer is one that Telegram would carry out."""
    called = json.loads(channel.answer(words_to("Call 999.", choices=(("ok", "I am safe"),))))

    telegram._carry_out(called.pop("method"), {name: _as_sent(value) for name, value in called.items()})
    assert telegram.messages[0]["text"] == "Call 999."
    assert telegram.messages[0]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "12:ok"


def _as_sent(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def test_a_pressed_button_is_acknowledged_and_nothing_else_is() -> None:
    """Else it would go on turning."""
    assert json.loads(channel.acknowledge(json.dumps(press(PRIYA, "12:yes")).encode())) == {
        "method": "answerCallbackQuery",
        "callback_query_id": "4242" + str(PRIYA) + "1",
    }
    for body in (json.dumps(written(PRIYA, "hello")).encode(), b"", b"[]", b"<html>", b'{"callback_query": null}'):
        assert channel.acknowledge(body) == ""


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_the_hearing_fail(body: bytes) -> None:
    """A webhook that failed would have Telegram send the same again for a day."""
    assert channel.hear(body, SECRET, SECRET) is not None


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_what_comes_with_the_words_in_a_shape_of_tomorrow_does_not_cost_them(kind: str) -> None:
    """A library a year older than the Bot API must not have Priya unheard."""
    update = written(PRIYA, "he has a knife") | {"update_id": 1}
    update[kind] = update.pop("message") | {"entities": [{"type": "of tomorrow"}], "caption_entities": 5}
    heard = hear_update(json.dumps(update).encode())
    assert isinstance(heard, Inbound)
    assert (heard.address, heard.words, heard.edited) == (str(PRIYA), "he has a knife", kind != "message")


class Poller:
    """A poller in a thread, that notes what it hears, and answers a word of danger at once."""

    def __init__(self, line: TelegramLine) -> None:
        self.heard: list[Heard] = []
        self.fail_once = False
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=poll, args=(line, self.receive, self.stopped))
        self.thread.start()

    def receive(self, body: bytes) -> str:
        if self.fail_once:
            self.fail_once = False
            raise ConnectionError("the store is away")
        heard = hear_update(body)
        self.heard.append(heard)
        if isinstance(heard, Inbound) and "fire" in heard.words:
            return channel.answer(Outgoing(1, heard.address, "Call 999."))
        return channel.acknowledge(body)

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join(10)
        assert not self.thread.is_alive()


def test_updates_are_fetched_and_answered_where_there_is_no_public_address(
    line: TelegramLine, telegram: TelegramCloud
) -> None:
    """One that nobody can read must not hold up the next; a webhook that was set is taken away."""
    telegram.webhook = "https://forgotten.example.org/telegram"
    poller = Poller(line)
    until(lambda: telegram.webhook == "")

    telegram.bring(written(PRIYA, "there is a fire"))
    telegram.bring({"message": {"message_id": "of next year"}})
    telegram.bring(press(PRIYA, "12:yes"))

    until(lambda: len(telegram.pressed) == 1)
    poller.stop()
    words = [heard.words for heard in poller.heard if isinstance(heard, Inbound)]
    assert words == ["there is a fire", "yes"]
    assert [message["text"] for message in telegram.messages] == ["Call 999."]


def test_an_update_that_could_not_be_filed_comes_again(line: TelegramLine, telegram: TelegramCloud) -> None:
    """It counts as read only when it is filed."""
    poller = Poller(line)
    poller.fail_once = True
    telegram.bring(written(PRIYA, "hello"))
    telegram.bring(written(PRIYA, "are you there"))

    until(lambda: len(poller.heard) >= 2)
    poller.stop()
    assert [heard.words for heard in poller.heard if isinstance(heard, Inbound)] == ["hello", "are you there"]


def test_polling_goes_on_after_trouble(line: TelegramLine, telegram: TelegramCloud) -> None:
    """Telegram's bad minutes pass."""
    telegram.misbehave("html", "close")
    poller = Poller(line)
    telegram.bring(written(PRIYA, "hello"))

    until(lambda: len(poller.heard) == 1)
    poller.stop()


def test_polling_with_a_token_that_is_not_known_ends_and_says_so(telegram: TelegramCloud) -> None:
    """Going on would help nobody."""
    line = TelegramLine(Telegram("1:revoked", None, telegram.url))

    with pytest.raises(NotConnected):
        poll(line, lambda _: "", threading.Event())
    line.close()


def test_the_webhook_is_set_with_the_secret(line: TelegramLine, telegram: TelegramCloud) -> None:
    """So that Telegram brings its updates, and nobody else can."""
    telegram_line.set_webhook(line, "https://reports.example.org/", "s3cret")

    assert (telegram.webhook, telegram.secret) == ("https://reports.example.org/telegram", "s3cret")
