"""Conversations that an officer has taken over, for whoever looks which of them wait."""

from storage.migrations.columns import index

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One index of few rows."""
    index("conversations", "taken_by", name="ix_conversations_taken", where="taken_by IS NOT NULL")
