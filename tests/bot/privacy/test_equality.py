"""No answer about who somebody is can be found with anybody: every table is searched, and it is shown to find one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.catalogues import languages, translate
from bot.channels.contract import Inbound
from bot.configuration.landlord import Equality
from bot.conversation import begin_page, receive
from bot.house import House
from bot.player import Channel, Player
from bot.privacy import counting
from bot.privacy.equality import answers_asked
from bot.understanding.danger.finding import find_danger
from dialogs import phrases
from dialogs.equality import ASKED
from storage.contacts import Contact
from storage.equality import COUNTS, _opened
from storage.messages import Message, verify
from storage.tables import Base

ANSWERS = {
    "age": "45 to 64",
    "sex": "female",
    "gender": "different",
    "disability": "i am disabled",
    "ethnicity": "Asian",
    "religion": "muslim",
    "orientation": "Bisexual",
}
TRACES = ("45_to_64", "45to64", "female", "different", "disabled", "asian", "muslim", "bisexual")


def asked(house: House, channel: Channel = "sms") -> Player:
    """Ada, who has a case, is asked who she is and does not mind."""
    ada = Player(house, channel, {"sms": "+447700900123", "telegram": "700900123", "web": "visit-1"}[channel])
    for words in ("loud music at 14 elm court every night", "no", "yes", "yes", "later"):
        ada.write(words)
    ada.conversation_id = begin_page(house, channel, ada.address, "equality", "en", ada.now).conversation_id
    assert "How old are you?" in say(ada, "yes")
    return ada


def say(player: Player, words: str) -> str:
    return "\n".join(message.words or "" for message in player.write(words))


def asked_by_us(house: House) -> set[str]:
    """What we say to anybody, which names the answers too: messages of ours are the same whoever they are."""
    with house.database.reading() as session:
        return {m.words or "" for m in session.scalars(select(Message).where(Message.direction == "out"))}


def everything(house: House) -> str:
    """Every value of every table in clear, but for the register and the words that we say to everybody."""
    kept: list[Any] = []
    with house.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(table.select()) if table.name != "properties" else ():
                values = row._asdict()
                if table.name == "messages" and values["direction"] == "out":
                    values |= {"words": "", "english": "", "choices": ""}
                kept.append(list(values.values()))
    return "".join(json.dumps(kept, default=str, ensure_ascii=False).lower().split())


def found(house: House, *traces: str) -> list[str]:
    kept = everything(house)
    assert "elmcourt" in kept
    return [trace for trace in traces or TRACES if trace in kept]


def counted(house: House) -> dict[tuple[str, str], dict[str, dict[str, int]]]:
    """What is sealed, opened: by way of looking and value."""
    with house.database.reading() as session:
        rows = session.execute(select(COUNTS)).all()
    return {(by, value): _opened(house.keys, (month, by, value), sealed) for month, by, value, sealed in rows}


@pytest.mark.parametrize("channel", ["sms", "telegram", "web"])
def test_no_answer_is_found_in_any_table(house: House, channel: Channel) -> None:
    """Played to the end, by a story that has a case: answers stand nowhere but in the sealed counts."""
    ada = asked(house, channel)
    for answer in ANSWERS.values():
        said = say(ada, answer)
    assert "We only count these answers" in said
    assert found(house) == []
    one = {"age": {"45_to_64": 1}, "sex": {"female": 1}, "gender": {"different": 1}, "disability": {"disabled": 1}}
    one |= {"ethnicity": {"asian": 1}, "religion": {"muslim": 1}, "orientation": {"bisexual": 1}}
    ways = {("all", ""), ("channel", channel), ("kind", "noise"), ("patch", "Elms")}
    assert counted(house) == dict.fromkeys(ways, one)
    with house.database.reading() as session:
        assert verify(session, ada.conversation_id) == []


def test_an_answer_that_is_not_taken_out_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: messages are filed as they come."""
    ada = asked(house)
    monkeypatch.setattr(counting, "take_out", lambda *given: (given[-1], None))
    say(ada, "45 to 64")
    assert found(house) == ["45to64"]


def test_an_answer_that_the_page_keeps_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: it is taken out of the message, and stands in the state."""
    ada = asked(house)
    line = counting.COUNTED["equality_age"]
    settle = counting.settle

    def keeping(scene: Any, state: Any) -> Any:
        turn = settle(scene, state)
        scene.notes["age"] = scene.counted.answer
        return turn

    monkeypatch.setattr(counting, "settle", keeping)
    say(ada, "3")
    assert line.counted
    assert found(house) == ["45_to_64"]


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("i come from Jamaica originally", "jamaica"),
        ("im a trans man", "trans"),
        ("Presbyterian", "presbyterian"),
        ("my mum is black and my dad is white", "black"),
        ("polish", "polish"),
    ],
)
def test_what_cannot_be_heard_as_an_answer_is_not_kept_either(house: House, words: str, hidden: str) -> None:
    """They are told so, and it is not counted."""
    ada = asked(house)
    for _ in range(4):
        say(ada, "skip")
    assert "we did not keep that" in say(ada, words)
    assert found(house, hidden) == []
    assert counted(house) == {}


@pytest.mark.parametrize(
    "words",
    ["he has a knife", "they are at it again", "the neighbours are back", "loud music again and i am muslim",
     "person", "back", "they called me a dirty muslim"],
)  # fmt: skip
def test_danger_wishes_and_what_happens_are_filed_as_they_were_said(house: House, words: str) -> None:
    """Nothing that tells of danger, or of what happens, is lost for the sake of it (R1, R2)."""
    ada = asked(house)
    say(ada, words)
    assert found(house, "".join(words.split())) != []
    assert counted(house) == {}


def test_a_late_answer_or_one_brought_twice_is_neither_kept_nor_counted_again(house: House) -> None:
    """A form sent twice, a message changed afterwards, an answer to the question before."""
    ada = asked(house, "web")
    with house.database.reading() as session:
        form = max(session.scalars(select(Message.id)))
    for key in ("one", "one", "two"):
        receive(house, Inbound("web", ada.address, key, "45 to 64", answers=form), ada.now)
    receive(house, Inbound("web", ada.address, "three", "under 25", edited=True), ada.now)
    say(ada, "skip")
    say(ada, "45 to 64")
    assert found(house, "45to64", "under25") == []
    assert counted(house)["all", ""] == {"age": {"45_to_64": 1}}


def test_a_fault_of_ours_keeps_no_answer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it breaks before or after the message is filed."""
    ada = asked(house)

    def fail(*_: object, **__: object) -> None:
        raise ValueError("a fault with 45 to 64 in it")

    with monkeypatch.context() as broken:
        broken.setattr(counting, "count", fail)
        say(ada, "45 to 64")
    with monkeypatch.context() as broken:
        broken.setattr(counting, "_answer_in", fail)
        say(ada, "45 to 64")
    assert found(house, "45to64", "45_to_64") == []
    assert counted(house) == {}


def test_nobody_is_asked_twice_and_the_landlord_says_what(house: House) -> None:
    """Who declined is left in peace; a landlord may ask less, or nothing."""
    few = house.landlord.model_copy(update={"equality": Equality(ask=("sex",))})
    object.__setattr__(house, "landlord", few)
    ada = Player(house)
    assert "May we ask" in ada.open("equality", "en")[0].words  # type: ignore[operator]  # never erased here
    assert "What is your sex?" in say(ada, "yes")
    assert "We only count" in say(ada, "prefer not to say")
    with house.database.reading() as session:
        assert session.scalars(select(Contact.equality_asked)).one() is True
    begin_page(house, "sms", ada.address, "equality", "en", ada.now)
    assert "May we ask" not in " ".join(m.words or "" for m in ada.write("hello"))


def test_every_question_can_be_declined_and_is_known_to_the_configuration() -> None:
    """Each has "Prefer not to say" (C3); the names are those of the landlord's file."""
    assert set(ASKED) == set(Equality().ask) == set(answers_asked())
    assert all(answers[-1] == "not_said" for answers in answers_asked().values())


@pytest.mark.parametrize("language", languages())
def test_every_answer_is_heard_as_it_is_written_and_no_mark_is_danger(language: str) -> None:
    """Also one that would sound like danger elsewhere, such as "dan 25"; a mark must raise no alarm."""
    for line in counting.COUNTED.values():
        for option in line.options:
            said = translate(option.label.msgid, language)
            assert counting._answer_in(line, line.options, said, language) == option.value
    marks = [translate(one.msgid, language) for one in (phrases.ONLY_COUNTED, phrases.NOT_COUNTED)]
    assert [mark for mark in marks if find_danger(mark).urgent] == []
