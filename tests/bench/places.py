"""Measures the address match at 2,000 and 50,000 homes: index build, memory, and the time of one match.

Run it alone as `python -m tests.bench.places`. Registers and typing mistakes are invented from a fixed seed.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from random import Random
from statistics import median, quantiles
from time import perf_counter

from bot.understanding.places.register import Register
from bot.understanding.places.sighting import Address

SIZES = (2_000, 50_000)
MESSAGES = 1_000
_BEGINNINGS = """
ash beech birch cedar elm hazel holly larch maple oak poplar rowan willow abbey castle church mill station market
bridge river canal weir ferry harbour quarry forge meadow orchard priory manor park hill north south east west king
queen prince duke albert victoria george edward nelson wellington kestrel heron falcon swan robin primrose clover fern
heather ivy laurel lavender bramble thorn stone chapel college garden summer winter spring"""
_ENDINGS = """
field wood ford ley ton ham bourne mere dale combe worth side gate"""
_SHORT = {"Court": "ct", "Road": "rd", "Close": "cl", "Street": "st", "Avenue": "ave", "House": "ho", "Gardens": "gdns"}
_TYPES = [*_SHORT, "Lane", "Drive", "Way"]
_TAILS = ["", "", "", " riverbridge", " the noise never stops", " plays loud music every night till 3 and nobody comes"]


def make_register(size: int, chance: Random) -> list[Address]:
    """`size` invented homes in streets of about twenty."""
    names = [first + last for first in _BEGINNINGS.split() for last in ("", *_ENDINGS.split())]
    streets = [f"{name} {kind}".title() for name in names for kind in _TYPES]
    chance.shuffle(streets)
    homes: list[Address] = []
    for number, street in enumerate(streets):
        postcode = f"XR{1 + number % 90} {number % 9 + 1}A{chr(65 + number // 900)}"
        for line in _lines(street, chance):
            homes.append(Address(str(len(homes)), f"{line}, Riverbridge", postcode, "Elms", "", "general"))
    return homes[:size]


def _lines(street: str, chance: Random) -> Iterator[str]:
    for number in range(1, chance.randint(10, 34)):
        if street.endswith("House"):
            yield f"Flat {number}, {street}"
        elif number % 12 == 0:
            yield from (f"Flat {flat}, {number} {street}" for flat in (1, 2))
        else:
            yield f"{number} {street}"


def mistype(text: str, chance: Random) -> str:
    """`text` as somebody in a hurry writes it: short forms, a slip of the finger, more around it."""
    line, _, _ = text.partition(", Riverbridge")
    words = [_SHORT.get(word, word) if chance.random() < 0.5 else word for word in line.lower().split()]
    place = chance.randrange(len(words))
    if len(words[place]) > 3 and words[place].isalpha():
        at = chance.randrange(1, len(words[place]) - 1)
        words[place] = words[place][:at] + words[place][at + 1 :]
    return chance.choice(("", "", "at ", "its ")) + " ".join(words) + chance.choice(_TAILS)


def bench_places(sizes: Sequence[int] = SIZES, messages: int = MESSAGES) -> dict[str, float]:
    """Figures by name: build in ms, memory of the index in MB, and a match's median and p99 in ms, for each size."""
    figures: dict[str, float] = {}
    for size in sizes:
        chance = Random(size)
        homes = make_register(size, chance)
        started = perf_counter()
        register = Register(homes)
        figures[f"{size} build ms"] = (perf_counter() - started) * 1000
        texts = [mistype(chance.choice(homes).address, chance) for _ in range(messages)]
        for name, match in (("answer", register.look), ("report", register.mentions)):
            times = [_time(match, text) for text in texts]
            figures[f"{size} {name} median ms"] = median(times)
            figures[f"{size} {name} p99 ms"] = quantiles(times, n=100)[98]
        figures[f"{size} memory MB"] = _weigh_index(homes)
    return figures


def _time(match: object, text: str) -> float:
    assert callable(match)
    started = perf_counter()
    match(text)
    return (perf_counter() - started) * 1000


def _weigh_index(homes: list[Address]) -> float:
    """What an index takes beside the addresses themselves, in MB."""
    tracemalloc.start()
    register = Register(homes)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / 1e6 if len(register) else 0.0


if __name__ == "__main__":
    for figure, value in bench_places().items():
        print(f"{figure:32} {value:10.3f}")
