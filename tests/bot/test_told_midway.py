"""Harm that is told in answer to a question of a report is heard, also where two answers say it together."""

import pytest
from sqlalchemy import select

from bot.house import House
from bot.player import Player
from storage.alerts import Alert
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.reports import Report

REPORT = ("music from 12 elm court every night", "no", "yes", "yes", "no")
ASKED = "Is anyone in danger right now? If so, call 999."


def say(house: House, *more: str) -> list[str]:
    """Jane reports by text and goes on so; what she hears after each message of those."""
    jane = Player(house, address="+447700900123")
    for words in REPORT:
        jane.write(words)
    return ["\n".join(message.words or "" for message in jane.write(words)) for words in more]


def concerns(house: House) -> list[str | None]:
    """What the person on call was told of."""
    with house.database.reading() as session:
        return list(session.scalars(select(Alert.sort)))


@pytest.mark.parametrize("said", ["yesterday he hit me", "usne kal mujhe maara"])
def test_whoever_tells_that_they_were_hit_is_asked_of_danger_and_it_is_in_their_report(house: House, said: str) -> None:
    """They are not asked about a camera as if nothing had been said."""
    assert ASKED in say(house, said)[0]
    with house.database.reading() as session:
        assert said in session.scalars(select(Report)).one().words


def test_also_where_something_else_is_asked(house: House) -> None:
    """Who it is for, say; the answer that we offer with such a word in it is none."""
    assert ASKED in say(house, "skip", "skip", "he hit me yesterday")[-1]
    assert ASKED not in say(house, "skip", "skip", "neither")[-1]


def test_who_it_was_makes_it_abuse_at_home(house: House) -> None:
    """Neither answer says it alone: somebody is told tonight, and hears sooner."""
    *_, heard = say(house, "yesterday he hit me", "no", "its my boyfriend")
    assert "camera" not in heard or "We will contact you by" in heard
    assert concerns(house) == ["domestic_abuse"]
    with house.database.reading() as session:
        assert session.scalars(select(Case)).one().urgent


def test_who_saw_it_did_not_do_it(house: House) -> None:
    """ "My husband saw it" makes nothing abuse at home."""
    say(house, "he hit me on sunday", "no", "my husband saw it")
    assert "domestic_abuse" not in concerns(house)


def test_a_boyfriend_alone_is_none(house: House) -> None:
    """He may have seen it."""
    say(house, "yesterday", "its my boyfriend")
    assert concerns(house) == []


def test_noise_that_hits_a_wall_is_no_harm(house: House) -> None:
    """A ball does."""
    assert ASKED not in say(house, "yesterday they kicked the ball against my wall")[0]


@pytest.mark.parametrize("said", ["not really he reads my phone", "wo mera phone parhta hai"])
def test_where_somebody_reads_it_nothing_more_is_asked(house: House, said: str) -> None:
    """Not even of danger: he would read that as well (C5)."""
    jane = Player(house, address="+447700900123")
    for words in (*REPORT[:3], said):
        heard = jane.write(words)
    (said,) = (message.words or "" for message in heard)
    assert said.startswith("We will not write to you here.")
    assert "?" not in said


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("my partner is hitting me", "dont text me here he reads my phone"),
        ("my neighbour is kicking my door in", "please dont write here my husband reads my texts"),
        ("sasiad bije zone", "maz czyta moj telefon"),
    ],
)
def test_whoever_says_in_danger_that_somebody_reads_it_hears_no_more(house: House, first: str, then: str) -> None:
    """No advice, no question and nothing of what it is about; there is a case, and somebody knows (C5)."""
    jane = Player(house, address="+447700900123")
    assert "999" in " ".join(message.words or "" for message in jane.write(first))
    heard = " ".join(message.words or "" for message in jane.write(then))
    assert "01632 960100" in heard
    assert not {"999", "?", "abuse", "przemoc"} & {word.strip(".,:") for word in heard.lower().split()}
    assert "?" not in heard
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert case.urgent
        assert "no" in session.scalars(select(Contact.texting_is_safe)).all()
        assert then in session.scalars(select(Report)).one().words
    after = " ".join(message.words or "" for message in jane.write("hello"))
    assert "?" not in after


@pytest.mark.parametrize(
    "then",
    [
        "he has a knife",
        "my husband is here with a knife",
        "my partner is home",
        "my boyfriend is in the room hes hitting me again",
        "dont text he reads my phone and he has a knife",
        "my husband has my phone and is breaking the door",
    ],
)
def test_danger_that_goes_on_is_advised_again(house: House, then: str) -> None:
    """That somebody is near is no wish for silence, and danger that is named goes before one."""
    jane = Player(house, address="+447700900123")
    jane.write("he is hitting me")
    assert "999" in " ".join(message.words or "" for message in jane.write(then))


def test_a_place_that_was_confirmed_stays_where_a_danger_comes_later(house: House) -> None:
    """Only what nobody has confirmed is left open."""
    jane = Player(house, address="+447700900123")
    for words in (*REPORT[:3], "he is kicking my door in", "dont text me here he reads my phone"):
        heard = jane.write(words)
    assert "999" not in " ".join(message.words or "" for message in heard)
    with house.database.reading() as session:
        assert session.scalars(select(Case)).one().uprn is not None


@pytest.mark.parametrize("then", ["hes home", "he's home now", "he just came back", "i hear it again"])
def test_that_somebody_is_home_is_danger_after_abuse_was_told(house: House, then: str) -> None:
    """Also when all has been said; after noise it is none."""
    said = say(house, "no", "yesterday my husband hit me", "no", then)
    assert "Call 999 now" in said[-1]


def test_after_noise_nobody_is_alarmed_by_who_is_home(house: House) -> None:
    """They are at home after all."""
    assert not [said for said in say(house, "hes home", "he just got in") if "Call 999 now" in said]


@pytest.mark.parametrize("told", ["I dont feel safe", "they know it was me"])
def test_fear_once_all_has_been_said_is_asked_about_first(house: House, told: str) -> None:
    """Before whether it is about their case."""
    ada = Player(house, address="+447700900131")
    for words in ("music from 12 elm court every night", "no", "yes", "yes", "no", *["skip"] * 7, "no"):
        ada.write(words)
    heard = "\n".join(message.words or "" for message in ada.write(told))
    assert heard.startswith(ASKED)
    assert "We do not say who told us" not in heard


@pytest.mark.parametrize("asked", ["what happens next", "will he know it was me", "are you a robot", "why do you ask"])
def test_where_it_is_not_safe_to_write_nothing_is_said_of_what_we_are_for(house: House, asked: str) -> None:
    """How we work speaks of threats and hate, and the phone may be in other hands (C5)."""
    ada = Player(house, address="+447700900132")
    for words in (*REPORT[:3], "no"):
        ada.write(words)
    assert [message.words for message in ada.write(asked)] == ["Thank you. We have noted that."]
    assert [message.words for message in ada.write("I dont feel safe")] == ["Thank you. We have noted that."]
    with house.database.reading() as session:
        assert session.get_one(Conversation, ada.conversation_id).needs_person
