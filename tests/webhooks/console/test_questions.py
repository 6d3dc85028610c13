"""What a resident asked and a computer cannot answer is an officer's to answer (R2)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from bot.house import House
from tests.webhooks.staff_story import page, sign_in, tell, tell_of_elm_court

ASKED = "can i be evicted for this?"
TASK = "They asked something: answer it when you are in touch"


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/staff/cases/{case}/contacted", {}),
        ("/staff/cases/{case}/update", {"then": "told", "note": "Rang her: no, she cannot.", "seen": "0"}),
        ("/staff/conversations/1/answer", {"own": "No, nobody is evicted for reporting.", "language": "en"}),
    ],
)
def test_it_waits_until_somebody_has_been_in_touch(
    client: FlaskClient, house: House, address: str, fields: dict[str, str]
) -> None:
    """By a call, an update or an answer in the conversation; what was asked stands with the case."""
    case = tell_of_elm_court(house, "yes")
    tell(house, ASKED, ago=0.01)
    sign_in(client, house)
    assert TASK in page(client, "/staff")
    shown = page(client, f"/staff/cases/{case.reference}")
    assert "They asked" in shown
    assert ASKED in shown
    assert client.post(address.format(case=case.reference), data=fields).status_code == 302
    assert TASK not in page(client, "/staff")
    assert ASKED in page(client, f"/staff/cases/{case.reference}")
