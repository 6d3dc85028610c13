"""Which messages keep a promise: it is kept when the last of them leaves, and owed again when one is lost (C6)."""

from alembic import op

from storage.migrations.columns import WHOLE, index, must, of

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of its own: an update to several people is several messages."""
    op.create_table(
        "promise_messages",
        must("promise_id", WHOLE, key=True),
        must("message_id", WHOLE, key=True),
        of("promise_messages", "promise_id", "promises.id"),
        of("promise_messages", "message_id", "messages.id"),
    )
    index("promise_messages", "message_id")
