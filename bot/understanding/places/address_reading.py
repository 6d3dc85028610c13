"""Takes a register's addresses apart into street and block names with their numbers, leaving towns aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from bot.understanding.places.address_tokens import Token, cut, tidy_number
from bot.understanding.places.address_words import BLOCK_CUES, DIRECTIONS, FLAT_CUES, FLOORS, NUMBER_CUES, TYPES
from bot.understanding.places.street_names import Name

#: A name without a number of its own that stands behind this many different streets is a town or an estate.
_STREETS_IN_A_TOWN = 20
_LEADING = re.compile(
    r"\s*(?P<flat>(?:flat|apartment|apt|unit|room|studio)\.?\s*)?(?:no\.?\s+|number\s+)?"
    r"(?P<number>\d{1,4}-\d{1,4}|\d{1,4}(?:-?[a-z])?(?!\w))?\s*",
    re.IGNORECASE,
)


class HasAddress(Protocol):
    """What is read of a register's row."""

    @property
    def address(self) -> str: ...
    @property
    def block(self) -> str: ...


class Piece(NamedTuple):
    """A name inside one address: its words, as shown, and all numbers said so far, "3/12"."""

    words: tuple[str, ...]
    shown: str
    numbers: str
    numbered: bool


class Parts(NamedTuple):
    """What the addresses are made of; `numbers` and `first` have one entry per address."""

    names: list[Name]
    towns: frozenset[str]
    numbers: list[str]
    first: list[Name | None]


def read_addresses(rows: Iterable[HasAddress]) -> Parts:
    """The streets, blocks and towns of a register's rows, in one pass and a look back over who stands behind whom."""
    reader = _Reader()
    read = [(reader.pieces(row.address), row.block) for row in rows]
    towns = _towns(pieces for pieces, _ in read)
    names: dict[tuple[str, ...], Name] = {}
    first: list[Name | None] = []
    for position, (pieces, block) in enumerate(read):
        kept = [piece for place, piece in enumerate(pieces) if not place or piece.words not in towns]
        for piece in kept:
            _name(names, piece.words, piece.shown).homes.append((_in_this_street(piece, kept[0]), position))
        first.append(names[kept[0].words] if kept else None)
        _add_block(names, reader.block(block), pieces, position)
    numbers = [pieces[-1].numbers if pieces else "" for pieces, _ in read]
    return Parts(list(names.values()), frozenset(word for words in towns for word in words), numbers, first)


def _name(names: dict[tuple[str, ...], Name], words: tuple[str, ...], shown: str) -> Name:
    if words not in names:
        names[words] = Name(words, shown)
    return names[words]


def _in_this_street(piece: Piece, first: Piece) -> str:
    """The numbers by which this name knows the home; "9/" in the street behind a block, where 9 is a flat's number."""
    return piece.numbers if piece.numbered or piece is first or not piece.numbers else f"{piece.numbers}/"


def _add_block(names: dict[tuple[str, ...], Name], block: Piece | None, pieces: list[Piece], position: int) -> None:
    """The block column names a building even where the address does not."""
    if block is None:
        return
    name = _name(names, block.words, block.shown)
    name.block = True
    if all(piece.words != block.words for piece in pieces):
        name.homes.append((pieces[0].numbers if pieces else "", position))


def _towns(addresses: Iterable[list[Piece]]) -> frozenset[tuple[str, ...]]:
    """Names that only ever stand behind others, without a number: towns, villages, estates."""
    behind: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    fronts: set[tuple[str, ...]] = set()
    for pieces in addresses:
        for place, piece in enumerate(pieces):
            if not place or piece.numbered:
                fronts.add(piece.words)
            else:
                behind[piece.words].add(pieces[0].words)
    return frozenset(
        words
        for words, streets in behind.items()
        if words not in fronts and (words[-1] not in TYPES or len(streets) >= _STREETS_IN_A_TOWN)
    )


class _Reader:
    """Reads addresses segment by segment, remembering the names it has read before."""

    def __init__(self) -> None:
        self._names: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}

    def pieces(self, address: str) -> list[Piece]:
        """The names in `address`, in order."""
        numbers: list[str] = []
        behind: list[str] = []
        found: list[Piece] = []
        for segment in address.replace("\n", ",").split(","):
            match = _LEADING.match(segment)
            rest = segment[match.end() :] if match else segment
            own = [tidy_number(match["number"])] if match and match["number"] else []
            if match and match["flat"] and not own:
                rest = segment
            for words, shown, inner in self._read(rest):
                own.extend(inner.split("/") if inner else ())
                numbers.extend(own)
                if words:
                    found.append(Piece(words, shown, "/".join(numbers), bool(own)))
                own = []
            numbers.extend(own)
            behind.extend(own if found else ())
        if behind and not found[0].numbers:  # "Elm Court, Flat 3"
            found[0] = found[0]._replace(numbers="/".join(behind), numbered=True)
        return found

    def block(self, block: str) -> Piece | None:
        """The name in the block column, or None when it holds none."""
        read = [piece for piece in self._read(block) if piece[0]] if block.strip() else []
        return Piece(read[0][0], read[0][1], "", False) if read else None

    def _read(self, text: str) -> list[tuple[tuple[str, ...], str, str]]:
        if text not in self._names:
            self._names[text] = _read_segment(text)
        return self._names[text]


def _read_segment(text: str) -> list[tuple[tuple[str, ...], str, str]]:
    """The names in a segment as (words, as shown, numbers before it); numbers without a name come last, nameless.

    A block's letter comes after the flat's number whichever was written first: "Block A Flat 3" is 3/a.
    """
    found: list[tuple[tuple[str, ...], str, str]] = []
    words: list[str] = []
    flats: list[str] = []
    blocks: list[str] = []
    cue = ""
    for token in (*cut(text), Token("number", "")):
        if token.kind == "number" or (cue and len(token.text) == 1 and token.kind == "word"):
            if words:
                found.extend(_split_town(tuple(words), text, "/".join(flats + blocks)))
                words, flats, blocks = [], [], []
            (blocks if cue in BLOCK_CUES else flats).extend([token.text] if token.text else [])
            cue = ""
        elif token.kind == "word":
            cue = token.text if token.text in FLAT_CUES | BLOCK_CUES else ""
            if not cue and (token.text not in NUMBER_CUES or words):
                words.append(token.text)
    return [*found, ((), "", "/".join(flats + blocks))] if flats or blocks else found


def _split_town(words: tuple[str, ...], text: str, numbers: str) -> list[tuple[tuple[str, ...], str, str]]:
    """ "Elm Court Riverbridge" is a street and a town: cut behind the last word that ends a street's name."""
    words = () if FLOORS.issuperset(words) else tuple(word for word in words if word != "the")
    if not words:
        return [(words, "", numbers)] if numbers else []
    ends = [place for place, word in enumerate(words) if place and word in TYPES]
    if ends and ends[-1] + 1 < len(words) and words[ends[-1] + 1] not in DIRECTIONS:
        cut_at = ends[-1] + 1
        return [
            (words[:cut_at], _shown(text, words[:cut_at]), numbers),
            (words[cut_at:], _shown(text, words[cut_at:]), ""),
        ]
    return [(words, _shown(text, words), numbers)]


def _shown(text: str, words: tuple[str, ...]) -> str:
    """The name as the register writes it, where the whole text is the name; else its words, capitalised."""
    plain = " ".join(text.split())
    count = sum(word.lower() != "the" for word in plain.split())
    if count == len(words) and not any(char.isdigit() for char in plain):
        return plain.title() if plain.isupper() or plain.islower() else plain
    return " ".join("St" if word == "st" else word.capitalize() for word in words)
