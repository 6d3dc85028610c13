"""What the store keeps as codes, staff read in the words that residents chose from."""

from typing import get_args

import pytest

from bot.casework.labels import KINDS, NAMES, SORTS, WITHIN, answers_in_words, name_in_words, stopped_at, value_in_words
from bot.state import Frame, Mark, State, dump
from bot.understanding.danger.finding import Concern, Sort
from dialogs.book import BOOK
from dialogs.grammar import Ask, Choose


def test_every_answer_of_a_report_has_a_name() -> None:
    """A new question must be given one."""
    asked = {line.name for line in BOOK["report"].page if isinstance(line, Ask | Choose)}
    assert asked - WITHIN - set(NAMES) == set()


def test_every_kind_and_danger_has_words() -> None:
    """Also those of the menus."""
    menus = ("group", "people", "drugs_and_crime", "things")
    offered = {
        o.value for line in BOOK["report"].page if isinstance(line, Choose) and line.name in menus for o in line.options
    }
    assert offered - set(menus) - {"none", "behaviour"} <= set(KINDS)
    assert {*get_args(Sort), *get_args(Concern)} <= set(SORTS)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("often", "daily", "Every day or night"),
        ("now", "yes", "Yes"),
        ("kind", "other_crime", "Other crime"),
        ("concern", "suicidal", "Thoughts of suicide"),
        ("place", "yes", "yes"),
        ("when", "open", "open"),
        ("urgent", True, "Yes"),
        ("state", "closed", "Closed"),
        ("naming", "confidential", "Name to be kept secret"),
        ("on_behalf", "self", "Myself or my home"),
        ("first_contact_due", "2026-11-27T17:00:00.000000+00:00", "Friday 27 November, 5pm"),
        ("never_heard_of", "x", "x"),
        ("often", None, "Not known"),
        ("danger", "told", "Yes, told before or after we asked"),
    ],
)
def test_a_value_is_said_in_words_and_what_was_written_is_left_alone(name: str, value: object, words: str) -> None:
    """A resident who answers "yes" to "where" has written just that."""
    assert value_in_words(name, value) == words


def test_a_greeting_is_no_answer() -> None:
    """What a page that interrupted has settled is not all of it something that the resident said."""
    assert answers_in_words({"hello": "told"}) == []


def test_answers_come_in_the_order_of_the_page_without_the_steps_between() -> None:
    """What an officer wants to know, not how the menus led there."""
    answers = {
        "often": "daily",
        "group": "noise",
        "place": "14 Elm Court",
        "kind": "noise",
        "camera": "",
        "right_place": "yes",
    }
    assert answers_in_words(answers) == [
        ("Where", "14 Elm Court"),
        ("Kind", "Noise"),
        ("How often", "Every day or night"),
    ]


def test_a_name_nobody_has_given_is_readable_all_the_same() -> None:
    """A fact of a page that is no more."""
    assert name_in_words("witness.1.who") == "Witness 1 who"


def test_the_question_where_somebody_stopped_is_filled_in() -> None:
    """As they read it, in English."""
    place = {"place": "14 Elm Court", "uprn": "1"}
    marks = {"danger": Mark({"danger": "no"}), "words": Mark({"words": "music"}), "place": Mark(place)}
    frame = Frame("report", marks, asking="right_place", number=3)
    assert stopped_at(dump(State((frame,))), 3) == "Is it at 14 Elm Court?"
    assert stopped_at(dump(State((frame,))), 4) is None
    assert stopped_at(None, 3) is None


def test_a_page_that_interrupted_is_where_they_stopped() -> None:
    """Danger advice waits for "I am safe" above the report."""
    frames = (Frame("report", {}, number=1), Frame("danger", {}, asking="safe_now", number=2))
    stopped = stopped_at(dump(State(frames)), 1)
    assert stopped is not None
    assert "safe" in stopped
