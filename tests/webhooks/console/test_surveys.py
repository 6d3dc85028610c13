"""How it went, as staff see it: may they be asked, what they said, what was done, and what it all adds up to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.house import House
from bot.surveys.inviting import ask_how_it_went, plan_surveys
from storage.alerts import unacknowledged
from storage.cases import Case, close_case, verify_case
from storage.surveys import Survey, add_answer, add_survey, answers_of, surveys_of_case
from storage.tasks import open_tasks
from tests.webhooks.console.test_closing import do
from tests.webhooks.staff_story import IDA, MINA, page, sign_in, tell_of_elm_court
from webhooks.console import results

NOW = datetime.now(UTC)
ANSWERS = {"informed": "very_dissatisfied", "stopped": "worse", "again": "no", "better": "I am frightened of them"}


def closed(house: House, kind: str = "noise") -> tuple[Case, Survey]:
    """Ada's case has been closed, and what she is to be asked is planned."""
    case = tell_of_elm_court(house, "yes", ago=400)

    def close(session: Any) -> Survey:
        found = session.get_one(Case, case.id)
        found.kind = kind
        close_case(session, found, "hearback", NOW - timedelta(days=10))
        plan_surveys(house, session, found, NOW - timedelta(days=10))
        return surveys_of_case(session, case.id)[0]

    return case, house.database.write(close)


def said(house: House, case: Case) -> dict[str, str]:
    with house.database.reading() as session:
        first = surveys_of_case(session, case.id)[0]
        return {name: row.answer or row.words or "" for name, row in answers_of(session, [first.id])[first.id].items()}


def test_an_officer_says_whether_somebody_may_be_asked(client: FlaskClient, house: House) -> None:
    """After abuse at home, hate or violence nobody is asked without that."""
    case, survey = closed(house, "hate")
    sign_in(client, house)
    assert "nobody is asked without your word" in page(client, f"/staff/cases/{case.reference}")
    assert "Say why" in do(client, case, f"surveys/{survey.id}/leave", reason="because")
    assert "They will be asked" in do(client, case, f"surveys/{survey.id}/allow")
    assert "They will not be asked." in do(client, case, f"surveys/{survey.id}/leave", reason="bereaved")
    assert "somebody has died" in page(client, f"/staff/cases/{case.reference}")
    assert "Look at it as it stands now" in do(client, case, f"surveys/{survey.id}/allow")
    ask_how_it_went(house, NOW.replace(hour=12, minute=0, second=0))
    with house.database.reading() as session:
        assert (surveys_of_case(session, case.id)[0].state, verify_case(session, case.id)) == ("not_sent", [])


def test_what_was_said_on_the_telephone_is_written_down_and_sets_off_the_same(
    client: FlaskClient, house: House
) -> None:
    """A manager has it to read, and says what was done; an officer cannot say that for them."""
    case, survey = closed(house)
    sign_in(client, house)
    address = f"/staff/cases/{case.reference}/surveys/{survey.id}"
    assert "How soon we first spoke to you" in page(client, address)
    for nonsense in ({}, {"informed": "splendid"}, {"better": "x" * 2001}):
        assert client.post(address, data=nonsense).status_code == 422
    shown = do(client, case, f"surveys/{survey.id}", **ANSWERS)
    assert ("I am frightened of them" in shown, "written down by staff" in shown) == (True, True)
    assert said(house, case) == ANSWERS
    assert client.post(address, data=ANSWERS).status_code == 422  # once
    worklist = page(client, "/staff")
    assert "They are not satisfied: read it by the next working day" in worklist
    assert "They are afraid: look at the risk again" in worklist
    assert "A manager looks at this one" in do(client, case, "followed", note="rang her")
    client.post("/staff/sign-out")
    sign_in(client, house, MINA)
    assert "Write in a few words" in do(client, case, "followed")
    assert "rang her, case taken up again" in do(client, case, "followed", note="rang her, case taken up again")
    with house.database.reading() as session:
        assert open_tasks(session, 10) == []


def test_a_survey_of_another_case_is_not_found(client: FlaskClient, house: House) -> None:
    """Nor one that there never was; an auditor may only look."""
    case, survey = closed(house)
    other = tell_of_elm_court(house, address="+447700900124")
    sign_in(client, house)
    for reference, number in ((other.reference, survey.id), (case.reference, survey.id + 99)):
        assert client.get(f"/staff/cases/{reference}/surveys/{number}").status_code == 404
        assert client.post(f"/staff/cases/{reference}/surveys/{number}/allow").status_code == 404
    client.post("/staff/sign-out")
    sign_in(client, house, IDA)
    assert client.post(f"/staff/cases/{case.reference}/surveys/{survey.id}/allow").status_code == 403


def answered(house: House, number: int, patch: str, answer: str, case_id: int | None = None) -> None:
    """So many residents of a patch have answered, two months ago: early in a month answers of the last are to come."""
    at = (NOW.replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=3)

    def write(session: Any) -> None:
        for _ in range(number):
            survey = Survey(name="end_of_case", edition="1", state="finished", due_at=at, asked_at=at, created_at=at)
            survey.patch, survey.channel, survey.language, survey.kind = patch, "sms", "en", "noise"
            survey.case_id = case_id
            add_survey(session, survey)
            session.flush()
            add_answer(session, survey.id, "again", NOW, answer=answer)
            add_answer(session, survey.id, "better", NOW, words="=1+1 ring me")

    house.database.write(write)


def test_results_show_their_base_and_hide_small_groups(client: FlaskClient, house: House) -> None:
    """On the page and in the file; words are for those who may look behind a figure."""
    answered(house, 12, "Elms", "yes")
    answered(house, 11, "=Oaks", "no")
    answered(house, 3, "Weir", "no")
    sign_in(client, house)
    shown = page(client, "/staff/results?by=patch")
    assert "26 of 26 who were asked answered (100.0&nbsp;%)" in shown
    assert "Of 26 who answered this question." in shown
    assert shown.count("Not shown: too few to keep them apart") == 2  # Weir, and Oaks, which it could be told from
    assert ("ring me" in shown, "TP12" in shown) == (False, False)
    sheet = client.get("/staff/results.csv?by=patch").get_data(as_text=True)
    assert "Would you feel confident reporting to us again?,Elms,Yes,12,100.0,12" in sheet
    assert "'=Oaks,\"not shown" in sheet
    client.post("/staff/sign-out")
    sign_in(client, house, IDA)
    assert "ring me" in page(client, "/staff/results")


def test_officers_see_the_twelve_months_that_are_over_whatever_they_ask_for(client: FlaskClient, house: House) -> None:
    """Two spans of their own would tell by subtraction what a small group said; who oversees may look behind anyway."""
    answered(house, 12, "Elms", "yes")
    this = f"{NOW:%Y-%m}"
    sign_in(client, house)
    for asked in ("", f"?since={this}&until={this}", "?since=2020-01&until=2020-02", "?campaign=1"):
        assert "12 of 12 who were asked answered" in page(client, f"/staff/results{asked}"), asked
    assert "From month" not in page(client, "/staff/results")
    client.post("/staff/sign-out")
    sign_in(client, house, IDA)
    assert "Nobody has been asked in these months." in page(client, f"/staff/results?since={this}&until={this}")


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?survey=nonsense&by=nonsense&since=2026-13&until=x",
        "?survey=visit&since=2030-01",
        "?since=0001-01",
        "?until=9999-12",
    ],
)
def test_nonsense_in_the_address_shows_a_page_all_the_same(client: FlaskClient, house: House, asked: str) -> None:
    """With nobody asked in it."""
    sign_in(client, house)
    assert "Nobody has been asked in these months." in page(client, f"/staff/results{asked}")


def test_the_questions_of_a_visit_are_filled_in_with_a_resident(client: FlaskClient, house: House) -> None:
    """Word for word; nothing says who they were."""
    tell_of_elm_court(house)
    sign_in(client, house, MINA)
    form = page(client, "/staff/visits")
    assert "What would make you hesitate about reporting something, if anything?" in form
    assert client.post("/staff/visits", data={}).status_code == 422
    given = {"able": "yes", "hesitate": "they would know it was me", "hesitate_code": "repercussions", "patch": "Elms"}
    done = client.post("/staff/visits", data=given, follow_redirects=True)
    assert "Noted. Thank them" in done.text
    shown = page(client, "/staff/results?survey=visit&by=channel")
    assert ("If something was going on here" in shown, "Of 1 who answered" in shown) == (True, True)


@pytest.mark.parametrize("cell", ["=1+1", " =1+1", "\n=1+1", "\u200b=1", "\ufeff@x", "\uff1d1+1", "\t1"])
def test_no_cell_is_a_formula_however_it_begins(cell: str) -> None:
    """Blanks, marks without width and wide signs are passed over by some programs."""
    assert results._harmless(cell) == f"'{cell}"
    assert results._harmless("plain = words") == "plain = words"


def test_where_fewer_than_ten_answered_officers_see_none_of_it(client: FlaskClient, house: House) -> None:
    """All of them are a small group too; who oversees may look behind it anyway."""
    answered(house, 3, "Elms", "no")
    sign_in(client, house)
    assert "Too few have answered it to be shown" in page(client, "/staff/results")
    assert "No,3" not in client.get("/staff/results.csv").get_data(as_text=True)
    client.post("/staff/sign-out")
    sign_in(client, house, IDA)
    assert "Of 3 who answered this question." in page(client, "/staff/results")


def test_danger_that_is_told_to_staff_is_somebodys_too(client: FlaskClient, house: House) -> None:
    """On the telephone whoever is on call is told; on a visit, which stands with nobody, the officer is."""
    case, survey = closed(house)
    sign_in(client, house)
    knife = {"better": "he is outside my door with a knife now"}
    address = f"/staff/cases/{case.reference}/surveys/{survey.id}"
    assert "whoever is on call is told of it" in client.post(address, data=knife, follow_redirects=True).text
    with house.database.reading() as session:
        assert [alert.level for alert in unacknowledged(session)] == ["now"]
    told = {"hesitate": "my husband hits me"}
    assert "see to it now that somebody acts" in client.post("/staff/visits", data=told, follow_redirects=True).text
    supposed = {"hesitate": "they would smash my windows"}
    assert "sounds of danger" not in client.post("/staff/visits", data=supposed, follow_redirects=True).text
