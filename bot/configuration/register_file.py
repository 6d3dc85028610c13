"""Reads a landlord's property register from a CSV file, row by row, and says plainly what is wrong with which row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.configuration import csv_file
from bot.configuration.csv_file import BadField, BadRow, find_columns, in_words
from bot.understanding.places.address_tokens import tidy_postcode
from bot.understanding.places.sighting import Address

COLUMNS: Final = ("uprn", "address", "postcode", "patch", "block", "tenure")
TENURES: Final = ("general", "sheltered", "supported", "leasehold", "other")
_UPRN: Final = re.compile(r"[0-9]{1,12}")
_MANGLED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_LONGEST_ADDRESS: Final = 300
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A file as read: the good rows in order, the bad ones, and the names of columns that were not used."""

    rows: tuple[Address, ...]
    bad: tuple[BadRow, ...]
    ignored: tuple[str, ...] = ()


def read_register(raw: bytes) -> RegisterFile:
    """Read a register with the columns `uprn,address,postcode,patch,block,tenure`, in any order.

    UTF-8 with or without BOM, UTF-16 with BOM, or cp1252; commas, semicolons or tabs between the columns. Good rows
    are kept when others are bad. Raises WrongColumns when a column is missing or named twice.
    """
    lines = csv_file.lines(csv_file.decode(raw))
    heading = next(lines, (1, None))[1] or []
    places = find_columns(heading, COLUMNS)
    rows: list[Address] = []
    bad: list[BadRow] = []
    first_seen: dict[str, int] = {}
    for line, fields in lines:
        try:
            row = _read_row(fields, places, len(heading))
            _refuse_twice(row.uprn, line, first_seen)
            rows.append(row)
        except BadField as fault:
            bad.append(BadRow(line, str(fault)))
    known = set(places.values())
    ignored = tuple(name.strip() for place, name in enumerate(heading) if place not in known and name.strip())
    return RegisterFile(tuple(rows), tuple(bad), ignored)


def _read_row(fields: Sequence[str] | None, places: dict[str, int], width: int) -> Address:
    if fields is None:
        raise BadField("a quotation mark has no partner; quote the whole address and double any mark inside it")
    if len(fields) <= max(places.values()):
        raise BadField(f"the row has {len(fields)} fields where the heading has {width}")
    if any(field.strip() for field in fields[width:]):
        raise BadField("the row has more fields than the heading; put an address that holds commas in double quotes")
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
        raise BadField(
            f"a spreadsheet has shortened the uprn to {text} and its digits are lost; "
            "make the column text in the spreadsheet and export again"
        )
    text = text.removesuffix(".0")
    if not _UPRN.fullmatch(text):
        raise BadField("the uprn must be 1 to 12 digits" + (f", not {text[:30]}" if text else "; it is empty"))
    return text


def _address(text: str) -> str:
    if not text:
        raise BadField("the address is empty")
    if len(text) > _LONGEST_ADDRESS:
        raise BadField(f"the address is longer than {_LONGEST_ADDRESS} characters; is a quotation mark missing?")
    if not any(char.isalnum() for char in text):
        raise BadField("the address holds no words")
    return text


def _postcode(text: str) -> str:
    postcode = tidy_postcode(text)
    if postcode is None:
        raise BadField(f"the postcode {text[:20]} is not written like AB1 2CD" if text else "the postcode is empty")
    return postcode


def _name(text: str, column: str) -> str:
    if len(text) > _LONGEST_NAME:
        raise BadField(f"the {column} is longer than {_LONGEST_NAME} characters")
    return text


def _tenure(text: str) -> str:
    if text.lower() not in TENURES:
        raise BadField(f"the tenure must be {in_words(TENURES)}" + (f", not {text[:30]}" if text else "; it is empty"))
    return text.lower()


def _refuse_twice(uprn: str, line: int, first_seen: dict[str, int]) -> None:
    if uprn in first_seen:
        raise BadField(f"the uprn {uprn} is already on line {first_seen[uprn]}")
    first_seen[uprn] = line
