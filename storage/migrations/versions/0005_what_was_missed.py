"""How far what reached a provider, and perhaps never us, has been looked through."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import MOMENT, must

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of a row or two."""
    op.create_table("sweeps", must("channel", sa.String(16), key=True), must("looked_until", MOMENT))
