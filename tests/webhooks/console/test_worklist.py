"""The worklist says what needs doing, first things first, and finds what is looked for."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.contract import Receipt
from bot.house import House
from bot.post.receipts import record_receipt
from bot.rota import call_next
from storage.cases import Case, close_case
from storage.deliveries import record_delivery
from storage.outbox import Outgoing
from storage.tables import table_of
from storage.worklist import Wanted, find_cases
from tests.webhooks.staff_story import BOB, IDA, MINA, PASSWORD, ROSA, hours_ago, page, sign_in, tell, tell_of_elm_court

KNIFE = "someone is kicking my door in with a knife"
DOGS = "dogs barking all day behind the shops"


def sign_in_again(client: FlaskClient, email: str) -> None:
    client.post("/staff/sign-in", data={"email": email, "password": PASSWORD})


def test_an_alert_stands_on_top_until_somebody_takes_it(client: FlaskClient, house: House) -> None:
    """And who took it is named, here and where the conversation is read."""
    talk = tell(house, KNIFE)
    sign_in(client, house)
    list_before = page(client, "/staff")
    assert "Nobody has taken this yet" in list_before
    assert list_before.index("Violence") < list_before.index("Reference, place or words")
    answer = client.post("/staff/alerts/1/take", data={"then": "worklist"})
    assert answer.headers["Location"] == "/staff"
    list_after = page(client, "/staff")
    assert "Alert 1 (violence) is yours." in list_after
    assert "Nobody has taken this yet" not in list_after
    assert "Its alert was taken by Bob Ford" in list_after, "it still waits among the unfinished"
    assert "Taken by Bob Ford" in page(client, f"/staff/conversations/{talk}")


def test_an_alert_is_taken_once(client: FlaskClient, house: House) -> None:
    """Who comes second is told who came first; an alert that is not there is not found."""
    tell(house, KNIFE)
    sign_in(client, house)
    client.post("/staff/alerts/1/take", data={"then": "worklist"})
    client.post("/staff/alerts/1/take", data={"then": "worklist"})
    assert "was taken by Bob Ford before you" in page(client, "/staff")
    assert client.post("/staff/alerts/99/take").status_code == 404


def test_an_alert_that_nobody_takes_stands_in_red_for_everybody(client: FlaskClient, house: House) -> None:
    """Urgent ones too, above the list, with whom we wrote to last, and that it has not left; until somebody
    acts."""
    tell(house, "he said he will burn my house down", "no")
    call_next(house, hours_ago(0))
    for email in (BOB, IDA, MINA, ROSA):
        sign_in(client, house, email)
        shown = page(client, "/staff")
        assert "staff-alert--now" in shown
        assert re.search(r"Our last message to .* \(2 messages so far\): <strong>Waiting to leave", shown)
        assert "Nobody has answered yet" in shown
        assert shown.index("Nobody has answered yet") < shown.index('aria-label="Which cases"')
        client.post("/staff/sign-out")
    sign_in_again(client, BOB)
    client.post("/staff/alerts/1/take", data={"then": "worklist"})
    assert "staff-alert--now" not in page(client, "/staff")


def test_who_asked_for_a_person_is_listed_until_somebody_has_spoken_to_them(client: FlaskClient, house: House) -> None:
    """What was said is noted in the record, which still stands up."""
    talk = tell(house, DOGS, "no", "PERSON")
    sign_in(client, house)
    assert "Somebody wants to speak to a person" in page(client, "/staff")
    client.post(f"/staff/conversations/{talk}/answered", data={"note": "Rang her, <b>she</b> is fine"})
    shown = page(client, f"/staff/conversations/{talk}")
    assert "Rang her, &lt;b&gt;she&lt;/b&gt; is fine" in shown
    assert "Note, not seen by the resident" in shown
    assert re.search(r"Record verified: \d+ messages, unaltered", shown)
    assert "Somebody wants to speak to a person" not in page(client, "/staff")


def test_who_asked_for_a_person_still_does_when_more_is_filed_silently(client: FlaskClient, house: House) -> None:
    """Where it is not safe to answer, what is written next is kept, and takes nothing of the wish away."""
    tell(house, "my husband hits me at 14 elm court", "no", "no", "PERSON", "hi")
    sign_in(client, house, MINA)
    shown = page(client, "/staff")
    assert "Somebody wants to speak to a person" in shown
    assert "though nobody asked for one" not in shown


def test_what_somebody_has_not_been_told_stands_in_the_list(client: FlaskClient, house: House) -> None:
    """With the reason, until it arrives after all (C10)."""
    tell(house, DOGS)
    with house.database.reading() as store:
        reply = store.scalars(select(Outgoing.message_id).where(Outgoing.kind == "reply")).first()
    assert reply
    record_receipt(house, Receipt("sms", "out1", "undelivered", reply, "landline"), hours_ago(0))
    sign_in(client, house)
    shown = unescape(page(client, "/staff"))
    assert "A conversation needs a person, though nobody asked for one" in shown
    assert "Not told: “Riverbridge Homes. We are not an emergency service." in shown
    assert "Could not be delivered: the number is a landline" in shown
    record_receipt(house, Receipt("sms", "out1", "delivered", reply), hours_ago(0))
    assert "Not told" not in page(client, "/staff")


def test_a_channel_that_does_not_send_is_said_until_it_does(client: FlaskClient, house: House) -> None:
    """A token that was revoked, or the wrong key: whoever reads the list learns of it at once, and why."""
    tell(house, DOGS)
    with house.database.transaction() as store:
        reply = store.scalars(select(Outgoing.message_id).where(Outgoing.kind == "reply")).first()
        assert reply
        record_delivery(store, reply, "queued", hours_ago(0), reason="account")
    sign_in(client, house)
    assert re.search(r"Nothing leaves by .*: our account with the provider does not work", page(client, "/staff"))
    house.database.write(lambda store: record_delivery(store, reply, "sent", hours_ago(0), provider_id="out1"))
    assert "Nothing leaves by" not in page(client, "/staff")


def test_who_did_not_ask_for_a_person_is_not_said_to_have(client: FlaskClient, house: House) -> None:
    """The list says why each needs one: a wish, or that we may not answer; to be misunderstood twice is neither."""
    tell(house, DOGS, "no", "?", "??", "???")
    tell(house, "my husband hits me", "no", "no", "he did it again last night", address="+447700900124")
    tell(house, DOGS, "no", "i want to make a complaint about you", address="+447700900125")
    sign_in(client, house, MINA)
    shown = page(client, "/staff")
    assert "Somebody wants to speak to a person" in shown
    assert "Wants to complain" in shown
    assert "A conversation needs a person, though nobody asked for one" in shown
    assert "Wrote where it is not safe for us to answer" in shown


def test_an_unfinished_report_shows_its_words_and_where_it_stopped(client: FlaskClient, house: House) -> None:
    """Nothing is lost when somebody stops half way (R12)."""
    tell(house, DOGS, "no")
    sign_in(client, house)
    for address in ("/staff", "/staff?state=unfinished"):
        shown = page(client, address)
        assert DOGS in shown
        assert "Stopped at: Where is it happening?" in shown


def test_a_report_that_was_taken_back_is_found_in_a_list_of_its_own(client: FlaskClient, house: House) -> None:
    """Nobody works on it, and its words are not lost."""
    tell(house, DOGS, "no", "forget it, I want to take it back")
    sign_in(client, house)
    assert DOGS not in page(client, "/staff")
    shown = page(client, "/staff?state=withdrawn")
    assert (DOGS in shown, "These were taken back by those who told us" in shown) == (True, True)
    assert DOGS in page(client, "/staff?state=withdrawn&q=barking")
    assert "No report that was taken back holds these words" in page(client, "/staff?state=withdrawn&q=zebra")


def listed(text: str) -> str:
    """The list itself, below what is due."""
    return text[text.index("Reference, place or words") :]


def test_a_report_that_has_its_reference_is_a_case_and_not_unfinished(client: FlaskClient, house: House) -> None:
    """The list shows it once."""
    case = tell_of_elm_court(house)
    sign_in(client, house)
    assert listed(page(client, "/staff")).count(case.reference) == 2  # its name, and the address that leads to it
    assert "No report is unfinished" in page(client, "/staff?state=unfinished")


def test_urgent_cases_come_first_then_those_whose_first_contact_is_due(house: House) -> None:
    """Whatever page of the list is turned to."""
    cases = [tell_of_elm_court(house, address=f"+44770090020{n}", ago=10 - n) for n in range(4)]
    dues = [hours_ago(1), hours_ago(4), hours_ago(2), hours_ago(3)]

    def settle(session: Session) -> None:
        for case, due, urgent in zip(cases, dues, (False, False, True, True), strict=True):
            changed = update(table_of(Case)).where(table_of(Case).c.id == case.id)
            session.execute(changed.values(first_contact_due=due, urgent=urgent))

    house.database.write(settle)
    with house.database.reading() as session:
        one_page = [case.id for case in find_cases(session, Wanted(), 10)]
        pages = [case.id for offset in range(5) for case in find_cases(session, Wanted(), 1, offset)]
    assert one_page == [cases[place].id for place in (3, 2, 1, 0)]
    assert pages == one_page


def test_a_first_contact_that_is_overdue_is_late(client: FlaskClient, house: House) -> None:
    """Until the promise is kept or the case closed."""
    case = tell_of_elm_court(house)
    sign_in(client, house)
    assert not re.search(r"\bLate\b", page(client, "/staff"))
    table = table_of(Case)
    house.database.write(lambda s: s.execute(update(table).values(first_contact_due=hours_ago(1))))
    assert re.search(r"\bLate\b", page(client, "/staff"))
    assert re.search(r"\bLate\b", page(client, f"/staff/cases/{case.reference}"))


@pytest.mark.parametrize("typed", ["{}", "{} ", "ref"])
def test_a_reference_leads_straight_to_its_case(client: FlaskClient, house: House, typed: str) -> None:
    """However it was typed."""
    case = tell_of_elm_court(house)
    sign_in(client, house)
    written = case.reference.replace("-", "").lower() if typed == "ref" else typed.format(case.reference)
    answer = client.get("/staff", query_string={"q": written})
    assert answer.headers["Location"] == f"/staff/cases/{case.reference}"


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"q": "elm court"}, True),
        ({"q": "LOUD MUSIC"}, True),
        ({"q": "every night till"}, True),
        ({"q": "zebra"}, False),
        ({"q": "100%"}, False),
        ({"q": "_"}, False),
        ({"kind": "noise"}, True),
        ({"kind": "drugs"}, False),
        ({"patch": "Elms"}, True),
        ({"patch": "Mill"}, False),
        ({"urgent": "1"}, False),
        ({"state": "closed"}, False),
        ({"state": "nonsense", "kind": "nonsense", "page": "-7"}, True),
        ({"page": "99999999999999999999"}, False),
        ({"page": "2"}, False),
    ],
)
def test_the_list_shows_what_is_asked_for(
    client: FlaskClient, house: House, asked: dict[str, str], is_found: bool
) -> None:
    """By place, words, kind, patch, urgency and state; nonsense in the address is left out."""
    case = tell_of_elm_court(house)
    sign_in(client, house)
    answer = client.get("/staff", query_string=asked)
    assert answer.status_code == 200
    assert (case.reference in listed(answer.text)) == is_found


def test_a_closed_case_is_with_the_closed(client: FlaskClient, house: House) -> None:
    """And no longer with the open ones."""
    case = tell_of_elm_court(house)
    house.database.write(lambda s: close_case(s, s.get_one(Case, case.id), "staff:1", hours_ago(0)))
    sign_in(client, house)
    assert case.reference in page(client, "/staff?state=closed")
    assert "No case is open" in page(client, "/staff")


def test_fifty_stand_on_a_page_and_the_rest_on_the_next(client: FlaskClient, house: House) -> None:
    """Every one of them once."""
    first = tell_of_elm_court(house)

    def copy(session: Session) -> None:
        kept = ("kind", "state", "urgent", "language", "facts", "opened_at", "first_contact_due", "length", "head")
        for number in range(60):
            row = {name: getattr(first, name) for name in kept}
            session.add(Case(reference=f"TEST-{number:04}", **row))
        session.flush()

    house.database.write(copy)
    sign_in(client, house)
    one, two = (re.findall(r'href="/staff/cases/([\w-]+)"', page(client, f"/staff?page={n}")) for n in (1, 2))
    assert (len(one), len(two), len({*one, *two})) == (50, 11, 61)
    assert "Page 1 of 2" in page(client, "/staff")
    assert "61 cases" in page(client, "/staff")


def test_an_auditor_reads_the_list(client: FlaskClient, house: House) -> None:
    """Without a button."""
    tell(house, KNIFE)
    sign_in(client, house, IDA)
    shown = page(client, "/staff")
    assert "Violence" in shown
    assert "I am dealing with it" not in shown


def test_how_many_wait_is_told_to_an_open_page(client: FlaskClient, house: House) -> None:
    """Alerts and people; not to somebody who is not signed in, and nobody is kept signed in by asking."""
    assert client.get("/staff/waiting").status_code == 302
    sign_in(client, house)
    assert client.get("/staff/waiting").json == {"waiting": 0}
    tell(house, KNIFE)
    tell(house, "hello", "no", "PERSON", address="+447700900456")
    assert client.get("/staff/waiting").json == {"waiting": 2}
    client.post("/staff/alerts/1/take", data={"then": "worklist"})
    assert client.get("/staff/waiting").json == {"waiting": 1}


def test_what_is_looked_for_stands_in_no_address(client: FlaskClient, house: House) -> None:
    """Nor in those of the next pages; and a reference leads to its case as ever."""
    case = tell_of_elm_court(house)
    sign_in(client, house)
    answer = client.post("/staff/search", data={"q": "elm court", "patch": "Elms", "state": "open"})
    where = answer.headers["Location"]
    assert "elm" not in where.lower().replace("patch=elms", "")
    shown = page(client, where)
    assert case.reference in shown
    assert 'value="elm court"' in shown
    assert "No open case has" in client.post("/staff/search", data={"q": "zebra"}, follow_redirects=True).text
    led = client.post("/staff/search", data={"q": case.reference.lower()}, follow_redirects=True)
    assert led.request.path == f"/staff/cases/{case.reference}"


def test_five_of_a_sort_stand_open_and_the_others_are_folded(client: FlaskClient, house: House) -> None:
    """So that the search and the list are not buried in the morning; nothing is left out."""
    cases = [tell_of_elm_court(house, address=f"+44770090020{number}") for number in range(7)]
    sign_in(client, house)
    shown = page(client, "/staff")
    assert "7 risks are to be assessed" in shown
    assert "2 more" in shown
    assert all(shown.count(f"/staff/cases/{case.reference}#risk") == 1 for case in cases)
