"""A person is found by name, number or e-mail address, as far as whoever looks may know it (T3, R9)."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.house import House
from storage.cases import Case
from storage.contacts import Contact, contact_for, keep_reach
from storage.reporters import Naming, Reporter, add_reporter, reporters_of
from storage.staff import Look, Staff
from tests.webhooks.staff_story import ADA, BOB, IDA, MINA, hours_ago, page, sign_in, tell, tell_of_elm_court

EVE = "+447700900456"
AT_ALL = "Nobody who may be shown reported"


def name(house: House, case: Case, called: str | None, naming: Naming = "named") -> None:
    """Whoever reported this case says who they are."""

    def keep(session: Session) -> None:
        part = reporters_of(session, case.id)[0]
        add_reporter(session, house.keys, case.id, part.contact_id, hours_ago(0), name=called, naming=naming)

    house.database.write(keep)


def look_for(client: FlaskClient, person: str) -> str:
    """What somebody sees who writes this and presses Find."""
    answer = client.post("/staff/people", data={"person": person})
    assert answer.status_code == 302
    return page(client, answer.headers["Location"])


@pytest.fixture
def ada(client: FlaskClient, house: House) -> Case:
    """Ada has a case under her name, Eve one under hers, and Bob is signed in."""
    case = tell_of_elm_court(house)
    name(house, case, "Ada O'Brien-Smith")
    name(house, tell_of_elm_court(house, address=EVE), "Eve Mohammed")
    sign_in(client, house)
    return case


@pytest.mark.parametrize(
    "written",
    ["Ada O'Brien Smith", "o’brien", "ADA", "Mrs A Smith", "smyth", "ada obr", "07700 900123", "+44 7700 900 123"],
)
def test_a_person_is_found_as_people_write_names_and_numbers(client: FlaskClient, ada: Case, written: str) -> None:
    """With the case, how she is reached, and nobody else."""
    shown = look_for(client, written)
    assert ada.reference in shown
    assert "Ada O&#39;Brien-Smith" in shown
    assert "07700 900123" in shown
    assert "Eve Mohammed" not in shown


@pytest.mark.parametrize("written", ["Zoe", "07700 900999", "a@b.example", "Ada Jones", "A", "!?"])
def test_who_is_not_there_is_not_found(client: FlaskClient, ada: Case, written: str) -> None:
    """And whoever asked is told what to do."""
    shown = look_for(client, written)
    assert AT_ALL in shown
    assert "ask for their reference" in shown
    assert ada.reference not in shown


def test_half_a_number_is_asked_for_whole(client: FlaskClient, ada: Case) -> None:
    """Nobody is looked for by it."""
    shown = look_for(client, "07700 9001")
    assert "Write all of it" in shown
    assert ada.reference not in shown


def test_neither_a_name_nor_a_number_stands_in_the_address_or_the_log(
    client: FlaskClient, ada: Case, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor in the record of who looked, which says that somebody did, and whom they saw."""
    caplog.set_level(logging.DEBUG)
    answer = client.post("/staff/people", data={"person": "07700 900123"})
    where = answer.headers["Location"]
    assert "7700" not in where
    assert "900123" not in page(client, where.replace("of=", "of=x"))
    page(client, where)
    assert "900123" not in caplog.text
    with house.database.reading() as session:
        looks = [(look.what, look.what_id) for look in session.scalars(select(Look).order_by(Look.id))]
        contact = reporters_of(session, ada.id)[0].contact_id
    assert looks[-2:] == [("people", None), ("person", contact)]


@pytest.mark.parametrize("token", ["x", "%00", "AQ==", "é", "a" * 5000])
def test_an_address_that_was_made_up_asks_for_nobody(client: FlaskClient, ada: Case, token: str) -> None:
    """The page stands there empty."""
    shown = page(client, f"/staff/people?of={token}")
    assert AT_ALL not in shown
    assert ada.reference not in shown


@pytest.mark.parametrize("written", ["Ada", "07700 900123"])
def test_who_is_anonymous_is_found_by_nothing(client: FlaskClient, house: House, ada: Case, written: str) -> None:
    """A name that was given before and taken back, and a number that somebody guesses, lead to nobody (R9)."""
    name(house, ada, "Ada O'Brien-Smith", "anonymous")
    assert AT_ALL in look_for(client, written)


def test_a_number_that_is_kept_from_staff_does_not_tell_whose_report_it_is(
    client: FlaskClient, house: House, ada: Case
) -> None:
    """Whoever asked us not to say who they are is found by the name they gave us, and not by their number."""
    house.database.write(lambda s: s.execute(update(Contact).where(Contact.channel == "sms").values(withheld=True)))
    assert AT_ALL in look_for(client, "07700 900123")
    shown = look_for(client, "Ada")
    assert ada.reference in shown
    assert "07700 900123" not in shown


def test_one_anonymous_report_is_not_shown_beside_one_under_a_name(
    client: FlaskClient, house: House, ada: Case
) -> None:
    """The same number reported both."""

    def add_other(session: Session) -> str:
        contact = reporters_of(session, ada.id)[0].contact_id
        other = session.scalars(select(Case).where(Case.id != ada.id)).one()
        session.add(Reporter(case_id=other.id, contact_id=contact, naming="anonymous", added_at=hours_ago(1)))
        return str(other.reference)

    other = house.database.write(add_other)
    shown = look_for(client, "07700 900123")
    assert ada.reference in shown
    assert other not in shown


def test_what_is_for_trained_staff_is_found_by_them_alone(client: FlaskClient, house: House, ada: Case) -> None:
    """The others are told that it is not searched, whoever they look for, so that the answer gives nobody away."""
    house.database.write(lambda s: s.execute(update(Case).where(Case.id == ada.id).values(kind="domestic_abuse")))
    for written in ("Ada", "07700 900123"):
        shown = look_for(client, written)
        assert AT_ALL in shown
        assert "ask a colleague who is trained" in shown
    house.database.write(lambda s: s.execute(update(Staff).where(Staff.email == BOB).values(trained_in_abuse=True)))
    shown = look_for(client, "Ada")
    assert ada.reference in shown
    assert "ask a colleague who is trained" not in shown


def test_auditors_find_names_but_no_numbers(client: FlaskClient, house: House, ada: Case) -> None:
    """They are shown none, so they may not try any either."""
    client.post("/staff/sign-out")
    sign_in(client, house, IDA)
    assert "not shown to auditors" in look_for(client, "Ada")
    assert AT_ALL in look_for(client, "07700 900123")


def test_a_number_given_in_the_web_chat_finds_who_gave_it(client: FlaskClient, house: House) -> None:
    """And so does an address, in whatever letters; not where they keep it from staff."""
    case = tell_of_elm_court(house)
    name(house, case, "Una Web")

    def give(session: Session) -> None:
        contact = session.get_one(Contact, reporters_of(session, case.id)[0].contact_id)
        contact.channel = "web"
        keep_reach(house.keys, contact, ("+447700900777", "una@web.example"))

    house.database.write(give)
    sign_in(client, house, MINA)
    for written in ("07700900777", "Una@Web.example"):
        assert case.reference in look_for(client, written)
    assert AT_ALL in look_for(client, "a@web.example")
    name(house, case, "Una Web", "confidential")
    assert AT_ALL in look_for(client, "07700900777")
    assert case.reference in look_for(client, "una")


def test_who_stopped_half_way_is_found_by_their_number(client: FlaskClient, house: House) -> None:
    """There is no case, so the conversation is shown; nobody on call is, who has only heard from us."""
    talk = tell(house, "music again", address=EVE)
    house.database.write(lambda s: contact_for(s, house.keys, "sms", ADA, hours_ago(1)))
    sign_in(client, house)
    assert f"/staff/conversations/{talk}" in look_for(client, "07700 900456")
    assert AT_ALL in look_for(client, "07700 900123")


def test_the_first_twenty_are_shown(client: FlaskClient, house: House, ada: Case) -> None:
    """And that there are more."""

    def crowd(session: Session) -> None:
        for number in range(25):
            contact = contact_for(session, house.keys, "sms", f"+4477009{number:05}", hours_ago(1))
            add_reporter(
                session, house.keys, ada.id, contact.id, hours_ago(1), name=f"Sam Crowd {number}", naming="named"
            )

    house.database.write(crowd)
    shown = look_for(client, "crowd")
    assert shown.count("<strong><bdi>Sam Crowd") == 20
    assert "write more of the name" in shown


def test_an_address_opens_for_nobody_else_and_not_for_ever(
    client: FlaskClient, house: House, ada: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An auditor who comes by Bob's address reads neither the number that he looked for nor whom it found."""
    where = client.post("/staff/people", data={"person": "07700 900123"}).headers["Location"]
    assert ada.reference in page(client, where)
    tomorrow = datetime.now(UTC) + timedelta(hours=13)
    with monkeypatch.context() as later:
        later.setattr("webhooks.console.sealed_words.now", lambda: tomorrow)
        assert "900123" not in page(client, where)
    client.post("/staff/sign-out")
    sign_in(client, house, IDA)
    shown = page(client, where)
    assert "900123" not in shown
    assert ada.reference not in shown


def test_no_name_is_shown_only_where_none_was_given(client: FlaskClient, house: House, ada: Case) -> None:
    """Whoever has come no further than the place in a second report is who they were in the first."""
    tell(house, "yes", "yes", "skip", "skip", "1", "skip", "yes", "2", ago=1.5)
    tell(house, "somebody dumps rubbish at 14 elm court every week", "2", "no", "yes", "2", ago=1)
    name(house, ada, "Ada O'Brien-Smith")
    shown = look_for(client, "07700 900123")
    assert shown.count("staff-reference") == 2
    assert "Ada O&#39;Brien-Smith" in shown
    assert "Name not given" not in shown


def test_a_reference_leads_to_its_case(client: FlaskClient, ada: Case) -> None:
    """However it is written."""
    answer = client.post("/staff/people", data={"person": f" {ada.reference.lower()} "})
    assert answer.headers["Location"] == f"/staff/cases/{ada.reference}"
