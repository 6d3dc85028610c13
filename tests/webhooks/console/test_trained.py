"""What is told of abuse at home is opened by trained staff alone; the others see that there is more (R1, C5)."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.configuration.landlord import on_call
from bot.house import House
from bot.rota import call_next
from storage.alerts import Alert
from storage.cases import Case
from storage.conversations import Conversation
from storage.promises import keep_promise, make_promise
from storage.risks import risks_of
from storage.staff import Role, Staff, add_staff
from storage.surveys import Survey, SurveyAnswer, add_survey
from storage.tasks import set_task
from tests.webhooks.staff_story import (
    BOB,
    IDA,
    KEPT,
    MINA,
    PASSWORD,
    ROSA,
    hours_ago,
    page,
    sign_in,
    tell,
    tell_of_elm_court,
)

SECRET = "14 Elm Court"
FOR_TRAINED = "This case is for staff who are trained for it. Ask a manager."
OTHER = "+447700900124"
WAITING = ("a person, though", "A risk is", "An update is due", "An update leaves", "to be decided", "Clocks: due")
HITTING = "my husband is hitting me right now"


@pytest.fixture
def case(house: House) -> Case:
    """Ada has a reference, and it is of abuse at home."""
    found = tell_of_elm_court(house)
    house.database.write(lambda s: s.execute(update(Case).where(Case.id == found.id).values(kind="domestic_abuse")))
    return found


def mark(house: House, staff_id: int, trained: bool = True) -> None:
    house.database.write(
        lambda s: s.execute(update(Staff).where(Staff.id == staff_id).values(trained_in_abuse=trained))
    )


def sign_in_on_call(client: FlaskClient, house: House, role: Role) -> None:
    email = on_call(house.landlord, datetime.now(UTC))[0].email
    house.database.write(lambda s: add_staff(s, email, "Dora Duty", role, hours_ago(9), KEPT))
    assert client.post("/staff/sign-in", data={"email": email, "password": PASSWORD}).status_code == 302


def is_shut(client: FlaskClient, address: str, case: Case) -> bool:
    """Whether the page says that it is for trained staff, and nothing of the case; else it is there."""
    answer = client.get(address)
    if answer.status_code == 200:
        return False
    assert answer.status_code == 403
    assert FOR_TRAINED in answer.text
    assert not any(said in answer.text for said in (case.reference, SECRET, "loud", "buse"))
    return True


@pytest.mark.parametrize(("email", "shut"), [(BOB, True), (IDA, True), (MINA, False), (ROSA, False)])
def test_the_address_of_a_case_opens_for_who_may_read_it(
    client: FlaskClient, house: House, case: Case, email: str, shut: bool
) -> None:
    """By whatever page of it, and by its conversation; the mark opens it at once and its end shuts it again."""
    member = sign_in(client, house, email)
    addresses = (f"/staff/cases/{case.reference}", "/staff/conversations/1")
    assert [is_shut(client, one, case) for one in addresses] == [shut, shut]
    if email == BOB:
        assert is_shut(client, f"{addresses[0]}/update", case)
    mark(house, member)
    assert [is_shut(client, one, case) for one in addresses] == [False, False]
    mark(house, member, trained=False)
    assert [is_shut(client, one, case) for one in addresses] == [shut, shut]


def test_a_neighbours_word_of_it_is_as_secret(client: FlaskClient, house: House) -> None:
    """Known by its concern alone, whatever kind it is."""
    case = tell_of_elm_court(house)
    facts = {**case.facts, "concern": "abuse_seen"}
    house.database.write(lambda s: s.execute(update(Case).where(Case.id == case.id).values(facts=facts)))
    sign_in(client, house)
    assert is_shut(client, f"/staff/cases/{case.reference}", case)
    assert case.reference not in page(client, "/staff")


@pytest.mark.parametrize(("role", "shut"), [("officer", False), ("auditor", True)])
def test_whoever_is_on_call_reads_it_but_no_auditor(
    client: FlaskClient, house: House, case: Case, role: Role, shut: bool
) -> None:
    """A life may hang on it, and auditors take nothing on."""
    sign_in_on_call(client, house, role)
    assert is_shut(client, f"/staff/cases/{case.reference}", case) == shut
    assert (case.reference in page(client, "/staff")) != shut


@pytest.mark.parametrize(("email", "trained"), [(BOB, False), (IDA, False), (BOB, True), (IDA, True), (MINA, False)])
def test_the_list_and_its_search_leave_it_out(
    client: FlaskClient, house: House, case: Case, email: str, trained: bool
) -> None:
    """The figures count what is listed, one line says that there is more, and a search tells no more than that."""
    other = tell_of_elm_court(house, address=OTHER, ago=3)
    mark(house, sign_in(client, house, email), trained)
    sees = trained or email == MINA
    for asked in ("/staff", "/staff?q=loud", "/staff?q=elm+court", "/staff?patch=Elms"):
        shown = page(client, asked)
        assert other.reference in shown
        assert (case.reference in shown) == sees
        assert ("2 cases" in shown) == sees
        assert ("1 case" in shown) != sees
        assert ("1 more is for trained staff" in shown) != sees
    nothing = page(client, "/staff?q=nothingofthekind")
    assert ("1 more is for trained staff, and not searched here" in nothing) != sees
    assert (case.reference in page(client, "/staff?kind=domestic_abuse")) == sees


def test_what_waits_above_the_list_is_left_out_and_counted(client: FlaskClient, house: House, case: Case) -> None:
    """Risks, updates, tasks, clocks and wishes for a person."""
    house.database.write(lambda session: owe(session, case))
    sign_in(client, house)
    shown = page(client, "/staff")
    found = re.search(r"Of what waits, ([0-9]+) more are for trained staff", shown)
    assert found
    assert not any(said in shown for said in (case.reference, "/staff/conversations/1", *WAITING))
    client.post("/staff/sign-out")
    sign_in(client, house, MINA)
    shown = page(client, "/staff")
    assert [said for said in WAITING if said not in shown] == []
    assert int(found[1]) == shown[: shown.index('aria-labelledby="cases"')].count('class="staff-card"')
    assert "for trained staff" not in shown


def owe(session: Session, case: Case) -> None:
    """Something of every sort that waits above the list."""
    session.get_one(Conversation, 1).needs_person = True
    make_promise(session, case.id, "update", hours_ago(1), hours_ago(9))
    keep_promise(session, make_promise(session, case.id, "news", hours_ago(1), hours_ago(9)), hours_ago(-9))
    set_task(session, case.id, "objection", hours_ago(1))
    for risk in risks_of(session, case.id):
        risk.due_at = hours_ago(1)


def test_an_unfinished_report_of_it_is_left_out_and_counted(client: FlaskClient, house: House) -> None:
    """Its words are on the list, so it is not."""
    talk = tell(house, "my husband hits me", "no", "yes")
    tell(house, "dogs barking all day behind the shops", address=OTHER, ago=3)
    sign_in(client, house)
    for asked in ("/staff?state=unfinished", "/staff"):
        shown = page(client, asked)
        assert "dogs barking" in shown
        assert "my husband" not in shown
    assert "1 more is for trained staff" in page(client, "/staff?state=unfinished")
    assert client.get(f"/staff/conversations/{talk}").status_code == 403
    assert client.post(f"/staff/conversations/{talk}/answered").status_code == 403
    client.post("/staff/sign-out")
    sign_in(client, house, MINA)
    assert "my husband" in page(client, "/staff?state=unfinished")


def test_an_alert_is_seen_by_all_and_taken_by_who_may_read_it(client: FlaskClient, house: House) -> None:
    """Its sort and its time, as a life may hang on it; no link, no words and no button."""
    talk = tell(house, HITTING)
    sign_in(client, house)
    shown = page(client, "/staff")
    assert "Abuse at home" in shown
    assert "It is for trained staff, a manager or whoever is on call" in shown
    assert "I am dealing with it" not in shown
    assert f"/staff/conversations/{talk}" not in shown
    assert client.post("/staff/alerts/1/take").status_code == 403
    with house.database.reading() as session:
        assert session.get_one(Alert, 1).acknowledged_at is None
    client.post("/staff/sign-out")
    sign_in_on_call(client, house, "officer")
    assert "I am dealing with it" in page(client, "/staff")
    assert client.post("/staff/alerts/1/take").status_code == 302
    with house.database.reading() as session:
        assert session.get_one(Alert, 1).acknowledged_by == "Dora Duty"


def test_another_case_of_the_same_talk_shows_no_word_of_it(client: FlaskClient, house: House) -> None:
    """The case of noise opens, without the transcript in which abuse at home was told as well."""
    case = tell_of_elm_court(house)
    house.database.write(lambda s: s.add(Alert(conversation_id=1, level="now", sort="abuse", created_at=hours_ago(1))))
    sign_in(client, house)
    shown = page(client, f"/staff/cases/{case.reference}")
    assert "A transcript is for trained staff." in shown
    assert "messages, unaltered" not in shown
    assert "Abuse at home" not in shown
    client.post("/staff/sign-out")
    sign_in(client, house, MINA)
    assert "A transcript is for trained staff." not in page(client, f"/staff/cases/{case.reference}")


def test_what_somebody_on_call_was_told_of_it_is_not_read_either(client: FlaskClient, house: House) -> None:
    """Their conversation is on the console too."""
    tell(house, HITTING)
    call_next(house, hours_ago(0))
    with house.database.reading() as session:
        told = session.scalars(select(Conversation.id).where(Conversation.audience == "on_call")).all()
    assert told
    sign_in(client, house)
    assert {client.get(f"/staff/conversations/{one}").status_code for one in told} == {403}


@pytest.mark.parametrize(("email", "trained", "sees"), [(IDA, False, False), (IDA, True, True), (MINA, False, True)])
def test_own_words_in_the_results(
    client: FlaskClient, house: House, case: Case, email: str, trained: bool, sees: bool
) -> None:
    """Read by those who may read the case."""
    at = hours_ago(1)
    survey = Survey(name="end_of_case", edition="e", state="done", due_at=at, asked_at=at, created_at=at)
    survey.case_id = case.id

    def answer(session: Session) -> None:
        survey_id = add_survey(session, survey).id
        session.add(SurveyAnswer(survey_id=survey_id, question="why", words="he still comes", at=at))

    house.database.write(answer)
    mark(house, sign_in(client, house, email), trained)
    assert ("he still comes" in page(client, "/staff/results")) == sees


def test_an_administrator_marks_and_takes_it_back(client: FlaskClient, house: House) -> None:
    """On the page of the staff; nobody else does, and nobody is marked before."""
    bob = sign_in(client, house)
    assert client.post(f"/staff/team/{bob}/trained", data={"trained": "1"}).status_code == 403
    client.post("/staff/sign-out")
    sign_in(client, house, ROSA)
    for said in ("1", "0"):
        client.post(f"/staff/team/{bob}/trained", data={"trained": said})
        with house.database.reading() as session:
            assert session.get_one(Staff, bob).trained_in_abuse is (said == "1")
        assert ("Officer, trained in abuse at home" in page(client, "/staff/team")) == (said == "1")
    client.post("/staff/team", data={"name": "N", "email": "n@example.org", "role": "officer", "trained": "1"})
    with house.database.reading() as session:
        assert session.scalars(select(Staff.trained_in_abuse).where(Staff.email == "n@example.org")).one() is True
