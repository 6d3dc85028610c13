"""Text messages: who is believed, who is texted, and what Twilio's refusals mean."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from bot.channels import sms, sms_wire
from bot.channels.contract import (
    AT_ONCE,
    Inbound,
    NotGenuine,
    OptedOut,
    Outgoing,
    Receipt,
    Refused,
    Sending,
    Sent,
    TryLater,
)
from bot.channels.sms import SmsSender
from bot.configuration.settings import Twilio
from tests.standins import twilio_cloud
from tests.standins.provider import Fault
from tests.standins.twilio_cloud import TOKEN, TwilioCloud, inbound, sign

ADA = "+447700900123"
URL = "https://reports.example.org/sms"


@pytest.fixture
def twilio() -> Iterator[TwilioCloud]:
    """Twilio's stand-in; a request that Twilio's documentation does not allow fails the test."""
    with TwilioCloud() as cloud:
        yield cloud
        assert cloud.complaints == []


@pytest.fixture
def sender(twilio: TwilioCloud) -> SmsSender:
    return SmsSender(account(twilio.url), "https://reports.example.org")


def account(base_url: str, token: str = TOKEN, number: str = twilio_cloud.OUR_NUMBER) -> Twilio:
    return Twilio(twilio_cloud.ACCOUNT, token, number, base_url)


def words_to(address: str = ADA, words: str = "Hello", valid_for: int | None = None) -> Outgoing:
    return Outgoing(7, address, words, valid_for=valid_for)


def test_a_text_is_genuine_with_the_form_as_flask_gives_it() -> None:
    """A MultiDict, in which a field can come twice."""
    form = MultiDict([*inbound(ADA, "hello").items(), ("Twice", "one"), ("Twice", "two")])

    heard = sms.hear(URL, form, sign(URL, form), TOKEN)

    assert isinstance(heard, Inbound)


def test_as_many_texts_leave_at_once_as_a_worker_sends_each_on_a_connection_that_stays(
    twilio: TwilioCloud, sender: SmsSender, caplog: pytest.LogCaptureFixture
) -> None:
    """The library keeps six by itself: each one more was opened, and proven, for one text alone."""
    together = Barrier(AT_ONCE)

    def wait_for_the_others() -> None:
        together.wait(30)

    twilio.mood = wait_for_the_others

    with ThreadPoolExecutor(AT_ONCE) as threads:
        sent = list(threads.map(lambda _: sender.send(words_to()), range(AT_ONCE)))

    assert len(sent) == AT_ONCE
    assert "Connection pool is full" not in caplog.text


@pytest.mark.parametrize("public", [URL, "https://reports.example.org:443/sms", "http://127.0.0.1:8000/sms"])
def test_the_signature_covers_the_public_address_with_or_without_its_port(public: str) -> None:
    """Twilio is not of one mind about the port."""
    form = inbound(ADA, "hello")

    assert isinstance(sms.hear(public, form, sign(public, form), TOKEN), Inbound)


@pytest.mark.parametrize(
    ("url", "change", "signature", "token"),
    [
        ("https://elsewhere.example.org/sms", {}, None, TOKEN),
        (URL, {"Body": "changed on the way"}, None, TOKEN),
        (URL, {"Added": "by somebody"}, None, TOKEN),
        (URL, {}, "", TOKEN),
        (URL, {}, "ÿ\udcff", TOKEN),
        (URL, {"Body": "\udcff"}, None, TOKEN),
        ("https://reports.example.org:port/sms", {}, None, TOKEN),
        (URL, {}, None, ""),
    ],
)
def test_a_text_changed_in_any_way_is_not_genuine(
    url: str, change: dict[str, str], signature: str | None, token: str
) -> None:
    """Nothing in it may be believed, and nothing but NotGenuine is raised."""
    form = inbound(ADA, "hello")
    signed = sign(URL, form) if signature is None else signature

    with pytest.raises(NotGenuine):
        sms.hear(url, form | change, signed, token)


def test_a_receipt_for_another_message_is_forged() -> None:
    """Whoever changes our id in the address breaks the signature."""
    form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    signature = sign(sms.receipt_url("https://reports.example.org", 12), form)

    with pytest.raises(NotGenuine):
        sms.hear_receipt(sms.receipt_url("https://reports.example.org", 13), form, signature, TOKEN)


@pytest.mark.parametrize("query", ["", "?message=", "?message=-1", "?message=twelve", "?message=" + "9" * 40])
def test_a_receipt_without_our_id_is_still_a_receipt(query: str) -> None:
    """Twilio's own id may lead to the message."""
    url, form = f"{URL}/status{query}", {"MessageSid": "SM1", "MessageStatus": "sent"}

    receipt = sms.hear_receipt(url, form, sign(url, form), TOKEN)

    assert receipt == Receipt("sms", "SM1", "sent")


def test_danger_advice_is_said_in_the_answer_itself() -> None:
    """With words that XML has to escape, one it cannot hold, and an address for the receipt."""
    said = sms.answer(["Call 999 & stay <inside>\x00."], ["https://reports.example.org/sms/status?message=7"])

    assert said == (
        '<?xml version="1.0" encoding="UTF-8"?><Response><Message action="https://reports.example.org/sms/status'
        '?message=7">Call 999 &amp; stay &lt;inside&gt;.</Message></Response>'
    )
    assert sms.answer([]) == '<?xml version="1.0" encoding="UTF-8"?><Response />'


@given(st.text())
def test_whatever_is_said_at_once_is_well_formed(words: str) -> None:
    """A malformed answer would be dropped, and the advice with it."""
    from xml.etree import ElementTree

    assert ElementTree.fromstring(sms.answer([words]).encode("utf-8", "surrogatepass")).tag == "Response"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (ADA, None),
        ("+447911123456", None),
        ("+353850123456", None),
        ("+12025550123", None),
        ("+442079460123", "landline"),
        ("+441614960123", "landline"),
        ("+448081570000", "not_a_mobile"),
        ("+447012345678", "not_a_mobile"),
        ("62226", "no_such_number"),
        ("ParcelCo", "no_such_number"),
        ("", "no_such_number"),
    ],
)
def test_only_mobiles_are_texted(number: str, why: str | None) -> None:
    """A text to a landline may be read aloud; the numbers for fiction count as mobiles; 070 is no mobile."""
    assert sms.why_not_textable(number) == why


def test_a_messaging_service_sends_in_the_numbers_place(twilio: TwilioCloud) -> None:
    """Where the setting begins with MG."""
    service = "MG" + "1" * 32

    assert isinstance(SmsSender(account(twilio.url, number=service), "https://x.example").send(words_to()), Sent)
    assert twilio.asked[0].form["MessagingServiceSid"] == service
    assert "From" not in twilio.asked[0].form


@pytest.mark.parametrize(("left", "validity"), [(None, None), (0, 1), (900, 900), (90_000, 36_000)])
def test_the_validity_is_what_twilio_accepts(
    sender: SmsSender, twilio: TwilioCloud, left: int | None, validity: int | None
) -> None:
    """From 1 to 36,000 seconds."""
    sender.send(words_to(valid_for=left))

    assert twilio.texts[0].validity == validity


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (21610, OptedOut("opted_out")),
        (21211, Refused("no_such_number")),
        (21614, Refused("not_a_mobile")),
        (30006, Refused("landline")),
        (21617, Refused("too_long")),
        (20429, TryLater("busy")),
        (21611, TryLater("busy")),
        (21606, TryLater("sender")),
        (21408, TryLater("country_not_allowed")),
        (20003, TryLater("account")),
        (29999, Refused("twilio_29999")),
    ],
)
def test_twilios_codes_mean_what_the_table_says(
    sender: SmsSender, twilio: TwilioCloud, code: int, outcome: Sending
) -> None:
    """What nobody can help is refused; what the account's owner can put right is kept."""
    twilio.refused[ADA] = code

    assert sender.send(words_to()) == outcome


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("busy", TryLater("busy")),
        ("unavailable", TryLater("busy")),
        ("error", TryLater("provider_trouble", doubt=True)),
        ("html", TryLater("unclear_answer", doubt=True)),
        ("close", TryLater("no_connection", doubt=True)),
        ("take_and_close", TryLater("no_connection", doubt=True)),
    ],
)
def test_trouble_is_for_later_and_says_whether_it_leaves_a_doubt(
    sender: SmsSender, twilio: TwilioCloud, fault: Fault, outcome: Sending
) -> None:
    """A connection that breaks after the request may have left a text behind."""
    twilio.misbehave(fault)

    assert sender.send(words_to()) == outcome


def test_an_answer_that_does_not_come_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch, twilio: TwilioCloud) -> None:
    """The text may have been taken: the stand-in took it."""
    monkeypatch.setattr(sms_wire, "TIMEOUT", (1.0, 0.2))
    twilio.misbehave("take_and_hang")

    outcome = SmsSender(account(twilio.url), "https://x.example").send(words_to())

    assert (outcome, len(twilio.texts)) == (TryLater("no_answer", doubt=True), 1)


def test_a_connection_that_never_was_leaves_no_doubt() -> None:
    """Nothing listens there."""
    closed = TwilioCloud()
    closed.close()

    assert SmsSender(account(closed.url), "https://x.example").send(words_to()) == TryLater("no_connection")


def test_a_token_that_was_revoked_loses_no_message(twilio: TwilioCloud) -> None:
    """Somebody has to put the account right; until then the message waits."""
    assert SmsSender(account(twilio.url, token="old"), "https://x.example").send(words_to()) == TryLater("account")


def test_no_log_line_holds_the_number_or_the_words(
    sender: SmsSender, twilio: TwilioCloud, caplog: pytest.LogCaptureFixture
) -> None:
    """Not Twilio's, not the HTTP library's, at whatever level."""
    caplog.set_level(0)
    twilio.misbehave("error", "html", "close")
    for _ in range(4):
        sender.send(words_to(words="I am frightened"))

    assert not any(secret in caplog.text for secret in ("7700900123", "frightened", TOKEN))


def test_the_stand_in_signs_what_it_brings(twilio: TwilioCloud) -> None:
    """The demonstration rests on it: an unsigned text must not get through anywhere."""
    text_taken = SmsSender(account(twilio.url), twilio.url).send(words_to())
    assert isinstance(text_taken, Sent)

    with pytest.raises(requests.HTTPError):
        twilio.report(twilio.texts[0], "delivered").raise_for_status()  # it brought it to itself, which has no door
    brought = twilio.asked[-1]
    url = f"{twilio.url}/sms/status?message=7"
    form = {name: value for name, value in brought.form.items() if name != "message"}
    heard = sms.hear_receipt(url, form, brought.headers["X-Twilio-Signature"], TOKEN)
    assert heard == Receipt("sms", twilio.texts[0].sid, "delivered", 7)
