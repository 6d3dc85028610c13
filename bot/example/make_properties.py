"""Writes the example landlord's property register: invented homes in the invented town of Riverbridge.

Run it as `python -m bot.example.make_properties` to write `properties.csv` again, byte for byte the same. No postcode
area XR exists, so nobody's home is in it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

HEADER: Final = ("uprn", "address", "postcode", "patch", "block", "tenure")
TOWN: Final = "Riverbridge"
_LETTERS: Final = "ABDEFGHJLNPQRSTUWXYZ"

#: Each patch, then its streets: how the homes are numbered, how many numbers, the name. Kinds: `row` 1, 2, 3 of a
#: block or close; `road` houses with some 14A; `odd`, `even` one side of a road; `flats` Flat 1..n in a named building;
#: `stairs:n` n flats at each number of it; `tower:n` n flats on each floor; `named` cottages without numbers.
#: A name after "@" is the street that a building stands in.
PLAN: Final = """
Elms | row 40 Elm Court | row 24 Elm Close | road 60 Elm Road | row 18 Larch Court
  | flats 24 Rowan House @ Elm Road | odd 30 Birch Walk
Oaks | stairs:6 14 Oak House | road 70 Oak Road | row 16 Oak Close | row 12 Acorn Mews | named 4 Church Lane
Canalside | tower:6 14 Kestrel Tower @ Canal Street | row 20 Lockside | even 44 Canal Street
  | row 14 Wharf Court | flats 18 The Maltings @ Canal Street
Town Centre | road 50 Station Road | road 44 High Street | flats 30 Market House @ High Street
  | row 22 St John's Court | even 30 Baker Street
Northfield | road 80 Northfield Road | row 26 Northfield Close | even 40 Meadow Lane
  | row 18 Meadow Court | odd 24 Hawthorn Avenue
Southmead | road 56 Southmead Way | row 24 Hawthorn Court | odd 40 Cedar Drive
  | row 30 Cedar Gardens | flats 16 Beech House @ Cedar Drive
Weir | tower:8 10 Heron Point @ Weir Street | even 48 Weir Street | row 20 Millpond Close
  | road 40 Mill Lane | row 18 Miller's Row
Priory | row 32 Priory Court | road 60 Priory Road | row 20 Abbey Close
  | flats 24 Abbot's Lodge @ Priory Road | odd 30 Cloister Street
Hillview | road 66 Hill View | row 26 Hilltop Gardens | even 50 Quarry Road | row 22 Quarry Court
  | flats 12 Summit House @ Hill View
Riverside | row 36 Riverside Court | road 50 Ferry Road | row 24 Ferry Close
  | stairs:4 8 Anchor House | odd 30 Quay Street
Willows | row 32 Willow Lodge | row 28 Willow Court | road 40 Willow Road
  | even 36 Sycamore Avenue | row 18 Primrose Gardens
Fairfield | road 70 Fairfield Avenue | row 24 Fairfield Court | row 20 Poplar Close
  | even 40 Queen's Road | flats 20 Jubilee House @ Queen's Road
"""
#: Where everybody lives with support or is older; elsewhere most are general needs and some have bought.
_SHELTERED: Final = {"Willow Lodge", "Abbot's Lodge", "Primrose Gardens", "Cedar Gardens"}
_SUPPORTED: Final = {"Anchor House", "Jubilee House"}
_COTTAGES: Final = ("The Bungalow", "Rose Cottage", "Sexton's Cottage", "The Old Forge")


class Home(NamedTuple):
    """One home before its number and postcode are given out: its own line, its block or nothing, its street."""

    line: str
    block: str
    street: str


def homes(entry: str, chance: Random) -> Iterator[Home]:
    """The homes that one entry of the plan stands for, in order."""
    kind, count, name = entry.split(" ", 2)
    name, _, road = name.partition(" @ ")
    behind = f", {road}" if road else ""
    way, _, each = kind.partition(":")
    for number in range(1, int(count) + 1):
        if way == "row":
            yield Home(f"{number} {name}", name, name)
        elif way == "flats":
            yield Home(f"Flat {number}, {name}{behind}", name, name)
        elif way == "tower":
            yield from (Home(f"Flat {number}{flat:02}, {name}{behind}", name, name) for flat in range(1, int(each) + 1))
        elif way == "stairs":
            yield from (Home(f"Flat {flat}, {number} {name}", name, name) for flat in range(1, int(each) + 1))
        elif way == "named":
            yield Home(f"{_COTTAGES[number - 1]}, {name}", "", name)
        else:
            yield from _houses(way, number, name, chance)


def _houses(way: str, number: int, name: str, chance: Random) -> Iterator[Home]:
    """A road's house, now and then made into two homes."""
    shown = {"odd": 2 * number - 1, "even": 2 * number}.get(way, number)
    split = chance.random()
    if split < 0.03:
        yield from (Home(f"{shown}{letter} {name}", "", name) for letter in "AB")
    elif split < 0.06:
        yield from (Home(f"Flat {letter}, {shown} {name}", "", name) for letter in "AB")
    else:
        yield Home(f"{shown} {name}", "", name)


def tenure(home: Home, chance: Random) -> str:
    """What the home is let or sold as."""
    if home.street in _SHELTERED or home.street in _SUPPORTED:
        return "sheltered" if home.street in _SHELTERED else "supported"
    return chance.choices(("general", "leasehold", "other"), (84, 13, 3))[0]


def rows(chance: Random) -> Iterator[tuple[str, ...]]:
    """Every row of the register: 12 patches, a postcode for every 20 homes of a street or so."""
    uprn = 990000000000
    for number, line in enumerate(PLAN.replace("\n  ", " ").strip().splitlines(), 1):
        patch, *entries = line.split(" | ")
        for street, entry in enumerate(entries):
            for place, home in enumerate(homes(entry, chance)):
                uprn += chance.randint(1, 9)
                letters = _LETTERS[street] + _LETTERS[place // 20]
                postcode = f"XR{number} {1 + (number + street) % 9}{letters}"
                yield str(uprn), f"{home.line}, {TOWN}", postcode, patch, home.block, tenure(home, chance)


def main() -> None:
    """Write `properties.csv` beside this file."""
    with Path(__file__).with_name("properties.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(Random("Riverbridge")))


if __name__ == "__main__":
    main()
