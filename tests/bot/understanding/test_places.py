"""Homes, streets and blocks are found as residents write them, and never with another number than was said."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.configuration.register_file import read_register
from bot.understanding.places.register import MOST, Register
from bot.understanding.places.sighting import Address, Sighting

_EXAMPLE = Path(__file__).parents[3] / "bot" / "example" / "properties.csv"
REGISTER = Register(read_register(_EXAMPLE.read_bytes()).rows)
_LINES = Path(__file__).with_name("places_said.tsv").read_text(encoding="utf-8").splitlines()
SAID = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]
ELM_COURT = [home for home in REGISTER.addresses if home.block == "Elm Court"]


def told(sighting: Sighting) -> str:
    """A sighting as the table writes it."""
    if sighting.homes:
        return " | ".join(found.address.address.removesuffix(", Riverbridge") for found in sighting.homes)
    return f"street {sighting.streets[0].name}" if sighting.streets else "-"


def homes_of(*addresses: str) -> Register:
    """A register of just these addresses."""
    return Register(Address(str(place), text, "AB1 2CD", "Elms", "", "general") for place, text in enumerate(addresses))


@pytest.mark.parametrize(("text", "meant"), SAID)
def test_a_report_gives_the_place_that_is_meant(text: str, meant: str) -> None:
    """Each line of the table, heard as a whole report."""
    assert told(REGISTER.mentions(text)) == meant


@pytest.mark.parametrize(("text", "meant"), [line for line in SAID if line[1] != "-"])
def test_an_answer_to_where_gives_at_least_what_a_report_gives(text: str, meant: str) -> None:
    """Asked "where?", the same words mean the same place."""
    assert told(REGISTER.look(text)) == meant


def test_the_table_is_long_enough_to_mean_something() -> None:
    """A file read wrongly would otherwise leave nothing to test."""
    assert len(SAID) >= 180


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        ("14 elm", ["14 Elm Court", "14 Elm Close", "14 Elm Road"]),
        ("7 willow", ["7 Willow Lodge", "7 Willow Court", "7 Willow Road"]),
        ("101 kestrel", ["Flat 101, Kestrel Tower, Canal Street"]),
        ("14 mill road", ["14 Mill Lane"]),
        ("14 elxx cxxrt xr1 2aa", ["14 Elm Court"]),
    ],
)
def test_an_answer_to_where_may_be_a_guess_that_is_then_confirmed(text: str, homes: list[str]) -> None:
    """What is too vague for a report is good enough for "did you mean?"."""
    assert told(REGISTER.look(text)).split(" | ") == homes


def test_a_number_that_the_street_has_not_is_given_back() -> None:
    """So that the service can say that it cannot find number 41 in Elm Court."""
    sighting = REGISTER.look("41 elm court")
    assert (sighting.home, sighting.missing, sighting.wants) == (None, "41", "")
    assert sighting.street is not None
    assert (sighting.street.name, sighting.street.patch, sighting.street.homes) == ("Elm Court", "Elms", 40)


@pytest.mark.parametrize(("text", "wants"), [("elm court", "number"), ("12 oak house", "flat"), ("41 elm court", "")])
def test_what_to_ask_next_is_said(text: str, wants: str) -> None:
    """A street without a number wants the number, a building of flats the flat."""
    assert REGISTER.look(text).wants == wants


def test_an_ambiguous_home_is_not_the_home() -> None:
    """Three homes alike are three homes, not the first of them."""
    sighting = REGISTER.look("14 elm")
    assert sighting.home is None
    assert len(sighting.homes) == 3


def test_two_homes_in_one_report_are_both_seen() -> None:
    """Who complains about whom is for the resident to say."""
    sighting = REGISTER.mentions("lads from 14 elm court and 6 oak close are fighting")
    assert told(sighting) == "14 Elm Court | 6 Oak Close"
    assert sighting.home is None


def test_the_right_home_scores_higher_without_a_slip() -> None:
    """The score is there to be compared."""
    exact, slipped = REGISTER.find("14 elm court")[0], REGISTER.find("14 elm cort")[0]
    assert exact.score == 100.0
    assert slipped.score < exact.score


def test_a_town_or_a_postcode_tells_two_high_streets_apart() -> None:
    """The same street in two towns is ambiguous until one is named."""
    register = Register(
        [
            Address("1", "14 High Street, Ashton", "AB1 2CD", "East", "", "general"),
            Address("2", "14 High Street, Bexley", "AB9 9XY", "West", "", "general"),
        ]
    )
    assert register.look("14 high street").home is None
    for text in ("14 high street bexley", "14 high st ab9 9xy", "14 high st ab99xy"):
        home = register.look(text).home
        assert home is not None
        assert home.address.uprn == "2"
    street = register.block_or_street("high street")
    assert street is not None
    assert street.patch == ""


def test_a_postcode_far_away_makes_a_match_less_sure() -> None:
    """The street's name may be another town's."""
    near, far = REGISTER.find("14 elm court xr1 2aa")[0], REGISTER.find("14 elm court M1 1AA")[0]
    assert near.score - far.score >= 20


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("FLAT 3, 12 OAK ROAD, LONDON", "flat 3 12 oak rd"),
        ("Apartment 4 The Quays, Salford Road", "flat 4 the quays"),
        ("Flat 2 14 Ash Rd London", "flat 2, 14 ash road"),
        ("2/1, 14 Gallowgate, Glasgow", "flat 2/1 14 gallowgate"),
        ("Block A Flat 3, Pine Court", "flat 3 block a pine court"),
        ("Fir Court, Flat 3", "flat 3 fir court"),
        ("1, Elm Court, Elm Lane", "1 elm court"),
        ("Flat A, 7, Beech Grove", "7a beech grove"),
        ("12 1st Avenue", "12 first ave"),
        ("6-8 Mill Lane", "6-8 mill lane"),
        ("11 Nelson Mandela House", "11 mandela house"),
        ("5 Heol y Castell", "yn 5 heol y castell"),
        ("4 Kings Court", "4 king's ct"),
        ("1 O'Connell Street", "1 oconnell st"),
        ("Ground Floor Flat, 14 Ash Road", "14 ash road"),
        ("3 Elm Court AB1 2CD", "3 elm court"),
    ],
)
def test_registers_may_write_addresses_their_own_way(written: str, said: str) -> None:
    """Every landlord's export looks different."""
    home = homes_of(written, "99 Other Street").mentions(said).home
    assert home is not None
    assert home.address.address == written


def test_the_block_column_names_a_building_too() -> None:
    """Residents say the block where the register's address gives the street."""
    row = Address("1", "Flat 3, 12 Mill Lane", "AB1 2CD", "Elms", "Nelson Point", "general")
    home = Register([row]).mentions("flat 3 nelson point").home
    assert home is not None
    assert home.address is row


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the car park behind Elm Court", "Elm Court"),
        ("between the bins and rowan hse", "Rowan House"),
        ("outside lockside", "Lockside"),
        ("3 lads at the back of hawthron court", "Hawthorn Court"),
    ],
)
def test_a_place_that_is_no_home_is_known_by_its_block_or_street(text: str, name: str) -> None:
    """REQUIREMENTS R6: "the car park behind Elm Court" is accepted, and its patch is known."""
    street = REGISTER.block_or_street(text)
    assert street is not None
    assert street.name == name
    assert street.patch


@pytest.mark.parametrize("text", ["the oak tree", "by the shops", "in court", "", "elm"])
def test_a_place_that_is_not_ours_has_no_block_or_street(text: str) -> None:
    """It is kept in the resident's own words instead."""
    assert REGISTER.block_or_street(text) is None


@given(said=st.integers(0, 9999), home=st.sampled_from(ELM_COURT), slip=st.sampled_from(["court", "cort", "ct", "crt"]))
def test_a_wrong_house_number_never_matches(said: int, home: Address, slip: str) -> None:
    """The number of every home found is the number said, in each order and spelling."""
    for text in (f"{said} elm {slip}", f"elm {slip} {said}", f"no {said} elm {slip} loud till 3", f"{said} XR1 2AA"):
        for found in (*REGISTER.look(text).homes, *REGISTER.mentions(text).homes):
            assert found.address.address.split(" ")[0] == str(said)


@given(flat=st.integers(0, 9), stair=st.integers(0, 20), seed=st.integers(0, 5))
def test_a_wrong_flat_or_building_number_never_matches(flat: int, stair: int, seed: int) -> None:
    """Flat 3 at 12 is neither flat 12 at 3 nor any other flat at 12."""
    text = ["flat {} {} oak house", "flt {}, {} oak hse", "{1} oak house flat {0}"][seed % 3].format(flat, stair)
    expected = [f"Flat {flat}, {stair} Oak House, Riverbridge"] if 0 < flat < 7 and 0 < stair < 15 else []
    assert [found.address.address for found in REGISTER.look(text).homes] == expected


@given(home=st.sampled_from(REGISTER.addresses), seed=st.integers(0, 10_000))
@settings(max_examples=300)
def test_a_slip_of_the_finger_never_leads_to_another_home(home: Address, seed: int) -> None:
    """The home itself, or none, or a question; never the certainty of a wrong one."""
    found = REGISTER.mentions(_with_slip(home.address, Random(seed))).home
    assert found is None or found.address == home


def _with_slip(address: str, chance: Random) -> str:
    """`address` with one letter inside a longer word left out, doubled or swapped with the next."""
    words = address.lower().split(" ")
    place = chance.choice([at for at, word in enumerate(words) if len(word) > 3 and not word[0].isdigit()])
    word, at = words[place], chance.randrange(1, len(words[place]) - 2)
    after = [word[at + 1 :], word[at] * 2 + word[at + 1 :], word[at + 1] + word[at] + word[at + 2 :]]
    words[place] = word[:at] + chance.choice(after)
    return " ".join(words)


@given(text=st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    """Whatever is typed, looking for a place ends with at most five homes."""
    for sighting in (REGISTER.look(text), REGISTER.mentions(f"14 {text} elm court {text}")):
        assert len(sighting.homes) <= MOST
        assert len(sighting.streets) <= MOST


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "14 " * 4_000, "elm " * 3_000, "\0" * 10_000, "😡" * 10_000, "flat " * 2_000, "one hundred " * 900],
)
def test_ten_thousand_characters_are_only_a_long_message(text: str) -> None:
    """The longest messages are read like any other."""
    assert REGISTER.mentions(text).home is None
    assert told(REGISTER.mentions(f"{text[:9000]} , 14 Elm Court")) in ("14 Elm Court", "street Elm Court")


def test_an_empty_register_knows_no_place() -> None:
    """A landlord may start without one."""
    assert not Register([]).look("14 elm court xr1 2aa")
    assert Register([]).block_or_street("elm court") is None


def test_odd_rows_of_a_register_do_no_harm() -> None:
    """A row that names no street is never found, and hinders none."""
    register = homes_of("The Flat", "12", "Ground Floor Flat", "...", "Flat", "14 Elm Court")
    assert not register.mentions("the ground floor flat is loud")
    assert told(register.mentions("14 elm court")) == "14 Elm Court"


@pytest.mark.parametrize(
    "text",
    [
        "next door to me, I'm at 9 Station Road",
        "the music is next door, i live at 9 station road",
        "upstairs from me (9 station road) they stamp about",
        "9 station road is my flat, the people opposite deal drugs",
        "i live at flat b, 50 station road and the man above me shouts",
    ],
)
def test_the_writers_own_home_is_not_taken_for_the_place_next_door(text: str) -> None:
    """Nothing is confirmed as the place that was only said to tell who is writing; we ask where it is instead."""
    assert not REGISTER.mentions(text).homes
    assert not REGISTER.look(text).homes
