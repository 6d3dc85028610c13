"""What every door asks of the process it stands in: the house, and the time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from flask import current_app

from bot.house import House


def the_house() -> House:
    return cast(House, current_app.extensions["house"])


def now() -> datetime:
    """The time, aware and in UTC: doors own a clock, the rooms behind them are told."""
    return datetime.now(UTC)
