"""The example landlord that ships with Hearback: invented, complete, and the default."""

from pathlib import Path

from bot.configuration.register_file import read_register
from bot.understanding.places.register import Register
from bot.understanding.places.sighting import Address

PROPERTIES = Path(__file__).parent / "properties.csv"


def read_example_register() -> tuple[Address, ...]:
    """The homes of the example landlord."""
    return read_register(PROPERTIES.read_bytes()).rows


def example_register() -> Register:
    return Register(read_example_register())
