"""Who of the staff is trained in abuse at home (R1, C5)."""

from alembic import op

from storage.migrations.columns import YES_NO, may

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column that may be empty, so that no row is rewritten; nobody is marked by it."""
    op.add_column("staff", may("trained_in_abuse", YES_NO))
