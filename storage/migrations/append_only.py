"""The guards of append-only tables: rows are never deleted, and change only by erasing what may be erased."""

from collections.abc import Sequence

from alembic import op


def guard(table: str, fixed: Sequence[str], erasable: Sequence[str]) -> None:
    """Have the database itself refuse everything but erasing all the `erasable` columns of a row together."""
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql(table, fixed, erasable)
    else:
        _guard_on_sqlite(table, fixed, erasable)


def _guard_on_sqlite(table: str, fixed: Sequence[str], erasable: Sequence[str]) -> None:
    kept = [f'NEW."{name}" IS OLD."{name}"' for name in fixed] + [f'NEW."{name}" IS NULL' for name in erasable]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_only_erase BEFORE UPDATE ON {table} WHEN NOT ({' AND '.join(kept)}) {refuse}")


def _guard_on_postgresql(table: str, fixed: Sequence[str], erasable: Sequence[str]) -> None:
    kept = [f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in fixed]
    kept += [f'NEW."{name}" IS NULL' for name in erasable]
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} are append-only'; END $$"
    )
    call = f"EXECUTE FUNCTION {table}_refuse()"
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {call}")
    op.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}")
    op.execute(
        f"CREATE TRIGGER {table}_only_erase BEFORE UPDATE ON {table} "
        f"FOR EACH ROW WHEN (NOT ({' AND '.join(kept)})) {call}"
    )
