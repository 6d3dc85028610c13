"""The database commits whole pieces of work or nothing, takes them again, and tells no secrets."""

import multiprocessing
import traceback
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from storage.cases import open_case
from storage.contacts import Contact
from storage.conversations import Conversation, hold_conversation, open_conversation
from storage.database import ATTEMPTS, Database
from storage.messages import transcript, verify
from storage.reports import REPORTS
from storage.sealing import Keys
from tests.storage.story import ada, turn


class Stumbling:
    """Work that meets an error some times before it succeeds, and counts how often it was taken."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.times, self.taken = error, times, 0

    def __call__(self, session: Session) -> str:
        self.taken += 1
        if self.taken <= self.times:
            raise self.error
        return "done"


def test_a_transaction_that_raises_leaves_nothing(store: Database, now: datetime) -> None:
    """Not even what was written before."""

    def half(session: Session) -> None:
        turn(session, store.keys, now, "SM1")
        session.flush()
        raise KeyError

    with pytest.raises(KeyError):
        store.write(half)
    with store.reading() as session:
        assert session.scalars(select(Contact)).all() == []


def test_reading_cannot_write(store: Database, now: datetime) -> None:
    """A write in a reading session is refused aloud, not silently forgotten."""
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"), store.reading() as session:
        ada(session, store.keys, now)
    with store.transaction() as session:
        ada(session, store.keys, now)
    with store.reading() as session:
        assert len(session.scalars(select(Contact)).all()) == 1


def test_reading_waits_for_nobody(store: Database, now: datetime) -> None:
    """And sees the moment before the open transaction."""
    with store.transaction() as writing:
        turn(writing, store.keys, now, "SM1")
        with store.reading() as session:
            assert session.scalars(select(Contact)).all() == []


def test_work_is_taken_again_when_somebody_was_quicker(store: Database) -> None:
    """Up to eight times in all."""
    work = Stumbling(StaleDataError("older"), ATTEMPTS - 1)
    assert (store.write(work), work.taken) == ("done", ATTEMPTS)


def test_work_that_never_succeeds_lets_the_last_error_out(store: Database) -> None:
    """Rather than trying for ever."""
    work = Stumbling(StaleDataError("older"), ATTEMPTS)
    with pytest.raises(StaleDataError):
        store.write(work)
    assert work.taken == ATTEMPTS


def test_any_other_error_ends_the_work_at_once(store: Database) -> None:
    """A fault of ours is not repaired by repeating it."""
    work = Stumbling(KeyError("ours"), 1)
    with pytest.raises(KeyError):
        store.write(work)
    assert work.taken == 1


def test_a_taken_reference_is_drawn_again(store: Database, now: datetime) -> None:
    """The work is taken again with the next reference that chance gives."""
    store.write(lambda session: open_case(session, "AAAA-AAAA", {}, "resident", now).id)
    references = iter(["AAAA-AAAA", "AAAA-AAAA", "BBBB-BBBB"])
    drawn = store.write(lambda session: open_case(session, next(references), {}, "resident", now).reference)
    assert drawn == "BBBB-BBBB"


def test_work_with_a_row_that_is_not_there_is_not_repeated(store: Database, now: datetime) -> None:
    """A foreign key that points nowhere is a fault of ours."""
    taken = []

    def work(session: Session) -> None:
        taken.append(1)
        open_conversation(session, "sms", 404, "resident", now)

    with pytest.raises(IntegrityError):
        store.write(work)
    assert len(taken) == 1


def test_an_old_view_of_a_conversation_is_never_written(store: Database, now: datetime) -> None:
    """The version decides, whoever holds the object."""
    conversation_id = store.write(lambda session: turn(session, store.keys, now, "SM1").id)
    with store.reading() as session:
        old = session.get_one(Conversation, conversation_id)
    store.write(lambda session: turn(session, store.keys, now, "SM2").id)
    old.state = "old"
    with pytest.raises(StaleDataError), store.transaction() as session:
        session.add(old)


def test_a_row_that_is_gone_is_not_taken_for_written(store: Database, now: datetime) -> None:
    """Also where no version is kept."""
    gone = Contact(id=404, channel="sms", lookup=b"", sealed=b"", created_at=now)
    make_transient_to_detached(gone)
    set_committed_value(gone, "withheld", False)
    gone.withheld = True
    with pytest.raises(StaleDataError), store.transaction() as session:
        session.add(gone)


def test_only_what_has_changed_is_written(store: Database, now: datetime) -> None:
    """A column that is set to what it was before makes no new version."""
    conversation_id = store.write(lambda session: turn(session, store.keys, now, "SM1").id)

    def set_both(session: Session, language: str, person: bool) -> int:
        conversation = hold_conversation(session, conversation_id)
        conversation.language, conversation.needs_person = language, person
        return conversation.version

    before = store.write(lambda session: set_both(session, "en", False))
    assert store.write(lambda session: set_both(session, "cy", True)) == before
    assert store.write(lambda session: set_both(session, "cy", True)) == before + 1
    with store.reading() as session:
        conversation = session.get_one(Conversation, conversation_id)
        assert (conversation.language, conversation.needs_person, conversation.version) == ("cy", True, before + 1)


def test_errors_do_not_repeat_what_a_resident_wrote(store: Database, now: datetime) -> None:
    """Neither parameters nor PostgreSQL's quoting of the whole failing row reach a log."""
    conversation_id = store.write(lambda session: turn(session, store.keys, now, "SM1").id)
    row = {"conversation_id": conversation_id, "page": 1, "contact_id": 1, "words": "my secret words"}
    with pytest.raises(DBAPIError) as raised, store.transaction() as session:
        session.execute(insert(REPORTS).values(row))
    whole = "".join(traceback.format_exception(raised.value)) + repr(raised.value) + repr(raised.value.orig)
    assert "my secret words" not in whole
    assert "null" in str(raised.value).lower()


def test_a_database_shows_no_password(keys: Keys) -> None:
    """When it is printed into a log."""
    shown = repr(Database("postgresql://hearback:pass-word@db.example/hearback", keys))
    assert "pass-word" not in shown
    assert "db.example" in shown


def test_a_database_that_is_not_there_is_not_alive(keys: Keys, tmp_path: Path) -> None:
    """The health page says so instead of failing."""
    for url in (f"sqlite:///{tmp_path}/no/such/folder.db", "postgresql://nobody@/none?host=/nowhere"):
        assert not Database(url, keys).alive()


def test_a_database_that_is_there_is_alive(store: Database) -> None:
    """Also after its connections were closed."""
    assert store.alive()
    store.close()
    assert store.alive()


def test_a_store_in_memory_needs_no_file(
    keys: Keys, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The player in a terminal leaves no trace."""
    monkeypatch.chdir(tmp_path)
    store = Database("sqlite://", keys)
    store.migrate()
    conversation_id = store.write(lambda session: turn(session, keys, now, "SM1").id)
    with store.reading() as session:
        assert verify(session, conversation_id) == []
    store.close()
    assert list(tmp_path.iterdir()) == []


def _write_in_child(store: Database, now: datetime) -> None:
    store.write(lambda session: turn(session, store.keys, now, "SM2"))


def test_a_database_goes_over_a_fork(store: Database, now: datetime) -> None:
    """As when gunicorn loads the application and then forks its workers."""
    conversation_id = store.write(lambda session: turn(session, store.keys, now, "SM1").id)
    child = multiprocessing.get_context("fork").Process(target=_write_in_child, args=(store, now))
    child.start()
    child.join()
    assert child.exitcode == 0
    store.write(lambda session: turn(session, store.keys, now, "SM3"))
    with store.reading() as session:
        assert [m.provider_id for m in transcript(session, conversation_id)][::2] == ["SM1", "SM2", "SM3"]
        assert verify(session, conversation_id) == []


def test_a_new_sqlite_store_is_its_owners_alone(keys: Keys, tmp_path: Path) -> None:
    """Neighbours on the machine read neither the file nor its journals; the folder is made when it is missing."""
    store = Database(f"sqlite:///{tmp_path}/data/hearback.db", keys)
    store.migrate()
    with store.transaction():
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()}
    assert modes == {f"hearback.db{end}": 0o600 for end in ("", "-wal", "-shm", ".lock")}
    store.close()
