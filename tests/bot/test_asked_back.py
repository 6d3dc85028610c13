"""What is asked of us in the middle of a page is answered, kept, and no answer to what we asked."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.casework.questions import ASKED
from bot.house import House
from bot.player import Player
from bot.state import State, dump, load
from storage.alerts import Alert
from storage.cases import Case
from storage.conversations import Conversation
from storage.reports import Report
from storage.tasks import tasks_waiting

REPORT = ("music from 12 elm court every night", "no", "yes", "yes", "yes")
WHO = "Do you know who is doing it"
CANNOT = "We cannot answer that here."


def say(house: House, *more: str) -> str:
    """Jane reports by text and goes on so; what she hears last."""
    jane = Player(house, address="+447700900123")
    for words in (*REPORT, *more):
        said = jane.write(words)
    return "\n".join(message.words or "" for message in said)


def test_a_question_is_kept_in_the_report_and_not_as_whoever_has_seen_it(house: House) -> None:
    """An officer reads it there; ours is put again."""
    heard = say(house, "can i be evicted")
    assert CANNOT in heard
    assert WHO in heard
    with house.database.reading() as session:
        report = session.scalars(select(Report)).one()
        assert "can i be evicted" in report.words
        assert "known" not in report.answers
        assert session.scalars(select(Case)).one().facts.get("known") is None


@pytest.mark.parametrize("said", ["what do you mean", "hmm not sure what you mean", "eh", "do i have to answer"])
def test_whoever_does_not_understand_hears_what_it_is_for(house: House, said: str) -> None:
    """And that it can be left out."""
    heard = say(house, said)
    assert "Most questions can be left out" in heard
    assert WHO in heard


def test_an_answer_that_ends_with_a_question_mark_stays_one(house: House) -> None:
    """She is not sure of it."""
    assert CANNOT not in say(house, "the lad from number 9?")
    with house.database.reading() as session:
        assert session.scalars(select(Report)).one().answers["known"] == "the lad from number 9?"


def test_a_question_that_tells_of_a_threat_is_heard_for_that(house: House) -> None:
    """Somebody is told tonight; nobody is told that we cannot answer."""
    assert CANNOT not in say(house, "what if he kills me like he said")
    with house.database.reading() as session:
        assert session.scalars(select(Alert)).first() is not None


def test_of_danger_only_what_is_asked_is_spoken(house: House) -> None:
    """ "Is anyone in danger?" is not answered with what we cannot answer."""
    jane = Player(house, address="+447700900123")
    jane.write("hello")
    said = "\n".join(message.words or "" for message in jane.write("what do you mean"))
    assert "Is anyone in danger right now?" in said
    assert "left out" not in said


def test_whether_it_is_safe_is_explained_to_whoever_asks(house: House) -> None:
    """Not that the question may be left out."""
    jane = Player(house, address="+447700900123")
    for words in (*REPORT[:3], "what do you mean"):
        said = jane.write(words)
    heard = "\n".join(message.words or "" for message in said)
    assert heard.startswith("Say yes only if you are sure")
    assert "Is it safe for us to write to you here?" in heard


@pytest.mark.parametrize("asked", ["who is Bob Carter?", "how long will this take", "can i stay anonymous there?"])
def test_a_question_is_no_place(house: House, asked: str) -> None:
    """It was offered to be kept as one; an address in it is one still."""
    jane = Player(house, address="+447700900123")
    for words in ("music every night", "no", asked):
        said = "\n".join(message.words or "" for message in jane.write(words))
    assert "is not on our list" not in said
    assert "Where is it happening?" in said
    assert "Is it at 12 Elm Court" in "\n".join(m.words or "" for m in jane.write("can you come to 12 elm court"))


def test_a_question_before_the_last_ones_leaves_nothing_off(house: House) -> None:
    """ "How long will this take" at "five more minutes?" ended the talk, and nothing was agreed."""
    jane = Player(house, address="+447700900123")
    for words in (*REPORT, "skip", "4", "1", "yes", "Jane", "yes"):
        said = jane.write(words)
    assert "five more minutes" in (said[-1].words or "")
    said = jane.write("how long will this take")
    assert "five more minutes" in (said[-1].words or "")


def test_what_is_told_beside_who_sees_it_is_a_report(house: House) -> None:
    """It was answered, and the report was lost (R2)."""
    jane = Player(house, address="+447700900123")
    said = "\n".join(m.words or "" for m in jane.write("will he know it was me? he plays music at 16 elm court"))
    assert "We do not say who told us" in said
    assert "Is anyone in danger right now?" in said
    assert "Is it at 16 Elm Court" in "\n".join(m.words or "" for m in jane.write("no"))


def test_what_we_cannot_answer_is_given_to_an_officer(house: House) -> None:
    """It stands with the case in their words, and waits until somebody has been in touch."""
    say(house, "can i be evicted", "will i have to go to court?")
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert case.facts["questions"] == "can i be evicted\nwill i have to go to court?"
        assert [task.what for task in tasks_waiting(session, case.id)] == ["questions"]


def test_what_was_asked_before_there_is_a_case_is_given_with_it(house: House) -> None:
    """ "Will they know it was me" at the question where it is."""
    jane = Player(house, address="+447700900123")
    for words in ("music next door every night", "no", "can i be evicted for this?", "12 elm court", "yes"):
        jane.write(words)
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert case.facts["questions"] == "can i be evicted for this?"
        assert len(tasks_waiting(session, case.id)) == 1


def test_how_often_is_no_answer_to_who_it_is(house: House) -> None:
    """ "Most days" is kept as what it is, and whoever does it is asked again."""
    jane = Player(house, address="+447700900123")
    for words in ("music from 12 elm court", "no", "yes", "yes", "every night", "yes"):
        heard = "\n".join(message.words or "" for message in jane.write(words))
    assert WHO in heard
    assert WHO in "\n".join(message.words or "" for message in jane.write("most days"))
    with house.database.reading() as session:
        assert "known" not in session.scalars(select(Report)).one().answers


def test_what_was_asked_in_one_report_does_not_stand_with_another(house: House) -> None:
    """The first was left before it had a case; whoever reads the case of the second need not read of it."""
    jane = Player(house, address="+447700900123")
    for words in ("music next door every night", "no", "can i be evicted for this?"):
        jane.write(words)

    def leave(session: Session) -> None:
        talk = session.scalars(select(Conversation)).one()
        kept = load(talk.state or "")
        assert kept.notes[f"{ASKED} {kept.top.number}"] == "can i be evicted for this?"
        talk.state = dump(State((), kept.begun, kept.notes))  # as after a release that has no such page any more

    house.database.write(leave)
    for words in ("rubbish is dumped at 14 elm court every week", "no", "yes"):
        jane.write(words)
    with house.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert ASKED not in case.facts
        assert tasks_waiting(session, case.id) == []
