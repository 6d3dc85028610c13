"""What the console keeps: the sessions of those who are signed in."""

from storage.migrations.columns import BYTES, MOMENT, WHOLE, index, may, must, numbered, of, only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; whoever is signed in has to sign in again."""
    numbered(
        "staff_sessions",
        must("token_hash", BYTES),
        must("staff_id", WHOLE),
        must("began_at", MOMENT),
        must("last_seen_at", MOMENT),
        may("ended_at", MOMENT),
        of("staff_sessions", "staff_id", "staff.id"),
        only("staff_sessions", "token_hash"),
    )
    index("staff_sessions", "staff_id")
