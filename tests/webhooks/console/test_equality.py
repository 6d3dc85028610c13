"""Who we hear from, as managers and auditors read it: rounded, of months that are over, and no small group (S6)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.house import House
from storage.equality import COUNTS, count_answer, count_survey
from storage.staff import Look
from tests.webhooks.staff_story import BOB, IDA, page, sign_in

TODAY = datetime(2027, 3, 10, 9, tzinfo=UTC)
LAST, THIS = "2027-02", "2027-03"
"""A month that is over, and one that is not."""


@pytest.fixture(autouse=True)
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a day in March."""
    monkeypatch.setattr("webhooks.console.equality.now", lambda: TODAY)


def filled(house: House) -> None:
    """Women and men who reported last month, and two of this month; some have said how it went."""

    def count(session: Session) -> None:
        for sex, number in (("female", 23), ("male", 14), ("not_said", 11)):
            for _ in range(number):
                about = {"channel": "sms", "kind": "noise", "patch": "Elms"}
                count_answer(session, house.keys, LAST, about, "sex", sex)  # type: ignore[arg-type]
                count_survey(session, house.keys, LAST, ["end_of_case.overall.well"], {"sex": sex})
        for sex, number in (("female", 12), ("male", 16), ("not_said", 10)):
            for _ in range(number):
                count_survey(session, house.keys, LAST, ["end_of_case.overall.not_well"], {"sex": sex})
        count_survey(session, house.keys, LAST, ["end_of_case.again.well"], {"sex": "male"})
        for _ in range(20):
            count_answer(session, house.keys, THIS, {"channel": "web"}, "sex", "male")

    house.database.write(count)


def shown(client: FlaskClient, asked: str) -> str:
    text = page(client, f"/staff/equality?{asked}")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_groups_are_shown_to_the_nearest_five_and_small_ones_not(client: FlaskClient, house: House) -> None:
    """By channel and kind, and how it went for whom."""
    filled(house)
    sign_in(client, house, IDA)
    assert "Everybody 25 15 10" in shown(client, "year=2027")
    assert "Text message 25 15 10" in shown(client, "by=channel")
    assert "Web chat" not in shown(client, "by=channel")
    assert "Noise 25 15 10" in shown(client, "by=kind")
    assert "2027-02 25 15 10" in shown(client, "by=month")
    went = shown(client, "by=end_of_case.overall")
    assert "Well 25 15 10 Not so well 10 15 10" in went
    assert "Nobody, or too few to be shown" in shown(client, "by=end_of_case.again")


@pytest.mark.parametrize(
    "asked", ["year=0", "year=99999999999999999999", "year=x", "by=nonsense", "by=end_of_case.", ""]
)
def test_nonsense_in_the_address_is_the_usual_page(client: FlaskClient, house: House, asked: str) -> None:
    """And so is a year of which nobody has said anything."""
    sign_in(client, house, IDA)
    assert "Who we hear from" in shown(client, asked)
    assert "Nobody, or too few to be shown" in shown(client, asked)


def test_counts_of_another_key_are_told_to_be_so(client: FlaskClient, house: House) -> None:
    """Nothing breaks, and the page says what is wrong."""
    filled(house)
    house.database.write(lambda session: session.execute(COUNTS.update().values(sealed=b"\x00" * 40)))
    sign_in(client, house, IDA)
    assert "sealed with another HEARBACK_KEY" in shown(client, "")


def test_officers_do_not_read_it_and_who_does_is_noted(client: FlaskClient, house: House) -> None:
    """It is for those who oversee (T1)."""
    sign_in(client, house, BOB)
    assert client.get("/staff/equality").status_code == 403
    sign_in(client, house, IDA)
    shown(client, "")
    with house.database.reading() as session:
        assert session.scalars(select(Look.what).where(Look.what == "equality")).all() == ["equality"]
