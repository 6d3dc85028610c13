"""The example register can be made again, and is the same."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

from bot.example.make_properties import HEADER, rows


def test_the_example_register_is_what_its_plan_says() -> None:
    """Nobody has edited the one without the other."""
    path = Path(__file__).parents[3] / "bot" / "example" / "properties.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert [tuple(row) for row in csv.reader(file)] == [HEADER, *rows(Random("Riverbridge"))]
