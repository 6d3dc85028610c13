"""Campaigns as a manager sees them: the list, what would be sent, how far it has come, and what comes of it."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.house import House
from bot.player import Player
from bot.surveys.campaigns import tidy_campaigns
from bot.surveys.inviting import ask_how_it_went
from storage.alerts import unacknowledged
from storage.campaigns import Campaign
from storage.messages import Message, transcript
from storage.surveys import Survey, answers_of
from tests.webhooks.staff_story import BOB, IDA, MINA, page, sign_in

TODAY = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
LIST = "person,address,language,patch,age\nT1,07700900123,en,Elms,under 30\nT2,07700900124,pl,Elms,30 and over\n"


def add(client: FlaskClient, raw: str = LIST, **form: Any) -> TestResponse:
    """A list is imported."""
    fields = {"title": "Autumn", "survey": "visit", "list": (io.BytesIO(raw.encode()), "list.csv"), **form}
    return client.post("/staff/campaigns", data=fields, follow_redirects=True)


def post(client: FlaskClient, step: str, **form: str) -> TestResponse:
    return client.post(f"/staff/campaigns/1/{step}", data=form, follow_redirects=True)


def begin(client: FlaskClient) -> str:
    return post(client, "begin", whom="all", days="1").text


def ask_all(house: House) -> None:
    """Whoever is to be asked is asked now; whether office or not."""

    def make_due(session: Any) -> None:
        for survey in session.scalars(select(Survey).where(Survey.state == "waiting")):
            survey.due_at = TODAY - timedelta(minutes=1)

    house.database.write(make_due)
    ask_how_it_went(house, TODAY)


def test_a_list_is_looked_over_begun_watched_and_stopped(client: FlaskClient, house: House) -> None:
    """Everything that is decided on one page, and what was left out with its line and reason."""
    sign_in(client, house, MINA)
    assert "There is no campaign yet." in page(client, "/staff/campaigns")
    draft = add(client, LIST + "T3,01614960000,,,\n").text
    for said in (
        "2 people",
        "Line 4: the number is a landline",
        "czy mo",
        "may we ask you",
        "1 part of a text",
        "Polish",
    ):
        assert said in draft
    begun = begin(client)
    assert "2 people will be asked" in begun
    assert "0 of 2" in begun
    ask_all(house)
    shown = page(client, "/staff/campaigns/1")
    assert "2 of 2" in shown
    assert "2 may still answer" in shown
    assert "Paused" in post(client, "pause").text
    assert "It goes on" in post(client, "go-on").text
    assert "Stopped" in post(client, "stop").text
    assert "Nothing was changed" in post(client, "go-on").text
    assert "Autumn" in page(client, "/staff/campaigns")


def test_a_draft_is_deleted_and_is_there_no_more(client: FlaskClient, house: House) -> None:
    """Neither its page nor its people."""
    sign_in(client, house, MINA)
    add(client)
    assert "The draft is gone" in post(client, "drop").text
    tidy_campaigns(house, TODAY)
    assert client.get("/staff/campaigns/1").status_code == 404
    with house.database.reading() as session:
        assert session.scalars(select(Survey)).all() == []


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"whom": "sample", "days": "1"}, "how many if not everybody"),
        ({"whom": "sample", "size": "some", "days": "1"}, "how many if not everybody"),
        ({"days": "1"}, "Say whom to ask"),
        ({"whom": "all", "days": ""}, "over how many working days"),
        ({"whom": "all", "days": "1000"}, "Spread it over 1 to 60 working days"),
        ({"whom": "all", "days": "-3"}, "over how many working days"),
    ],
)
def test_what_cannot_be_begun_is_said_and_nothing_begins(
    client: FlaskClient, house: House, form: dict[str, str], why: str
) -> None:
    """The form keeps what was filled in."""
    sign_in(client, house, MINA)
    add(client)
    answer = post(client, "begin", **form)
    assert (answer.status_code, why in answer.text) == (422, True)
    with house.database.reading() as session:
        assert session.get_one(Campaign, 1).state == "draft"


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"title": " "}, "Give it a name"),
        ({"survey": "end_of_case"}, "choose the questions"),
        ({"list": (io.BytesIO(b"name\n1"), "list.csv")}, "must name the columns"),
        ({"list": (io.BytesIO(b"\x00\xff\xfe\x01"), "photo.jpg")}, "must name the columns"),
        ({"list": (io.BytesIO(b""), "")}, "choose the list"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(
    client: FlaskClient, house: House, form: dict[str, Any], why: str
) -> None:
    """And makes no campaign."""
    sign_in(client, house, MINA)
    answer = add(client, **form)
    assert (answer.status_code, why in answer.text) == (422, True)
    assert client.get("/staff/campaigns/1").status_code == 404


def test_a_long_list_is_taken_and_one_beyond_all_measure_is_not(client: FlaskClient, house: House) -> None:
    """A megabyte is no more than twenty thousand people."""
    sign_in(client, house, MINA)
    rows = "".join(f"Tenancy number {n:020},07{400000000 + n},en,Elms,under 30\n" for n in range(18_000))
    assert "18,000 people" in add(client, f"person,address,language,patch,age\n{rows}").text
    assert add(client, "person,address\n" + "x" * 9_000_000).status_code == 413


def test_officers_do_not_see_it_and_auditors_change_nothing(client: FlaskClient, house: House) -> None:
    """A manager decides who is written to."""
    sign_in(client, house, MINA)
    add(client)
    sign_in(client, house, BOB)
    assert client.get("/staff/campaigns").status_code == client.get("/staff/results/answers.csv").status_code == 403
    assert "Campaigns" not in page(client, "/staff")
    sign_in(client, house, IDA)
    assert "Begin" not in page(client, "/staff/campaigns/1")
    assert [add(client).status_code, post(client, "begin", whom="all", days="1").status_code] == [403, 403]
    assert post(client, "drop").status_code == 403


def test_why_they_hesitate_is_counted_and_a_manager_corrects_it(client: FlaskClient, house: House) -> None:
    """What was heard in the words, and what somebody who read them says it is."""
    sign_in(client, house, MINA)
    add(client)
    begin(client)
    ask_all(house)
    ada = Player(house, address="+447700900123", now=TODAY)
    for words in ("yes", "often", "yes", "1", "the bins, I am too busy", "yes"):
        ada.write(words)
    shown = page(client, "/staff/results?survey=visit&campaign=1")
    assert "Of one campaign alone" in shown
    assert "Not counted yet" in shown
    answer_id = re.findall(r'id="said-(\d+)"', shown)[0]
    fixed = client.post(f"/staff/results/answers/{answer_id}", data={"code": "other", "then": "survey=visit"})
    assert fixed.headers["Location"] == f"/staff/results?survey=visit#said-{answer_id}"
    assert "Something else" in page(client, "/staff/results?survey=visit")
    assert "What would make you hesitate" in client.get("/staff/results.csv?survey=visit").text
    behind = client.get("/staff/results/answers.csv?survey=visit").text
    assert "Autumn,What would make you hesitate about reporting something, if anything?" in behind.replace('"', "")
    assert '"the bins, I am too busy",Something else,staff:1' in behind
    assert "07700900123" not in behind
    assert client.post(f"/staff/results/answers/{answer_id}", data={"code": "nonsense"}).status_code == 404
    assert client.post("/staff/results/answers/999", data={"code": "other"}).status_code == 404
    assert page(client, "/staff/results?survey=visit&by=age").count("Not shown") == 0  # one alone is nobody's table
    sign_in(client, house, IDA)
    assert client.post(f"/staff/results/answers/{answer_id}", data={"code": "other"}).status_code == 403


def linked(client: FlaskClient, house: House, survey: str = "confidence") -> str:
    """Somebody is asked by e-mail; the link."""
    sign_in(client, house, MINA)
    add(client, "person,address\nT1,ada@example.org\n", survey=survey)
    begin(client)
    ask_all(house)
    with house.database.reading() as session:
        (words,) = session.scalars(select(Message.words).where(Message.kind == "survey"))
    return str(re.findall(r"(/survey/\S+)", words or "")[0])


def test_by_e_mail_it_is_answered_by_a_link_or_declined_for_good(client: FlaskClient, house: House) -> None:
    """The page has both."""
    link = linked(client, house)
    assert "A few questions about where you live" in client.get(link).text
    assert "We will not ask again" in client.post(link, data={"decline": "1"}).text
    assert client.get(link).status_code == 404
    with house.database.reading() as session:
        assert session.scalars(select(Survey)).one().state == "declined"


def test_danger_on_that_page_is_told_and_its_words_stand_in_the_conversation(client: FlaskClient, house: House) -> None:
    """There is no case with which they could."""
    link = linked(client, house, "visit")
    answer = client.post(link, data={"able": "no", "hesitate": "he is breaking down my door with a knife"})
    assert "999" in answer.text
    assert "A manager" not in answer.text
    with house.database.reading() as session:
        survey = session.scalars(select(Survey)).one()
        assert answers_of(session, [survey.id])[survey.id]["able"].answer == "no"
        assert survey.conversation_id is not None
        said = [(one.direction, one.words) for one in transcript(session, survey.conversation_id)]
        assert said[-1] == ("in", "he is breaking down my door with a knife")
        (alert,) = unacknowledged(session)
        assert (alert.conversation_id, alert.level) == (survey.conversation_id, "now")


def test_what_would_make_them_hesitate_is_no_alarm(client: FlaskClient, house: House) -> None:
    """They say what might follow, as we asked."""
    link = linked(client, house, "visit")
    answer = client.post(link, data={"hesitate": "they would smash my windows"})
    assert "999" not in answer.text
    with house.database.reading() as session:
        survey = session.scalars(select(Survey)).one()
        assert answers_of(session, [survey.id])[survey.id]["hesitate"].code == "repercussions"
        assert unacknowledged(session) == []
