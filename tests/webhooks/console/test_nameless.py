"""What was told without a name does not stand beside what the same person told under one (R9)."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from bot.house import House
from storage.alerts import Alert
from storage.cases import Case
from storage.reporters import add_reporter, reporters_of
from tests.webhooks.staff_story import IDA, hours_ago, page, sign_in, tell, tell_of_elm_court

NEEDLES = "the man at 14 Elm Court leaves needles on the stairs"
SUMMED_UP = ("yes", "yes", "skip", "skip", "1", "1", "Ada Lowe", "yes", "2")
SOMETHING_NEW = ("2", "no", "yes", "2", "yes")


@pytest.fixture
def cases(house: House) -> tuple[Case, Case]:
    """Ada tells of noise under her name and, in the same conversation, of needles without it."""
    noise = tell_of_elm_court(house, *SUMMED_UP, ago=3)
    tell(house, NEEDLES, *SOMETHING_NEW, "yes", "skip", "skip", "skip", "1", "3", "1", ago=1)
    with house.database.reading() as session:
        needles = session.scalars(select(Case).where(Case.id != noise.id)).one()
        assert [one.naming for case in (noise, needles) for one in reporters_of(session, case.id)] == [
            "named",
            "anonymous",
        ]
    return noise, needles


def transcript_in(shown: str) -> str:
    """That there is a case nearby says nothing of who told of it."""
    return shown[shown.index('class="staff-transcript"') :]


@pytest.mark.parametrize("auditor", [False, True])
def test_the_name_does_not_stand_in_the_case_without_one(
    client: FlaskClient, house: House, cases: tuple[Case, Case], auditor: bool
) -> None:
    """Nor the other reference; and that something is left out is said."""
    noise, needles = cases
    sign_in(client, house, *([IDA] if auditor else []))
    shown = page(client, f"/staff/cases/{needles.reference}")
    assert NEEDLES in shown
    assert "Anonymous" in shown
    assert "Ada Lowe" not in shown
    assert noise.reference not in transcript_in(shown)
    assert "They have also reported" not in shown
    assert "of another report in this conversation are not shown here" in shown


def test_what_was_told_without_a_name_does_not_stand_in_the_case_under_it(
    client: FlaskClient, house: House, cases: tuple[Case, Case]
) -> None:
    """So that who is found by name does not lead there."""
    noise, needles = cases
    sign_in(client, house)
    shown = page(client, f"/staff/cases/{noise.reference}")
    assert "Ada Lowe" in shown
    assert NEEDLES not in shown
    assert needles.reference not in transcript_in(shown)
    assert "They have also reported" not in shown


def test_the_conversation_shows_what_was_told_last(client: FlaskClient, house: House, cases: tuple[Case, Case]) -> None:
    """There an officer answers them."""
    sign_in(client, house)
    shown = page(client, "/staff/conversations/1")
    assert NEEDLES in shown
    assert "Ada Lowe" not in shown


def test_where_there_is_danger_all_is_shown(client: FlaskClient, house: House, cases: tuple[Case, Case]) -> None:
    """A life may hang on it."""
    tell(house, "he is kicking my door in with a knife", ago=0.1)
    sign_in(client, house)
    shown = page(client, "/staff/conversations/1")
    assert NEEDLES in shown
    assert "Ada Lowe" in shown


def test_a_day_after_the_danger_they_are_apart_again(
    client: FlaskClient, house: House, cases: tuple[Case, Case]
) -> None:
    """Where somebody has taken it on."""
    tell(house, "he is kicking my door in with a knife", ago=0.1)
    past = {"created_at": hours_ago(30), "acknowledged_at": hours_ago(29), "acknowledged_by": "Bob"}
    house.database.write(lambda s: s.execute(update(Alert).values(**past)))
    sign_in(client, house)
    assert "Ada Lowe" not in page(client, f"/staff/cases/{cases[1].reference}")


def test_two_reports_under_a_name_are_shown_together(client: FlaskClient, house: House) -> None:
    """And each leads to the other."""
    noise = tell_of_elm_court(house, *SUMMED_UP, ago=3)
    tell(house, NEEDLES, *SOMETHING_NEW, ago=1)
    with house.database.reading() as session:
        needles = session.scalars(select(Case).where(Case.id != noise.id)).one()
        part = reporters_of(session, needles.id)[0]
    house.database.write(
        lambda s: add_reporter(s, house.keys, needles.id, part.contact_id, hours_ago(0), name="Ada", naming="named")
    )
    sign_in(client, house)
    shown = page(client, f"/staff/cases/{needles.reference}")
    assert "Ada Lowe" in shown
    assert noise.reference in shown
    assert "not shown here" not in shown
