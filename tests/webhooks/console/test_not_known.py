"""Officers see who may not have had what was sent, on one list, and a carrier that confirms nothing is one line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.house import House
from storage.deliveries import record_delivery
from storage.outbox import Outgoing, mark_done
from tests.webhooks.staff_story import ADA, page, sign_in, tell_of_elm_court

SECTION = "Not known to have arrived"


def all_taken(house: House, *, confirmed: bool = False) -> None:
    """The carrier has taken everything that was said; with `confirmed` a receipt came of the first text."""
    with house.database.transaction() as session:
        rows = session.scalars(select(Outgoing).where(Outgoing.state != "done").order_by(Outgoing.message_id)).all()
        for row in rows:
            mark_done(session, row.message_id, row.due_at)
            record_delivery(session, row.message_id, "sent", row.due_at, provider_id=f"SM{row.message_id}")
        if confirmed:
            record_delivery(session, rows[0].message_id, "delivered", rows[0].due_at + timedelta(seconds=9))


def test_a_reference_without_a_receipt_is_listed_after_a_day(client: FlaskClient, house: House) -> None:
    """With its case; the transcript says it as well."""
    case = tell_of_elm_court(house, ago=26)
    all_taken(house, confirmed=True)
    sign_in(client, house)
    listed = page(client, "/staff")
    assert SECTION in listed
    section = listed[listed.index(SECTION) :].split("</section>")[0]
    assert "One person may not have had what we sent" in section
    assert case.reference in section
    assert "not known to have arrived" in page(client, "/staff/conversations/1")


@pytest.mark.parametrize("hours", [3, 24 * 9])
def test_too_soon_and_too_late_it_is_not(client: FlaskClient, house: House, hours: int) -> None:
    """A receipt may still come; and what is nine days old is no news."""
    tell_of_elm_court(house, ago=hours)
    all_taken(house)
    sign_in(client, house)
    assert SECTION not in page(client, "/staff")


def test_a_day_without_any_receipt_is_said_once(client: FlaskClient, house: House) -> None:
    """Three people and no receipt for any text: one line, and no list."""
    for number in range(3):
        tell_of_elm_court(house, address=f"{ADA[:-1]}{number}", ago=30)
    all_taken(house)
    sign_in(client, house)
    listed = page(client, "/staff")
    assert listed.count("No receipt came for any text of") == 1
    assert SECTION not in listed
