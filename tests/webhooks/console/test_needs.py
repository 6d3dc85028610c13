"""Staff see what helps whoever reported, record it, and are warned before they write to somebody who wants a call."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from bot.house import House
from storage.changes import changes_of
from storage.contacts import Contact
from storage.needs import needs_of
from tests.webhooks.console.test_updates import updates, write
from tests.webhooks.staff_story import IDA, page, sign_in, tell_of_elm_court


def record(client: FlaskClient, house: House, reference: str, **told: object) -> str:
    with house.database.reading() as session:
        contact_id = session.scalars(select(Contact.id)).first()
    return client.post(f"/staff/cases/{reference}/needs/{contact_id}", data=told, follow_redirects=True).text


def test_an_officer_records_what_helps_and_staff_are_warned(client: FlaskClient, house: House) -> None:
    """Told on the phone: it shows on the case, stands sealed, and nothing is written to them unwarned (C3)."""
    case = tell_of_elm_court(house, "yes")
    sign_in(client, house)
    told = record(client, house, case.reference, helps=["call", "print"], home="Uses oxygen at home")
    assert "Call, do not write. Large print, or something else" in told
    assert "Uses oxygen at home" in told
    assert "They want a call, not a text: call them first" in told
    with house.database.reading() as session:
        needs = needs_of(house.keys, session.scalars(select(Contact)).one())
        assert needs is not None
        assert needs.helps == ("call", "print")
        assert not any("oxygen" in str(change.after) for change in changes_of(session, case.id))
    _, shown = write(client, case, ready="no_change")
    assert "They want a call, not a text." in shown
    status, shown = write(client, case, "send", ready="no_change")
    assert (status, "asked for a call, not a text" in shown) == (422, True)
    assert updates(house) == []
    status, _ = write(client, case, "send", ready="no_change", all_the_same="1")
    assert (status, len(updates(house))) == (200, 1)


def test_a_child_is_refused_and_auditors_only_read(client: FlaskClient, house: House) -> None:
    """A child is never the interpreter (R8); nobody's needs are reached through a case that is not theirs."""
    case = tell_of_elm_court(house, "yes")
    sign_in(client, house)
    assert "A child is never the interpreter" in record(client, house, case.reference, speaker="my son aged 9")
    assert client.get(f"/staff/cases/{case.reference}/needs/999").status_code == 404
    sign_in(client, house, IDA)
    assert "Record what helps them" not in page(client, f"/staff/cases/{case.reference}")
    assert "cannot do that" in record(client, house, case.reference, home="x")
