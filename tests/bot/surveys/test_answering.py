"""Answers as they come, and what each sets off (S1, S5)."""

from __future__ import annotations

import pytest

from bot.house import House
from storage.surveys import answers_of, surveys_of_case
from storage.tasks import tasks_waiting
from tests.bot.surveys.test_inviting import DAY, ask, closed

STANDS = "Being kept informed"


def said(house: House, case_id: int) -> dict[str, str]:
    """What counts of the answers to the first survey of a case."""
    with house.database.reading() as session:
        first = surveys_of_case(session, case_id)[0]
        return {name: row.answer or row.words or "" for name, row in answers_of(session, [first.id])[first.id].items()}


def tasks(house: House, case_id: int) -> set[str]:
    with house.database.reading() as session:
        return {task.what for task in tasks_waiting(session, case_id)}


@pytest.mark.parametrize(
    "words", ["10/10", "👍", "1 2", "you are all useless and do nothing", "5 stars", "what?", "very satisfied but slow"]
)
def test_what_is_no_answer_is_asked_again_and_never_guessed(house: House, words: str) -> None:
    """Two numbers, a mark out of ten, anger: nothing is kept of them as an answer, and no report is made of it."""
    ada, case = closed(house)
    ask(house, ada)
    ada.write("yes")
    assert STANDS in (ada.write(words)[-1].words or "")
    assert said(house, case.id) == {}


def test_a_near_word_is_asked_about_and_none_is_matched_by_likeness(house: House) -> None:
    """ "Dissatisfied" is two answers, and never "satisfied"."""
    ada, case = closed(house)
    ask(house, ada)
    ada.write("yes")
    (asked,) = ada.write("dissatisfied")
    assert "Did you mean" in (asked.words or "")
    assert "Fairly dissatisfied" in (asked.words or "")
    ada.write("2")
    assert said(house, case.id)["informed"] in ("fairly_dissatisfied", "very_dissatisfied")


def test_an_answer_that_is_taken_back_counts_no_more(house: House) -> None:
    """Corrected, it counts once; left out after all, it counts not at all."""
    ada, case = closed(house)
    ask(house, ada)
    for words in ("yes", "1", "back", "5"):
        ada.write(words)
    assert said(house, case.id) == {"informed": "very_dissatisfied"}
    for words in ("back", "skip"):
        ada.write(words)
    assert said(house, case.id) == {}


def test_it_is_picked_up_days_later(house: House) -> None:
    """At the same question; what was answered stands."""
    ada, case = closed(house)
    ask(house, ada)
    for words in ("yes", "2", "later"):
        ada.write(words)
    ada.wait(3 * DAY)
    ada.write("4")
    assert said(house, case.id) == {"informed": "fairly_satisfied", "outcome": "fairly_dissatisfied"}


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        (("1", "1", "1", "1", "yes", "skip"), set()),
        (("1", "4", "1", "1", "yes", "skip"), {"survey_sorry"}),
        (("1", "1", "3", "1", "yes", "skip"), {"survey_sorry"}),
        (("1", "1", "1", "1", "no", "skip"), {"survey_sorry"}),
        (("1", "1", "1", "1", "yes", "i am still frightened of them"), {"survey_afraid"}),
    ],
)
def test_what_is_amiss_is_somebodys_task(house: House, answers: tuple[str, ...], wanted: set[str]) -> None:
    """Dissatisfied, it goes on, would not report again, afraid: each of them, and nothing else."""
    ada, case = closed(house)
    ask(house, ada)
    for words in ("yes", *answers):
        ada.write(words)
    assert tasks(house, case.id) == wanted


@pytest.mark.parametrize("then", ["STOP", "later", ""])
def test_what_is_amiss_is_somebodys_task_also_where_they_say_no_more(house: House, then: str) -> None:
    """A manager does not wait for the last question, which many never answer."""
    ada, case = closed(house)
    ask(house, ada)
    for words in ("yes", "very dissatisfied", *((then,) if then else ())):
        ada.write(words)
    assert tasks(house, case.id) == {"survey_sorry"}


def test_a_complaint_in_their_own_words_is_a_managers_task(house: House) -> None:
    """Whatever they chose before it."""
    ada, case = closed(house)
    ask(house, ada)
    for words in ("yes", "1", "1", "1", "1", "1", "I want to make a complaint about your officer"):
        ada.write(words)
    assert tasks(house, case.id) == {"survey_sorry"}


def test_something_new_that_goes_on_now_is_heard_though_the_old_has_stopped(house: House) -> None:
    """It is offered to be taken up, and a manager reads it."""
    ada, case = closed(house)
    ask(house, ada)
    said = ""
    story = "the music has stopped but now they are dealing drugs in the stairwell every night"
    for words in ("yes", "1", "1", "stopped", "1", "1", story):
        said = " ".join(message.words or "" for message in ada.write(words))
    assert "Shall we take it up again now?" in said
    assert tasks(house, case.id) == {"survey_sorry"}
