"""What helps a contact, sealed; that equality questions were asked, and the counts of their answers (C3)."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import BYTES, WORDS, YES_NO, may, must

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three columns that may be empty, so that no row is rewritten, and a table without numbers of its own."""
    op.add_column("contacts", may("needs", BYTES))
    op.add_column("contacts", may("calls_only", YES_NO))
    op.add_column("contacts", may("equality_asked", YES_NO))
    op.create_table(
        "equality_counts",
        must("month", sa.String(7), key=True),
        must("by", sa.String(8), key=True),
        must("value", WORDS, key=True),
        may("sealed", BYTES),
        sqlite_with_rowid=False,
    )
