"""Cases at high risk, for the list of them."""

from storage.migrations.columns import index

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One index of few rows."""
    index("risks", "case_id", name="ix_risks_high", where="band = 'high'")
