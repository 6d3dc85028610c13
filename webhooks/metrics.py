"""Figures for Prometheus: what came and went, how late the outbox is, how long a turn takes, and how often we did not
understand. No name, number or word is in them."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, has_app_context, request
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.figures import Figures, read_figures
from webhooks.place import now, the_house

if TYPE_CHECKING:
    from flask import Flask

    from bot.conversation import Received
    from bot.house import House

door = Blueprint("metrics", __name__)
KEEP = timedelta(seconds=15)
"""How long figures read from the store are shown again: they count whole tables."""
SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Turns:
    """What this web process counts itself: turns by channel, and those that left the question unanswered."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.took = Histogram(
            "hearback_turn_seconds", "From a message to its answer in the store, for this process.", ["channel"],
            buckets=SECONDS, registry=registry,
        )  # fmt: skip
        self.missed = Counter(
            "hearback_understanding_misses", "Messages that did not answer the question asked, for this process.",
            ["channel"], registry=registry,
        )  # fmt: skip


class StoreFigures(Collector):
    """What the store knows, the same whichever process and machine is asked."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._read: tuple[datetime, Figures] | None = None

    def collect(self) -> Iterable[Metric]:
        """Yield each figure; Prometheus asks through the registry."""
        at = now()
        figures = self._figures(at)
        heard = CounterMetricFamily("hearback_messages_in", "Messages filed.", labels=["channel"])
        for channel, number in figures.heard.items():
            heard.add_metric([channel], number)
        became = CounterMetricFamily(
            "hearback_messages_out", "What became known of messages of ours.", labels=["channel", "state"]
        )
        for (channel, state), number in figures.became.items():
            became.add_metric([channel, state], number)
        waiting = GaugeMetricFamily("hearback_outbox", "Messages on their way.", labels=["channel", "state"])
        for (channel, state), number in figures.on_their_way.items():
            waiting.add_metric([channel, state], number)
        late = (at - figures.oldest_unsent).total_seconds() if figures.oldest_unsent else 0.0
        journal = self._house.journal
        yield from (heard, became, waiting)
        yield GaugeMetricFamily("hearback_oldest_unsent_seconds", "How late the latest message is.", value=late)
        yield GaugeMetricFamily("hearback_unanswered_alerts", "Alerts nobody has taken.", value=figures.alerts)
        yield GaugeMetricFamily("hearback_journal", "Entries of this machine to be filed.", value=journal.waits())

    def _figures(self, at: datetime) -> Figures:
        with self._lock:
            if self._read is None or not at - KEEP <= self._read[0] <= at:
                with self._house.database.reading() as session:
                    self._read = (at, read_figures(session, at))
            return self._read[1]


def set_up(app: Flask, house: House) -> None:
    """Have the application count its turns."""
    registry = CollectorRegistry()
    app.extensions["turns"] = Turns(registry)
    registry.register(StoreFigures(house))
    app.extensions["figures"] = registry


def counted(channel: str, take: Callable[[], Received]) -> Received:
    """Take a turn, and count it where a web process does."""
    if not has_app_context():
        return take()
    turns: Turns = current_app.extensions["turns"]
    with turns.took.labels(channel).time():
        received = take()
    if received.missed:
        turns.missed.labels(channel).inc()
    return received


@door.get("/metrics")
def show() -> ResponseReturnValue:
    """For whoever shows HEARBACK_METRICS_TOKEN, as `Authorization: Bearer …`; nobody can where none is set."""
    token = the_house().settings.metrics_token
    if token is None:
        abort(404)
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(shown.encode(), token.encode()):
        abort(403)
    encode, kind = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(current_app.extensions["figures"]), content_type=kind)
