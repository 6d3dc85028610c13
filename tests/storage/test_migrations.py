"""Migrations bring an empty store to what the code expects, once, however many try."""

import subprocess
import sys
from datetime import datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from storage.database import Database
from storage.messages import verify
from storage.migrating import MIGRATIONS, newest_revision
from storage.sealing import Keys
from storage.tables import Base
from tests.storage.story import turn

MIGRATE = """
import sys
from storage.database import Database
from storage.sealing import Keys
store = Database(sys.argv[1], Keys(bytes(32)))
print("ready", flush=True)
sys.stdin.readline()
store.migrate()
"""


def differences(store: Database) -> list[object]:
    """What a new revision would have to change."""
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_an_empty_store_becomes_what_the_code_expects(empty_url: str, keys: Keys, now: datetime) -> None:
    """Every table, column, type, index and key; and it works."""
    store = Database(empty_url, keys)
    store.migrate()
    assert differences(store) == []
    conversation_id = store.write(lambda session: turn(session, keys, now, "SM1").id)
    store.migrate()
    with store.reading() as session:
        assert verify(session, conversation_id) == []
    store.close()


@pytest.mark.parametrize("harm", ["DROP INDEX ix_outbox_state_try_at", "ALTER TABLE cases DROP COLUMN place"])
def test_a_store_that_differs_is_noticed(store: Database, harm: str) -> None:
    """The planted fault: an index or a column that a revision forgot."""
    with store.transaction() as session:
        session.execute(text(harm))
    assert len(differences(store)) == 1


def test_processes_that_migrate_at_once_all_succeed(empty_url: str, keys: Keys) -> None:
    """One does the work, the others wait for it."""
    command = [sys.executable, "-c", MIGRATE, empty_url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    starters = [subprocess.Popen(command, **pipes) for _ in range(3)]  # type: ignore[call-overload]
    for starter in starters:
        assert starter.stdout.readline() == "ready\n"
    for starter in starters:
        starter.stdin.write("\n")
        starter.stdin.flush()
    assert [(starter.communicate()[1], starter.returncode) for starter in starters] == [("", 0)] * 3
    store = Database(empty_url, keys)
    assert differences(store) == []
    store.close()


def test_a_migration_that_fails_leaves_nothing_half(empty_url: str, keys: Keys) -> None:
    """A table in the way, of somebody else's: the whole revision is taken back, and runs when it is gone."""
    store = Database(empty_url, keys)
    with store.transaction() as session:
        session.execute(text("CREATE TABLE visits (id INTEGER)"))
    with pytest.raises(Exception, match="visits"):
        store.migrate()
    assert inspect(store.engine).get_table_names() == ["visits"]
    with store.transaction() as session:
        session.execute(text("DROP TABLE visits"))
    store.migrate()
    assert differences(store) == []
    store.close()


def test_a_store_that_is_behind_is_brought_up_to_date(empty_url: str, keys: Keys) -> None:
    """As it was before the last revision."""
    store = Database(empty_url, keys)
    with store.engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "head-1")
    assert differences(store) != []
    store.migrate()
    assert differences(store) == []
    store.close()


def test_there_is_one_head() -> None:
    """Two would mean that nobody knows which tables there are; a store that has it is left as it is."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [newest_revision()]
