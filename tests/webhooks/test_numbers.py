"""Numbers in addresses that no row can have: the page is not there, on either database."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.house import House
from storage.database import Database
from tests.webhooks.staff_story import BOB, ROSA, sign_in
from webhooks.app import create_app

NO_ROW = ["9" * 22, str(2**63), str(2**63 - 1), "9" * 5000]


@pytest.fixture
def house(store: Database, tmp_path: Path) -> House:
    """The example landlord's house, over each database in turn."""
    return House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), store)


def numbered(app: Flask, number: str) -> Iterator[tuple[str, str]]:
    """Every page whose address holds a row's number, and the method it takes."""
    for rule in app.url_map.iter_rules():
        if "<int:" in rule.rule:
            yield re.sub(r"<[^>]*>", number, rule.rule), "POST" if "POST" in (rule.methods or ()) else "GET"


@pytest.fixture
def app(house: House) -> Flask:
    """The application, for forms without a token, whose faults are answered as they are to everybody."""
    app = create_app(house)
    app.config.update(WTF_CSRF_ENABLED=False)
    return app


@pytest.mark.parametrize("email", [BOB, ROSA])
def test_a_number_that_no_row_can_have_leads_to_no_page(app: Flask, house: House, email: str) -> None:
    """However long it is: an integer of the store has 64 bits."""
    client = app.test_client()
    sign_in(client, house, email)
    pages = [page for number in NO_ROW for page in numbered(app, number)]
    assert len(pages) >= 5 * len(NO_ROW)
    for address, method in pages:
        assert client.open(address, method=method).status_code in (403, 404, 405), (address[:60], method)


@pytest.mark.parametrize("number", ["9" * 22, "123456789x", "9" * 5000, "-1"])
def test_a_page_of_the_list_that_is_none_is_one_that_is(app: Flask, house: House, number: str) -> None:
    """Whatever stands in the address."""
    client = app.test_client()
    sign_in(client, house)
    assert client.get("/staff", query_string={"page": number}).status_code == 200
