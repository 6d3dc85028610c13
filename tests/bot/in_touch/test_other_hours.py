"""The hours that were agreed are put right in passing, and nobody is written to when they said it is not safe."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player
from storage.agreements import Agreement
from storage.alerts import Alert
from storage.contacts import Contact
from storage.messages import Message

REPORT = ("no 14 elm court plays loud music every night till 3", "no", "yes", "yes")
AGREED = ("contact", "skip", "1", "3")
EVENINGS, DAYTIME, MORNINGS = "17:00-21:00", "08:00-17:00", "08:00-12:00"


def told(house: House, *more: str) -> Player:
    """Ada reports, and is asked more about it."""
    ada = Player(house)
    for words in (*REPORT, *more):
        ada.write(words)
    return ada


def hours(house: House) -> str | None:
    with house.database.reading() as session:
        return session.scalars(select(Contact.hours)).one()


def agreements(house: House) -> list[Agreement]:
    with house.database.reading() as session:
        return list(session.scalars(select(Agreement).order_by(Agreement.id)))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("only text me in the mornings", MORNINGS),
        ("please text me between 2 and 4 instead", "14:00-16:00"),
        ("please dont text me in the evening", DAYTIME),
        ("don't call me after 6", "08:00-18:00"),
        ("dont text me before 10", "10:00-21:00"),
        ("do not message me at night", DAYTIME),
        ("change the hours to mornings only", MORNINGS),
        ("can you write mornings instead", MORNINGS),
    ],
)
@pytest.mark.parametrize("later", [(), ("later",)])
def test_other_hours_are_agreed_at_any_question(house: House, said: str, kept: str, later: tuple[str, ...]) -> None:
    """Evenings were agreed. They are said back, with all else as it was."""
    ada = told(house, *AGREED, *later)
    (answer, *_) = ada.write(said)
    assert hours(house) == kept
    assert (answer.words or "").startswith("Agreed. News: every week. Time: ")
    with house.database.reading() as session:
        assert {one.frequency for one in session.scalars(select(Agreement))} == {"weekly"}


@pytest.mark.parametrize(
    ("code", "said", "kept"),
    [
        ("cy", "peidiwch tecstio fi yn y nos", DAYTIME),
        ("cy", "tecstiwch fi yn y bore", MORNINGS),
        ("pl", "nie piszcie wieczorami", DAYTIME),
        ("pl", "piszcie rano", MORNINGS),
        ("ur", "مجھے رات کو میسج مت کریں", DAYTIME),
        ("ur", "mujhe message raat ko mat karo", DAYTIME),
        ("ur", "mujhe raat ko message na karein", DAYTIME),
        ("ur", "مجھے رات کو میسج نہ کریں", DAYTIME),
    ],
)
def test_other_hours_are_agreed_in_their_language(house: House, code: str, said: str, kept: str) -> None:
    """Welsh, Polish, Urdu."""
    ada = told(house, *AGREED, code)
    ada.write(said)
    assert hours(house) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("sorry i meant mornings", MORNINGS),
        ("no wait, afternoons", "12:00-17:00"),
        ("not evenings he is home then", DAYTIME),
    ],
)
def test_right_after_they_were_agreed_few_words_do(house: House, said: str, kept: str) -> None:
    """Nothing else can be meant, as nothing else was answered since."""
    known = ("yes", "last night", "skip", "4", "1", "1", "Ada")
    ada = told(house, *known, "yes", "yes", "skip", "1", "evenings")
    ada.write(said)
    assert hours(house) == kept


def test_also_where_that_took_them_back_to_their_report(house: House) -> None:
    """The page on which it was agreed has been read to its end."""
    ada = told(house, *AGREED)
    ada.write("not evenings he is home then")
    assert hours(house) == DAYTIME


def test_after_another_answer_the_same_words_are_part_of_the_report(house: House) -> None:
    """They may tell of anything."""
    ada = told(house, *AGREED, "yes")
    ada.write("not evenings he is home then")
    assert hours(house) == EVENINGS


def test_where_the_day_without_them_is_two_stretches_they_are_asked(house: House) -> None:
    """Evenings and mornings cannot be kept at once, and what was agreed holds until they have answered."""
    ada = told(house, "contact", "skip", "1", "any time")
    (answer, *_) = ada.write("dont text me in the afternoons")
    assert (answer.words or "").startswith("When is a good and safe time to write to you?")
    ada.write("mornings")
    assert hours(house) == MORNINGS


@pytest.mark.parametrize(
    "said",
    ["he texts me in the evenings", "they call me names at night", "it is worse in the evenings",
     "call me in the morning", "sorry i forgot, mornings are quiet", "he rings me after 6",
     "its not every night, only weekends"],
)  # fmt: skip
def test_what_tells_of_something_else_changes_no_hours(house: House, said: str) -> None:
    """It is part of the report, or a wish of another kind."""
    ada = told(house, *AGREED)
    ada.write(said)
    assert hours(house) == EVENINGS


def test_where_nothing_was_agreed_it_is_still_asked_whether_it_is_safe_where_more_is_said(house: House) -> None:
    """Once more, with a doubt: somebody who reads it may do so at any hour."""
    ada = told(house)
    ada.write("yes")
    (answer, *_) = ada.write("he reads my phone")
    assert (answer.words or "").startswith("Is it safe for us to write to you here?")
    assert hours(house) is None


def test_who_is_not_written_to_at_weekends_still_is_not_when_the_hours_change(house: House) -> None:
    """A part of the day says nothing of the days; it is said back with them."""
    ada = told(house, "contact", "skip", "1", "weekday mornings")
    assert hours(house) == "1-5 08:00-12:00"
    (answer, *_) = ada.write("text me after 5 instead")
    assert (hours(house), "Mon-Fri 17:00-21:00" in (answer.words or "")) == ("1-5 17:00-21:00", True)
    ada.write("text me any time")
    assert hours(house) is None


@pytest.mark.parametrize("said", [("hmm", "whichever", "eh"), ("skip", "skip", "skip"), ("?", "??", "???")])
def test_who_leaves_how_often_to_us_is_not_asked_for_ever(house: House, said: tuple[str, ...]) -> None:
    """Three times, and then it is our own pace; they read it, and may change it."""
    ada = told(house, "contact", "skip", *said)
    answers = [message.words or "" for message in ada.write("mornings")]
    assert answers[0].startswith("Agreed. News: every ten working days. Time: mornings.")


@pytest.mark.parametrize(
    "said",
    [("he is home after 6", "not when he is in", "avoid evenings"), ("skip", "dont know", "skip"), ("?", "??", "???")],
)
def test_when_it_is_safe_is_never_left_to_us(house: House, said: tuple[str, ...]) -> None:
    """However often it was asked."""
    told(house, "contact", "skip", "1", *said, *said)
    assert agreements(house) == []


@pytest.mark.parametrize(
    "said",
    [
        "dont text me in the evening my husband reads my phone",
        "call me dont text, my husband reads my phone",
        "dont text me, call me, he checks my phone",
        "dont text me tonight",
        "only text me in the mornings, he reads my texts",
    ],
)
def test_what_is_said_beside_it_of_who_reads_it_is_heard_first(house: House, said: str) -> None:
    """Nothing that we start leaves until they have said that it is safe (C5)."""
    ada = told(house, "yes", *AGREED)
    ada.write(said)
    with house.database.reading() as session:
        first = session.scalars(select(Contact).order_by(Contact.id)).first()
        assert first is not None
        assert (first.texting_is_safe, first.hours) == ("no", EVENINGS)


def test_where_it_is_not_safe_to_write_no_hours_are_agreed(house: House) -> None:
    """They hear nothing that we start at any of them."""
    ada = told(house, "yes", *AGREED, "he can see my phone actually", "no")
    ada.write("only text me in the mornings")
    assert len(agreements(house)) == 1


def test_other_hours_send_no_code_to_another_way(house: House) -> None:
    """They gave one and never showed that it is theirs: that is another matter."""
    mailed = replace(house, settings=replace(house.settings, smtp_url="smtp://127.0.0.1:2525"))
    ada = told(mailed, "yes", "contact", "ada@example.org", "yes", "skip", "1", "3", "later")
    before = codes(house)
    ada.write("only text me in the mornings")
    assert codes(house) == before == 1
    assert agreements(house)[-1].hours == MORNINGS


def codes(house: House) -> int:
    with house.database.reading() as session:
        return len(session.scalars(select(Message).where(Message.kind == "code")).all())


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("not mornings im asleep", ["Afternoons", "Evenings", "None of these"]),
        ("not evenings he is home then", ["Mornings", "Afternoons", "None of these"]),
    ],
)
def test_what_is_left_is_offered_where_a_part_of_the_day_is_taken_out(house: House, said: str, left: list[str]) -> None:
    """At the question itself nothing is agreed yet: nobody is written to at a time that was only spoken of."""
    ada = told(house, "contact", "skip", "1")
    (asked,) = ada.write(said)
    assert (asked.words or "").splitlines() == ["Did you mean:", *(f"{at} {one}" for at, one in enumerate(left, 1))]
    assert agreements(house) == []
    ada.write("2")
    assert [one.hours for one in agreements(house)] in (["17:00-21:00"], ["12:00-17:00"])


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("not evenings, he is home then", "Is there a camera there"),
        ("shes not moved since last night and wont open her eyes", "Call 999"),
        ("not at night, he has a knife then", "Call 999"),
    ],
)
def test_hours_taken_out_wake_nobody_and_hide_no_danger(house: House, said: str, answer: str) -> None:
    """Whoever is home then is no threat told; danger with a part of the day in it is danger."""
    jane = told(house, "music from 12 elm court every night", "no", "yes", "yes", "yes")
    heard = jane.write(said)
    assert (heard[0].words or "").startswith(answer)
    with house.database.reading() as session:
        assert bool(session.scalars(select(Alert)).all()) is (answer != "Is there a camera there")
