"""What helps somebody holds for every case of theirs, is sealed, and is heard in their own words (C3)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.house import House
from bot.in_touch.needs import needs_in_words
from bot.player import Player
from bot.post.reminders import remind
from bot.understanding.speakers import names_child
from bot.understanding.wishes import find_need
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.messages import Message
from storage.needs import Needs, needs_of
from storage.tables import table_of


def known(house: House) -> tuple[Contact, Needs | None]:
    with house.database.reading() as session:
        contact = session.scalars(select(Contact)).one()
        return contact, needs_of(house.keys, contact)


def tell(house: House, *words: str) -> Player:
    ada = Player(house)
    ada.open("needs", "en")
    for one in words:
        ada.write(one)
    return ada


def test_it_is_sealed_with_the_contact(house: House) -> None:
    """Who speaks for them and what ails them can be read only with the key."""
    tell(house, "somebody speaks for me", "my daughter Ama, she is 34", "I use a wheelchair")
    contact, needs = known(house)
    assert needs == Needs(("speaker",), speaker="my daughter Ama, she is 34", home="I use a wheelchair")
    assert contact.calls_only is False
    with house.database.reading() as session:
        kept = json.dumps([list(row) for row in session.execute(select(table_of(Contact)))], default=str)
    assert "Ama" not in kept
    assert "speaker" not in kept


@pytest.mark.parametrize("home", ["no", "nope", "none", "nothing", "no thanks", "not really", "skip"])
def test_who_needs_nothing_is_not_told_that_anybody_sees_it(house: House, home: str) -> None:
    """A plain no is an answer; that they were asked is kept, so that they are not asked again."""
    ada = tell(house, "nothing")
    (answer,) = ada.write(home)
    assert answer.words == "That is fine. If something would help you later, tell us here at any time."
    assert known(house)[1] == Needs()


@pytest.mark.parametrize("home", ["no i am deaf", "nothing but my asthma", "I use a wheelchair"])
def test_a_no_that_tells_something_is_kept(house: House, home: str) -> None:
    """And our team will see it."""
    (answer,) = tell(house, "nothing").write(home)
    assert answer.words == "Thank you. Our team will see this before they talk with you."
    assert known(house)[1] == Needs(home=home)


def test_an_answer_put_right_replaces_the_first(house: House) -> None:
    """Going back leaves nothing behind; what an earlier talk told stays."""
    ada = tell(house, "call me don't text", "skip")
    assert known(house)[0].calls_only is True
    ada.write("I need large print")
    assert known(house)[1] == Needs(("call", "print"), other="I need large print")
    ada.open("needs", "en")
    for words in ("nothing", "skip"):
        ada.write(words)
    assert known(house)[1] == Needs()
    assert known(house)[0].calls_only is False


@pytest.mark.parametrize("words", [("interpreter", "Tigrinya", "skip"), ("5", "my son who is 9", "skip")])
def test_an_interpreter_and_a_child_who_speaks_call_for_a_person(house: House, words: tuple[str, ...]) -> None:
    """Somebody must arrange it; a child is never the interpreter (R8)."""
    ada = tell(house, *words)
    with house.database.reading() as session:
        talk = session.get_one(Conversation, ada.conversation_id)
        assert talk.needs_person
        assert '"person":"needs"' in (talk.state or "")
    needs = known(house)[1]
    assert needs is not None
    assert needs.helps[0] in ("interpreter", "child")
    assert needs_in_words(needs)[0][0] == "Helps"


@pytest.mark.parametrize("wants_calls", [True, False])
def test_who_wants_calls_is_not_reminded_in_writing(house: House, wants_calls: bool) -> None:
    """Call, don't text."""
    ada = Player(house)
    for words in ("loud music at 14 elm court every night", "no", "yes", "yes"):
        ada.write(words)
    if wants_calls:
        ada.write("call me dont text")
    remind(house, ada.now + timedelta(hours=5))
    with house.database.reading() as session:
        reminders = list(session.scalars(select(Message).where(Message.kind == "reminder")))
    assert len(reminders) == (not wants_calls)


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("I need large print please", "print"),
        ("call me, don't text", "call"),
        ("I am deaf", "deaf"),
        ("I need a BSL interpreter", "sign"),
        ("the man upstairs is deaf and his telly is on all night", None),
        ("he told me call me dont text", None),
        ("my mum is deaf", None),
        ("call me", None),
        ("they scrawled it in large letters on the wall", None),
    ],
)
def test_a_need_is_heard_and_a_story_is_none(said: str, need: str | None) -> None:
    """What is told of others stays in the report."""
    assert find_need(said) == need


@pytest.mark.parametrize(
    ("said", "is_child"),
    [
        ("my daughter, she is 10", True),
        ("my son aged 15", True),
        ("my 12 year old", True),
        ("my little boy Sam", True),
        ("my daughter Ama, she is 34", False),
        ("my daughter", False),
        ("Mr Childs from Age UK", False),
    ],
)
def test_a_child_is_known_by_age_or_word(said: str, is_child: bool) -> None:
    """A grown-up daughter may speak for her mother."""
    assert names_child(said) == is_child


@pytest.mark.parametrize(
    ("said", "is_danger"),
    [
        ("I have asthma", False),
        ("I am 80 and use a wheelchair", False),
        ("I have a bad heart and live alone", False),
        ("I have asthma and I cannot breathe", True),
        ("I live alone and he is at the door with a knife", True),
        ("my heart stopped and I have chest pain", True),
    ],
)
def test_an_illness_that_lasts_is_no_danger_where_we_asked_for_it(house: House, said: str, is_danger: bool) -> None:
    """And is danger wherever we did not, as ever; one word beyond it is enough (R1)."""
    ada = tell(house, "skip")
    assert ("999" in " ".join(m.words or "" for m in ada.write(said))) == is_danger
