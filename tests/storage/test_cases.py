"""Cases keep their whole history, and who reported apart from what happened."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from storage.cases import (
    Case,
    amend_case,
    ask_for_cases_since,
    case_by_reference,
    close_case,
    hold_case,
    open_case,
    open_cases_of,
    verify_case,
)
from storage.changes import changes_of, erase_changes
from storage.database import Database
from storage.reading import bring
from storage.reporters import OnBehalf, add_reporter, name_of, reporter_of, reporters_of
from tests.storage.story import ada

KNOWN = {"kind": "noise", "place": "14 Elm Court", "urgent": False, "how_often": "daily"}


def noise(store: Database, now: datetime, reference: str = "AB2D-EF3G", on_behalf: OnBehalf = "self") -> int:
    """A case of noise, reported by Ada."""
    with store.transaction() as session:
        case = open_case(session, reference, KNOWN, "resident", now)
        contact = ada(session, store.keys, now)
        add_reporter(session, store.keys, case.id, contact.id, now, name="Ada King", on_behalf=on_behalf)
    return case.id


def reported_since(session: Session, contact_id: int, since: datetime) -> list[int]:
    """The cases that count towards the repeat-victim flag."""
    found = ask_for_cases_since(session, contact_id, since)
    bring(session)
    return [case.id for (case,) in found]


def test_a_case_opens_with_what_is_known(store: Database, now: datetime) -> None:
    """Columns where there are some, facts for the rest, a change for each."""
    case_id = noise(store, now)
    with store.reading() as session:
        case = case_by_reference(session, "AB2D-EF3G")
        assert case is not None
        assert (case.id, case.state, case.kind, case.facts) == (case_id, "open", "noise", {"how_often": "daily"})
        told = [(c.position, c.what, c.before, c.after) for c in changes_of(session, case_id)]
        assert verify_case(session, case_id) == []
    assert told == [
        (1, "reference", None, "AB2D-EF3G"),
        (2, "kind", None, "noise"),
        (3, "place", None, "14 Elm Court"),
        (4, "how_often", None, "daily"),
    ]


def test_only_what_differs_is_a_change(store: Database, now: datetime) -> None:
    """Settling the same answer again writes nothing."""
    case_id = noise(store, now)
    due = now + timedelta(days=1)
    with store.transaction() as session:
        case = hold_case(session, case_id)
        wanted = {"kind": "noise", "urgent": True, "how_often": "weekly", "first_contact_due": due}
        assert amend_case(session, case, wanted, "staff:1", now) == ["urgent", "how_often", "first_contact_due"]
        assert amend_case(session, case, wanted, "staff:1", now) == []
        told = [(c.by, c.what, c.before, c.after) for c in changes_of(session, case_id)[4:]]
    assert told == [
        ("staff:1", "urgent", False, True),
        ("staff:1", "how_often", "daily", "weekly"),
        ("staff:1", "first_contact_due", None, "2026-11-23T09:00:00.000000+00:00"),
    ]


def test_a_reference_never_changes(store: Database, now: datetime) -> None:
    """Nor anything else that the case is known by."""
    case_id = noise(store, now)
    with pytest.raises(ValueError, match="never change in a case: id, reference"), store.transaction() as session:
        amend_case(session, hold_case(session, case_id), {"reference": "X", "id": 9}, "staff:1", now)


def test_a_reference_belongs_to_one_case(store: Database, now: datetime) -> None:
    """The second is refused by the database."""
    noise(store, now)
    with pytest.raises(IntegrityError):
        noise(store, now)


def test_a_closed_case_is_no_longer_open_to_join(store: Database, now: datetime) -> None:
    """It still counts towards the repeat-victim flag."""
    first, second = noise(store, now), noise(store, now, "CD2D-EF3G")
    with store.transaction() as session:
        contact_id = ada(session, store.keys, now).id
        assert [c.id for c in open_cases_of(session, contact_id)] == [second, first]
        close_case(session, hold_case(session, first), "staff:1", now)
        assert [c.id for c in open_cases_of(session, contact_id)] == [second]
        assert len(reported_since(session, contact_id, now)) == 2


def test_staff_concerns_and_old_cases_raise_no_flag(store: Database, now: datetime) -> None:
    """Only a household's own reports of the last twelve months count (Bury 2026 2.2)."""
    noise(store, now - timedelta(days=400))
    noise(store, now, "CD2D-EF3G", on_behalf="staff")
    own = noise(store, now, "EF2D-EF3G")
    with store.transaction() as session:
        contact_id = ada(session, store.keys, now).id
        assert reported_since(session, contact_id, now - timedelta(days=365)) == [own]


def test_a_reporters_name_is_sealed_and_the_later_word_holds(store: Database, now: datetime) -> None:
    """Ada gives her name, then wants to be anonymous."""
    case_id = noise(store, now)
    with store.transaction() as session:
        contact_id = ada(session, store.keys, now).id
        told = reporter_of(session, case_id, contact_id)
        assert told is not None
        assert name_of(store.keys, told) == "Ada King"
        assert b"Ada" not in (told.name or b"")
        add_reporter(session, store.keys, case_id, contact_id, now, naming="anonymous")
        assert [(r.naming, name_of(store.keys, r)) for r in reporters_of(session, case_id)] == [("anonymous", None)]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE case_changes SET what = 'x'", "UPDATE case_changes SET after = NULL", "DELETE FROM case_changes"],
)
def test_the_database_itself_refuses_to_alter_a_history(store: Database, now: datetime, statement: str) -> None:
    """Whatever the program does."""
    noise(store, now)
    with pytest.raises(DBAPIError, match="append-only"), store.transaction() as session:
        session.execute(text(statement))


def test_an_erased_change_keeps_its_place(store: Database, now: datetime) -> None:
    """What it was is gone; the history still stands up."""
    case_id = noise(store, now)
    with store.transaction() as session:
        erase_changes(session, [changes_of(session, case_id)[2].id])
    with store.reading() as session:
        place = changes_of(session, case_id)[2]
        assert (place.what, place.after) == ("place", None)
        assert verify_case(session, case_id) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE case_changes SET after = '\"fire\"' WHERE position = 2", "Change 2 has other values"),
        ("UPDATE case_changes SET what = 'patch' WHERE position = 2", "Change 2 does not fit"),
        ("DELETE FROM case_changes WHERE position = 4", "The end is cut or altered: 4 changes were filed, 3 stand."),
    ],
)
def test_tampering_with_a_history_is_found(store: Database, now: datetime, statement: str, found: str) -> None:
    """Planted past the guards."""
    case_id = noise(store, now)
    postgres = store.url.get_backend_name() == "postgresql"
    with store.transaction() as session:
        for guard in ("case_changes_only_erase", "case_changes_no_delete"):
            session.execute(text(f"DROP TRIGGER {guard}" + (" ON case_changes" if postgres else "")))
        session.execute(text(statement))
    with store.reading() as session:
        assert [problem[: len(found)] for problem in verify_case(session, case_id)] == [found]
        assert verify_case(session, 404) == ["There is no case 404."]


def test_two_officers_who_amend_at_once_do_not_undo_each_other(store: Database, now: datetime) -> None:
    """A case read before somebody else's change cannot be written over it."""
    case_id = noise(store, now)
    with store.reading() as session:
        old = session.get_one(Case, case_id)
    with store.transaction() as session:
        amend_case(session, hold_case(session, case_id), {"patch": "North"}, "staff:1", now)
    old.patch = "South"
    with pytest.raises(StaleDataError), store.transaction() as session:
        session.add(old)
