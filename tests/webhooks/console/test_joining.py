"""One matter told twice: two cases of the same people become one, and nothing that was promised is dropped (R10)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.house import House
from storage.cases import Case, case_by_reference, case_filed_under, cases_of_matter, verify_case
from storage.clocks import cases_to_wind
from storage.contacts import Contact
from storage.messages import Message
from storage.promises import keep_promise, make_promise, owed_in
from storage.reporters import Reporter, reporters_of
from storage.reports import Report, reports_of_case
from storage.risks import owed_risk
from storage.staff import Look, Staff
from storage.updates import log_update, updates_of
from storage.ways import add_way
from tests.webhooks.console.test_closing import confirm_risk, know
from tests.webhooks.staff_story import MINA, page, sign_in, tell, tell_of_elm_court

OTHER = "+447700900124"
SAME = "She said on the telephone that she wrote twice."


def twice(house: House, address: str = OTHER) -> tuple[Case, Case]:
    """The case told first, and the one told again, from another number unless it is given."""
    first = tell_of_elm_court(house, "yes", ago=30)
    return first, tell_of_elm_court(house, "yes", address=address, ago=2)


def join(client: FlaskClient, case: Case, into: Case | str, note: str = "") -> str:
    """Press the button; what the page says after it."""
    other = into if isinstance(into, str) else into.reference
    answer = client.post(f"/staff/cases/{case.reference}/join", data={"other": other, "note": note})
    if answer.status_code == 302:
        assert f"/staff/cases/{other}/update" in answer.location
        answer = client.get(answer.location)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def now_standing(house: House, case: Case) -> Case:
    """The case as it is by now."""
    with house.database.reading() as session:
        found = case_filed_under(session, case.reference)
        assert found is not None
        return found


def said_last(house: House, address: str, *lines: str) -> str:
    """What somebody is answered to these lines."""
    talk = tell(house, *lines, address=address, ago=0.5)
    with house.database.reading() as session:
        chosen = select(Message.words).where(Message.conversation_id == talk, Message.direction == "out")
        return session.scalars(chosen.order_by(Message.id.desc())).first() or ""


def test_all_that_was_told_and_promised_goes_on_in_the_case_that_stays(client: FlaskClient, house: House) -> None:
    """Reports, reporters, the updates log, and each promise; the history of both stands up."""
    first, again = twice(house)
    at = datetime.now(UTC)

    def owe(session: Session) -> None:
        make_promise(session, again.id, "update", at + timedelta(days=3), at)
        log_update(session, again.id, at, note="Called her.")

    house.database.write(owe)
    with house.database.reading() as session:
        owed_before = {(one.what, one.due_at) for case in (first, again) for one in owed_in(session, case.id)}
    sign_in(client, house)
    assert "is joined to this case" in join(client, again, first, SAME)
    with house.database.reading() as session:
        assert {(one.what, one.due_at) for one in owed_in(session, first.id)} == owed_before
        assert owed_in(session, again.id) == []
        assert len(reports_of_case(session, first.id)) == 2
        assert len(reporters_of(session, first.id)) == 2
        assert [one.note for one in updates_of(session, first)] == ["Called her."]
        assert verify_case(session, first.id) == verify_case(session, again.id) == []
        assert not cases_to_wind(session, 10)
    assert now_standing(house, again).state == "joined"
    shown = page(client, f"/staff/cases/{again.reference}")
    assert "This case goes on in" in shown
    assert "Joined to another</bdi>" in shown
    assert "taken apart" not in shown
    assert SAME in shown
    assert again.reference in page(client, f"/staff/cases/{first.reference}")


def test_either_reference_leads_to_the_case_that_stays(client: FlaskClient, house: House) -> None:
    """Each of them hears how it stands by the reference that they were given, and of one case."""
    first, again = twice(house)
    sign_in(client, house)
    join(client, again, first, SAME)
    answered = said_last(house, OTHER, again.reference)
    assert first.reference in answered
    assert again.reference not in answered
    with house.database.reading() as session:
        found = case_by_reference(session, again.reference)
        assert found is not None
        assert found.id == first.id


def test_a_report_still_being_told_goes_on_in_it_and_changes_nothing_there(client: FlaskClient, house: House) -> None:
    """What is answered after the joining is kept with the report, in the case that stays, whose own answers hold."""
    first = tell_of_elm_court(house, "yes", ago=30)
    again = tell_of_elm_court(house, address=OTHER, ago=2)
    know(house, first, often="daily")
    sign_in(client, house)
    join(client, again, first, SAME)
    tell(house, "yes", "2", "1", "1", address=OTHER, ago=1)
    with house.database.reading() as session:
        told = session.scalars(select(Report).where(Report.case_id == first.id).order_by(Report.id)).all()
    assert len(told) == 2
    assert told[1].answers["safe_to_text"] == "yes"
    assert now_standing(house, first).facts["often"] == "daily"
    assert now_standing(house, again).state == "joined"


def test_the_case_is_as_urgent_as_either_and_its_risk_is_looked_at_again(client: FlaskClient, house: House) -> None:
    """What was confirmed for the one says nothing of what the other tells."""
    first, again = twice(house)
    confirm_risk(house, first)
    know(house, again, urgent=True, concern="threat")
    sign_in(client, house)
    join(client, again, first, SAME)
    stands = now_standing(house, first)
    assert stands.urgent
    assert stands.facts["concern"] == "threat"
    with house.database.reading() as session:
        risk = owed_risk(session, first.id)
        assert risk is not None
        assert risk.noticed == "joining"
        assert risk.due_at < datetime.now(UTC) + timedelta(days=6)
    assert "Another case was joined to this one, or taken apart" in page(client, f"/staff/cases/{first.reference}")


def test_a_first_contact_that_is_owed_to_the_one_is_owed_though_the_other_had_it(
    client: FlaskClient, house: House
) -> None:
    """Somebody was promised to hear from us, and has not."""
    first, again = twice(house)
    sign_in(client, house)
    client.post(f"/staff/cases/{first.reference}/contacted")
    join(client, again, first, SAME)
    assert "I have made first contact" in page(client, f"/staff/cases/{first.reference}")
    client.post(f"/staff/cases/{first.reference}/contacted")
    assert "I have made first contact" not in page(client, f"/staff/cases/{first.reference}")


def test_of_the_same_number_no_reason_is_asked_and_the_page_offers_it(client: FlaskClient, house: House) -> None:
    """Or of another way of theirs: it is known that the same person told both."""
    first, again = twice(house)
    sign_in(client, house)
    assert "They have also reported" not in page(client, f"/staff/cases/{again.reference}")

    def prove(session: Session) -> None:
        one, two = session.scalars(select(Contact.id).order_by(Contact.id)).all()
        add_way(session, one, two, datetime.now(UTC))

    house.database.write(prove)
    assert "They have also reported" in page(client, f"/staff/cases/{again.reference}")
    assert "How do you know" not in page(client, f"/staff/cases/{again.reference}/join?other={first.reference}")
    assert "is joined to this case" in join(client, again, first)


def test_of_others_it_is_joined_only_with_a_reason(client: FlaskClient, house: House) -> None:
    """Whoever reported the one hears of the other from then on, so the officer says how they know."""
    first, again = twice(house)
    sign_in(client, house)
    assert "How do you know" in page(client, f"/staff/cases/{again.reference}/join?other={first.reference}")
    for note in ("", "yes yes yes yes yes"):
        assert "how do you know" in join(client, again, first, note)
    assert now_standing(house, again).state == "open"


def test_a_case_that_fewer_may_know_of_is_never_opened_to_others(client: FlaskClient, house: House) -> None:
    """Abuse at home, and what was told where it is not safe to write: not with others' cases, nor out of its own."""
    first, again = twice(house)
    know(house, again, concern="domestic_abuse")
    sign_in(client, house, MINA)
    assert "Fewer people may know of this one" in join(client, again, first, SAME)
    assert "nobody else may learn of it" in join(client, first, again, SAME)
    know(house, again, concern=None, safe_here="no")
    assert "Fewer people may know of this one" in join(client, again, first, SAME)
    assert "nobody else may learn of it" in join(client, first, again, SAME)
    assert {now_standing(house, one).state for one in (first, again)} == {"open"}


def test_what_cannot_be_joined_says_why_and_nothing_is_changed(client: FlaskClient, house: House) -> None:
    """Itself, a case that is closed or about to be, and what is no reference or nobody's; or to be read by others."""
    first, again = twice(house)
    sign_in(client, house)
    assert "this very case" in join(client, again, again, SAME)
    for typed in ("", "nonsense", "ZZZZ-ZZZZ", "x" * 5000):
        assert "There is no case with that reference" in join(client, again, typed, SAME)
    know(house, first, concern="domestic_abuse")
    assert "There is no case with that reference" in join(client, again, first, SAME)
    know(house, first, concern=None, state="closed", closed_at=datetime.now(UTC))
    assert "Both must be open" in join(client, again, first, SAME)
    know(house, first, state="open", closed_at=None)
    for one in (again, first):
        know(house, one, closing_stage="asked")
        assert "proposed to close" in join(client, again, first, SAME)
        know(house, one, closing_stage=None)
    assert {now_standing(house, one).state for one in (first, again)} == {"open"}


def test_joined_twice_it_is_joined_once(client: FlaskClient, house: House) -> None:
    """Two officers, or one who presses twice; and in a ring it cannot be joined."""
    first, again = twice(house)
    sign_in(client, house)
    join(client, again, first, SAME)
    assert client.post(f"/staff/cases/{again.reference}/join", data={"other": first.reference}).status_code == 404
    assert "this very case" in join(client, first, again.reference, SAME)


def test_a_plan_a_higher_risk_and_a_link_are_not_lost(client: FlaskClient, house: House) -> None:
    """It goes on where these stand; whoever has the same trouble still hears of it."""
    first, again = twice(house)
    third = tell_of_elm_court(house, address="+447700900125", ago=1)
    sign_in(client, house)
    for name, value in (("plan", "We visit on Friday."), ("risk_band", "high")):
        know(house, again, **{name: value})
        assert "Open the other, and join that to this" in join(client, again, first, SAME)
        know(house, again, **{name: None})
    know(house, again, matter=third.reference)
    know(house, third, matter=third.reference)
    join(client, again, first, SAME)
    with house.database.reading() as session:
        assert [one.id for one in cases_of_matter(session, now_standing(house, third))] == [first.id]


def test_of_what_somebody_wished_for_their_name_the_stricter_holds(client: FlaskClient, house: House) -> None:
    """Anonymous in one of two is anonymous (R9)."""
    first, again = twice(house)

    def both_by_ada(session: Session) -> None:
        ada, other = session.scalars(select(Reporter).order_by(Reporter.id)).all()
        ada.naming = "named"
        session.add(Reporter(case_id=again.id, contact_id=ada.contact_id, naming="anonymous", added_at=other.added_at))
        session.delete(other)

    house.database.write(both_by_ada)
    sign_in(client, house)
    join(client, again, first)
    assert "number withheld" in page(client, f"/staff/cases/{first.reference}")
    with house.database.reading() as session:
        assert [one.naming for one in reporters_of(session, first.id)] == ["anonymous"]


def test_nothing_is_noted_in_a_case_that_goes_on_in_another(client: FlaskClient, house: House) -> None:
    """From a page that was open before."""
    first, again = twice(house)
    sign_in(client, house)
    join(client, again, first, SAME)
    length = now_standing(house, again).length
    given = {"on": datetime.now(UTC).date().isoformat(), "consent": "yes", "event": "visit_made", "contact": "1"}
    given["other"] = first.reference
    given |= {"how_often": "weekly", "time_of_day": "any", "ready": "no_change", "then": "told", "seen": "0"}
    for step in (
        "review-told",
        "contacted",
        "event",
        "support",
        "agreement",
        "link",
        "close",
        "plan",
        "update",
        "needs",
    ):
        assert client.post(f"/staff/cases/{again.reference}/{step}", data=given).status_code in (404, 405), step
    assert now_standing(house, again).length == length


def test_an_update_on_its_way_while_they_are_joined_keeps_its_promise(client: FlaskClient, house: House) -> None:
    """It leaves as it was written, and what it keeps or loses is found in the case that stays."""
    first, again = twice(house)
    at = datetime.now(UTC)
    sign_in(client, house)
    client.post(f"/staff/cases/{again.reference}/contacted")
    sent = client.post(
        f"/staff/cases/{again.reference}/update", data={"ready": "no_change", "then": "send", "seen": "1"}
    )
    assert sent.status_code == 302
    join(client, again, first, SAME)
    with house.database.reading() as session:
        (entry,) = updates_of(session, first)
        assert entry.message_id is not None
        message = session.get_one(Message, entry.message_id)
        assert message.words is not None
        assert "There is no change yet" in message.words
        promised = [one for one in owed_in(session, first.id) if one.what == "update" and one.message_id == message.id]
        assert len(promised) == 1
    house.database.write(lambda session: keep_promise(session, session.merge(promised[0]), at))


def test_both_are_noted_as_looked_at_before_they_are_shown(client: FlaskClient, house: House) -> None:
    """What was told in the other case is read on that page too (T1)."""
    first, again = twice(house)
    sign_in(client, house)
    page(client, f"/staff/cases/{again.reference}/join?other={first.reference}")
    with house.database.reading() as session:
        looked = session.execute(select(Look.what_id).where(Look.what == "case")).scalars()
        assert {first.id, again.id} == set(looked)


def test_an_auditor_reads_and_joins_nothing(client: FlaskClient, house: House) -> None:
    """As with whatever else is done in a case."""
    first, again = twice(house)
    sign_in(client, house)
    house.database.write(lambda session: session.execute(update(Staff).values(role="auditor")))
    address = f"/staff/cases/{again.reference}/join"
    assert client.get(address).status_code == 403
    assert client.post(address, data={"other": first.reference, "note": SAME}).status_code == 403
    assert "Join this case" not in page(client, f"/staff/cases/{again.reference}")
