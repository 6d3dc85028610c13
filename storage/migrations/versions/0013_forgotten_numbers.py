"""When a withheld number was forgotten (R9)."""

from alembic import op

from storage.migrations.columns import MOMENT, may

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column that may be empty, so that no row is rewritten."""
    op.add_column("contacts", may("forgotten_at", MOMENT))
