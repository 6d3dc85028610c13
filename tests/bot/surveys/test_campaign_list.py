"""Lists of campaigns as spreadsheets write them, and what is said of lines that cannot be used."""

import pytest

from bot.configuration.csv_file import WrongColumns
from bot.surveys.campaign_list import MOST_PEOPLE, read_list

OFFERED = ("en", "cy", "pl", "ur")


def read(*lines: str, heading: str = "person,address,channel,language,patch,age") -> list[str]:
    """What is said of each line that was left out."""
    found = read_list("\n".join([heading, "T0,07700900000,,,,", *lines]).encode(), OFFERED)
    return [f"{bad.line}: {bad.why}" for bad in found.bad]


def test_a_whole_list_is_read_however_it_was_written() -> None:
    """Semicolons, a lost zero, an address as it stands, columns in another order, languages and what sets apart."""
    rows = ("Elms;7700900123;T1;PL;under 30", ";+44 7700 900124;T2;;", ";Ada@Example.org;T3;cy;")
    raw = "\n".join(["Patch;Address;Person;Language;Age", *rows])
    found = read_list(b"\xef\xbb\xbf" + raw.encode(), OFFERED)
    assert [(row.channel, row.address, row.language, row.patch, row.traits) for row in found.rows] == [
        ("sms", "+447700900123", "pl", "Elms", {"age": "under 30"}),
        ("sms", "+447700900124", "en", None, {}),
        ("email", "ada@example.org", "cy", None, {}),
    ]
    assert found.bad == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("T1,01632960123,,,,", "the number is no mobile"),
        ("T1,0161 496 0000,,,,", "the number is a landline"),
        ("T1,+48 600 700 800,,,,", "another country"),
        ("T1,7.7E+09,,,,", "make the column text"),
        ("T1,hello,,,,", "no telephone number"),
        ("T1,,,,,", "the address is empty"),
        (",07700900123,,,,", "the person is empty"),
        ("T1,ada@,email,,,", "no e-mail address"),
        ("T1,12345,telegram,,,", "written to first on Telegram"),
        ("T1,07700900123,pigeon,,,", "must be sms or email"),
        ("T1,07700900123,,fr,,", "one of cy, en, pl, ur"),
        ("T1,07700900123,,,=cmd|'/c calc'!A1,", "the patch begins like a formula"),
        ("@SUM(A1),07700900123,,,,", "the person begins like a formula"),
        ("T1,07700900123,,,,+1", "the age begins like a formula"),
        ("T1,07700 900000,,,,", "the address is on line 2 already"),
        ("t0,07700900123,,,,", "the person is on line 2 already"),
        ("T1,07700900123", "2 fields where the heading has 6"),
        ("T1,07700900123,,,,,,more", "fields where the heading has 6"),
        (f"T1,07700900123,,,{'x' * 101},", "longer than 100 characters"),
        ('T1,"07700900123,,,,', "a quotation mark has no partner"),
    ],
)
def test_a_line_that_cannot_be_used_is_left_out_with_its_reason(line: str, why: str) -> None:
    """The rest of the list holds; the reason quotes nothing that stood there."""
    (said,) = read(line)
    assert said.startswith("3: ")
    assert why in said
    assert "07700900123" not in said


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "must name the columns person,address"),
        ("name,phone\nAda,07700900123", "must name the columns"),
        ("person,address,lagnuage\nT1,07700900123,en", "Did you mean language"),
        ("person,address,age,age\nT1,07700900123,1,2", "names age more than once"),
        ("person,address,person\nT1,07700900123,1", "names person more than once"),
        ("person,address,a,b,c,d,e,f,g\nT1,07700900123,,,,,,,", "up to 6 columns"),
        ("person,address,=age\nT1,07700900123,1", "a plain name"),
        ("person,address\nT1,01614960000", "Nobody on the list can be asked. Line 2: the number is a landline."),
        ("person,address", "Nobody on the list can be asked."),
    ],
)
def test_a_list_that_is_none_is_refused_with_a_sentence(raw: str, why: str) -> None:
    """Which says what to write."""
    with pytest.raises(WrongColumns, match=why.replace(".", r"\.")):
        read_list(raw.encode(), OFFERED)


def test_a_list_of_too_many_is_refused() -> None:
    """Before anything of it is kept."""
    rows = "".join(f"T{n},07{400000000 + n}\n" for n in range(MOST_PEOPLE + 1))
    with pytest.raises(WrongColumns, match="50,000 at a time"):
        read_list(f"person,address\n{rows}".encode(), OFFERED)
