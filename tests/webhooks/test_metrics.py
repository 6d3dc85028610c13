"""Whoever watches over us sees what came and went, what is late and what was not understood, and nobody's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from bot.channels.contract import Receipt
from bot.configuration.settings import Twilio, read_settings
from bot.house import House
from bot.post.receipts import record_receipt
from storage import outbox
from storage.database import Database
from tests.standins import twilio_cloud
from tests.standins.twilio_cloud import inbound, sign
from webhooks.app import create_app
from webhooks.place import now as clock

TOKEN = "a-token-for-whoever-watches"
ADA = "+447700900123"
SHOW = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def app(house: House, store: Database, tmp_path: Path) -> Flask:
    """Over each database in turn."""
    settings = read_settings({"HEARBACK_DATA": str(tmp_path), "HEARBACK_METRICS_TOKEN": TOKEN})
    twilio = Twilio(twilio_cloud.ACCOUNT, twilio_cloud.TOKEN, twilio_cloud.OUR_NUMBER, None)
    return create_app(replace(house, settings=replace(settings, twilio=twilio), database=store))


def bring(app: Flask, words: str) -> None:
    form = inbound(ADA, words)
    url = f"{app.extensions['house'].settings.public_url}/sms"
    answer = app.test_client().post("/sms", data=form, headers={"X-Twilio-Signature": sign(url, form)})
    assert answer.status_code == 200


def figures(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    page = client.get("/metrics", headers=SHOW).get_data(as_text=True)
    families = text_string_to_metric_families(page)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_what_came_and_went_is_counted(app: Flask, store: Database) -> None:
    """In the store, so that every process of every machine tells the same."""
    bring(app, "loud music at 14 elm court every night")
    house = app.extensions["house"]
    with store.reading() as session:
        (reply,) = outbox.due(session, clock(), 10)
    for _ in range(2):  # a receipt that comes twice tells of one text
        record_receipt(house, Receipt("sms", "out1", "delivered", reply.message_id), clock())
    seen = figures(app.test_client())
    assert seen["hearback_messages_in_total", "sms"] == 1
    assert seen["hearback_messages_out_total", "sms", "delivered"] == 1
    assert seen["hearback_oldest_unsent_seconds",] == 0


def test_what_is_late_is_seen(app: Flask) -> None:
    """Nobody sends here, so the first answer waits."""
    bring(app, "loud music at 14 elm court every night")
    seen = figures(app.test_client())
    assert seen["hearback_outbox", "sms", "waiting"] == 1
    assert 0 < seen["hearback_oldest_unsent_seconds",] < timedelta(minutes=5).total_seconds()


def test_turns_and_misunderstandings_are_counted(app: Flask) -> None:
    """An answer that is none leaves the question open."""
    for words in ("loud music at 14 elm court every night", "purple", "no"):
        bring(app, words)
    seen = figures(app.test_client())
    assert seen["hearback_turn_seconds_count", "sms"] == 3
    assert seen["hearback_understanding_misses_total", "sms"] == 1


def test_what_waits_in_the_journal_and_on_call_is_counted(app: Flask) -> None:
    """Both are somebody's business."""
    bring(app, "he has a knife and is breaking down my door")
    app.extensions["house"].journal.keep("{}")
    seen = figures(app.test_client())
    assert (seen["hearback_unanswered_alerts",], seen["hearback_journal",]) == (1, 1)


def test_no_number_and_no_word_is_in_them(app: Flask) -> None:
    """They go to other people's machines."""
    bring(app, "the nightingale at 14 elm court")
    page = app.test_client().get("/metrics", headers=SHOW).get_data(as_text=True)
    assert "hearback_messages_in_total" in page
    for secret in (ADA, ADA[1:], "nightingale", "elm"):
        assert secret not in page


@pytest.mark.parametrize(
    "shown", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "é"}, {"Authorization": TOKEN[:-1]}]
)
def test_only_who_shows_the_token_sees_them(app: Flask, shown: dict[str, str]) -> None:
    """How many people report is nobody else's business."""
    assert app.test_client().get("/metrics", headers=shown).status_code == 403


def test_without_a_token_there_is_no_such_page(house: House) -> None:
    """It is made when somebody wants it."""
    assert create_app(house).test_client().get("/metrics", headers=SHOW).status_code == 404
