"""An officer writes to those who reported: seen before it leaves, neutral, only where it is safe, and then logged."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from bot.house import House
from bot.timetable import may_write_at
from storage.cases import Case
from storage.contacts import Contact
from storage.messages import Message
from storage.outbox import Outgoing
from storage.promises import Promise, promises_of
from tests.webhooks.console.test_closing import confirm_risk
from tests.webhooks.staff_story import IDA, page, sign_in, tell, tell_of_elm_court

SAFE = ("yes",)


def write(
    client: FlaskClient, case: Case, then: str = "look", seen: str | None = None, **draft: str
) -> tuple[int, str]:
    """Post the form as the page has it; the status and what the page says."""
    address = f"/staff/cases/{case.reference}/update"
    shown = re.search(r'name="seen" value="(\d+)"', client.post(address, data={"ready": "no_change"}).text)
    fields = {"ready": "", "own": "", **draft, "then": then, "seen": seen or (shown[1] if shown else "0")}
    answer = client.post(address, data=fields, follow_redirects=True)
    return answer.status_code, " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def updates(house: House) -> list[tuple[Message, Outgoing]]:
    with house.database.reading() as session:
        sent = select(Message, Outgoing).join(Outgoing).where(Message.kind == "update").order_by(Message.id)
        return [(message, row) for message, row in session.execute(sent)]


def test_an_update_is_looked_at_and_then_sent_with_the_day_of_the_next(client: FlaskClient, house: House) -> None:
    """Looking sends nothing; sending is on record with who wrote it, keeps the promise and makes the next."""
    case = tell_of_elm_court(house, *SAFE)
    bob = sign_in(client, house)
    _, shown = write(client, case, own="We have started, and it will take a while.")
    assert "Riverbridge Homes: We have started, and it will take a while. We will write again by" in shown
    assert "1 text message" in shown
    assert updates(house) == []
    status, shown = write(client, case, "send", own="We have started, and it will take a while.")
    assert (status, "on its way to 1 person" in shown) == (200, True)
    ((message, row),) = updates(house)
    assert (message.author, message.staff_id, row.kind, row.state) == ("officer", bob, "update", "waiting")
    assert "Update sent" in shown
    assert "Update due" in shown


def test_it_leaves_in_the_hours_allowed_and_no_later(client: FlaskClient, house: House) -> None:
    """Quiet hours hold for what we start (C8)."""
    case = tell_of_elm_court(house, *SAFE)
    sign_in(client, house)
    before = datetime.now(UTC)
    write(client, case, "send", ready="no_change")
    ((_, row),) = updates(house)
    assert may_write_at(house.landlord, before) <= row.due_at <= may_write_at(house.landlord, datetime.now(UTC))
    assert row.expires_at is not None
    assert row.due_at < row.expires_at <= row.due_at + timedelta(hours=24)


def test_a_name_that_they_told_is_not_written_to_them_either(client: FlaskClient, house: House) -> None:
    """In small letters, at the beginning, or in part: whoever else reads the phone may know him (C5)."""
    tell(house, "no my neighbour kevin at 14 elm court plays loud music every night till 3", "no", "yes", *SAFE)
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
    sign_in(client, house)
    for own in ("Kev moved out.", "We wrote to kevin today."):
        status, shown = write(client, case, own=own)
        assert (status, "the name “" in shown) == (422, True), own
    assert write(client, case, own="It is going well, we will keep at it.")[0] == 200


@pytest.mark.parametrize(
    ("safe", "why"),
    [
        ("no", "it is not safe to write to them"),
        ("unwanted", "they do not want us to write to them"),
        (None, "they have not said that it is safe"),
    ],
)
def test_nobody_is_written_to_without_their_yes(client: FlaskClient, house: House, safe: str | None, why: str) -> None:
    """And the officer is told why, and what to do instead (C5)."""
    case = tell_of_elm_court(house, *SAFE)
    sign_in(client, house)
    house.database.write(lambda session: session.execute(update(Contact).values(texting_is_safe=safe)))
    status, shown = write(client, case, "send", ready="no_change")
    assert (status, why in shown, "Call them" in shown) == (422, True, True)
    assert updates(house) == []


def test_who_said_stop_is_not_written_to(client: FlaskClient, house: House) -> None:
    """Final for every kind of message on that number (C9)."""
    case = tell_of_elm_court(house, *SAFE)
    tell(house, "STOP", ago=1)
    sign_in(client, house)
    assert write(client, case, "send", ready="no_change")[0] == 422
    assert updates(house) == []


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ("We told your neighbour to turn the music down", "neighbour"),
        ("We were at 14 Elm Court", "a place"),
        ("", "Choose a sentence, or write one"),
        ("x" * 400, "Make it shorter"),
        ("on and on " * 29, "more than 2 text messages"),
    ],
)
def test_what_may_not_leave_is_refused_and_kept_on_the_page(
    client: FlaskClient, house: House, own: str, why: str
) -> None:
    """With what is wrong, in the same words whether it is looked at or sent."""
    case = tell_of_elm_court(house, *SAFE)
    sign_in(client, house)
    for then in ("look", "send"):
        status, shown = write(client, case, then, own=own)
        assert (status, why in shown) == (422, True)
        assert own.strip()[:300] in shown
    assert updates(house) == []


def test_what_is_sent_twice_leaves_once(client: FlaskClient, house: House) -> None:
    """A double click, or two officers who opened the page at the same time."""
    case = tell_of_elm_court(house, *SAFE)
    sign_in(client, house)
    assert write(client, case, "send", seen="0", ready="no_change")[0] == 200
    status, shown = write(client, case, "send", seen="0", ready="as_agreed")
    assert (status, "since you opened this page" in shown) == (422, True)
    assert len(updates(house)) == 1


def test_who_opened_the_page_before_another_wrote_reads_that_first(client: FlaskClient, house: House) -> None:
    """Two officers do not tell one person two things; what was written last stands on the page."""
    case = tell_of_elm_court(house, *SAFE)
    sign_in(client, house)
    address = f"/staff/cases/{case.reference}/update"
    opened = re.search(r'name="opened" value="(\d+)"', page(client, address))
    assert opened
    write(client, case, "send", ready="no_change")
    answer = client.post(address, data={"ready": "", "own": "We did the first step.", "opened": opened[1]})
    assert answer.status_code == 422
    assert "Somebody has written to them since you opened this page" in answer.text
    assert "Written last" in answer.text
    assert "There is no change yet" in answer.text
    assert "We did the first step." in answer.text
    assert "Send it" not in answer.text


def test_a_ready_sentence_is_in_their_language_with_its_english(client: FlaskClient, house: House) -> None:
    """What the officer chose, said so that it is understood."""
    tell(house, "PL", "sąsiad z 14 elm court co noc gra głośną muzykę", "nie", "tak", "tak")
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
    sign_in(client, house)
    write(client, case, "send", ready="no_change")
    ((message, _),) = updates(house)
    assert "Na razie bez zmian" in (message.words or "")
    assert "There is no change yet" in (message.english or "")


def test_everybody_who_reported_hears_the_same(client: FlaskClient, house: House) -> None:
    """Each where they wrote; whoever may not be written to is named as not told (R13)."""
    case = tell_of_elm_court(house, *SAFE)
    other = tell_of_elm_court(house, *SAFE, address="+447700900124")
    with house.database.transaction() as session:
        join = "UPDATE case_contacts SET case_id = :one WHERE case_id = :other"
        session.connection().exec_driver_sql(join.replace(":one", str(case.id)).replace(":other", str(other.id)))
        moved = "UPDATE reports SET case_id = :one WHERE case_id = :other"
        session.connection().exec_driver_sql(moved.replace(":one", str(case.id)).replace(":other", str(other.id)))
    sign_in(client, house)
    assert "on its way to 2 people" in write(client, case, "send", ready="no_change")[1]
    assert len({row.contact_id for _, row in updates(house)}) == 2


def test_the_first_contact_promises_an_update_and_the_list_says_when_it_is_late(
    client: FlaskClient, house: House
) -> None:
    """Nobody need remember it; an update sent takes it off the list."""
    case = tell_of_elm_court(house, *SAFE)
    sign_in(client, house)
    client.post(f"/staff/cases/{case.reference}/contacted")
    assert "An update is due" not in page(client, "/staff")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    late = update(Promise).where(Promise.what == "update").values(due_at=yesterday)
    house.database.write(lambda session: session.execute(late))
    listed = page(client, "/staff")
    assert listed.index("An update is due") < listed.index("Late") < listed.index("Reference, place or words")
    write(client, case, "send", ready="no_change")
    assert "An update is due" not in page(client, "/staff")
    with house.database.reading() as session:
        kept = [promise.kept_at is not None for promise in promises_of(session, case.id) if promise.what == "update"]
    assert kept == [True, False]


def test_who_only_looks_cannot_write(client: FlaskClient, house: House) -> None:
    """An auditor reads."""
    case = tell_of_elm_court(house, *SAFE)
    sign_in(client, house, IDA)
    assert client.get(f"/staff/cases/{case.reference}/update").status_code == 403
    assert client.post(f"/staff/cases/{case.reference}/update", data={"then": "send"}).status_code == 403
    assert "Write an update" not in page(client, f"/staff/cases/{case.reference}")


def test_a_case_that_is_not_there_is_not_found(client: FlaskClient, house: House) -> None:
    """Rather than made up."""
    sign_in(client, house)
    assert client.get("/staff/cases/0000-0000/update").status_code == 404


def test_who_cannot_be_written_to_is_told_another_way(client: FlaskClient, house: House) -> None:
    """Else the update would be late for ever; pressed twice it counts once."""
    case = tell_of_elm_court(house, "no")
    sign_in(client, house)
    client.post(f"/staff/cases/{case.reference}/contacted")
    status, shown = write(client, case, "told", seen="1")
    assert (status, "Write what you told them" in shown) == (422, True)
    note = "Rang her: the landlord of the pub has been warned."
    _, shown = write(client, case, "told", seen="1", note=note)
    assert "Told another way" in shown
    status, shown = write(client, case, "told", seen="1", note=note)
    assert (status, "Nothing new was noted" in shown) == (422, True)
    assert (
        client.post(
            f"/staff/cases/{case.reference}/update", data={"then": "told", "seen": "1", "note": note}
        ).text.count(f'value="{note}"')
        == 1
    ), "what was written is not lost"
    with house.database.reading() as session:
        kept = [promise.kept_at is not None for promise in promises_of(session, case.id) if promise.what == "update"]
    assert (kept, updates(house)) == ([True, False], [])


def test_a_first_contact_after_an_update_promises_no_second_one(client: FlaskClient, house: House) -> None:
    """One is owed already."""
    case = tell_of_elm_court(house, *SAFE)
    sign_in(client, house)
    write(client, case, "send", ready="no_change")
    client.post(f"/staff/cases/{case.reference}/contacted")
    with house.database.reading() as session:
        assert [promise.what for promise in promises_of(session, case.id)] == ["first_contact", "update"]


def test_nobody_is_asked_to_help_themselves_before_the_risk_is_assessed(client: FlaskClient, house: House) -> None:
    """Whoever wrote it is told what to do first; after that it is theirs to say (C2)."""
    case, own = tell_of_elm_court(house, *SAFE), "You could try a calm word first."
    sign_in(client, house)
    status, shown = write(client, case, "send", own=own)
    assert (status, "The risk has not been assessed yet." in shown, updates(house)) == (422, True, [])
    confirm_risk(house, case)
    assert "on its way to 1 person" in write(client, case, "send", own=own)[1]


def test_what_leaves_after_the_promised_time_says_so_before_and_after(client: FlaskClient, house: House) -> None:
    """The officer may call instead; the list and the log are honest (C6)."""
    case = tell_of_elm_court(house, *SAFE)
    sign_in(client, house)
    client.post(f"/staff/cases/{case.reference}/contacted")
    soon = datetime.now(UTC) + timedelta(minutes=5)
    hours = "18:00-21:00" if 4 < datetime.now(UTC).hour < 12 else "10:00-11:00"
    house.database.write(lambda session: session.execute(update(Contact).values(hours=hours)))
    house.database.write(
        lambda session: session.execute(update(Promise).where(Promise.what == "update").values(due_at=soon))
    )
    _, shown = write(client, case, ready="no_change")
    assert "after the promised time" in shown
    assert "We are sorry that this comes later than we said." in shown
    _, shown = write(client, case, "send", ready="no_change")
    assert "Waiting to leave until" in shown
    assert ", after the promised time." in shown
    assert "An update leaves after the promised time" in page(client, "/staff")


def test_where_nobody_can_be_written_to_nothing_is_offered_to_be_sent(client: FlaskClient, house: House) -> None:
    """Who came by the web chat has no number: what they were told another way is noted all the same."""
    case = tell_of_elm_court(house, "no")
    sign_in(client, house)
    address = f"/staff/cases/{case.reference}/update"
    shown = page(client, address)
    assert "Nobody who reported this can be written to from here." in shown
    assert "Show me how it leaves" not in shown
    seen = re.search(r'name="seen" value="(\d+)"', client.get(address).text)
    assert seen
    noted = {"then": "told", "seen": seen[1], "note": "Rang her at work, she knows."}
    assert "Noted: they have been told another way." in client.post(address, data=noted, follow_redirects=True).text
