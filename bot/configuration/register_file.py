"""Reads a landlord's property register from a CSV file, row by row, and says plainly what is wrong with which row."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from bot.understanding.address_tokens import tidy_postcode
from bot.understanding.places import Address

COLUMNS: Final = ("uprn", "address", "postcode", "patch", "block", "tenure")
TENURES: Final = ("general", "sheltered", "supported", "leasehold", "other")
_UPRN: Final = re.compile(r"[0-9]{1,12}")
_MANGLED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_LONGEST_ADDRESS: Final = 300
_LONGEST_NAME: Final = 100
#: More lines than this in one quoted address are a forgotten quotation mark.
_MOST_LINES: Final = 10


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: the line it begins on, counted from 1 with the heading line, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A file as read: the good rows in order, the bad ones, and the names of columns that were not used."""

    rows: tuple[Address, ...]
    bad: tuple[BadRow, ...]
    ignored: tuple[str, ...] = ()


class WrongColumns(ValueError):
    """The file has no usable heading line; the message is a sentence that says what to write."""


class _BadField(Exception):
    """One field cannot be used; the message says why."""


def read_register(raw: bytes) -> RegisterFile:
    """Read a register with the columns `uprn,address,postcode,patch,block,tenure`, in any order.

    UTF-8 with or without BOM, UTF-16 with BOM, or cp1252; commas, semicolons or tabs between the columns. Good rows
    are kept when others are bad. Raises WrongColumns when a column is missing or named twice.
    """
    lines = _lines(_decode(raw))
    heading = next(lines, (1, None))[1] or []
    places = _find_columns(heading)
    rows: list[Address] = []
    bad: list[BadRow] = []
    first_seen: dict[str, int] = {}
    for line, fields in lines:
        try:
            row = _read_row(fields, places, len(heading))
            _refuse_twice(row.uprn, line, first_seen)
            rows.append(row)
        except _BadField as fault:
            bad.append(BadRow(line, str(fault)))
    known = set(places.values())
    ignored = tuple(name.strip() for place, name in enumerate(heading) if place not in known and name.strip())
    return RegisterFile(tuple(rows), tuple(bad), ignored)


def _decode(raw: bytes) -> str:
    """The text of the file; bytes that are not UTF-8 are read as cp1252, as older spreadsheets write it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.removeprefix(BOM_UTF8).decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each row that is not blank with the line it begins on; None for one whose quotation marks do not match.

    Reading goes on at the very next line then, so that one stray quotation mark costs one row and not the file.
    """
    lines = list(StringIO(text.replace("\x00", ""), newline=""))
    heading = next((line for line in lines if line.strip()), "")
    separator = max(",;\t", key=heading.count)
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at : at + _MOST_LINES], delimiter=separator, strict=True)
        try:
            fields = next(reader)
        except csv.Error:
            yield at + 1, None
            at += 1
            continue
        if any(field.strip() for field in fields):
            yield at + 1, fields
        at += reader.line_num


def _find_columns(heading: Sequence[str]) -> dict[str, int]:
    """Where each column stands."""
    names = [name.strip().lower() for name in heading]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise WrongColumns(
            f"The first line of the file must name the columns {','.join(COLUMNS)} (in any order); "
            f"it does not name {_listed(missing)}."
        )
    twice = [column for column in COLUMNS if names.count(column) > 1]
    if twice:
        raise WrongColumns(f"The first line of the file names {_listed(twice)} more than once; keep one of each.")
    return {column: names.index(column) for column in COLUMNS}


def _listed(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _read_row(fields: Sequence[str] | None, places: dict[str, int], width: int) -> Address:
    if fields is None:
        raise _BadField("a quotation mark has no partner; quote the whole address and double any mark inside it")
    if len(fields) <= max(places.values()):
        raise _BadField(f"the row has {len(fields)} fields where the heading has {width}")
    if any(field.strip() for field in fields[width:]):
        raise _BadField("the row has more fields than the heading; put an address that holds commas in double quotes")
    field = {column: " ".join(fields[place].split()) for column, place in places.items()}
    return Address(
        uprn=_uprn(field["uprn"]),
        address=_address(field["address"]),
        postcode=_postcode(field["postcode"]),
        patch=_name(field["patch"], "patch"),
        block=_name(field["block"], "block"),
        tenure=_tenure(field["tenure"]),
    )


def _uprn(text: str) -> str:
    if _MANGLED.fullmatch(text):
        raise _BadField(
            f"a spreadsheet has shortened the uprn to {text} and its digits are lost; "
            "make the column text in the spreadsheet and export again"
        )
    text = text.removesuffix(".0")
    if not _UPRN.fullmatch(text):
        raise _BadField("the uprn must be 1 to 12 digits" + (f", not {text[:30]}" if text else "; it is empty"))
    return text


def _address(text: str) -> str:
    if not text:
        raise _BadField("the address is empty")
    if len(text) > _LONGEST_ADDRESS:
        raise _BadField(f"the address is longer than {_LONGEST_ADDRESS} characters; is a quotation mark missing?")
    if not any(char.isalnum() for char in text):
        raise _BadField("the address holds no words")
    return text


def _postcode(text: str) -> str:
    postcode = tidy_postcode(text)
    if postcode is None:
        raise _BadField(f"the postcode {text[:20]} is not written like AB1 2CD" if text else "the postcode is empty")
    return postcode


def _name(text: str, column: str) -> str:
    if len(text) > _LONGEST_NAME:
        raise _BadField(f"the {column} is longer than {_LONGEST_NAME} characters")
    return text


def _tenure(text: str) -> str:
    if text.lower() not in TENURES:
        raise _BadField(f"the tenure must be {_listed(TENURES)}" + (f", not {text[:30]}" if text else "; it is empty"))
    return text.lower()


def _refuse_twice(uprn: str, line: int, first_seen: dict[str, int]) -> None:
    if uprn in first_seen:
        raise _BadField(f"the uprn {uprn} is already on line {first_seen[uprn]}")
    first_seen[uprn] = line
