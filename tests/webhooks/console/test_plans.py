"""Plans, clocks, support and the right to a review, as officers note them on a case (C6, C11, C12, C14)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.casework.clockwork import wind_all
from bot.house import House
from storage.cases import Case
from storage.contacts import Contact, contact_for
from storage.messages import Message
from storage.ways import add_way
from tests.webhooks.console.test_closing import assessed, do, facts, know, sent
from tests.webhooks.staff_story import page, sign_in, tell

WORDS = "We visit on Friday. You write down what happens."


def write(client: FlaskClient, case: Case, words: str = WORDS, seen: str = "", **also: str) -> str:
    return do(client, case, "plan", words=words, then="send", seen=seen, **also)


def said(house: House) -> str:
    """Everything that we said, after one another."""
    with house.database.reading() as session:
        return "\n".join(one.words or "" for one in session.scalars(select(Message).where(Message.direction == "out")))


def test_a_plan_is_read_when_it_is_asked_for_and_agreed(client: FlaskClient, house: House) -> None:
    """What we start says nothing of it; the reply does, and the agreement stops its clock and is on record."""
    case = assessed(house)
    sign_in(client, house)
    shown = do(client, case, "plan", words=WORDS, then="look")
    assert ("Reading age" in shown, "Text message, English" in shown, sent(house)) == (True, True, [])
    assert "1 person is asked to read it" in write(client, case)
    assert [words for words, _ in sent(house)] == [
        "Riverbridge Homes: we have news for you. Write PLAN to read it here."
    ]
    assert WORDS not in said(house)
    tell(house, "plan", "yes", ago=0.1)
    assert WORDS in said(house)
    shown = page(client, f"/staff/cases/{case.reference}")
    assert ("They agree" in shown, "Agrees with the plan" in shown) == (True, True)


def test_what_they_want_changed_goes_to_the_officer_until_another_plan_is_written(
    client: FlaskClient, house: House
) -> None:
    """In their own words; the question about the old plan is withdrawn where it has not left."""
    case = assessed(house)
    sign_in(client, house)
    write(client, case)
    tell(house, "plan", "no", "friday is too late", ago=0.1)
    assert "They want the plan changed" in page(client, "/staff")
    assert "friday is too late" in page(client, f"/staff/cases/{case.reference}")
    assert "since you opened this page" in write(client, case, "We visit on Thursday.")
    write(client, case, "We visit on Thursday.", seen=facts(house, case)["plan_sent_at"])
    assert [state for _, state in sent(house)] == ["done", "waiting"]
    assert "They want the plan changed" not in page(client, "/staff")
    assert facts(house, case)["plan_agreement"] is None


def test_where_nobody_may_be_written_to_the_plan_is_told_another_way(client: FlaskClient, house: House) -> None:
    """Until then its clock runs on."""
    case = assessed(house, "no")
    sign_in(client, house)
    assert "Nobody may be written to" in write(client, case)
    assert "They have not been told" in page(client, f"/staff/cases/{case.reference}")
    assert "Say whether they agree" in do(client, case, "plan/told", answer="", note="Rang.")
    assert "Something has happened" in do(client, case, "plan/told", answer="yes", note="Rang.", seen="1")
    do(client, case, "plan/told", answer="no", note="She wants it sooner.")
    assert "They want the plan changed" in page(client, "/staff")
    assert "They have not been told" not in page(client, f"/staff/cases/{case.reference}")


def test_whoever_wants_calls_is_not_written_to_about_a_plan(client: FlaskClient, house: House) -> None:
    """A plan is worth a call: it is told another way (C3)."""
    case = assessed(house)
    wants_calls = update(Contact).values(calls_only=True)
    house.database.write(lambda session: session.execute(wants_calls))
    sign_in(client, house)
    assert "they want to be called" in page(client, f"/staff/cases/{case.reference}/plan")
    assert "Nobody may be written to" in write(client, case)
    assert sent(house) == []


@pytest.mark.parametrize("words", [" ", "x" * 481])
def test_a_plan_that_cannot_be_is_refused(client: FlaskClient, house: House, words: str) -> None:
    """Nothing, or too much for a phone."""
    case = assessed(house)
    sign_in(client, house)
    assert "Not sent" in write(client, case, words)
    assert "plan" not in facts(house, case)


def test_a_clock_is_warned_of_in_the_worklist_until_somebody_stops_it(client: FlaskClient, house: House) -> None:
    """The worker works it out for a case that it has not seen; a few words say what was done, once."""
    case = assessed(house)
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    sign_in(client, house)
    assert "Clocks: due soon or missed" not in page(client, "/staff")
    wind_all(house, minute + timedelta(seconds=10))
    assert "Clocks: due soon or missed" not in page(client, "/staff")
    wind_all(house, minute)
    listed = page(client, "/staff")
    assert "Clocks: due soon or missed" in listed
    assert "Action plan sent" in listed
    write(client, case)
    assert "Write in a few words what was done" in do(client, case, "clocks/early_review", note=" ")
    assert "Nothing was noted" in do(client, case, "clocks/plan", note="Done.")
    know(house, case, risk_confirmed_at=None)
    assert "has not been assessed" in do(client, case, "clocks/mediation", note="Offered it.")
    know(house, case, risk_confirmed_at=minute)
    for name in ("early_review", "mediation", "first_review", "second_review"):
        shown = do(client, case, f"clocks/{name}", note=f"Did the {name}.")
        assert f"Did the {name}." in shown
    assert "Nothing was noted" in do(client, case, "clocks/mediation", note="Again.")
    assert "Clocks: due soon or missed" not in page(client, "/staff")
    assert client.post(f"/staff/cases/{case.reference}/clocks/nonsense", data={"note": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"consent": "yes", "on": "2001-01-01"}, "Give a day between the first report and today"),
        ({"consent": "yes", "on": "2999-01-01"}, "Give a day between the first report and today"),
        ({"consent": "yes", "on": "soon"}, "Write the day as"),
        ({"consent": "", "on": ""}, "Say whether they agree to be referred"),
    ],
)
def test_support_that_cannot_have_been_offered_is_refused(
    client: FlaskClient, house: House, fields: dict[str, str], why: str
) -> None:
    """A day before the report or after today, or no word on consent."""
    case = assessed(house)
    sign_in(client, house)
    assert why in do(client, case, "support", **fields)
    assert "support_consent" not in facts(house, case)


def test_support_and_consent_are_recorded(client: FlaskClient, house: House) -> None:
    """With the day, and in the history by whom (C14)."""
    case = assessed(house)
    sign_in(client, house)
    shown = do(client, case, "support", consent="no", on=datetime.now(UTC).date().isoformat())
    assert "Referral: they did not want it" in shown
    assert "Referral to Victim Support agreed" in shown


def test_the_right_to_a_review_is_said_when_it_is_near(client: FlaskClient, house: House) -> None:
    """Messages of one day are one report; what was told half a year ago counts no more (C12)."""
    case = assessed(house, "yes", "yes", "skip", "skip", "skip", "skip", "yes")
    sign_in(client, house)
    address = f"/staff/cases/{case.reference}"
    assert "ASB Case Review" not in page(client, address)
    tell(house, "they were at it again last night until four", "yes", ago=200)
    assert "At three they may ask for an ASB Case Review" in page(client, address)
    tell(house, "and again tonight, very loud music", "yes", ago=60)
    assert "they have the right to an ASB Case Review" in page(client, address)
    assert "They were told" in do(client, case, "review-told")
    with house.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE reports SET started_at = '2020-01-01 10:00:00.000000'")
    know(house, case, review_told_at=None)
    assert "ASB Case Review" not in page(client, address).partition("History of the case")[0]


def test_another_number_that_was_proven_reads_the_plan_and_a_stranger_does_not(
    client: FlaskClient, house: House
) -> None:
    """Where Ada has said STOP she is asked at the number that she has shown to be hers (C7, C10)."""
    case = assessed(house)
    other, charlie = "+447700900125", "+447700900126"

    def prove(session: Session) -> None:
        ada = session.scalars(select(Contact)).one()
        way = contact_for(session, house.keys, "sms", other, datetime.now(UTC))
        ada.stopped_at, way.texting_is_safe = datetime.now(UTC), "yes"
        add_way(session, ada.id, way.id, datetime.now(UTC))

    house.database.write(prove)
    sign_in(client, house)
    assert "1 person is asked to read it" in write(client, case)
    tell(house, "plan", address=charlie, ago=0.2)
    assert WORDS not in said(house)
    tell(house, "plan", "yes", address=other, ago=0.1)
    assert WORDS in said(house)
    assert facts(house, case)["plan_agreement"] == "yes"
