"""What a contact of the web chat gave for us to reach them by, sealed, and what they said about its use."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import BYTES, may

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three columns that may be empty: no row is rewritten."""
    op.add_column("contacts", may("reach", BYTES))
    op.add_column("contacts", may("reach_is_safe", sa.String(8)))
    op.add_column("contacts", may("reach_is_open", sa.String(8)))
