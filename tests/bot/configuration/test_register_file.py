"""A register's CSV file is read as landlords' systems write it, and every row that cannot be used is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.configuration.csv_file import BadRow, WrongColumns
from bot.configuration.register_file import RegisterFile, read_register
from bot.understanding.places.sighting import Address

HEADING = "uprn,address,postcode,patch,block,tenure\n"
ROW = '100,"14 Elm Court, Riverbridge",XR1 2AA,Elms,Elm Court,general\n'
HOME = Address("100", "14 Elm Court, Riverbridge", "XR1 2AA", "Elms", "Elm Court", "general")


def read(text: str) -> RegisterFile:
    """A file of this text as most programs save it."""
    return read_register(text.encode())


def why(row: str) -> str:
    """Why the only row of a file is bad."""
    (bad,) = read(HEADING + row).bad
    assert bad.line == 2
    return bad.why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    """UTF-8 with or without BOM, cp1252, and what Excel calls Unicode text."""
    raw = (HEADING + "100,14 Caffè Row,XR1 2AA,Elms,,general\n").encode(encoding)
    assert [row.address for row in read_register(raw).rows] == ["14 Caffè Row"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(newline: str) -> None:
    """Windows, Unix and old Macintosh files."""
    assert read((HEADING + ROW).replace("\n", newline)).rows == (HOME,)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_columns_may_stand_apart_by_semicolons_or_tabs(separator: str) -> None:
    """Spreadsheets set to another country write these."""
    heading = HEADING.replace(",", separator)
    row = separator.join(["100", '"14 Elm Court, Riverbridge"', "XR1 2AA", "Elms", "Elm Court", "general"])
    assert read(heading + row).rows == (HOME,)


def test_columns_stand_in_any_order_and_others_are_named_as_ignored() -> None:
    """A landlord exports more than we need; what is not used is said."""
    heading = "Beds,Tenure, UPRN ,block,patch,postcode,address\n"
    text = heading + '2,General,100,Elm Court,Elms,xr12aa,"14 Elm Court, Riverbridge"'
    assert read(text) == RegisterFile((HOME,), (), ("Beds",))


def test_blank_lines_and_null_bytes_are_passed_over() -> None:
    """They come from padding and bad exports, and shift no line number."""
    text = "\n" + HEADING + "\n,,,,,\n" + ROW.replace("Elm Court", "Elm\x00 Court") + "\n" + "x,,,,,\n"
    result = read(text)
    assert result.rows == (HOME,)
    assert [bad.line for bad in result.bad] == [7]


def test_an_address_may_hold_commas_marks_and_new_lines_in_quotes() -> None:
    """Multi-line addresses become one line."""
    row = '100,"The ""Old"" Forge,\r\nChurch Lane",XR1 2AA,Elms,,general\n' + ROW.replace("100", "101")
    result = read(HEADING + row + "bad")
    assert [home.address for home in result.rows] == ['The "Old" Forge, Church Lane', "14 Elm Court, Riverbridge"]
    assert [bad.line for bad in result.bad] == [5]


def test_good_rows_are_kept_when_others_are_bad() -> None:
    """One bad row costs one home, not the import."""
    result = read(HEADING + "1,,XR1 2AA,Elms,,general\n" + ROW + "2,2 Elm Court,nowhere,Elms,,general\n")
    assert result.rows == (HOME,)
    assert [bad.line for bad in result.bad] == [2, 4]


def test_a_forgotten_quotation_mark_costs_one_row_only() -> None:
    """Without care everything behind it would be one address."""
    result = read(HEADING + '99,"12 Elm Court,XR1 2AA,Elms,,general\n' + ROW + ROW.replace("100", "101"))
    assert [home.uprn for home in result.rows] == ["100", "101"]
    assert result.bad == (
        BadRow(2, "a quotation mark has no partner; quote the whole address and double any mark inside it"),
    )


def test_a_uprn_seen_twice_keeps_the_first_row() -> None:
    """The second is bad, and says where the first is."""
    result = read(HEADING + ROW + ROW)
    assert result.rows == (HOME,)
    assert result.bad == (BadRow(3, "the uprn 100 is already on line 2"),)


@pytest.mark.parametrize("uprn", ["1.00E+11", "1E+11", "1,00E+11", "1.00014E11"])
def test_a_uprn_shortened_by_a_spreadsheet_is_recognised(uprn: str) -> None:
    """Its digits are gone for good, so the cure is named."""
    told = why(f'"{uprn}",14 Elm Court,XR1 2AA,Elms,,general')
    assert "spreadsheet" in told
    assert "text" in told


@pytest.mark.parametrize("uprn", ["", "12a", "1234567890123", "-1", "12 34", "٣"])
def test_a_uprn_is_one_to_twelve_digits(uprn: str) -> None:
    """As Ordnance Survey gives them out."""
    assert "1 to 12 digits" in why(f"{uprn},14 Elm Court,XR1 2AA,Elms,,general")


@pytest.mark.parametrize(("written", "kept"), [("7", "7"), ("000123", "000123"), ("990000000001.0", "990000000001")])
def test_a_uprn_is_kept_as_the_landlord_writes_it(written: str, kept: str) -> None:
    """Leading noughts are part of it to other systems; a decimal point is not."""
    assert read(HEADING + ROW.replace("100", written)).rows[0].uprn == kept


@pytest.mark.parametrize("postcode", ["xr12aa", "XR1 2AA", " xr1  2aa "])
def test_a_postcode_is_kept_in_one_form(postcode: str) -> None:
    """So that what residents type can be compared."""
    assert read(HEADING + ROW.replace("XR1 2AA", postcode)).rows[0].postcode == "XR1 2AA"


@pytest.mark.parametrize("postcode", ["", "XR1", "12345", "XR1 2A", "XR1-2AA", "XRX1 2AA"])
def test_a_postcode_of_another_shape_is_bad(postcode: str) -> None:
    """It is more likely a column out of place."""
    assert "postcode" in why(ROW.replace("XR1 2AA", postcode))


@pytest.mark.parametrize("address", ["", '"  "', "...", "x" * 301])
def test_an_address_must_say_something(address: str) -> None:
    """Empty, blank, dots only, or a whole file caught in a quotation mark."""
    assert "address" in why(f"100,{address},XR1 2AA,Elms,,general")


@pytest.mark.parametrize("tenure", ["", "social", "general needs"])
def test_a_tenure_is_one_of_five_words(tenure: str) -> None:
    """The five are named."""
    assert "general, sheltered, supported, leasehold or other" in why(ROW.replace("general", tenure))


def test_a_row_with_commas_too_many_or_too_few_is_bad() -> None:
    """Usually an address without its quotation marks."""
    assert "double quotes" in why("100,14 Elm Court, Riverbridge,XR1 2AA,Elms,Elm Court,general")
    assert "3 fields" in why("100,14 Elm Court,XR1 2AA")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "uprn, address, postcode, patch, block or tenure"),
        ("\n\n", "uprn, address, postcode, patch, block or tenure"),
        (ROW, "uprn, address, postcode, patch, block or tenure"),
        (HEADING.replace("block,", ""), "does not name block."),
        (HEADING.replace("uprn", "ref").replace("patch", "area"), "does not name uprn or patch."),
    ],
)
def test_missing_columns_are_named_with_what_to_write(text: str, named: str) -> None:
    """The sentence is shown to whoever imports the file."""
    with pytest.raises(WrongColumns, match="uprn,address,postcode,patch,block,tenure") as refused:
        read(text)
    assert named in str(refused.value)


def test_a_column_named_twice_is_refused() -> None:
    """Which of the two is meant cannot be known."""
    with pytest.raises(WrongColumns, match="names patch more than once"):
        read(HEADING.replace("block", "block,patch"))


@given(raw=st.binary(max_size=300))
def test_no_bytes_raise_anything_else(raw: bytes) -> None:
    """A picture sent by mistake is a file with wrong columns, or bad rows."""
    result = read_register(HEADING.encode() + raw)
    assert all(bad.line > 1 and bad.why for bad in result.bad)


def test_the_example_register_is_good_from_end_to_end() -> None:
    """At least 2,000 homes in 12 patches, all five tenures, 14 Elm Court among them."""
    path = Path(__file__).parents[3] / "bot" / "example" / "properties.csv"
    result = read_register(path.read_bytes())
    assert (result.bad, result.ignored) == ((), ())
    assert len(result.rows) >= 2_000
    assert len({row.patch for row in result.rows}) == 12
    assert {row.tenure for row in result.rows} == {"general", "sheltered", "supported", "leasehold", "other"}
    assert any(row.address.startswith("14 Elm Court") for row in result.rows)
    assert len({row.address for row in result.rows}) == len(result.rows)
