"""What tests of the doors share: a house over a store of its own, and a browser before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.house import House
from bot.landlord import example_landlord
from bot.settings import read_settings
from storage.database import Database
from storage.sealing import Keys
from tests.conftest import MakeStore
from webhooks.app import create_app


@pytest.fixture
def house(new_sqlite: MakeStore, keys: Keys, tmp_path: Path) -> Iterator[House]:
    """The example landlord's house, over a fresh SQLite store."""
    database = Database(new_sqlite(), keys)
    yield House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), database)
    database.close()


@pytest.fixture
def app(house: House) -> Flask:
    """The application, for forms without a token; the tests of forged ones switch the tokens on again."""
    app = create_app(house)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that knows nothing yet."""
    return app.test_client()
