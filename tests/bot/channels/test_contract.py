"""One contract for all channels: what each makes of the requests that are kept, one a file, under tests/payloads."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from bot.channels import sms, telegram
from bot.channels.contract import Blocked, Heard, Inbound, NotGenuine, Nothing, Receipt
from tests.standins.telegram_cloud import SECRET
from tests.standins.twilio_cloud import TOKEN, sign

PAYLOADS = Path(__file__).parents[2] / "payloads"
ADA, PRIYA = "+447700900123", "5550123"
TEXTS = "https://reports.example.org/sms"
RECEIPTS = "https://reports.example.org/sms/status?message=12"


def text(words: str, address: str = ADA, **more: object) -> Callable[[str], Heard]:
    """A text, whose id is made of the file's name."""
    return lambda name: Inbound("sms", address, f"SM{name.replace('_', '').encode().hex()[:32]:0<32}", words, **more)  # type: ignore[arg-type]


def message(update_id: int, words: str = "", **more: object) -> Inbound:
    """A message to the bot."""
    return Inbound("telegram", PRIYA, str(update_id), words, **more)  # type: ignore[arg-type]  # the test's own table


NOBODY = Nothing("a sender that cannot be answered")
SMS: dict[str, Heard | Callable[[str], Heard]] = {
    "plain": text("My neighbour at 12 Elm Court plays music all night"),
    "emoji_and_welsh": text("Mae'r cymdogion yn gweiddi bob nos \U0001f622 tŷ 4"),
    "urdu": text("میرے پڑوسی رات بھر شور کرتے ہیں"),
    "newlines_and_nulls": text("First line\r\nsecond\x00 line\n"),
    "only_spaces": text("   "),
    "empty": text(""),
    "ten_segments": text("noise " * 250),
    "picture_alone": text("", beyond_words="image"),
    "picture_with_words": text("the broken door", beyond_words="image"),
    "no_body": text(""),
    "stop_noticed_by_the_carrier": text("STOP", opted="stop"),
    "start_noticed_by_the_carrier": text("start", opted="start"),
    "help_noticed_by_the_carrier": text("Help", opted="help"),
    "new_fields_of_next_year": text("hello"),
    "old_name_of_the_id": text("hello"),
    "from_a_landline": text("hello", "+442079460123"),
    "from_abroad": text("hello", "+353850123456"),
    "from_a_short_code": NOBODY,
    "from_a_company": NOBODY,
    "by_whatsapp": NOBODY,
    "without_a_sender": NOBODY,
    "without_an_id": Nothing("no message id"),
}
UNKNOWN_STATUS = Nothing("a status we do not know")
SMS_RECEIPTS: dict[str, Heard] = {
    "queued": Receipt("sms", "SM1", "queued", 12),
    "sending": Receipt("sms", "SM1", "sending", 12),
    "sent": Receipt("sms", "SM1", "sent", 12),
    "delivered": Receipt("sms", "SM1", "delivered", 12),
    "undelivered_to_a_landline": Receipt("sms", "SM1", "undelivered", 12, "landline"),
    "failed_after_stop": Receipt("sms", "SM1", "failed", 12, "opted_out"),
    "failed_for_a_reason_of_next_year": Receipt("sms", "SM1", "failed", 12, "twilio_39999"),
    "failed_with_a_nonsensical_code": Receipt("sms", "SM1", "failed", 12),
    "of_an_incoming_message": UNKNOWN_STATUS,
    "in_old_names": Receipt("sms", "SM1", "delivered", 12),
    "of_a_state_of_next_year": UNKNOWN_STATUS,
}
NOTICE, OTHER, UNKNOWN = Nothing("a notice of Telegram's own"), Nothing("not a message"), Nothing("an unknown shape")
NOT_OURS, NOT_ONE = Nothing("not a button of ours"), Nothing("not from one person")
TELEGRAM: dict[str, Heard] = {
    "words": message(701, "My neighbour shouts all night"),
    "words_in_urdu_and_emoji": message(702, "شور بہت ہے 😢"),
    "start": message(703),
    "start_from_a_link": message(704),
    "command_stop": message(705, "stop"),
    "command_with_the_bots_name": message(706, "status HB-7K3M"),
    "command_of_two_words": message(707, "new report"),
    "command_that_is_none_of_ours": message(725, "/foo"),
    "slash_that_is_no_command": message(708, "/ hello"),
    "edited": message(709, "number 14, not 12", edited=True),
    "photo": message(710, beyond_words="photo"),
    "photo_with_words": message(711, "the broken door", beyond_words="photo"),
    "voice": message(712, beyond_words="voice"),
    "video_note": message(713, beyond_words="video_note"),
    "document": message(714, "my diary", beyond_words="document"),
    "sticker": message(715, beyond_words="sticker"),
    "location": message(716, beyond_words="location"),
    "contact_card": message(717, beyond_words="contact"),
    "dice": message(718, beyond_words="something"),
    "reply_to_a_message_of_ours": message(719, "yes"),
    "button": message(720, "yes", answers=12, pressed=True),
    "button_whose_value_has_a_colon": message(721, "time:09:00", answers=12, pressed=True),
    "button_of_no_message": message(722, "yes", pressed=True),
    "button_under_a_message_too_old_to_show": message(723, "yes", answers=12, pressed=True),
    "button_in_a_group": NOT_OURS,
    "button_of_an_inline_message": NOT_OURS,
    "bot_blocked": Blocked("telegram", PRIYA, stopped=True),
    "bot_allowed_again": Blocked("telegram", PRIYA, stopped=False),
    "bot_added_to_a_group": OTHER,
    "in_a_group": NOT_ONE,
    "channel_post": OTHER,
    "from_another_bot": NOT_ONE,
    "pinned": NOTICE,
    "timer_changed": NOTICE,
    "reaction": OTHER,
    "inline_query": OTHER,
    "update_of_next_year": OTHER,
    "message_of_next_year": NOTICE,
    "message_without_a_chat": UNKNOWN,
    "date_that_is_none": UNKNOWN,
    "not_json": UNKNOWN,
    "a_list": UNKNOWN,
    "no_id": UNKNOWN,
}


def form_in(name: str) -> dict[str, str]:
    """The form in a file, as it came over the wire."""
    body = (PAYLOADS / "sms" / f"{name}.txt").read_text().rstrip("\n")
    return dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))


@pytest.mark.parametrize("name", SMS)
def test_every_text_is_heard_as_it_should_be(name: str) -> None:
    """Real shapes, odd shapes and those of next year; the form is signed as Twilio signs it."""
    form, expected = form_in(name), SMS[name]

    heard = sms.hear(TEXTS, form, sign(TEXTS, form), TOKEN)

    assert heard == (expected(name) if callable(expected) else expected)


@pytest.mark.parametrize("name", SMS_RECEIPTS)
def test_every_receipt_is_heard_as_it_should_be(name: str) -> None:
    """Our own id comes back in the address, under the signature."""
    form = form_in(f"receipt_{name}")

    assert sms.hear_receipt(RECEIPTS, form, sign(RECEIPTS, form), TOKEN) == SMS_RECEIPTS[name]


@pytest.mark.parametrize("name", TELEGRAM)
def test_every_update_is_heard_as_it_should_be(name: str) -> None:
    """An update of whatever shape is answered, and never with an exception."""
    body = (PAYLOADS / "telegram" / f"{name}.json").read_bytes()

    assert telegram.hear(body, SECRET, SECRET) == TELEGRAM[name]


def test_every_payload_that_is_kept_is_in_the_table() -> None:
    """A file that nothing reads proves nothing."""
    kept = {path.stem for path in (PAYLOADS / "sms").iterdir()}

    assert kept == {*SMS, *(f"receipt_{name}" for name in SMS_RECEIPTS)}
    assert {path.stem for path in (PAYLOADS / "telegram").iterdir()} == set(TELEGRAM)


def test_no_channel_believes_what_is_not_genuine() -> None:
    """Whatever the payload: a forged signature or secret ends it, with an error that says nothing about anybody."""
    form = form_in("plain")
    forgeries: list[Callable[[], object]] = [
        lambda: sms.hear(TEXTS, form, sign(TEXTS, form, "another token"), TOKEN),
        lambda: sms.hear_receipt(RECEIPTS, form, sign(TEXTS, form), TOKEN),
        lambda: telegram.hear(b"{}", "another secret", SECRET),
        lambda: telegram.hear(b"{}", None, SECRET),
    ]
    for forged in forgeries:
        with pytest.raises(NotGenuine) as raised:
            forged()
        assert ADA not in str(raised.value)


def test_nothing_that_was_heard_shows_who_said_it_or_what() -> None:
    """So that a log line with one in it gives nobody away."""
    heard = [message(1, "I am frightened"), Blocked("telegram", PRIYA), Inbound("sms", ADA, "SM1", "I am frightened")]

    assert not any(secret in repr(heard) for secret in (ADA, PRIYA, "frightened"))
