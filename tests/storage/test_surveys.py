"""Surveys are found when they are due, by their link and by their case; of answers the latest counts."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from storage.cases import close_case, open_case
from storage.database import Database
from storage.surveys import (
    State,
    Survey,
    add_answer,
    add_survey,
    answers_of,
    asked_since,
    note_not_asked,
    survey_by_secret,
    survey_in,
    surveys_due,
    surveys_named,
    surveys_of_case,
    surveys_to_look_after,
)
from storage.tasks import open_tasks, set_task, tasks_waiting
from tests.storage.story import talk

DAY = timedelta(days=1)


def planned(session: Session, due_at: datetime, state: State = "waiting", **more: object) -> Survey:
    survey = Survey(name="end_of_case", edition="1", state=state, due_at=due_at, created_at=due_at)
    for name, value in more.items():
        setattr(survey, name, value)
    add_survey(session, survey)
    session.flush()
    return survey


def test_what_is_due_and_what_is_open_is_found(store: Database, now: datetime) -> None:
    """The longest due first; what was never sent, held or finished is neither."""

    def plan(session: Session) -> list[int]:
        states: tuple[State, ...] = ("asked", "answering", "held", "finished", "not_sent")
        each = [planned(session, now), planned(session, now - DAY), planned(session, now + DAY)]
        return [one.id for one in (*each, *(planned(session, now, state) for state in states))]

    ids = store.write(plan)
    with store.reading() as session:
        assert [one.id for one in surveys_due(session, now, 10)] == [ids[1], ids[0]]
        assert [one.id for one in surveys_due(session, now, 1)] == [ids[1]]
        assert surveys_to_look_after(session, now, now, 10) == []
        assert len(surveys_named(session, "end_of_case", now, now + DAY)) == 6


def test_what_is_silent_and_what_has_run_its_time_is_looked_after(store: Database, now: datetime) -> None:
    """Not what was answered, reminded of, or asked a moment ago; however many others are open."""

    def plan(session: Session) -> list[int]:
        talk_id = talk(session, store.keys, now).id
        more = {"asked_at": now - 2 * DAY, "ends_at": now + DAY, "conversation_id": talk_id, "channel": "sms"}
        each = [
            planned(session, now, "asked", **more),
            planned(session, now, "answering", **more | {"ends_at": now}),
            planned(session, now, "asked", **more | {"reminded_at": now}),
            planned(session, now, "answering", **more),
            planned(session, now, "asked", **more | {"asked_at": now}),
            planned(session, now, "finished", **more | {"ends_at": now}),
            planned(session, now, "asked", **more | {"channel": "web"}),
        ]
        return [one.id for one in each]

    ids = store.write(plan)
    with store.reading() as session:
        assert [one.id for one in surveys_to_look_after(session, now, now - DAY, 10)] == ids[:2]


def test_a_survey_is_found_where_it_was_asked_and_by_its_link(store: Database, now: datetime) -> None:
    """The latest of its name in a conversation; nobody is asked twice within a time."""

    def ask(session: Session) -> tuple[int, int, int, int]:
        conversation = talk(session, store.keys, now)
        more = {"conversation_id": conversation.id, "contact_id": conversation.contact_id, "asked_at": now}
        first, last = (planned(session, now, "asked", **more) for _ in range(2))
        linked = planned(session, now, "asked", secret="a" * 64)
        assert survey_in(session, conversation.id, "follow_up") is None
        found = survey_in(session, conversation.id, "end_of_case")
        assert found is not None
        assert found.id == last.id
        return conversation.id, conversation.contact_id, linked.id, first.id

    talk_id, contact_id, linked_id, first_id = store.write(ask)
    store.write(lambda session: note_not_asked(session, talk_id, now))
    with store.reading() as session:
        found = survey_by_secret(session, "a" * 64)
        assert found is not None
        assert found.id == linked_id
        assert survey_by_secret(session, "b" * 64) is None
        assert asked_since(session, contact_id, now)
        assert not asked_since(session, contact_id, now + DAY)
        first = session.get_one(Survey, first_id)
        assert (first.state, first.why_not) == ("not_sent", "undelivered")


def test_the_latest_answer_counts_and_none_is_lost(store: Database, now: datetime) -> None:
    """One that was left out in the end is not there."""

    def answer(session: Session) -> int:
        survey = planned(session, now, "answering")
        add_answer(session, survey.id, "informed", now, answer="neither")
        add_answer(session, survey.id, "informed", now, answer="very_satisfied")
        add_answer(session, survey.id, "outcome", now, answer="neither")
        add_answer(session, survey.id, "outcome", now)
        add_answer(session, survey.id, "better", now, words="ring me", code="other", coded_by="staff:1")
        return survey.id

    survey_id = store.write(answer)
    with store.reading() as session:
        told = answers_of(session, [survey_id])[survey_id]
        assert {name: row.answer or row.words for name, row in told.items()} == {
            "informed": "very_satisfied",
            "better": "ring me",
        }
        assert answers_of(session, []) == {}


def test_what_is_to_be_done_about_an_answer_stands_although_the_case_is_closed(store: Database, now: datetime) -> None:
    """Nothing else does."""

    def close(session: Session) -> int:
        case = open_case(session, "AAAA-AAA1", {"kind": "noise"}, "resident", now)
        set_task(session, case.id, "plan_change", now)
        set_task(session, case.id, "survey_sorry", now, for_manager=True)
        close_case(session, case, "staff:1", now)
        planned(session, now, case_id=case.id)
        return case.id

    case_id = store.write(close)
    with store.reading() as session:
        assert [task.what for task, _ in open_tasks(session, 10)] == ["survey_sorry"]
        assert [task.what for task in tasks_waiting(session, case_id)] == ["plan_change", "survey_sorry"]
        assert len(surveys_of_case(session, case_id)) == 1
