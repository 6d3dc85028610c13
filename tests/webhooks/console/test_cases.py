"""A case shows what was said exactly as it was said, and nothing that was withheld."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.channels.contract import Inbound
from bot.conversation import receive
from bot.house import House
from storage.cases import Case, amend_case
from storage.contacts import Contact
from storage.conversations import hold_conversation
from storage.deliveries import record_delivery
from storage.messages import Message, append
from storage.outbox import mark_done
from storage.reporters import add_reporter
from storage.reports import save_report
from storage.staff import looks_at
from tests.webhooks.staff_story import (
    BOB,
    IDA,
    MINA,
    ROSA,
    employ,
    hours_ago,
    page,
    sign_in,
    tell,
    tell_of_elm_court,
)

HOSTILE = "<script>alert('x')</script> & \"quoted\" {{ 7*7 }}"


def cases_of(house: House) -> list[Case]:
    with house.database.reading() as session:
        return list(session.scalars(select(Case).order_by(Case.id)))


def readable(shown: str) -> str:
    """The words of a page without its tags, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", shown))


def test_the_case_says_what_where_by_when_and_in_whose_words(client: FlaskClient, house: House) -> None:
    """The double space between two words is the resident's own, and stays."""
    case = tell_of_elm_court(house, "yes", "yes", "skip", "skip", "skip", "yes", "Ada")
    sign_in(client, house)
    shown = page(client, f"/staff/cases/{case.reference}")
    assert '<blockquote class="staff-words staff-words--own" dir="auto">no 14 elm court plays  loud music' in shown
    words = readable(shown)
    for part in (case.reference, "Noise", "14 Elm Court", "Elms", "First contact due", "Text message, English"):
        assert part in words
    assert "How often Every day or night" in words
    assert "Sort of noise Music or TV" in words
    assert "07700 900123" in words


def test_every_message_stands_in_the_transcript_with_its_time_and_its_fate(client: FlaskClient, house: House) -> None:
    """Delivered, waiting, and lost with the reason in plain words."""
    case = tell_of_elm_court(house)

    def deliver(session: Session) -> None:
        sent = session.scalars(select(Message).where(Message.direction == "out").order_by(Message.id)).all()
        for message in sent[:2]:
            mark_done(session, message.id, message.at)
        record_delivery(session, sent[0].id, "delivered", sent[0].at + timedelta(seconds=2))
        record_delivery(session, sent[1].id, "undelivered", sent[1].at, reason="landline")

    house.database.write(deliver)
    sign_in(client, house)
    words = readable(page(client, f"/staff/cases/{case.reference}"))
    assert re.search(r"\d\d:\d\d Resident no 14 elm court plays", words)
    assert re.search(r"Is anyone in danger right now\? .{0,30}Delivered \d\d:\d\d", words)
    assert "Could not be delivered: the number is a landline" in words
    assert "Waiting to leave" in words
    assert re.search(r"Record verified: \d+ messages, unaltered", words)


def test_what_was_said_in_another_language_has_its_english_beside_it(client: FlaskClient, house: House) -> None:
    """Each marked with its language, for screen readers and for letters that run from right to left."""
    talk = tell(house, "نمبر 14 شور", channel="web", address="visit-omar")

    def say(session: Session) -> None:
        conversation = hold_conversation(session, talk)
        conversation.language = "ur"
        choices = [("yes", "ہاں")]
        append(session, conversation, "reply", "کیا خطرہ ہے؟", hours_ago(1), english="Any danger?", choices=choices)

    house.database.write(say)
    sign_in(client, house)
    shown = page(client, f"/staff/conversations/{talk}")
    assert '<div class="staff-words" dir="auto" lang="ur">کیا خطرہ ہے؟</div>' in shown
    assert '<div class="staff-words" lang="en" dir="ltr">Any danger?</div>' in shown
    assert '<bdi class="staff-choice">ہاں</bdi>' in shown
    assert "Web chat, Urdu" in shown


@pytest.mark.parametrize("words", [HOSTILE, "a" * 10_000, "الف ab ב\u202e", "  \n two\n\n  lines  ", "👍"])
def test_words_are_shown_exactly_and_do_nothing(client: FlaskClient, house: House, words: str) -> None:
    """Hostile, endless, from right to left, oddly spaced: all as written, escaped, in an element that keeps spaces."""
    talk = tell(house, "noise", "no", words)
    sign_in(client, house)
    shown = page(client, f"/staff/conversations/{talk}")
    assert f'dir="auto" lang="en">{escape(words)}</div>' in shown
    assert "<script>alert" not in shown


def test_a_withheld_number_is_shown_to_nobody(client: FlaskClient, house: House) -> None:
    """Nor is a name, whoever looks (R9)."""
    case = tell_of_elm_court(house)

    def withhold(session: Session) -> None:
        contact = session.scalars(select(Contact)).one()
        contact.withheld = True
        add_reporter(session, house.keys, case.id, contact.id, hours_ago(1), naming="anonymous")

    house.database.write(withhold)
    talk = "/staff/conversations/1"
    for email in (BOB, MINA, IDA, ROSA):
        sign_in(client, house, email)
        for address in (f"/staff/cases/{case.reference}", talk):
            shown = page(client, address)
            assert "Anonymous: number withheld" in shown
            assert "900123" not in shown
        client.post("/staff/sign-out")


@pytest.mark.parametrize(
    ("first", "line"),
    [
        ("no 14 elm court plays loud music. no names please", "They have asked us not to say who they are"),
        ("no 14 elm court plays loud music. dont tell them it was me", "They have asked us not to say who they are"),
    ],
)
def test_a_number_is_withheld_as_soon_as_they_ask_for_it(
    client: FlaskClient, house: House, first: str, line: str
) -> None:
    """And staff read why, on the case and on the conversation."""
    tell(house, first, "no", "yes")
    sign_in(client, house)
    for address in (f"/staff/cases/{cases_of(house)[0].reference}", "/staff/conversations/1"):
        shown = page(client, address)
        assert line in shown
        assert "900123" not in shown.replace(" ", "")


def test_a_confidential_name_is_read_by_staff_and_a_number_by_those_who_act(client: FlaskClient, house: House) -> None:
    """An auditor checks the work and rings nobody."""
    case = tell_of_elm_court(house)

    def name(session: Session) -> None:
        contact = session.scalars(select(Contact)).one()
        add_reporter(
            session,
            house.keys,
            case.id,
            contact.id,
            hours_ago(1),
            name="Ada Obi",
            naming="confidential",
        )

    house.database.write(name)
    for email, sees_number in ((BOB, True), (IDA, False)):
        sign_in(client, house, email)
        words = readable(page(client, f"/staff/cases/{case.reference}"))
        assert "Ada Obi" in words
        assert "Name to be kept secret" in words
        assert ("07700 900123" in words) == sees_number
        client.post("/staff/sign-out")


def test_every_look_is_kept_and_an_auditor_reads_who_looked(client: FlaskClient, house: House) -> None:
    """At the case, at its transcript, and at a conversation that is no case (T1)."""
    case = tell_of_elm_court(house)
    bob = sign_in(client, house)
    assert "Who looked at this case" not in page(client, f"/staff/cases/{case.reference}")
    page(client, "/staff/conversations/1")
    with house.database.reading() as session:
        assert [look.staff_id for look in looks_at(session, "case", case.id)] == [bob]
        assert len(looks_at(session, "transcript", 1)) == 2
        assert len(looks_at(session, "report", 1)) == 1
    client.post("/staff/sign-out")
    sign_in(client, house, IDA)
    assert re.search(r"Who looked at this case .*Bob Ford", readable(page(client, f"/staff/cases/{case.reference}")))


def test_a_record_that_was_altered_says_so(client: FlaskClient, house: House) -> None:
    """The planted fault: somebody with the database's password changes what a resident said."""
    case = tell_of_elm_court(house)

    def forge(session: Session) -> None:
        session.execute(text("DROP TRIGGER messages_only_erase"))
        session.execute(text("UPDATE messages SET words = 'nothing happened' WHERE position = 1"))

    house.database.write(forge)
    sign_in(client, house)
    words = readable(page(client, f"/staff/cases/{case.reference}"))
    assert "This record does not stand up" in words
    assert "Message 1 has other words than were filed" in words


def test_a_second_report_shows_with_the_case_it_joined(client: FlaskClient, house: House) -> None:
    """In its own words, beside the first."""
    case = tell_of_elm_court(house)
    extra = "and now they bang on my wall too"

    def join(session: Session) -> None:
        conversation = hold_conversation(session, 1)
        save_report(
            session,
            conversation,
            99,
            hours_ago(1),
            state="joined",
            words=extra,
            answers={"now": "no"},
            case_id=case.id,
        )

    house.database.write(join)
    sign_in(client, house)
    words = readable(page(client, f"/staff/cases/{case.reference}"))
    assert f"Linked report 2 {extra}" in words
    assert "Happening when asked No" in words


def test_the_history_says_who_changed_what(client: FlaskClient, house: House) -> None:
    """From the first value on, in words, and verified."""
    case = tell_of_elm_court(house)
    sign_in(client, house)
    words = readable(page(client, f"/staff/cases/{case.reference}"))
    assert re.search(r"Resident Where Not known 14 Elm Court", words)
    assert re.search(r"Record verified: \d+ changes, unaltered", words)


@pytest.mark.parametrize("address", ["7K2M-9ABQ", "nonsense", "x" * 500, "%00"])
def test_a_case_that_is_not_there_is_not_found(client: FlaskClient, house: House, address: str) -> None:
    """In plain words, and with a way back."""
    sign_in(client, house)
    answer = client.get(f"/staff/cases/{address}")
    assert answer.status_code == 404
    assert "We cannot find that" in answer.text
    assert client.get("/staff/conversations/999").status_code == 404


def test_a_reference_typed_loosely_leads_to_its_case(client: FlaskClient, house: House) -> None:
    """As somebody reads it out on the telephone."""
    case = tell_of_elm_court(house)
    sign_in(client, house)
    loose = case.reference.replace("-", "").lower()
    assert client.get(f"/staff/cases/{loose}").headers["Location"] == f"/staff/cases/{case.reference}"


def test_the_conversation_of_whoever_is_on_call_shows_no_number(client: FlaskClient, house: House) -> None:
    """It is a colleague's."""
    mobile = house.landlord.on_call.people[0].mobile
    heard = Inbound(channel="sms", address=mobile, provider_id="SM-oncall", words="OK")
    talk = receive(house, heard, hours_ago(1)).conversation_id
    employ(house, MINA)
    sign_in(client, house)
    shown = page(client, f"/staff/conversations/{talk}")
    assert "On-call conversation" in shown
    assert mobile[-6:] not in shown


def test_a_pressed_button_is_shown_by_its_label(client: FlaskClient, house: House) -> None:
    """Beside what it sent, which is what the record holds."""
    talk = tell(house, "loud music", "no", channel="telegram", address="555001")
    sign_in(client, house)
    words = readable(page(client, f"/staff/conversations/{talk}"))
    assert "Resident no Button pressed: No" in words
    assert "Resident loud music Button" not in words


def test_first_contact_made_keeps_the_promise_once(client: FlaskClient, house: House) -> None:
    """The case is late no more, and its history says so."""
    case = tell_of_elm_court(house, ago=24 * 30)
    sign_in(client, house)
    address = f"/staff/cases/{case.reference}"
    assert re.search(r"First contact due [^.]{5,40} Late", readable(page(client, address)))
    assert client.post(f"{address}/contacted").status_code == 302
    words = readable(page(client, address))
    assert not re.search(r"First contact due [^.]{5,40} Late", words)
    assert "First contact made" in words
    assert "I have made first contact" not in words


def tell_in_the_web_chat(house: House, *more: str, address: str = "visit-omar") -> str:
    """Omar tells of the same in the web chat, and `more`; returns the reference of his case."""
    tell(house, "loud music at 14 elm court every night", "no", "yes", *more, channel="web", address=address)
    with house.database.reading() as session:
        return session.scalars(select(Case).order_by(Case.id.desc())).all()[0].reference


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("yes", "07700 900331 or omar@example.org, which they say is safe"),
        ("no", "Do not call or text: they say that it is not safe"),
        ("skip", "Do not call or text: they have not said that it is safe"),
    ],
)
def test_a_number_given_in_the_web_chat_is_shown_with_whether_it_is_safe(
    client: FlaskClient, house: House, answer: str, shown: str
) -> None:
    """On the case and on the conversation, to whoever acts; an auditor rings nobody (R9, C5)."""
    reference = tell_in_the_web_chat(house, "07700 900331 or omar@example.org", answer)
    for email, sees in ((BOB, True), (IDA, False)):
        sign_in(client, house, email)
        for address in (f"/staff/cases/{reference}", "/staff/conversations/1"):
            words = readable(page(client, address))
            assert ("07700 900331 or omar@example.org" in words) == sees
            assert shown in words or (not sees and answer == "yes")
        client.post("/staff/sign-out")


@pytest.mark.parametrize(("may", "sees"), [("no", False), ("skip", False), ("yes", True)])
def test_a_number_of_somebody_anonymous_is_shown_with_their_leave_alone(
    client: FlaskClient, house: House, may: str, sees: bool
) -> None:
    """Withheld from everybody until they say otherwise (R9)."""
    reference = tell_in_the_web_chat(house, "07700 900331", "yes", "no", "skip", "skip", "skip", "skip", "no name", may)
    for email in (BOB, MINA, ROSA):
        sign_in(client, house, email)
        for address in (f"/staff/cases/{reference}", "/staff/conversations/1"):
            words = readable(page(client, address))
            assert ("07700 900331" in words) == sees
            assert ("They gave a way to reach them, but do not let staff see it" in words) != sees
        client.post("/staff/sign-out")


def test_what_they_say_differently_stands_beside_what_staff_have_set(client: FlaskClient, house: House) -> None:
    """The officer sees both, and who set it; what they agree on is not said twice."""
    case = tell_of_elm_court(house)
    bob = sign_in(client, house)
    assert "they say" not in page(client, f"/staff/cases/{case.reference}")

    def change(session: Session) -> None:
        amend_case(session, session.get_one(Case, case.id), {"kind": "drugs"}, f"staff:{bob}", hours_ago(1))

    house.database.write(change)
    tell(house, "yes", ago=0.5)
    shown = " ".join(unescape(re.sub("<[^>]+>", "", page(client, f"/staff/cases/{case.reference}"))).split())
    assert "they say “Noise”. The case has “Drugs" in shown
    assert "which Bob Ford has set." in shown
