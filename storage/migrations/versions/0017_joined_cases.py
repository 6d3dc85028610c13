"""Joined cases: which case one goes on in that was about the same matter (R10); and promises by where we said them."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import index, may

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column that may be empty, so that no row is rewritten, and two indexes; no case is joined to another yet."""
    op.add_column("cases", may("joined_to", sa.String(16)))
    index("cases", "joined_to", where="joined_to IS NOT NULL")
    index("promises", "message_id")
