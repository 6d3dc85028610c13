"""When the next clock of each case runs out, and what somebody has to decide or do in a case (C11, C13)."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import MOMENT, WHOLE, YES_NO, index, may, must, numbered, of

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables that begin empty: the worker works out the clocks of the cases that there are."""
    op.create_table(
        "clocks",
        must("case_id", WHOLE, key=True),
        may("due_at", MOMENT),
        must("case_version", WHOLE),
        of("clocks", "case_id", "cases.id"),
    )
    index("clocks", "due_at")
    numbered(
        "tasks",
        must("case_id", WHOLE),
        must("what", sa.String(40)),
        must("for_manager", YES_NO),
        must("since", MOMENT),
        may("done_at", MOMENT),
        of("tasks", "case_id", "cases.id"),
    )
    index("tasks", "since", "id", name="ix_tasks_open", where="done_at IS NULL")
    index("tasks", "case_id")
