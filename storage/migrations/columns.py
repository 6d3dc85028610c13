"""Short ways of writing tables down in a migration, with the names that `storage.tables` gives keys and indexes."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSONS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTES = sa.LargeBinary()
WORDS = sa.Text()
YES_NO = sa.Boolean()


def must(name: str, kind: TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    """A column that always holds something; with `key` it is the table's own key."""
    return sa.Column(name, kind, nullable=False, primary_key=key, autoincrement=False)


def may(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    """A column that may be empty."""
    return sa.Column(name, kind)


def numbered(table: str, *items: SchemaItem) -> None:
    """Create a table whose rows are numbered by `id`."""
    op.create_table(table, sa.Column("id", WHOLE, primary_key=True), *items)


def of(table: str, name: str, key: str) -> sa.ForeignKeyConstraint:
    """The column `name` of this table holds the `key` of another, written `table.column`."""
    return sa.ForeignKeyConstraint([name], [key], name=f"fk_{table}_{name}_{key.split('.')[0]}")


def only(table: str, *names: str) -> sa.UniqueConstraint:
    """No two rows of this table are alike in all these columns."""
    return sa.UniqueConstraint(*names, name=f"uq_{table}_{'_'.join(names)}")


def index(table: str, *names: str, name: str | None = None, where: str | None = None, unique: bool = False) -> None:
    """Create an index, of the rows for which `where` is true if that is given."""
    chosen = None if where is None else sa.text(where)
    name = name or f"ix_{table}_{'_'.join(names)}"
    op.create_index(name, table, list(names), unique=unique, sqlite_where=chosen, postgresql_where=chosen)
