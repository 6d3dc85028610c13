"""Brings the tables up to date, by the revisions in `migrations/`. Alembic is read only where there is something to do:
that takes longer than all else at a start.
"""

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(connection: Connection) -> None:
    """Carry out the revisions that are missing, in the transaction that is open."""
    if _revisions_of(connection) == [newest_revision()]:
        return
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")


def newest_revision() -> str:
    """The number with which the name of the last revision's file begins."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("*_*.py")).partition("_")[0]


def _revisions_of(connection: Connection) -> list[str]:
    if not inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.scalars(text("SELECT version_num FROM alembic_version")))
