"""What a landlord may decide, who is on call when, and how nonsense is refused."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.configuration.hours import LONDON
from bot.configuration.landlord import (
    EXAMPLE_LANDLORD,
    Nonsense,
    example_landlord,
    named_contact,
    on_call,
    read_landlord,
)

EXAMPLE = EXAMPLE_LANDLORD.read_text()


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """The example with some of its words changed."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "landlord.toml"
    path.write_text(text)
    return path


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 by the clock in London; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


def test_the_example_is_complete_and_fictional() -> None:
    """Every number in it rings nowhere, so nobody is texted by accident."""
    landlord = example_landlord()
    assert (landlord.name, landlord.nation, landlord.languages) == (
        "Riverbridge Homes",
        "england",
        ("en", "cy", "pl", "ur"),
    )
    assert all(person.mobile.startswith("+447700900") for person in landlord.on_call.people)
    lines = landlord.lines
    for phone in (lines.main, lines.repairs):
        assert phone.startswith("01632 960")
    assert landlord.promises.urgent_contact_days == 1
    assert landlord.promises.ordinary_contact_days == 5


def test_a_landlord_cannot_be_changed_once_read() -> None:
    """Read once, the same for everybody."""
    with pytest.raises(ValueError, match="frozen"):
        example_landlord().name = "Charlie's"


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        (at(23, 9), "Bob Carter"),
        (at(23, 16, 59), "Bob Carter"),
        (at(23, 17), "Duty officer"),
        (at(24, 3), "Duty officer"),
        (at(24, 9), "Bob Carter"),
        (at(28, 8, 59), "Duty officer"),
        (at(28, 9), "Weekend duty officer"),
        (at(30, 8, 59), "Weekend duty officer"),
        (at(30, 9), "Bob Carter"),
    ],
)
def test_the_person_on_duty_is_told_first_and_the_manager_last(moment: datetime, first: str) -> None:
    """A night belongs to the day on which it begins, so Friday's lasts until Saturday morning."""
    assert [person.name for person in on_call(example_landlord(), moment)] == [first, "Mina Rahman"]


@settings(deadline=None)
@given(st.integers(0, 2 * 365 * 24 * 60))
def test_somebody_is_always_on_call(minute: int) -> None:
    """Both nights on which the clocks change included."""
    assert on_call(example_landlord(), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute))


def test_who_is_on_call_goes_by_the_clock_on_the_wall() -> None:
    """In summer 17:00 in London is 16:00 UTC."""
    summer = datetime(2026, 7, 6, 16, tzinfo=UTC)
    assert on_call(example_landlord(), summer)[0].name == "Duty officer"
    assert on_call(example_landlord(), summer - timedelta(minutes=1))[0].name == "Bob Carter"
    with pytest.raises(ValueError, match="time zone"):
        on_call(example_landlord(), summer.replace(tzinfo=None))


def test_every_patch_has_a_named_contact() -> None:
    """The officer of the patch, however it is spelt; whoever takes the rest for all others and for no patch."""
    landlord = example_landlord()
    own = next(officer for officer in landlord.officers if officer.patches)
    assert named_contact(landlord, own.patches[0]) == own
    assert named_contact(landlord, own.patches[0].upper()) == own
    for other in ("Nowhere", "", None):
        assert not named_contact(landlord, other).patches


def test_the_officers_of_the_example_have_patches_that_exist() -> None:
    """Those of the example register, so that a name in one file and not in the other is found."""
    with EXAMPLE_LANDLORD.with_name("properties.csv").open(newline="") as register:
        patches = {row["patch"] for row in csv.DictReader(register)}
    assert {patch for officer in example_landlord().officers for patch in officer.patches} <= patches


NORTH = ('nation = "england"', 'nation = "northern_ireland"')


@pytest.mark.parametrize(
    ("nation", "expected"),
    [
        ("england", ("0808 2000 247", "0800 111 999", "08 08 16 89 111")),
        ("wales", ("0808 80 10 800", "0800 111 999", "08 08 16 89 111")),
    ],
)
def test_the_usual_helplines_of_a_nation_need_not_be_written(
    tmp_path: Path, nation: str, expected: tuple[str, ...]
) -> None:
    """What the landlord leaves out is filled in."""
    text = EXAMPLE.replace('"england"', f'"{nation}"')
    start, end = text.index("[helplines]"), text.index("[texting]")
    (tmp_path / "landlord.toml").write_text(text[:start] + text[end:])
    helplines = read_landlord(tmp_path / "landlord.toml").helplines
    assert (helplines.domestic_abuse, helplines.gas, helplines.victim_support) == expected
    assert helplines.childline == "0800 1111"


def test_a_helpline_that_we_are_not_sure_of_must_be_stated(tmp_path: Path) -> None:
    """Gas in Northern Ireland has a number of its own; a wrong one is worse than being asked."""
    with pytest.raises(Nonsense, match=r"\[helplines\] gas is missing"):
        read_landlord(written(tmp_path, NORTH, ('gas = "0800 111 999"\n', "")))


SLIPS = [
    (('nation = "england"', 'nation = "britain"'), "nation cannot be \"britain\"; it is one of 'england', 'wales'"),
    (("quiet_hours =", "quiethours ="), 'there is no setting called "quiethours". Did you mean "quiet_hours"?'),
    (('"21:00-08:00"', '"all day"'), "quiet_hours last all day"),
    (('"21:00-08:00"', '"21:00-25:00"'), 'quiet_hours: "21:00-25:00" is not hours of the day'),
    (
        ("idle_minutes =", "idle_minuts ="),
        '[chat] there is no setting called "idle_minuts". Did you mean "idle_minutes"?',
    ),
    (('"09:00-17:00"', '"9-5"'), '[office_hours] monday: "9-5" is not hours of the day'),
    (('"09:00-17:00"', '"17:00-09:00"'), "[office_hours] monday: the office closes before it opens"),
    (('"09:00-17:00"', "9"), "[office_hours] monday: hours are text in quotation marks. Write instead: monday ="),
    (('repairs = "01632 960101"', ""), '[lines] repairs is missing. Write instead: repairs = "01632 960100"'),
    (('"01632 960101"', '"ring us"'), "[lines] repairs: this is not a telephone number of the United Kingdom"),
    (('"https://www.riverbridge.example/privacy"', '"riverbridge"'), "[lines] privacy: this is not a web address"),
    (
        ("urgent_contact_days = 1", "urgent_contact_days = 0"),
        "[promises] urgent_contact_days cannot be 0; it is at least",
    ),
    (("idle_minutes = 30", "idle_minutes = true"), "[chat] idle_minutes cannot be true; it is a whole number"),
    (("idle_minutes = 30", "idle_minutes = 999"), "[chat] idle_minutes cannot be 999; it is at most 240"),
    (
        ("next_after_minutes = 10", 'next_after_minutes = "ten"'),
        'next_after_minutes cannot be "ten"; it is a whole number',
    ),
    (
        ('"saturday", "sunday"]', '"satuday", "sunday"]'),
        '[[on_call.people]] number 3, days, entry 1, cannot be "satuday"',
    ),
    (('hours = "17:00-09:00"', 'hours = "5pm"'), '[[on_call.people]] number 2, hours: "5pm" is not hours of the day'),
    (("[2026-12-24,", '["Christmas",'), '[office_hours] also_closed, entry 1, cannot be "Christmas"; it is a date'),
    (('languages = ["en"', 'languages = ["fr"'), 'languages must hold "en"'),
    (('languages = ["en"', 'languages = ["klingon"'), "languages, entry 1, cannot be \"klingon\"; it is one of 'en'"),
    (('name = "Riverbridge Homes"', 'name = "Riverbridge’s Homes"'), "name: use plain letters"),
    (('name = "Riverbridge Homes"', 'name = ""'), "name is empty"),
    (('gas = "0800 111 999"', 'gas = "ring us"'), '[helplines] gas cannot be "ring us". Write instead: gas ='),
    (("[lines]", "[lines"), "it is not written as TOML"),
    (("[lines]\n", "[line]\n"), "the section [lines] is missing; copy it from the example"),
    (('name = "Riverbridge Homes"', "name = 3"), "name cannot be 3; it is text in quotation marks"),
]


@pytest.mark.parametrize(("change", "sentence"), SLIPS, ids=[sentence[:40] for _, sentence in SLIPS])
def test_nonsense_is_refused_with_a_sentence_that_says_where(
    tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    """A housing manager can mend it without asking anybody."""
    with pytest.raises(Nonsense) as refused:
        read_landlord(written(tmp_path, change))
    assert sentence in str(refused.value)
    assert str(tmp_path / "landlord.toml") in str(refused.value)


def test_an_hour_without_anybody_on_call_is_refused(tmp_path: Path) -> None:
    """Danger at eight in the morning must reach somebody."""
    early = ('hours = "17:00-09:00"', 'hours = "17:00-08:00"')
    manager = ('name = "Mina Rahman"', 'days = ["sunday"]\nname = "Mina Rahman"')
    assert read_landlord(written(tmp_path, early))
    with pytest.raises(Nonsense, match=r"\[on_call\] nobody is on call on Tuesday from 08:00"):
        read_landlord(written(tmp_path, early, manager))


def test_an_office_that_never_opens_is_refused(tmp_path: Path) -> None:
    """Or no working day would ever come."""
    text = EXAMPLE.replace('"09:00-17:00"', '"closed"').replace('"09:00-16:30"', '"closed"')
    (tmp_path / "landlord.toml").write_text(text.replace('hours = "closed"', 'hours = "09:00-17:00"'))
    with pytest.raises(Nonsense, match=r"\[office_hours\] the office is never open"):
        read_landlord(tmp_path / "landlord.toml")


def test_officers_who_leave_patches_to_nobody_are_refused(tmp_path: Path) -> None:
    """Every place needs a named contact."""
    team = ('name = "Neighbourhood team"', 'name = "Neighbourhood team"\npatches = ["Moor"]')
    with pytest.raises(Nonsense, match="give one of the"):
        read_landlord(written(tmp_path, team))


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Nobody mends one thing only to be told the next."""
    slips = (
        ('name = "Riverbridge Homes"', 'nmae = "Riverbridge Homes"'),
        ('"england"', '"britain"'),
        ("idle_minutes = 30", "idle_minutes = 0"),
    )
    with pytest.raises(Nonsense) as refused:
        read_landlord(written(tmp_path, *slips))
    assert len(refused.value.problems) == 4  # the misspelt name is one too many, and the right one missing


def test_a_refusal_repeats_nobodys_number_or_address(tmp_path: Path) -> None:
    """What is refused at start may end in a log."""
    with pytest.raises(Nonsense) as refused:
        read_landlord(written(tmp_path, ('"07700 900101"', '"0770 90010"'), ('"duty@riverbridge', '"duty riverbridge')))
    assert len(refused.value.problems) == 2
    assert "0770 90010" not in str(refused.value)
    assert "duty riverbridge" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "name = 3", "on_call = []", "helplines = 3", "[[lines]]", "[on_call]\npeople=[3]"]
)
def test_a_file_of_another_shape_is_refused_in_sentences_too(tmp_path: Path, text: str) -> None:
    """Whatever stands in it, no stack of code is shown."""
    (tmp_path / "landlord.toml").write_text(text)
    with pytest.raises(Nonsense) as refused:
        read_landlord(tmp_path / "landlord.toml")
    assert all(problem.endswith((".", '"', "]")) for problem in refused.value.problems)


def test_a_file_that_is_missing_or_saved_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """With what to do about it; a byte-order mark, as Notepad writes it, is no matter."""
    with pytest.raises(Nonsense, match="Set HEARBACK_LANDLORD"):
        read_landlord(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes('name = "Zoë"'.encode("cp1252"))
    with pytest.raises(Nonsense, match="UTF-8"):
        read_landlord(tmp_path / "latin.toml")
    (tmp_path / "marked.toml").write_text(EXAMPLE, encoding="utf-8-sig")
    assert read_landlord(tmp_path / "marked.toml") == example_landlord()


def test_what_has_a_usual_value_may_be_left_out(tmp_path: Path) -> None:
    """The smallest landlord.toml holds only what nobody else can know."""
    text = EXAMPLE[: EXAMPLE.index("# Only what differs")].replace("quiet_hours =", "# quiet_hours =")
    (tmp_path / "landlord.toml").write_text(text)
    landlord = read_landlord(tmp_path / "landlord.toml")
    assert str(landlord.quiet_hours) == "21:00-08:00"
    assert landlord.chat.idle_minutes == 30
    assert landlord.risk == example_landlord().risk
