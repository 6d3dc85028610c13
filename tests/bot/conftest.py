"""The house that most tests of the bot speak with."""

from collections.abc import Iterator

import pytest

from bot.house import House
from bot.player import example_house


@pytest.fixture
def house() -> Iterator[House]:
    """The example landlord's, with a store in memory."""
    made = example_house()
    yield made
    made.database.close()
