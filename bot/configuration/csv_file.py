"""Reads a table that a spreadsheet has written as CSV, row by row, whatever it wrote it in."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

#: More lines than this in one quoted field are a forgotten quotation mark.
_MOST_LINES: Final = 10


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: the line it begins on, counted from 1 with the heading line, and why."""

    line: int
    why: str


class WrongColumns(ValueError):
    """The file has no usable heading line; the message is a sentence that says what to write."""


class BadField(Exception):
    """One field cannot be used; the message says why."""


def decode(raw: bytes) -> str:
    """The text of the file; bytes that are not UTF-8 are read as cp1252, as older spreadsheets write it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.removeprefix(BOM_UTF8).decode("cp1252", errors="replace")


def lines(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each row that is not blank with the line it begins on; None for one whose quotation marks do not match.

    Reading goes on at the very next line then, so that one stray quotation mark costs one row and not the file.
    """
    read = list(StringIO(text.replace("\x00", ""), newline=""))
    heading = next((line for line in read if line.strip()), "")
    separator = max(",;\t", key=heading.count)
    at = 0
    while at < len(read):
        reader = csv.reader(read[at : at + _MOST_LINES], delimiter=separator, strict=True)
        try:
            fields = next(reader)
        except csv.Error:
            yield at + 1, None
            at += 1
            continue
        if any(field.strip() for field in fields):
            yield at + 1, fields
        at += reader.line_num


def find_columns(heading: Sequence[str], wanted: Sequence[str]) -> dict[str, int]:
    """Where each of the wanted columns stands. Raises WrongColumns where one is missing, or there twice."""
    names = [name.strip().lower() for name in heading]
    missing = [column for column in wanted if column not in names]
    if missing:
        raise WrongColumns(
            f"The first line of the file must name the columns {','.join(wanted)} (in any order); "
            f"it does not name {in_words(missing)}."
        )
    twice = [column for column in wanted if names.count(column) > 1]
    if twice:
        raise WrongColumns(f"The first line of the file names {in_words(twice)} more than once; keep one of each.")
    return {column: names.index(column) for column in wanted}


def in_words(words: Sequence[str]) -> str:
    """A list as it is read out."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
