"""Reads the list of a campaign from a CSV file: whom to ask, where, and in which language. Pure.

Good rows are kept when others are bad; of each that was left out its line and the reason are told, and nothing that
stands in it, as the reasons are kept and the list is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import phonenumbers

from bot.channels.sms import why_not_textable
from bot.configuration import csv_file
from bot.configuration.csv_file import BadField, BadRow, WrongColumns, find_columns
from bot.understanding.reach import ADDRESS

NEEDED = ("person", "address")
ALSO = ("channel", "language", "patch")
CHANNELS = ("sms", "email")
MOST_PEOPLE = 50_000
MOST_TRAITS = 6
LONGEST = 100
LIKE_FORMULA = ("=", "+", "-", "@")
COUNTRY = 44


@dataclass(frozen=True)
class Row:
    """One person to be asked."""

    person: str = field(repr=False)
    channel: str
    address: str = field(repr=False)
    language: str
    patch: str | None
    traits: dict[str, str]


@dataclass(frozen=True)
class List:
    """A list as read: the people in order, and the lines that were left out."""

    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...]

    def count(self, what: str) -> Counter[str]:
        return Counter(getattr(row, what) or "" for row in self.rows)


def read_list(raw: bytes, languages: Collection[str], ours: Collection[str] = ()) -> List:
    """Read a list with the columns `person,address` and, if wished, `channel,language,patch`, in any order; up to six
    more set people apart in the results. `ours` are addresses that nobody is asked at. Raises WrongColumns."""
    lines = csv_file.lines(csv_file.decode(raw))
    heading = [name.strip().casefold() for name in next(lines, (1, None))[1] or []]
    places = find_columns(heading, NEEDED) | _find_others(heading)
    rows: list[Row] = []
    bad: list[BadRow] = []
    seen: dict[tuple[str, str], int] = {}
    for line, fields in lines:
        try:
            row = _read_row(fields, places, len(heading), languages)
            if row.address in ours:
                raise BadField("the address is ours, or of somebody on call")
            _refuse_twice(row, line, seen)
            rows.append(row)
        except BadField as fault:
            bad.append(BadRow(line, str(fault)))
    if len(rows) > MOST_PEOPLE:
        raise WrongColumns(f"The list has {len(rows):,} people. Import at most {MOST_PEOPLE:,} at a time.")
    if not rows:
        why = f" Line {bad[0].line}: {bad[0].why}." if bad else ""
        raise WrongColumns(f"Nobody on the list can be asked.{why}")
    return List(tuple(rows), tuple(bad))


def _find_others(heading: Sequence[str]) -> dict[str, int]:
    """The columns that may be left out, and those that set people apart."""
    places: dict[str, int] = {}
    for place, name in enumerate(heading):
        if not name or name in NEEDED:
            continue
        if name in places:
            raise WrongColumns(f"The first line of the file names {name[:40]} more than once; keep one of each.")
        if name not in ALSO and (near := get_close_matches(name, (*NEEDED, *ALSO), 1, 0.8)):
            raise WrongColumns(f"The first line of the file names {name[:40]}. Did you mean {near[0]}?")
        places[name] = place
    traits = [name for name in places if name not in ALSO]
    if len(traits) > MOST_TRAITS or any(len(name) > 40 or name.startswith(LIKE_FORMULA) for name in traits):
        raise WrongColumns(
            f"Besides {', '.join((*NEEDED, *ALSO))} the list may have up to {MOST_TRAITS} columns that set people "
            f"apart, each with a plain name of up to 40 characters. It has {len(traits)}: leave the others out."
        )
    return places


def _read_row(fields: Sequence[str] | None, places: dict[str, int], width: int, languages: Collection[str]) -> Row:
    if fields is None:
        raise BadField("a quotation mark has no partner")
    if len(fields) <= max(places.values()) or any(one.strip() for one in fields[width:]):
        raise BadField(f"the row has {len(fields)} fields where the heading has {width}")
    field = {name: " ".join(fields[place].split()) for name, place in places.items()}
    for name, value in field.items():
        if len(value) > LONGEST:
            raise BadField(f"the {name} is longer than {LONGEST} characters")
        if name != "address" and value.startswith(LIKE_FORMULA):
            raise BadField(f"the {name} begins like a formula")
    if not field["person"]:
        raise BadField("the person is empty; write what tells them from everybody else, such as a tenancy number")
    channel = _channel(field.get("channel", ""), field["address"])
    address = _mobile(field["address"]) if channel == "sms" else _email(field["address"])
    traits = {name: value for name, value in field.items() if name not in (*NEEDED, *ALSO) and value}
    language = _language(field.get("language", ""), languages)
    return Row(field["person"], channel, address, language, field.get("patch") or None, traits)


def _channel(said: str, address: str) -> str:
    """What the list says, or else what the address looks like."""
    plain = {"text": "sms", "mobile": "sms", "phone": "sms", "e-mail": "email"}.get(said.casefold(), said.casefold())
    if plain == "telegram":
        raise BadField("nobody can be written to first on Telegram; give a mobile number or an e-mail address")
    if plain and plain not in CHANNELS:
        raise BadField("the channel must be sms or email")
    return plain or ("email" if "@" in address else "sms")


def _mobile(said: str) -> str:
    """As +44..., where it is a mobile of this country, with or without the 0 that spreadsheets lose."""
    if not said:
        raise BadField("the address is empty")
    if "e+" in said.casefold():
        raise BadField(
            "a spreadsheet has shortened the number; make the column text in the spreadsheet and export again"
        )
    try:
        number = phonenumbers.parse(said, "GB")
    except phonenumbers.NumberParseException:
        raise BadField("the address is no telephone number") from None
    if number.country_code != COUNTRY:
        raise BadField("the number is of another country; texts go to mobiles of the United Kingdom")
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if why_not := why_not_textable(plain):
        raise BadField("the number is a landline" if why_not == "landline" else "the number is no mobile")
    return plain


def _email(said: str) -> str:
    plain = said.casefold()
    if not ADDRESS.fullmatch(plain):
        raise BadField("the address is no e-mail address" if plain else "the address is empty")
    return plain


def _language(said: str, languages: Collection[str]) -> str:
    code = said.casefold() or "en"
    if code not in languages:
        raise BadField(f"the language must be one of {', '.join(sorted(languages))}")
    return code


def _refuse_twice(row: Row, line: int, seen: dict[tuple[str, str], int]) -> None:
    """Nobody is asked twice: neither a person at two addresses nor two people at one, who may share a phone."""
    ids = (("person", row.person.casefold()), ("address", row.address))
    for one in ids:
        if one in seen:
            raise BadField(f"the {one[0]} is on line {seen[one]} already")
    seen.update(dict.fromkeys(ids, line))
