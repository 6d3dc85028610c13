"""Keeping in touch in the console: the checklist, what is agreed by staff, what happened, and cases that are linked."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.house import House
from bot.post.undelivered import hand_to_staff
from storage.agreements import agreements_in
from storage.cases import Case
from storage.contacts import Contact
from storage.deliveries import record_delivery
from storage.messages import Message
from storage.outbox import Outgoing
from storage.promises import Promise, owed_in
from storage.reporters import Reporter
from tests.webhooks.staff_story import IDA, MINA, hours_ago, page, sign_in, tell, tell_of_elm_court

OTHER = "+447700900124"


def shown(client: FlaskClient, case: Case) -> str:
    """The words of the case's page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page(client, f"/staff/cases/{case.reference}"))).split())


def started(house: House) -> list[str]:
    """What we started, in order."""
    with house.database.reading() as session:
        chosen = select(Message.words).where(Message.kind.in_(("update", "notice"))).order_by(Message.id)
        return [words or "" for words in session.scalars(chosen)]


def contact_id(house: House) -> int:
    with house.database.reading() as session:
        return session.scalars(select(Contact.id).order_by(Contact.id)).all()[0]


def owed(house: House, case: Case) -> list[Promise]:
    """What we owe in this case."""
    with house.database.reading() as session:
        return owed_in(session, case.id)


def test_an_officer_sees_the_number_they_text_from_beside_another_way(client: FlaskClient, house: House) -> None:
    """What is given for when a text does not arrive hides nothing; where it is not safe there, it is not shown."""
    case = tell_of_elm_court(house, "yes", "contact", "ada@example.org", "yes", "1", "4")
    sign_in(client, house)
    assert "07700 900123 or ada@example.org" in shown(client, case)
    house.database.write(lambda session: session.execute(update(Contact).values(reach_is_safe="no")))
    assert "07700 900123" in shown(client, case)
    assert "ada@example.org" not in shown(client, case)


def test_another_way_to_somebody_anonymous_is_kept_from_staff_too(client: FlaskClient, house: House) -> None:
    """The second number is theirs as much as the first: withheld before and after they say so (R9)."""
    tell_of_elm_court(house, "yes", "contact", "07700 900555", "yes")
    with house.database.reading() as session:
        sent = session.scalars(select(Message).where(Message.kind == "code")).one()
        (code,) = re.findall(r"\d{6}", sent.words or "")
        talk = sent.conversation_id
    tell(house, code, "1", "4", ago=1.8)
    sign_in(client, house)
    assert "07700 900555" in page(client, f"/staff/conversations/{talk}")
    house.database.write(lambda session: session.execute(update(Reporter).values(naming="anonymous")))
    shown_now = page(client, f"/staff/conversations/{talk}")
    assert "900555" not in shown_now
    assert "number withheld" in shown_now


def test_what_reaches_them_no_way_at_all_names_the_case_it_is_of(client: FlaskClient, house: House) -> None:
    """Lost here, and lost where it went instead: the officer is told what, and of which case (C10)."""
    case = tell_of_elm_court(house, "yes", "contact", "07700 900555", "yes")
    with house.database.reading() as session:
        sent = session.scalars(select(Message).where(Message.kind == "code")).one()
    tell(house, *re.findall(r"\d{6}", sent.words or ""), "1", "4", ago=1.8)
    sign_in(client, house)
    client.post(f"/staff/cases/{case.reference}/update", data={"ready": "no_change", "then": "send", "seen": "1"})

    def lose(session: Session) -> None:
        row = session.scalars(select(Outgoing).where(Outgoing.kind == "update").order_by(Outgoing.message_id)).all()[-1]
        record_delivery(session, row.message_id, "undelivered", hours_ago(0), reason="not_reachable")
        hand_to_staff(house, session, row, "undelivered", "not_reachable", hours_ago(0))

    for _ in range(2):
        house.database.write(lose)
    above = page(client, "/staff").split("Reference, place or words")[0]
    assert "Not told: “Riverbridge Homes: There is no change yet." in above
    assert case.reference in above[above.index("though nobody asked for one") : above.index("Not told")]


def test_the_checklist_says_what_is_missing_until_it_is_there(client: FlaskClient, house: House) -> None:
    """Their words and the confirmation from the start; what they agree once they have (C1)."""
    case = tell_of_elm_court(house, "yes")
    sign_in(client, house)
    words = shown(client, case)
    for done in ("The issue in their own words : done", "Written confirmation : done"):
        assert done in words
    for missing in ("Risk assessed : missing", "How to keep in touch : missing"):
        assert missing in words
    case = tell_of_elm_court(house, "yes", "contact", "skip", "1", "1", address=OTHER)
    words = shown(client, case)
    assert "How to keep in touch : done" in words
    assert "Every week, between 08:00 and 12:00" in words


def test_what_staff_agree_is_confirmed_in_neutral_words_and_kept_beside_what_was(
    client: FlaskClient, house: House
) -> None:
    """With who agreed it; nonsense and somebody else's case keep nothing."""
    case = tell_of_elm_court(house, "yes", "contact", "skip", "1", "1")
    bob = sign_in(client, house)
    address, who = f"/staff/cases/{case.reference}/agreement", str(contact_id(house))
    good = {"contact": who, "how_often": "fortnightly", "time_of_day": "own", "own_hours": "6 to 8"}
    typed = {"time_of_day": "any", "own_hours": "banana"}
    both, stale = {"time_of_day": "morning"}, {"seen": "1"}
    for wrong in ({"how_often": "hourly"}, {"time_of_day": "night"}, {"own_hours": "soon"}, typed, both, stale):
        client.post(address, data=good | wrong)
    assert client.post(address, data=good | {"contact": "999"}).status_code == 404
    assert started(house) == []
    client.post(address, data=good | {"time_of_day": "any"})  # hours that are written are meant
    (words,) = started(house)
    assert words.startswith("Riverbridge Homes: as agreed, news: every two weeks. Time: 18:00-20:00. You hear by ")
    with house.database.reading() as session:
        assert [one.made_by for one in agreements_in(session, case.id)] == ["resident", f"staff:{bob}"]
    assert "Every week, between 08:00 and 12:00" in shown(client, case), "what was agreed before"
    form = page(client, f"/staff/cases/{case.reference}")
    for kept in ('value="fortnightly" selected', 'value="own" selected', 'value="18:00-20:00"'):
        assert kept in form, "to be changed, it stands there as it was agreed"
    client.post(address, data=good | {"time_of_day": "any", "own_hours": "18:00-20:00", "hours_before": "18:00-20:00"})
    with house.database.reading() as session:
        assert agreements_in(session, case.id)[-1].hours is None, "any time is chosen, the hours only stood there"


def test_what_happened_is_recorded_and_is_to_be_told(client: FlaskClient, house: House) -> None:
    """Within two working days; the page to write on has the fitting sentence chosen (C4)."""
    case = tell_of_elm_court(house, "yes")
    sign_in(client, house)
    answer = client.post(f"/staff/cases/{case.reference}/event", data={"event": "visit_made"}, follow_redirects=True)
    assert re.search(r'value="visit_made"\s+checked', answer.text)
    with house.database.reading() as session:
        assert [promise.what for promise in owed_in(session, case.id)].count("news") == 1
    client.post(f"/staff/cases/{case.reference}/event", data={"event": "party_held"})
    assert "A visit was made" in shown(client, case)
    with house.database.reading() as session:
        assert [promise.what for promise in owed_in(session, case.id)].count("news") == 1
    soon = next(promise.due_at for promise in owed(house, case) if promise.what == "news")
    good = {"contact": str(contact_id(house)), "how_often": "on_news", "time_of_day": "any"}
    client.post(f"/staff/cases/{case.reference}/agreement", data=good)
    dues = {promise.what: promise.due_at for promise in owed(house, case)}
    assert dues["news"] == soon < dues["update"], "what was agreed since puts off nothing that has happened"


def test_all_who_reported_linked_cases_hear_it_once(client: FlaskClient, house: House) -> None:
    """One block, one thing, one update; whoever reported both hears it once, and both promises are kept (R13)."""
    first = tell_of_elm_court(house, "yes")
    second = tell_of_elm_court(house, "yes", address=OTHER)
    sign_in(client, house)
    assert f"Open nearby: {second.reference}" in shown(client, first)
    for wrong in ("", first.reference, "0000-0000"):
        client.post(f"/staff/cases/{first.reference}/link", data={"other": wrong})
    assert "Also tell" not in page(client, f"/staff/cases/{first.reference}/update")
    client.post(f"/staff/cases/{first.reference}/link", data={"other": second.reference.lower()})
    form = page(client, f"/staff/cases/{first.reference}/update")
    assert "Also tell those who reported the linked case" in form
    send = {"ready": "action_taken", "linked": "1", "then": "send", "seen": "0"}
    client.post(f"/staff/cases/{first.reference}/update", data=send)
    assert len(started(house)) == 2
    with house.database.reading() as session:
        for case in (first, second):
            assert [promise.what for promise in owed_in(session, case.id)].count("update") == 1
    client.post(f"/staff/cases/{second.reference}/unlink")
    assert "Also tell" not in page(client, f"/staff/cases/{first.reference}/update")


def test_abuse_at_home_is_linked_with_nothing_and_named_on_no_other_page(client: FlaskClient, house: House) -> None:
    """A neighbour's noise is not the same thing, and a linked update would go to both (C5)."""
    noise = tell_of_elm_court(house, "yes")
    abuse = tell_of_elm_court(house, "yes", address=OTHER)
    house.database.write(
        lambda session: session.execute(update(Case).where(Case.id == abuse.id).values(kind="domestic_abuse"))
    )
    sign_in(client, house, MINA)
    assert abuse.reference not in shown(client, noise)
    assert noise.reference not in shown(client, abuse)
    for one, other in ((noise, abuse), (abuse, noise)):
        link = {"other": other.reference}
        said = client.post(f"/staff/cases/{one.reference}/link", data=link, follow_redirects=True)
        assert "A case of abuse at home is linked with none" in said.text
    with house.database.reading() as session:
        assert session.scalars(select(Case.matter)).all() == [None, None]


def test_who_only_looks_agrees_and_links_nothing(client: FlaskClient, house: House) -> None:
    """An auditor reads."""
    case = tell_of_elm_court(house, "yes")
    sign_in(client, house, IDA)
    for what in ("agreement", "event", "link", "unlink"):
        assert client.post(f"/staff/cases/{case.reference}/{what}").status_code == 403
    assert "Record it and tell them" not in shown(client, case)


def test_a_limit_that_an_officer_writes_ends_with_the_day(client: FlaskClient, house: House) -> None:
    """ "After 5" had gone on through the night."""
    case = tell_of_elm_court(house, "yes")
    sign_in(client, house)
    fields = {
        "contact": str(contact_id(house)),
        "how_often": "fortnightly",
        "time_of_day": "own",
        "own_hours": "after 5",
    }
    client.post(f"/staff/cases/{case.reference}/agreement", data=fields)
    with house.database.reading() as session:
        assert agreements_in(session, case.id)[-1].hours == "17:00-21:00"
