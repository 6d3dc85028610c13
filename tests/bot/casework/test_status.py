"""Status by reference: told where it was reported from; anywhere else the answer tells nothing without a code (C7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.casework import status
from bot.casework.references import new_reference
from bot.channels.contract import Inbound
from bot.conversation import receive
from bot.house import House
from bot.player import Channel, Player, example_house
from bot.privacy.codes import MOST_TRIES, SENT_AN_HOUR, issue_code
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.messages import Message

TOLD = ("no 14 elm court plays loud music every night till 3", "no", "yes", "yes")
ABUSE = ("my partner hits me, it happened again last month. i am at 14 elm court", "no", "yes", "yes")
CHANNELS: tuple[Channel, ...] = ("sms", "telegram", "web")
ASKED = "If that is our case and it is safe, we send a code"


@pytest.fixture
def house() -> House:
    return example_house()


def say(player: Player, *messages: str) -> str:
    """Everything said to the last of these messages."""
    said = [player.write(one) for one in messages][-1]
    return "\n".join(message.words or "" for message in said)


def reports(house: House, *told: str, channel: Channel = "sms", address: str = "+447700900888") -> tuple[Player, str]:
    """Somebody who has reported something, and the reference of their case."""
    player = Player(house, channel, address)
    say(player, *told)
    with house.database.reading() as session:
        return player, session.scalars(select(Case.reference).order_by(Case.id.desc())).first() or ""


def charlie(house: House, channel: Channel = "sms", name: str = "1") -> Player:
    """He must never see anything."""
    return Player(
        house, channel, {"sms": f"+44770090066{name}", "telegram": f"66{name}", "web": f"visit-{name}"}[channel]
    )


def codes_to(player: Player) -> list[str]:
    """The codes that were sent to somebody, the last one last."""
    with player.house.database.reading() as session:
        contact_id = session.get_one(Conversation, player.conversation_id).contact_id
        talks = select(Conversation.id).where(Conversation.contact_id == contact_id)
        said = select(Message.words).where(Message.conversation_id.in_(talks), Message.kind == "code")
        return [(words or "")[-7:-1] for words in session.scalars(said.order_by(Message.id))]


def set_contact(player: Player, **values: object) -> None:
    def change(session: Session) -> None:
        talk = session.get_one(Conversation, player.conversation_id)
        contact = session.get_one(Contact, talk.contact_id)
        for name, value in values.items():
            setattr(contact, name, value)

    player.house.database.write(change)


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_answer_is_the_same_whether_or_not_there_is_such_a_case(house: House, channel: Channel) -> None:
    """An open case, a closed phone, abuse at home, and a reference that was never given out: to the letter."""
    references = [reports(house, *TOLD)[1], reports(house, *ABUSE, address="+447700900889")[1]]
    stopped, reference = reports(house, *TOLD, address="+447700900887")
    set_contact(stopped, stopped_at=stopped.now)
    references += [reference, new_reference(house.chance)]
    answers = {say(charlie(house, channel, str(n)), one) for n, one in enumerate(references)}
    assert len(answers) == 1
    assert answers.pop().startswith(ASKED)


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_code_opens_it_once_and_shows_no_history(house: House, channel: Channel) -> None:
    """Whether it is open, who is the contact and when; not what, where or who."""
    gwen, reference = reports(house, *TOLD)
    elsewhere = charlie(house, channel)
    assert ASKED in say(elsewhere, f"any news on {reference.lower()}?")
    (code,) = codes_to(gwen)
    told = say(elsewhere, code)
    assert f"Case {reference} is open. Your contact is Bob Carter" in told
    assert not any(word in told.lower() for word in ("elm", "music", "noise"))
    assert "is open" not in say(elsewhere, code)


def test_a_code_sent_for_one_visitor_is_of_no_use_to_another(house: House) -> None:
    """Whoever reads it over her shoulder would have to be where it was asked for."""
    gwen, reference = reports(house, *TOLD)
    first, second = charlie(house, "web", "1"), charlie(house, "web", "2")
    say(first, reference)
    say(second, reference)
    mine, other = codes_to(gwen)
    assert "That code is wrong" in say(second, mine)
    assert "is open" in say(second, other)


def test_five_guesses_and_few_codes(house: House) -> None:
    """The right one is wrong after five others; and many visitors get her phone to ring no more than three times."""
    gwen, reference = reports(house, *TOLD)
    visitors = [charlie(house, "web", str(n)) for n in range(8)]
    said = {say(visitor, reference) for visitor in visitors}
    assert len(said) == 1
    first, *_ = codes = codes_to(gwen)
    assert len(codes) == SENT_AN_HOUR
    wrong = [f"{(int(first) + n) % 1_000_000:06}" for n in range(1, MOST_TRIES + 1)]
    assert {say(visitors[0], code) for code in wrong} == {say(visitors[0], first)}


def test_a_code_that_was_sent_to_nobody_opens_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each new visitor would have five guesses more at the same case."""
    drawn: list[str] = []

    def issue(*of: Any) -> str:
        drawn.append(issue_code(*of))
        return drawn[-1]

    monkeypatch.setattr(status, "issue_code", issue)
    gwen, reference = reports(house, *ABUSE)
    visitor = charlie(house, "web")
    say(visitor, reference)
    assert codes_to(gwen) == []
    assert "That code is wrong" in say(visitor, drawn[-1])


UNSAFE: list[dict[str, object]] = [
    {"texting_is_safe": "no"},
    {"texting_is_safe": "unwanted"},
    {"texting_is_safe": None},
]


@pytest.mark.parametrize("how", UNSAFE)
def test_a_code_leaves_only_for_where_it_is_safe(house: House, how: dict[str, object]) -> None:
    """Without a clear yes nothing that somebody else starts may light up her phone."""
    gwen, reference = reports(house, *TOLD)
    set_contact(gwen, **how)
    say(charlie(house), reference)
    assert codes_to(gwen) == []


def test_a_code_that_would_leave_for_anywhere_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault."""
    monkeypatch.setattr(status, "may_be_sent_code", lambda contact, case: True)
    with pytest.raises(AssertionError):
        test_a_code_leaves_only_for_where_it_is_safe(house, UNSAFE[0])


def test_where_it_became_unsafe_meanwhile_the_code_is_too_late(house: House) -> None:
    """She says so a minute after it was sent."""
    gwen, reference = reports(house, *TOLD)
    elsewhere = charlie(house)
    say(elsewhere, reference)
    set_contact(gwen, texting_is_safe="no")
    assert "That code is wrong" in say(elsewhere, codes_to(gwen)[-1])


def test_her_own_case_of_abuse_is_answered_as_a_strangers_is(house: House) -> None:
    """The phone may be in other hands; and no code is sent to it, of course."""
    gwen, reference = reports(house, *ABUSE)
    assert ASKED in say(gwen, reference)
    assert codes_to(gwen) == []
    assert "is open" not in say(gwen, "any news about my case?")


def test_six_digits_are_a_code_only_where_one_was_asked_for_just_now(house: House) -> None:
    """Ten minutes later they are a number like any other; and while one is awaited they are no telephone number."""
    _, reference = reports(house, *TOLD)
    omar = Player(house, "web", "visit-omar")
    assert "How can we reach you?" in say(omar, *TOLD[:3])
    say(omar, reference)
    assert "That code is wrong" in say(omar, "900321")
    omar.wait(timedelta(minutes=10))
    assert "That code is wrong" not in say(omar, "900321")
    with house.database.reading() as session:
        heard = list(session.scalars(select(Message.words).where(Message.direction == "in").order_by(Message.id)))
    assert heard[-3:] == [reference, "900321", "[a number or address we could not read]"]


def test_a_story_with_a_reference_in_it_is_a_story(house: House) -> None:
    """He adds to his case, and is not told how it stands instead."""
    gwen, reference = reports(house, *TOLD)
    assert "is open" not in say(gwen, f"{reference} he started again last night and threw things at my door")
    inbound = Inbound("sms", gwen.address, "again", f"{reference} he is breaking down my door with a knife")
    assert "Call 999" in receive(house, inbound, gwen.now).at_once[0][1].said


@pytest.mark.parametrize("said", ["im scared", "Nobody is", "Samantha", "pata nahi"])
def test_a_word_that_adds_up_like_a_reference_is_talk(house: House, said: str) -> None:
    """Who begins with fear is asked whether anybody is in danger, and Samantha may say her name."""
    gwen = Player(house, "sms", "+447700900888")
    assert "Is anyone in danger right now?" in say(gwen, said)
    assert "send a code" not in say(gwen, said)
