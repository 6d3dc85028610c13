"""A case closes in agreement: residents are asked in neutral words, and a manager decides (C13)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.house import House
from bot.risk.assessing import as_seen, confirm, owed_in, weigh_case
from storage.alerts import unacknowledged
from storage.cases import Case, amend_case, verify_case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.deliveries import Delivery
from storage.messages import Message
from storage.outbox import Outgoing
from storage.promises import owed_in as promises_owed_in
from storage.reports import Report
from storage.staff import Staff
from tests.webhooks.staff_story import IDA, MINA, ROSA, employ, page, sign_in, tell, tell_of_elm_court

REASON = {"category": "early_intervention", "reason": "It has been quiet for two months."}
ASKS = "we would like to ask you something"


def assessed(house: House, *said: str, **facts: Any) -> Case:
    """Ada's case, whose risk somebody has confirmed."""
    case = tell_of_elm_court(house, *(said or ("yes",)), ago=400)
    confirm_risk(house, case)
    if facts:
        know(house, case, **facts)
    return case


def confirm_risk(house: House, case: Case, band: str = "standard") -> None:
    """An officer confirms the risk today."""

    def go(session: Session) -> None:
        held, at = session.get_one(Case, case.id), datetime.now(UTC)
        risk = owed_in(house, session, held, at)
        seen = as_seen(risk, weigh_case(house.landlord.risk, session, held, risk))
        confirm(house, session, held, band, "She told me so on the telephone.", seen, 1, at)

    house.database.write(go)


def know(house: House, case: Case, **facts: Any) -> None:
    """These facts come to be known in the case."""
    at = datetime.now(UTC)
    house.database.write(lambda session: amend_case(session, session.get_one(Case, case.id), facts, "hearback", at))


def do(client: FlaskClient, case: Case, step: str, **fields: str) -> str:
    """Press a button of the case page; what the page says after it."""
    answer = client.post(f"/staff/cases/{case.reference}/{step}", data=fields, follow_redirects=True)
    assert answer.status_code in (200, 422), (step, answer.status_code)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def sent(house: House) -> list[tuple[str, str]]:
    """What an officer's messages said, and whether they still leave."""
    with house.database.reading() as session:
        rows = session.execute(
            select(Message, Outgoing).join(Outgoing).where(Message.kind == "update").order_by(Message.id)
        )
        return [(message.words or "", row.state) for message, row in rows]


def facts(house: House, case: Case) -> dict[str, Any]:
    with house.database.reading() as session:
        found = session.get_one(Case, case.id)
        return found.facts | {"state": found.state}


def as_manager(client: FlaskClient, house: House) -> None:
    """Bob goes home, and Mina signs in."""
    client.post("/staff/sign-out")
    sign_in(client, house, MINA)


def reviewed(client: FlaskClient, case: Case) -> None:
    """The review before closing is done."""
    do(client, case, "clocks/closing_review", note="Looked at it once more.")


def test_nothing_closes_before_the_risk_is_assessed(client: FlaskClient, house: House) -> None:
    """Nor is a plan written; with a sentence that says what comes first (C2)."""
    case = tell_of_elm_court(house, "yes")
    sign_in(client, house)
    for address, fields in (("close", REASON), ("plan", {"words": "We visit.", "then": "send"})):
        assert "The risk of this case has not been assessed yet" in do(client, case, address, **fields)
    assert (sent(house), facts(house, case)["state"]) == ([], "open")


def test_a_case_is_closed_in_agreement(client: FlaskClient, house: House) -> None:
    """Asked in words that tell nothing, answered by the resident, reviewed, signed off; everything is on record."""
    case = assessed(house)
    sign_in(client, house)
    assert "1 person is asked whether they agree" in do(client, case, "close", **REASON)
    assert [words for words, _ in sent(house)] == [f"Riverbridge Homes: {ASKS}. Write ASK to read it here."]
    tell(house, "ask", "yes", ago=0.1)
    assert "Closing waits to be signed off" in page(client, "/staff")
    as_manager(client, house)
    assert "The review before closing has not been done yet" in do(client, case, "decide/sign")
    reviewed(client, case)
    shown = do(client, case, "decide/sign")
    assert "The case is closed. 1 person is told that they can read why." in shown
    assert "Reporter 1 agrees to closing" in shown
    assert "we have finished. Write ASK to read why." in sent(house)[-1][0]
    assert (facts(house, case)["state"], facts(house, case)["closing_stage"]) == ("closed", "closed")
    assert "Closing waits" not in page(client, "/staff")
    with house.database.reading() as session:
        assert (promises_owed_in(session, case.id), verify_case(session, case.id)) == ([], [])


def closed(client: FlaskClient, house: House, case: Case) -> None:
    """Ada agrees, the case is reviewed, and Mina closes it."""
    do(client, case, "close", **REASON)
    tell(house, "ask", "yes", ago=0.2)
    as_manager(client, house)
    reviewed(client, case)
    assert "The case is closed" in do(client, case, "decide/sign")


def said_last(house: House) -> str:
    """What Ada was answered last."""
    with house.database.reading() as session:
        answers = select(Message.words).where(Message.kind == "reply").order_by(Message.id.desc())
        return session.scalars(answers).first() or ""


def test_on_a_shared_phone_the_reason_is_read_after_the_code_word(client: FlaskClient, house: House) -> None:
    """We said "Write ASK to read why"; without the word whoever holds the phone reads nothing (C7, C13)."""
    case = assessed(house)
    sign_in(client, house)
    closed(client, house, case)
    house.database.write(lambda session: session.execute(update(Contact).values(shared=True)))
    tell(house, "ask", ago=0.1)
    assert "nothing new to read" in said_last(house)
    shown_at = datetime.now(UTC) - timedelta(minutes=5)
    house.database.write(lambda session: session.execute(update(Contact).values(code_word_at=shown_at)))
    tell(house, "ask", ago=0.05)
    assert "quiet for two months" in said_last(house)


def test_what_is_told_after_closing_is_no_answer_to_an_old_question(client: FlaskClient, house: House) -> None:
    """Asked about the plan, and never answered; then it has started again: that is a report, not an objection."""
    case = assessed(house)
    sign_in(client, house)
    do(client, case, "plan", words="We visit them.", then="send", seen="")
    tell(house, "plan", ago=0.3)
    closed(client, house, case)
    tell(house, "the loud music at 14 elm court started again last night", ago=0.1)
    assert "plan" not in said_last(house).lower()
    with house.database.reading() as session:
        told = session.scalars(select(Report.words).order_by(Report.id.desc())).first()
    assert told == "the loud music at 14 elm court started again last night"


def test_what_they_would_add_to_a_closed_case_is_a_new_report(client: FlaskClient, house: House) -> None:
    """Asked what they would like to add, they answer when it has been closed: it is told once, and is not refused."""
    case = assessed(house, "yes", "yes", "skip", "skip", "skip", "skip", "yes", "not now")
    sign_in(client, house)
    tell(house, "hello", ago=0.3)
    assert "What would you like to add?" in said_last(house)
    closed(client, house, case)
    assert "What would you like to add?" in said_last(house)
    tell(house, "the loud music at 14 elm court started again last night", ago=0.1)
    assert "closed now" not in said_last(house)
    with house.database.reading() as session:
        told = session.scalars(select(Report.words).order_by(Report.id.desc())).first()
    assert told == "the loud music at 14 elm court started again last night"


def test_what_is_on_its_way_is_withdrawn_when_the_case_closes(client: FlaskClient, house: House) -> None:
    """ "We are still working on it" after "we have finished" would be untrue; the last word itself leaves."""
    case = assessed(house, closing_stage="agreed", closing_proposed_at="2026-11-24T10:00:00+00:00")
    know(
        house,
        case,
        closing="Quiet.",
        closing_category="enforcement",
        clock_closing_review_done="2026-11-24T10:00:00+00:00",
    )
    sign_in(client, house, MINA)
    do(client, case, "update", ready="no_change", then="send", seen="0")
    assert [state for _, state in sent(house)] == ["waiting"]
    do(client, case, "decide/sign")
    assert [state for _, state in sent(house)] == ["done", "waiting"]
    with house.database.reading() as session:
        assert [(one.state, one.reason) for one in session.scalars(select(Delivery))][-1] == (
            "withdrawn",
            "case_closed",
        )


def test_what_a_provider_has_already_is_not_tried_again(client: FlaskClient, house: House) -> None:
    """It may have left, so it is not said to be withdrawn; should the provider refuse it, it goes no second time."""
    case = assessed(house)
    sign_in(client, house)
    do(client, case, "close", **REASON)
    house.database.write(lambda session: session.execute(update(Outgoing).values(state="sending")))
    before = datetime.now(UTC)
    do(client, case, "close/withdraw")
    with house.database.reading() as session:
        (row,) = session.scalars(select(Outgoing).where(Outgoing.kind == "update"))
        assert row.expires_at is not None
        assert (row.state, before <= row.expires_at <= datetime.now(UTC)) == ("sending", True)
        assert session.scalars(select(Delivery).where(Delivery.message_id == row.message_id)).all() == []


def test_who_does_not_agree_is_heard_by_a_manager_first(client: FlaskClient, house: House) -> None:
    """The case stays open until the manager decides with a reason, either way."""
    case = assessed(house)
    sign_in(client, house)
    do(client, case, "close", **REASON)
    tell(house, "ask", "they were at it again last night", ago=0.1)
    shown = page(client, "/staff")
    assert ("They do not agree to closing: decide" in shown, "Manager" in shown) == (True, True)
    assert client.post(f"/staff/cases/{case.reference}/decide/sign").status_code == 403
    as_manager(client, house)
    reviewed(client, case)
    assert "they were at it again last night" in page(client, f"/staff/cases/{case.reference}")
    assert "Write why it is closed all the same" in do(client, case, "decide/sign")
    assert "Write why it stays open" in do(client, case, "decide/keep")
    assert facts(house, case)["state"] == "open"
    assert "A manager kept it open: We go on." in do(client, case, "decide/keep", note="We go on.")
    assert (facts(house, case)["state"], facts(house, case)["closing_stage"]) == ("open", "")
    assert "decide" not in page(client, "/staff")


def test_silence_is_an_answer_only_after_two_tries_with_days_between(client: FlaskClient, house: House) -> None:
    """And never where somebody has written since."""
    case = assessed(house)
    sign_in(client, house)
    do(client, case, "close", **REASON)
    assert "Ask them 2 times" in do(client, case, "close/silent")
    assert "Give them time to answer" in do(client, case, "close/again")
    long_ago = (datetime.now(UTC) - timedelta(days=30)).isoformat()
    know(house, case, closing_asked_at=long_ago)
    assert "asked again" in do(client, case, "close/again")
    assert "Give them time to answer" in do(client, case, "close/silent")
    know(house, case, closing_asked_at=long_ago)
    tell(house, "hello?", ago=0.1)
    assert "has written since you asked" in do(client, case, "close/silent")
    know(house, case, closing_asked_at=(datetime.now(UTC) - timedelta(days=29)).isoformat())
    quiet = (datetime.now(UTC) - timedelta(days=40)).isoformat(sep=" ")
    with house.database.transaction() as session:
        session.connection().exec_driver_sql(f"UPDATE conversations SET last_heard_at = '{quiet[:26]}'")
    assert "nobody has answered" in do(client, case, "close/silent")
    assert facts(house, case)["closing_category"] == "disengaged"
    assert "Closing waits to be signed off" in page(client, "/staff")


def test_nobody_signs_off_what_they_proposed_unless_there_is_nobody_else(client: FlaskClient, house: House) -> None:
    """Two pairs of eyes, where there are two."""
    case = assessed(house)
    sign_in(client, house, MINA)
    do(client, case, "close", **REASON)
    do(client, case, "close/answered", answer="yes", note="She said so on the phone.")
    reviewed(client, case)
    rosa = employ(house, ROSA)
    assert "Another manager signs it off" in do(client, case, "decide/sign")
    house.database.write(lambda session: session.execute(update(Staff).where(Staff.id == rosa).values(active=False)))
    assert "The case is closed" in do(client, case, "decide/sign")


def held_up_by(client: FlaskClient, house: House, case: Case) -> int:
    """A knife is told of, all else is ready, and the manager may not sign it off; the alert's number."""
    tell(house, "he is at my door with a knife", ago=0.2)
    sign_in(client, house, MINA)
    do(client, case, "close", **REASON)
    do(client, case, "close/answered", answer="yes", note="She said so on the phone.")
    reviewed(client, case)
    assert "nobody has taken the alert yet" in do(client, case, "decide/sign")
    with house.database.reading() as session:
        (alert,) = unacknowledged(session)
    return alert.id


def test_a_case_does_not_close_while_nobody_has_taken_its_alert(client: FlaskClient, house: House) -> None:
    """Danger that was told of in it must have been somebody's before it is nobody's any more (R1)."""
    case = assessed(house)
    client.post(f"/staff/alerts/{held_up_by(client, house, case)}/take")
    assert "The case is closed" in do(client, case, "decide/sign")


def test_nor_while_nobody_has_taken_what_they_told_in_a_new_talk(client: FlaskClient, house: House) -> None:
    """Days later it is another conversation, of no report yet; the page of the case shows the alert all the same."""
    case = assessed(house)
    house.database.write(lambda session: session.execute(update(Conversation).values(closed_at=datetime.now(UTC))))
    alert_id = held_up_by(client, house, case)
    assert f"/staff/alerts/{alert_id}/take" in page(client, f"/staff/cases/{case.reference}")


@pytest.mark.parametrize("safe", ["no", "unwanted", None])
def test_where_nobody_may_be_written_to_the_officer_asks_another_way(
    client: FlaskClient, house: House, safe: str | None
) -> None:
    """And tells them another way that it is closed."""
    case = assessed(house)
    house.database.write(lambda session: session.execute(update(Contact).values(texting_is_safe=safe)))
    sign_in(client, house)
    assert "Nobody may be written to" in do(client, case, "close", **REASON)
    assert "Write how you tried to ask them" in do(client, case, "close/again")
    assert "you have tried to ask them" in do(client, case, "close/again", note="Rang, no answer.")
    assert "write in a few words how you asked" in do(client, case, "close/answered", answer="yes", note=" ")
    do(client, case, "close/answered", answer="yes", note="At the door, she is content.")
    reviewed(client, case)
    as_manager(client, house)
    assert "They have not been told that it is closed" in do(client, case, "decide/sign")
    assert "they know that it is closed" in do(client, case, "close/told")
    assert sent(house) == []


def test_abuse_at_home_is_never_spoken_of_in_a_chat(client: FlaskClient, house: House) -> None:
    """Not even where they said that it is safe to write: whoever holds the phone could write ASK (C7)."""
    case = assessed(house, concern="domestic_abuse")
    sign_in(client, house, MINA)
    assert "Nobody may be written to" in do(client, case, "close", **REASON)
    assert "Nobody may be written to" in do(client, case, "plan", words="We change the locks.", then="send", seen="")
    assert sent(house) == []
    tell(house, "ask", "plan", ago=0.1)
    with house.database.reading() as session:
        said = " ".join(one.words or "" for one in session.scalars(select(Message).where(Message.direction == "out")))
    assert "locks" not in said
    assert "quiet for two months" not in said


def test_what_they_agreed_to_is_not_taken_back_from_a_page_opened_before(client: FlaskClient, house: House) -> None:
    """A colleague's button says so, and changes nothing."""
    case = assessed(house)
    sign_in(client, house)
    do(client, case, "close", **REASON)
    before = re.search(r'name="seen" value="(\d+)"', client.get(f"/staff/cases/{case.reference}").text)
    assert before
    do(client, case, "close/answered", answer="yes", note="She is glad of it.")
    assert "Something has happened in this case" in do(client, case, "close/withdraw", seen=before[1])
    stale = do(client, case, "close/answered", answer="no", note="He said no to me.", seen=before[1])
    assert "Something has happened in this case" in stale
    assert "He said no to me" not in page(client, f"/staff/cases/{case.reference}")


def test_a_proposal_can_be_taken_back_and_its_question_with_it(client: FlaskClient, house: House) -> None:
    """An ordinary update that is on its way still leaves."""
    case = assessed(house)
    sign_in(client, house)
    do(client, case, "update", ready="no_change", then="send", seen="0")
    do(client, case, "close", **REASON)
    assert "has proposed to close it already" in do(client, case, "close", **REASON)
    do(client, case, "close/withdraw")
    assert [(ASKS in words, state) for words, state in sent(house)] == [(False, "waiting"), (True, "done")]
    assert "Nobody has proposed to close it" in do(client, case, "close/withdraw")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"category": "boredom"}, "Choose how it ends"),
        ({"reason": " "}, "Write the reason in plain words"),
        ({"reason": "x" * 481}, "Make it shorter"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused(
    client: FlaskClient, house: House, wrong: dict[str, str], why: str
) -> None:
    """And what was written stays on the page."""
    case = assessed(house)
    sign_in(client, house)
    assert why in do(client, case, "close", **(REASON | wrong))
    assert sent(house) == []


def test_an_auditor_only_reads(client: FlaskClient, house: House) -> None:
    """Everything that changes something is shut to them."""
    case = assessed(house)
    sign_in(client, house, IDA)
    assert "Propose to close it" not in page(client, f"/staff/cases/{case.reference}")
    for step in ("close", "close/again", "decide/sign", "plan", "support", "review-told", "clocks/mediation"):
        assert client.post(f"/staff/cases/{case.reference}/{step}").status_code == 403, step


def test_what_is_not_there_is_not_found(client: FlaskClient, house: House) -> None:
    """A case, or a step."""
    case = assessed(house)
    sign_in(client, house, MINA)
    for address in (
        "0000-0000/close",
        "0000-0000/plan",
        f"{case.reference}/close/dance",
        f"{case.reference}/decide/it",
    ):
        assert client.post(f"/staff/cases/{address}").status_code == 404, address
