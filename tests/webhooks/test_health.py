"""Whoever watches over us can tell a process that must be started again from a store that must be brought back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from bot.configuration.settings import read_settings
from bot.house import House
from storage.database import Database
from tests.outages import away
from webhooks.app import create_app


def test_ready_and_alive_are_told_apart(house: House, store: Database, tmp_path: Path) -> None:
    """And what waits in the journal is counted."""
    settings = read_settings({"HEARBACK_DATA": str(tmp_path)})
    app = create_app(replace(house, settings=settings, database=store))
    client: FlaskClient = app.test_client()
    assert (client.get("/health").status_code, client.get("/health/alive").status_code) == (200, 200)
    assert client.get("/health").json == {"status": "ok", "journal": {"waiting": 0, "unreadable": 0}}
    app.extensions["house"].journal.keep("{}")
    with away(store.url.render_as_string(hide_password=False)):
        ready, alive = client.get("/health"), client.get("/health/alive")
    assert (alive.status_code, alive.json) == (200, {"status": "alive"})
    if store.url.get_backend_name() == "postgresql":  # SQLite can be read although nothing can be written
        assert ready.status_code == 503
        assert ready.json == {"status": "the store cannot be reached", "journal": {"waiting": 1, "unreadable": 0}}
