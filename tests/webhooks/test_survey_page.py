"""The page behind a one-time link: it shows nothing of the case, works once, and expires (S4)."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.house import House
from bot.surveys.inviting import digest_of
from storage.alerts import Alert
from storage.conversations import Conversation
from storage.equality import COUNTS
from storage.messages import Message
from storage.surveys import Survey, add_survey, answers_of
from storage.tasks import open_tasks
from storage.worklist import find_unfinished
from tests.webhooks.staff_story import tell, tell_of_elm_court

NOW = datetime.now(UTC)
CLOSED = "These questions have closed. Thank you all the same."


def linked(house: House, language: str = "en", ends: timedelta = timedelta(days=1)) -> Survey:
    """A link has gone out to Ada."""
    case = tell_of_elm_court(house)

    def write(session: Any) -> Survey:
        survey = Survey(name="end_of_case", edition="1", case_id=case.id, state="asked", due_at=NOW, created_at=NOW)
        survey.asked_at, survey.ends_at, survey.secret = NOW, NOW + ends, digest_of("a-secret")
        survey.channel, survey.language = "web", language
        return add_survey(session, survey)

    return house.database.write(write)


def test_the_link_works_once_and_shows_nothing_of_the_case(client: FlaskClient, house: House) -> None:
    """Whoever is forwarded it, or comes back, reads only that it has closed; so does whoever guesses."""
    survey = linked(house)
    shown = client.get("/survey/a-secret").text
    assert ("Being kept informed" in shown, "Exit this page" in shown) == (True, True)
    assert not any(word in shown.lower() for word in ("elm court", "music", "noise"))
    assert client.post("/survey/a-secret", data={}).status_code == 422
    done = client.post("/survey/a-secret", data={"informed": "very_satisfied", "better": "nothing"})
    assert "We read every answer" in done.text
    assert "You can complain" in done.text
    for answer in (client.get("/survey/a-secret"), client.post("/survey/a-secret"), client.get("/survey/guess")):
        assert (answer.status_code, CLOSED in answer.text) == (404, True)
    with house.database.reading() as session:
        assert len(answers_of(session, [survey.id])[survey.id]) == 2


def test_a_link_that_is_too_old_says_so(client: FlaskClient, house: House) -> None:
    """An answer that comes after it is not taken."""
    linked(house, ends=timedelta(days=-1))
    assert CLOSED in client.get("/survey/a-secret").text
    assert client.post("/survey/a-secret", data={"informed": "very_satisfied"}).status_code == 404


def test_it_is_in_their_language(client: FlaskClient, house: House) -> None:
    """Whatever the browser asks for, and right to left where that is right."""
    linked(house, "ur")
    shown = client.get("/survey/a-secret", headers={"Accept-Language": "en"}).text
    assert ('dir="rtl"' in shown, "بہت مطمئن" in shown) == (True, True)


def test_danger_written_there_is_answered_and_told(client: FlaskClient, house: House) -> None:
    """At once, on the page that thanks them (R1); a dissatisfied answer is a manager's task."""
    linked(house)
    given = {"stopped": "worse", "better": "he is outside my door with a knife now"}
    done = client.post("/survey/a-secret", data=given)
    assert ("Call 999 now" in done.text, "A manager reads this" in done.text) == (True, True)
    assert "he is outside" not in done.text
    with house.database.reading() as session:
        assert [alert.level for alert in session.scalars(select(Alert))] == ["now"]
        assert "survey_sorry" in {task.what for task, _ in open_tasks(session, 10)}


def test_danger_is_answered_also_where_the_answers_cannot_be_taken(client: FlaskClient, house: House) -> None:
    """Too long, or beside an answer that nobody offered: what was written stays in the form, and is no answer yet."""
    survey = linked(house)
    for given in ({"better": "he has a knife " * 200}, {"informed": "splendid", "better": "he has a knife now"}):
        refused = client.post("/survey/a-secret", data=given)
        assert (refused.status_code, "Call 999 now" in refused.text, "he has a knife" in refused.text) == (
            422,
            True,
            True,
        )
    with house.database.reading() as session:
        assert [alert.level for alert in session.scalars(select(Alert))] == ["now"]
        assert answers_of(session, [survey.id])[survey.id] == {}


def counted(house: House) -> dict[tuple[str, str], dict[str, Any]]:
    """What is sealed among the counts, by way of looking and value."""
    with house.database.reading() as session:
        rows = session.execute(select(COUNTS.c.month, COUNTS.c.by, COUNTS.c.value, COUNTS.c.sealed)).all()
    keys = house.keys
    opened = {(by, value): keys.open(sealed, f"equality:{month}:{by}:{value}") for month, by, value, sealed in rows}
    return {at: json.loads(words) for at, words in opened.items()}


def test_who_they_are_is_counted_beside_what_they_think_and_kept_nowhere(client: FlaskClient, house: House) -> None:
    """Only what the landlord asks and offers; the answers of the survey tell nothing of it (C3, S6)."""
    survey = linked(house)
    assert "About you, if you do not mind" in client.get("/survey/a-secret").text
    given = {"overall": "fairly_satisfied", "again": "no", "improve": "yes", "better": "more calls"}
    about = {"about_sex": "female", "about_age": "ninety", "about_shoes": "brown", "about_religion": ""}
    assert client.post("/survey/a-secret", data=given | about).status_code == 200
    assert counted(house) == {
        ("survey", "end_of_case.overall.well"): {"sex": {"female": 1}},
        ("survey", "end_of_case.again.not_well"): {"sex": {"female": 1}},
    }
    with house.database.reading() as session:
        kept = answers_of(session, [survey.id])[survey.id]
    assert set(kept) == set(given)
    assert "female" not in str([(row.answer, row.words, row.code) for row in kept.values()])


@pytest.mark.parametrize("more", [{"decline": "1"}, {"overall": ""}, {"overall": "nonsense"}])
def test_who_declines_or_answers_nothing_is_not_counted(
    client: FlaskClient, house: House, more: dict[str, str]
) -> None:
    """And what they said of themselves is on the page again, where they may still answer."""
    linked(house)
    shown = client.post("/survey/a-secret", data={"about_sex": "female", **more}).text
    assert counted(house) == {}
    assert (re.search(r'value="female" checked', shown) is not None) is ("decline" not in more)


def test_a_landlord_who_asks_nothing_of_who_they_are_asks_nothing_here(client: FlaskClient, house: House) -> None:
    """`[equality] ask = []`."""
    linked(house)
    asks_nothing = house.landlord.equality.model_copy(update={"ask": ()})
    object.__setattr__(house, "landlord", house.landlord.model_copy(update={"equality": asks_nothing}))
    assert "About you" not in client.get("/survey/a-secret").text


def test_danger_is_told_of_whoever_wrote_it_and_their_words_are_kept(client: FlaskClient, house: House) -> None:
    """Of two who reported one case it is the second; declined or refused, what they wrote stands in their talk (R1)."""
    survey = linked(house)
    bea = tell(house, "no 14 elm court plays loud music", address="+447700900124", ago=1)
    knife = "he is outside my door with a knife now"

    def of_bea(session: Any) -> None:
        held = session.get_one(Survey, survey.id)
        held.conversation_id, held.contact_id = bea, session.get_one(Conversation, bea).contact_id

    house.database.write(of_bea)
    assert client.post("/survey/a-secret", data={"informed": "splendid", "better": knife}).status_code == 422
    client.post("/survey/a-secret", data={"decline": "1", "better": knife})
    with house.database.reading() as session:
        assert {alert.conversation_id for alert in session.scalars(select(Alert))} == {bea}
        kept = [one.words for one in session.scalars(select(Message).where(Message.conversation_id == bea))]
    assert kept.count(knife) == 2


def test_a_resident_does_not_code_their_own_words(client: FlaskClient, house: House) -> None:
    """That field is of the staff's form."""
    survey = linked(house)
    client.post("/survey/a-secret", data={"better": "lovely", "better_code": "repercussions"})
    with house.database.reading() as session:
        assert answers_of(session, [survey.id])[survey.id]["better"].code is None
        assert open_tasks(session, 5) == []


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("now they deal drugs in the stairwell of 16 elm court every night", True),
        ("they would smash my windows", False),
        ("you never rang me back", False),
    ],
)
def test_a_new_matter_that_is_told_there_begins_a_report(
    client: FlaskClient, house: House, words: str, is_one: bool
) -> None:
    """In their words, among the reports that are not finished, for staff to take up (S5)."""
    linked(house)
    assert client.post("/survey/a-secret", data={"overall": "neither", "better": words}).status_code == 200
    with house.database.reading() as session:
        assert [report.words for report in find_unfinished(session, 5)] == ([words] if is_one else [])
