"""Who wants no contact has released us from the promise of it (R9)."""

from alembic import op

from storage.migrations.columns import MOMENT, may

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty for every promise made so far."""
    op.add_column("promises", may("released_at", MOMENT))
