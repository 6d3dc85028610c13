"""A form of a case's page that is refused comes back as it was filled in, with the reason beside it."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from bot.house import House
from tests.webhooks.console.test_closing import assessed
from tests.webhooks.console.test_in_touch import contact_id
from tests.webhooks.console.test_plans import write
from tests.webhooks.staff_story import page, sign_in

RANG = "Rang at ten, she would like <Friday> instead."
KEPT = RANG.replace("<", "&lt;").replace(">", "&gt;")


def posted(client: FlaskClient, address: str, **fields: str) -> str:
    """The page that answers a form that is refused."""
    answer = client.post(address, data=fields)
    assert answer.status_code == 422
    assert 'href="#refused"' in answer.text
    return answer.text


def form_to(html: str, address: str, holding: str = "") -> str:
    """The form of the page that posts to this address."""
    forms = re.findall(rf'<form[^>]*action="{address}">.*?</form>', html, re.S)
    return str(next(form for form in forms if holding in form))


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("plan/told", {"note": RANG, "answer": "yes", "seen": "1"}),
        ("plan/told", {"note": RANG}),
        ("risk/confirm", {"band": "high", "reason": RANG, "seen": "of yesterday"}),
    ],
)
def test_what_was_written_stands_in_the_form_that_was_refused(
    client: FlaskClient, house: House, step: str, fields: dict[str, str]
) -> None:
    """And in no other; where it can be opened, it is open."""
    case = assessed(house, "no")
    sign_in(client, house)
    write(client, case)
    address = f"/staff/cases/{case.reference}/{step}"
    shown = posted(client, address, **fields)
    assert shown.count(KEPT) == 2, "in the box, and at the top"
    form = form_to(shown, address)
    assert KEPT in form
    assert 'id="refused"' in form
    assert KEPT not in page(client, f"/staff/cases/{case.reference}")


def test_where_the_form_is_gone_what_was_written_stands_at_the_top(client: FlaskClient, house: House) -> None:
    """A colleague has noted the same meanwhile."""
    case = assessed(house)
    sign_in(client, house)
    write(client, case)
    shown = posted(client, f"/staff/cases/{case.reference}/clocks/plan", note=RANG)
    assert f"You wrote: “{KEPT}”" in shown
    assert 'id="refused"' not in shown


def test_hours_that_cannot_be_are_there_to_be_put_right(client: FlaskClient, house: House) -> None:
    """With how often that was chosen, and open to be seen."""
    case = assessed(house)
    sign_in(client, house)
    address, who = f"/staff/cases/{case.reference}/agreement", str(contact_id(house))
    shown = posted(
        client, address, contact=who, how_often="fortnightly", time_of_day="own", own_hours="after bingo", seen="x"
    )
    form = form_to(shown, address, f'value="{who}"')
    assert 'value="after bingo"' in form
    assert re.search(r'value="fortnightly" selected', form)
    assert re.search(r'value="own" selected', form)
    assert re.search(rf'<details[^>]* open>(?:(?!</details>).)*action="{address}"', shown, re.S)


def test_a_reference_that_is_no_case_stays_in_its_box(client: FlaskClient, house: House) -> None:
    """A letter was mistyped, and is put right."""
    case = assessed(house)
    sign_in(client, house)
    shown = posted(client, f"/staff/cases/{case.reference}/link", other="ABC-12 9")
    assert 'value="ABC-12 9"' in form_to(shown, f"/staff/cases/{case.reference}/link", 'id="other"')
