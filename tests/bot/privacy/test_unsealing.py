"""A withheld number is shown where a life is at risk: to whom, on what record, and who reviews it (R9)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.house import House
from bot.privacy.unsealing import is_sentence, may_unseal, review, unseal
from bot.timetable import next_working_day_ends
from storage.cases import open_case, verify_case
from storage.changes import changes_of
from storage.contacts import contact_for
from storage.conversations import open_conversation
from storage.database import Database
from storage.messages import transcript, verify
from storage.staff import Role, Staff, add_staff
from storage.unsealings import Shown, Unsealing, latest_unsealings, waiting_for_review

ADA = "+447700900123"
WHY = "He has a knife and she has stopped answering, the police need her number"
FOUND = "A life was at risk, the police asked for it and nobody else was told"
MONDAY_NOON, MONDAY_NIGHT = datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 23, 22, tzinfo=UTC)
BOB, DUTY, MINA = "bob.carter@riverbridge.example", "Duty@Riverbridge.example", "mina.rahman@riverbridge.example"


@dataclass
class Office:
    """Bob and Mina at work on Ada's case, over a store that is on one database after the other."""

    house: House
    bob: int
    mina: int
    talk: int
    case: int

    def unseal(self, at: datetime = MONDAY_NOON) -> str:
        def work(session: Session) -> str:
            return unseal(self.house, session, session.get_one(Staff, self.bob), self.talk, self.case, WHY, at)

        return self.house.database.write(work)

    def review(self, who: int) -> bool:
        def work(session: Session) -> bool:
            return review(session, session.get_one(Staff, who), session.get_one(Unsealing, 1), FOUND, MONDAY_NIGHT)

        return self.house.database.write(work)

    def shown(self) -> list[Shown]:
        with self.house.database.reading() as session:
            return latest_unsealings(session, 10)


@pytest.fixture
def office(store: Database, tmp_path: Path) -> Office:
    house = House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), store)
    with store.transaction() as session:
        bob = add_staff(session, BOB, "Bob Carter", "officer", MONDAY_NOON).id
        mina = add_staff(session, MINA, "Mina Rahman", "manager", MONDAY_NOON).id
        contact = contact_for(session, store.keys, "sms", ADA, MONDAY_NOON)
        talk = open_conversation(session, "sms", contact.id, "resident", MONDAY_NOON).id
        case = open_case(session, "7K2M-9ABQ", {}, "resident", MONDAY_NOON).id
    return Office(house, bob, mina, talk, case)


@pytest.mark.parametrize(
    ("role", "email", "at", "may"),
    [
        ("officer", BOB, MONDAY_NOON, True), ("officer", BOB, MONDAY_NIGHT, False),
        ("officer", DUTY, MONDAY_NIGHT, True), ("officer", "charlie@example.org", MONDAY_NOON, False),
        ("manager", "another@example.org", MONDAY_NIGHT, True), ("administrator", "r@example.org", MONDAY_NOON, False),
        ("administrator", BOB, MONDAY_NOON, True), ("auditor", BOB, MONDAY_NOON, False),
    ],
)  # fmt: skip
def test_only_who_is_on_call_now_or_a_manager_may_unseal(role: Role, email: str, at: datetime, may: bool) -> None:
    """By the rota, whatever the capitals of an address; an auditor acts on nothing."""
    assert may_unseal(example_landlord(), role, email, at) is may


@pytest.mark.parametrize(
    ("reason", "is_one"),
    [
        (WHY, True),
        ("", False),
        ("life at risk", False),
        ("x" * 200, False),
        ("urgent " * 9, False),
        ("a b c d e", False),
    ],
)
def test_a_reason_is_a_sentence(reason: str, is_one: bool) -> None:
    """One that says nothing is refused."""
    assert is_sentence(reason) is is_one


def test_the_number_is_shown_and_who_saw_it_and_why_is_on_record(office: Office) -> None:
    """In a row for the review, and in two chains that prove it."""
    assert office.unseal() == ADA
    ((unsealing, by, reviewed, _),) = office.shown()
    assert (by.id, unsealing.reason, unsealing.case_id, reviewed) == (office.bob, WHY, office.case, None)
    with office.house.database.reading() as session:
        (note,) = transcript(session, office.talk)
        assert (note.direction, note.staff_id, note.id) == ("note", office.bob, unsealing.message_id)
        assert WHY in (note.words or "")
        (*_, change) = changes_of(session, office.case)
        assert (change.what, change.by, change.after) == ("number_shown", f"staff:{office.bob}", WHY)
        assert (verify(session, office.talk), verify_case(session, office.case)) == ([], [])
        assert ADA[4:] not in str([note.words, change.after, unsealing.reason])


def test_an_unsealing_cannot_be_wiped_away_or_rewritten(office: Office) -> None:
    """Not even by whoever holds the database's password, through an ordinary statement."""
    office.unseal()
    for order in ("DELETE FROM unsealings", "UPDATE unsealings SET staff_id = 2", "UPDATE unsealings SET reason = 'x'"):
        with pytest.raises(DBAPIError, match="append-only"), office.house.database.transaction() as session:
            session.execute(text(order))
    assert len(office.shown()) == 1


def test_somebody_else_reviews_it_once(office: Office) -> None:
    """What they found is on record, and nothing waits any more."""
    office.unseal()
    with pytest.raises(PermissionError):
        office.review(office.bob)
    with office.house.database.reading() as session:
        assert [one.unsealing.id for one in waiting_for_review(session)] == [1]
    assert office.review(office.mina) is True
    assert office.review(office.mina) is False
    ((_, _, reviewed, reviewer),) = office.shown()
    assert reviewed is not None
    assert reviewer is not None
    assert (reviewed.finding, reviewer.id) == (FOUND, office.mina)
    with office.house.database.reading() as session:
        assert waiting_for_review(session) == []
        assert len(transcript(session, office.talk)) == 2
        assert verify(session, office.talk) == []


@pytest.mark.parametrize(
    ("day", "hour", "due"), [(23, 12, "24 17:00"), (23, 22, "24 17:00"), (27, 12, "30 17:00"), (28, 3, "30 17:00")]
)
def test_the_review_is_due_on_the_next_working_day(day: int, hour: int, due: str) -> None:
    """The day after, and Monday for what happens on a Friday or at the weekend."""
    at = datetime(2026, 11, day, hour, tzinfo=UTC)
    assert f"{next_working_day_ends(example_landlord(), at):%d %H:%M}" == due
