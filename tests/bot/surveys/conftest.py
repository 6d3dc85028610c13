"""The house that these tests speak with, once on each database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.example import read_example_register
from bot.house import House, Registers
from bot.player import OPENING, example_house
from storage.database import Database
from storage.properties import Home, import_properties


@pytest.fixture
def house(store: Database) -> House:
    """The example landlord's, with the homes of Elm Court."""
    listed = [one for one in read_example_register() if "Elm" in one.address]
    homes = [Home(a.uprn, a.address, a.postcode, a.patch, a.block, a.tenure) for a in listed]
    store.write(lambda session: import_properties(session, homes, OPENING))
    made = example_house()
    made.database.close()
    return replace(made, database=store, registers=Registers())
