"""How somebody can be reached is sealed with their contact and stands nowhere else, whatever way it comes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.casework import opening as casework
from bot.channels.contract import Inbound
from bot.conversation import receive
from bot.house import House
from bot.player import Channel, Player, example_house
from bot.privacy import sealed
from bot.state import load
from storage.cases import Case
from storage.contacts import Contact, reach_of
from storage.conversations import Conversation
from storage.messages import Message, verify
from storage.reports import Report
from storage.tables import Base

TOLD = ("no 14 elm court plays loud music every night till 3", "no", "yes")
NUMBER, WRITTEN = "07700 900321", "+447700900321"
ASKED = "How can we reach you?"
IS_IT_SAFE = "Is it safe for us to call or write to you there?"


@pytest.fixture
def house() -> House:
    return example_house()


@pytest.fixture
def omar(house: House) -> Player:
    """Omar, at the web chat, who is asked how we can reach him."""
    player = Player(house, "web", "visit-omar")
    assert ASKED in say(player, *TOLD)
    return player


def say(player: Player, *messages: str) -> str:
    """Everything said to the last of these messages."""
    said = [player.write(one) for one in messages][-1]
    return "\n".join(message.words or "" for message in said)


def contact(player: Player) -> Contact:
    with player.house.database.reading() as session:
        return session.get_one(Contact, session.get_one(Conversation, player.conversation_id).contact_id)


def given(player: Player) -> tuple[str, ...]:
    return reach_of(player.house.keys, contact(player))


def everything(house: House) -> str:
    """Every value of every table in clear, as one string of small letters without what stands between digits."""
    kept: list[Any] = []
    with house.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name != "properties":
                kept += [list(row) for row in session.execute(table.select())]
    return "".join(json.dumps(kept, default=str, ensure_ascii=False).lower().split())


def heard(house: House) -> list[str | None]:
    with house.database.reading() as session:
        said = select(Message.words).where(Message.direction == "in").order_by(Message.id)
        return list(session.scalars(said))


def assert_nowhere(house: House, *traces: str) -> None:
    kept = everything(house)
    assert "elmcourt" in kept
    assert [trace for trace in traces if trace in kept] == []


def test_the_number_is_sealed_and_nowhere_in_clear(house: House, omar: Player) -> None:
    """Not in the record, the state, the report, the case or its history; the hour he wrote beside it is."""
    assert IS_IT_SAFE in say(omar, f"{NUMBER} after 6pm please")
    assert "there by Monday 30 November, 5pm" in say(omar, "yes")
    assert given(omar) == (WRITTEN,)
    assert contact(omar).reach_is_safe == "yes"
    assert_nowhere(house, "900321")
    assert "[a telephone number, kept apart] after 6pm please" in heard(house)
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert case.facts["reach_note"] == "[a telephone number, kept apart] after 6pm please"
        assert "reach" not in case.facts
        assert "reach" not in session.scalars(select(Report)).one().answers


def test_the_search_sees_a_number_that_is_there(house: House, omar: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: a message that is filed before it is taken apart."""
    monkeypatch.setattr(sealed, "keep_apart", lambda house, contact, talk, inbound: (inbound, None))
    say(omar, NUMBER)
    with pytest.raises(AssertionError):
        assert_nowhere(house, "900321")


def test_the_record_still_stands_up(house: House, omar: Player) -> None:
    """What was filed is the message without the number, from the start: nothing is altered afterwards."""
    say(omar, NUMBER, "yes")
    with house.database.reading() as session:
        assert verify(session, omar.conversation_id) == []


@pytest.mark.parametrize(
    "wrong", ["07700 9003", "my number is 07700 90032", "ada.obi@example", "ada.obi at example dot org"]
)
def test_a_wrong_number_is_not_kept_either_and_he_is_told_what_to_write(house: House, omar: Player, wrong: str) -> None:
    """A number that is nearly his gives him away as well."""
    said = say(omar, wrong)
    assert "Write the whole number, or an e-mail" in said
    assert ASKED in said
    assert given(omar) == ()
    assert_nowhere(house, "9003", "ada.obi")
    assert IS_IT_SAFE in say(omar, "ada.obi@example.org")


def test_a_message_brought_twice_changes_nothing(house: House, omar: Player) -> None:
    """The same form sent again, when another question is being asked already."""
    once = Inbound("web", omar.address, "form-1", NUMBER)
    assert not receive(house, once, omar.now).repeated
    assert receive(house, once, omar.now).repeated
    assert_nowhere(house, "900321")


def test_the_number_in_a_second_form_and_of_an_old_page_is_kept_apart(house: House, omar: Player) -> None:
    """An impatient finger on a slow line: the page it was typed on is no longer the newest."""
    with house.database.reading() as session:
        asked = max(session.scalars(select(Message.id)))
    for key in ("one", "two", "three"):
        receive(house, Inbound("web", omar.address, key, NUMBER, answers=asked), omar.now)
    assert "there by Monday" in say(omar, "yes")
    receive(house, Inbound("web", omar.address, "four", NUMBER, answers=asked), omar.now)
    assert contact(omar).reach_is_safe == "yes"
    assert_nowhere(house, "900321")


def test_the_number_given_is_kept_out_of_a_later_story_and_a_neighbours_is_not(house: House, omar: Player) -> None:
    """What he wrote of others is evidence, in his own words (R2)."""
    say(omar, NUMBER, "yes", "no", "last night")
    say(omar, f"the man upstairs, 07700 900456, he rang me on {NUMBER} at night")
    kept = everything(house)
    assert "900456" in kept
    assert "900321" not in kept


def test_a_number_that_comes_before_its_question_is_the_answer(house: House) -> None:
    """Somebody in a hurry: it is not asked again, only whether it is safe."""
    omar = Player(house, "web", "visit-early")
    assert "Is it at 14 Elm Court" in say(omar, TOLD[0], "no", f"{NUMBER} after six")
    assert_nowhere(house, "900321")
    assert IS_IT_SAFE in say(omar, "yes")
    assert given(omar) == (WRITTEN,)


def test_another_number_in_its_place_is_asked_about_again(house: House, omar: Player) -> None:
    """What he said of the first does not hold for the second."""
    say(omar, NUMBER, "yes")
    assert IS_IT_SAFE in say(omar, "07700 900322")
    assert given(omar) == ("+447700900322",)
    assert contact(omar).reach_is_safe is None
    assert_nowhere(house, "900321", "900322")


def test_a_turn_that_is_taken_again_leaves_nothing(house: House, omar: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the middle of it: the message is filed, by another path, and without the number."""

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read {NUMBER}")

    monkeypatch.setattr("bot.conversation._turn", fail)
    omar.write(f"{NUMBER} or omar.aziz@example.org")
    assert_nowhere(house, "900321", "omar.aziz")
    assert heard(house)[-1] == "[a telephone number, kept apart] or [an e-mail address, kept apart]"
    assert given(omar) == (WRITTEN, "omar.aziz@example.org")


def test_where_it_cannot_be_taken_apart_every_digit_is_hidden(
    house: House, omar: Player, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of ours loses the number rather than shows it, and the log says only that."""

    def fail(*_: object) -> None:
        raise ValueError(f"cannot read {NUMBER}")

    monkeypatch.setattr(sealed, "take_apart", fail)
    say(omar, f"call {NUMBER}")
    assert heard(house)[-1] == "call ***** ******"
    assert "900321" not in caplog.text.replace(" ", "")
    assert "every digit in it is hidden" in caplog.text


def test_danger_beside_a_number_comes_first_and_the_number_is_kept(house: House, omar: Player) -> None:
    """Whoever is on call may need it."""
    assert "Call 999 now" in say(omar, f"{NUMBER} help he has a knife and is breaking down my door now")
    assert given(omar) == (WRITTEN,)
    assert contact(omar).reach_is_safe is None
    assert_nowhere(house, "900321")
    assert "Deaf, or cannot call?" not in say(omar, NUMBER)  # the whole advice is not due again yet
    assert_nowhere(house, "900321")
    assert IS_IT_SAFE in say(omar, "i am safe now")


def test_a_wish_beside_a_number_is_granted(omar: Player) -> None:
    """He asks for a person and says where."""
    assert "We have asked our team" in say(omar, f"call me on {NUMBER} please, I want to speak to a person")
    assert given(omar) == (WRITTEN,)
    assert "safe" in say(omar, "go on")


@pytest.mark.parametrize("answer", ["no", "not sure", "skip", "yes but he looks at it"])
def test_without_a_yes_it_is_not_safe(omar: Player, answer: str) -> None:
    """A no, a doubt or silence: it is not used, and he is told so (C5)."""
    assert "Then we do not use it" in say(omar, NUMBER, answer)
    assert contact(omar).reach_is_safe != "yes"


def test_going_back_and_leaving_it_out_forgets_it(house: House, omar: Player) -> None:
    """What is taken back is gone."""
    say(omar, NUMBER, "yes", "back", "back")
    assert "We cannot write to you outside this chat" in say(omar, "skip")
    assert (contact(omar).reach, contact(omar).reach_is_safe) == (None, None)


@pytest.mark.parametrize(
    ("naming", "may", "is_open"),
    [("no name", "yes", "yes"), ("no name", "no", "no"), ("no name", "skip", None), ("secret", "skip", None)],
)
def test_staff_see_it_only_with_leave_where_the_name_is_kept_back(
    omar: Player, naming: str, may: str, is_open: str | None
) -> None:
    """Withheld unless they say otherwise (R9)."""
    say(omar, NUMBER, "yes", "no", "skip", "skip", "skip", "skip", naming)
    if naming == "secret":
        say(omar, "Omar Aziz")
    said = say(omar, may)
    assert ("Then we do not contact you" in said) == (may != "yes")
    assert contact(omar).reach_is_open == is_open


def test_abuse_at_home_after_all_is_asked_about_once_more(house: House) -> None:
    """A yes for noise is no yes for that; until there is one, it is not safe."""
    gwen = Player(house, "web", "visit-gwen")
    say(gwen, "there is a problem at 14 elm court", "no", "yes", NUMBER, "yes", "2", "4")
    assert contact(gwen).reach_is_safe is None
    assert "about this?" in say(gwen, "yes")
    assert "Then we do not use it" in say(gwen, "no")
    assert contact(gwen).reach_is_safe == "no"


def test_where_writing_is_not_safe_we_are_not_told_a_number_and_use_none(house: House) -> None:
    """She is told to call us, and no day is promised."""
    gwen = Player(house, "web", "visit-gwen-2")
    said = [
        say(gwen, one) for one in ("my partner hits me, it happened again last month. i am at 14 elm court", "no", "no")
    ]
    assert "Call us on" in said[-1]
    assert not any(ASKED in one or "contact you" in one for one in said)


def test_by_text_it_is_not_asked(house: House) -> None:
    """We have the number."""
    ada = Player(house)
    assert not any(ASKED in say(ada, one) for one in (*TOLD, "yes", "skip", "skip", "skip", "skip", "skip"))


def test_by_telegram_a_message_changed_afterwards_is_another_number(house: House) -> None:
    """Telegram lets people mend what they sent."""
    priya = Player(house, "telegram", "700900123")
    assert ASKED in say(priya, *TOLD, "yes")
    say(priya, NUMBER, "yes", "no")
    edited = Inbound("telegram", priya.address, "edit-1", "07700 900322", edited=True)
    receive(house, edited, priya.now)
    assert given(priya) == ("+447700900322",)
    assert contact(priya).reach_is_safe is None
    assert_nowhere(house, "900321", "900322")


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_a_number_that_is_given_is_no_contact_of_its_own(house: House, channel: Channel) -> None:
    """Who types Ada's number is not Ada: her own talk stays hers, and the stranger hears nothing of it (C7)."""
    ada = Player(house, address=WRITTEN)
    say(ada, *TOLD, "yes")
    charlie = Player(house, channel, "313")
    say(charlie, *TOLD, *["yes"] * (channel == "telegram"), NUMBER, "no")
    assert contact(ada).texting_is_safe == "yes"
    hers, his = contact(ada).id, contact(charlie).id
    with house.database.reading() as session:
        assert session.scalar(select(text("count(*)")).select_from(Contact)) == 2
        spoken_of = {one.id for one in casework.cases_to_speak_of(session, his)}
        assert spoken_of.isdisjoint(one.id for one in casework.cases_to_speak_of(session, hers))


def test_the_state_holds_only_when_it_was_given(omar: Player) -> None:
    """A moment changes when another is given, and says nothing."""
    say(omar, NUMBER)
    with omar.house.database.reading() as session:
        state = load(session.get_one(Conversation, omar.conversation_id).state or "")
    assert state.top.marks["reach"].gave == {"reach": omar.now.isoformat()}
