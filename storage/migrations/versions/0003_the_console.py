"""What the console keeps: the sessions of those who are signed in, and who was shown a withheld number."""

from storage.migrations.append_only import guard
from storage.migrations.columns import BYTES, MOMENT, WHOLE, WORDS, index, may, must, numbered, of, only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UNSEALING = ("id", "contact_id", "conversation_id", "case_id", "staff_id", "message_id", "at", "review_due_at")
REVIEW = ("id", "unsealing_id", "staff_id", "message_id", "at")


def upgrade() -> None:
    """Create the tables; whoever is signed in has to sign in again."""
    _create_sessions()
    _create_unsealings()
    guard("unsealings", UNSEALING, ("reason",))
    guard("unsealing_reviews", REVIEW, ("finding",))


def _create_sessions() -> None:
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


def _create_unsealings() -> None:
    numbered(
        "unsealings",
        must("contact_id", WHOLE),
        must("conversation_id", WHOLE),
        may("case_id", WHOLE),
        must("staff_id", WHOLE),
        must("message_id", WHOLE),
        must("at", MOMENT),
        must("review_due_at", MOMENT),
        may("reason", WORDS),
        of("unsealings", "contact_id", "contacts.id"),
        of("unsealings", "conversation_id", "conversations.id"),
        of("unsealings", "case_id", "cases.id"),
        of("unsealings", "staff_id", "staff.id"),
        of("unsealings", "message_id", "messages.id"),
    )
    index("unsealings", "contact_id")
    numbered(
        "unsealing_reviews",
        must("unsealing_id", WHOLE),
        must("staff_id", WHOLE),
        must("message_id", WHOLE),
        must("at", MOMENT),
        may("finding", WORDS),
        of("unsealing_reviews", "unsealing_id", "unsealings.id"),
        of("unsealing_reviews", "staff_id", "staff.id"),
        of("unsealing_reviews", "message_id", "messages.id"),
        only("unsealing_reviews", "unsealing_id"),
    )
