"""Everything understood of one message, as `hearback understand` prints it."""

from __future__ import annotations

from typing import Any

from bot.understanding.danger.finding import find_danger
from bot.understanding.languages import find_language
from bot.understanding.places.register import Register
from bot.understanding.reading import read_report


def understand(message: str, register: Register) -> dict[str, Any]:
    """Danger now, whether it is urgent, the kind of ASB, how often, whether now, the place and the language.

    The place is the one home that is meant, with a score of 0 to 100; None where there is none or more than one.
    """
    danger, reading = find_danger(message), read_report(message)
    home = register.mentions(message).home
    place = {"uprn": home.address.uprn, "address": home.address.address, "score": home.score} if home else None
    return {
        "danger": danger.now,
        "urgent": danger.urgent,
        "kind": reading.kind,
        "how_often": reading.how_often,
        "now": True if danger.now else reading.now,  # what endangers somebody now goes on now
        "place": place,
        "language": find_language(message),
    }
