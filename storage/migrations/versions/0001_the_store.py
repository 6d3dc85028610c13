"""The store as it began: every table, and the guards that keep messages and case changes append-only."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.append_only import guard
from storage.migrations.columns import BYTES, JSONS, MOMENT, WHOLE, WORDS, YES_NO, index, may, must, numbered, of, only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MESSAGE = ("id", "conversation_id", "position", "direction", "author", "staff_id", "channel", "provider_id", "kind",
           "language", "content", "digest", "at")  # fmt: skip
CHANGE = ("id", "case_id", "position", "at", "by", "what", "content", "digest")


def upgrade() -> None:
    """Create every table, then the guards of the two append-only ones."""
    _create_caps()
    _create_contacts()
    _create_register()
    _create_staff()
    _create_cases()
    _create_histories()
    _create_conversations()
    _create_visits()
    _create_messages()
    _create_outbox()
    _create_reports()
    _create_promises()
    _create_alerts()
    guard("messages", MESSAGE, ("words", "english", "choices", "salt"))
    guard("case_changes", CHANGE, ("before", "after", "salt"))


def _create_caps() -> None:
    numbered(
        "caps",
        must("what", sa.String(24)),
        must("key", BYTES),
        must("window_start", MOMENT),
        must("count", WHOLE),
        only("caps", "what", "key", "window_start"),
    )
    index("caps", "window_start")


def _create_contacts() -> None:
    numbered(
        "contacts",
        must("channel", sa.String(16)),
        must("lookup", BYTES),
        must("sealed", BYTES),
        must("withheld", YES_NO),
        may("texting_is_safe", sa.String(8)),
        may("stopped_at", MOMENT),
        must("created_at", MOMENT),
        only("contacts", "channel", "lookup"),
    )


def _create_register() -> None:
    op.create_table(
        "properties",
        must("uprn", sa.String(16), key=True),
        must("address", WORDS),
        must("postcode", sa.String(8)),
        must("patch", WORDS),
        must("block", WORDS),
        must("tenure", sa.String(16)),
    )
    numbered(
        "register_versions",
        must("imported_at", MOMENT),
        must("added", WHOLE),
        must("changed", WHOLE),
        must("same", WHOLE),
    )


def _create_staff() -> None:
    numbered(
        "staff",
        must("email", WORDS),
        must("name", WORDS),
        must("role", sa.String(16)),
        may("password_hash", WORDS),
        must("active", YES_NO),
        must("created_at", MOMENT),
        may("last_signed_in_at", MOMENT),
        must("failed_count", WHOLE),
        may("locked_until", MOMENT),
        only("staff", "email"),
    )
    numbered(
        "sign_in_links",
        must("token_hash", BYTES),
        must("staff_id", WHOLE),
        must("expires_at", MOMENT),
        may("used_at", MOMENT),
        of("sign_in_links", "staff_id", "staff.id"),
        only("sign_in_links", "token_hash"),
    )
    numbered(
        "looks",
        must("staff_id", WHOLE),
        must("at", MOMENT),
        must("what", sa.String(24)),
        may("what_id", WHOLE),
        of("looks", "staff_id", "staff.id"),
    )
    index("looks", "staff_id")
    index("looks", "what", "what_id")


def _create_cases() -> None:
    numbered(
        "cases",
        must("reference", sa.String(16)),
        may("kind", WORDS),
        must("state", sa.String(8)),
        must("urgent", YES_NO),
        may("patch", WORDS),
        may("uprn", sa.String(16)),
        may("place", WORDS),
        may("block", WORDS),
        must("language", sa.String(8)),
        may("naming", sa.String(16)),
        may("on_behalf", sa.String(16)),
        must("needs_review", YES_NO),
        must("facts", JSONS),
        must("opened_at", MOMENT),
        may("first_contact_due", MOMENT),
        may("closed_at", MOMENT),
        must("length", WHOLE),
        must("head", BYTES),
        must("version", WHOLE),
        of("cases", "uprn", "properties.uprn"),
        only("cases", "reference"),
    )
    index("cases", "patch")
    index("cases", "state", "first_contact_due")
    index("cases", "uprn")


def _create_histories() -> None:
    numbered(
        "case_changes",
        must("case_id", WHOLE),
        must("position", WHOLE),
        must("at", MOMENT),
        must("by", WORDS),
        must("what", WORDS),
        may("before", JSONS),
        may("after", JSONS),
        may("salt", BYTES),
        must("content", BYTES),
        must("digest", BYTES),
        of("case_changes", "case_id", "cases.id"),
        only("case_changes", "case_id", "position"),
    )
    numbered(
        "case_contacts",
        must("case_id", WHOLE),
        must("contact_id", WHOLE),
        may("name", BYTES),
        may("naming", sa.String(16)),
        may("on_behalf", sa.String(16)),
        must("added_at", MOMENT),
        of("case_contacts", "case_id", "cases.id"),
        of("case_contacts", "contact_id", "contacts.id"),
        only("case_contacts", "case_id", "contact_id"),
    )
    index("case_contacts", "contact_id")


def _create_conversations() -> None:
    numbered(
        "conversations",
        must("channel", sa.String(16)),
        must("contact_id", WHOLE),
        must("audience", sa.String(16)),
        must("language", sa.String(8)),
        may("state", WORDS),
        must("page", WHOLE),
        must("length", WHOLE),
        must("head", BYTES),
        must("version", WHOLE),
        must("needs_person", YES_NO),
        may("taken_by", WHOLE),
        must("opened_at", MOMENT),
        may("last_heard_at", MOMENT),
        may("last_said_at", MOMENT),
        may("closed_at", MOMENT),
        may("reminded_at", MOMENT),
        of("conversations", "contact_id", "contacts.id"),
        of("conversations", "taken_by", "staff.id"),
    )
    index("conversations", "contact_id")
    index(
        "conversations", "channel", "contact_id", name="one_open_conversation", where="closed_at IS NULL", unique=True
    )


def _create_visits() -> None:
    numbered(
        "visits",
        must("token_hash", BYTES),
        must("contact_id", WHOLE),
        must("started_at", MOMENT),
        must("last_seen_at", MOMENT),
        may("ended_at", MOMENT),
        of("visits", "contact_id", "contacts.id"),
        only("visits", "token_hash"),
    )
    index("visits", "contact_id")


def _create_messages() -> None:
    numbered(
        "messages",
        must("conversation_id", WHOLE),
        must("position", WHOLE),
        must("direction", sa.String(8)),
        must("author", sa.String(16)),
        may("staff_id", WHOLE),
        must("channel", sa.String(16)),
        may("provider_id", WORDS),
        must("kind", sa.String(16)),
        must("language", sa.String(8)),
        may("words", WORDS),
        may("english", WORDS),
        may("choices", JSONS),
        may("salt", BYTES),
        must("content", BYTES),
        must("digest", BYTES),
        must("at", MOMENT),
        of("messages", "conversation_id", "conversations.id"),
        of("messages", "staff_id", "staff.id"),
        only("messages", "channel", "provider_id"),
        only("messages", "conversation_id", "position"),
    )
    numbered(
        "deliveries",
        must("message_id", WHOLE),
        must("state", sa.String(16)),
        may("reason", sa.String(40)),
        may("provider_id", WORDS),
        must("at", MOMENT),
        of("deliveries", "message_id", "messages.id"),
    )
    index("deliveries", "message_id")
    index("deliveries", "provider_id")


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        must("message_id", WHOLE, key=True),
        must("conversation_id", WHOLE),
        must("contact_id", WHOLE),
        must("channel", sa.String(16)),
        must("kind", sa.String(16)),
        must("state", sa.String(16)),
        must("due_at", MOMENT),
        must("try_at", MOMENT),
        may("expires_at", MOMENT),
        must("attempts", WHOLE),
        may("provider_id", WORDS),
        must("updated_at", MOMENT),
        of("outbox", "message_id", "messages.id"),
        of("outbox", "conversation_id", "conversations.id"),
        of("outbox", "contact_id", "contacts.id"),
    )
    index("outbox", "conversation_id", "message_id", name="ix_outbox_not_done", where="state <> 'done'")
    index("outbox", "state", "try_at")


def _create_reports() -> None:
    numbered(
        "reports",
        must("conversation_id", WHOLE),
        must("page", WHOLE),
        must("contact_id", WHOLE),
        may("case_id", WHOLE),
        must("state", sa.String(16)),
        must("words", WORDS),
        must("answers", JSONS),
        must("urgent", YES_NO),
        may("danger", WORDS),
        must("started_at", MOMENT),
        must("updated_at", MOMENT),
        of("reports", "conversation_id", "conversations.id"),
        of("reports", "contact_id", "contacts.id"),
        of("reports", "case_id", "cases.id"),
        only("reports", "conversation_id", "page"),
    )
    index("reports", "case_id")
    index("reports", "contact_id")
    index("reports", "state")


def _create_promises() -> None:
    numbered(
        "promises",
        must("case_id", WHOLE),
        must("what", sa.String(40)),
        must("due_at", MOMENT),
        must("made_at", MOMENT),
        may("message_id", WHOLE),
        may("kept_at", MOMENT),
        of("promises", "case_id", "cases.id"),
        of("promises", "message_id", "messages.id"),
    )
    index("promises", "case_id")
    index("promises", "kept_at", "due_at")


def _create_alerts() -> None:
    numbered(
        "alerts",
        must("conversation_id", WHOLE),
        may("case_id", WHOLE),
        must("level", sa.String(8)),
        must("sort", sa.String(24)),
        must("created_at", MOMENT),
        may("acknowledged_at", MOMENT),
        may("acknowledged_by", WORDS),
        may("via", sa.String(16)),
        may("note", WORDS),
        of("alerts", "conversation_id", "conversations.id"),
        of("alerts", "case_id", "cases.id"),
    )
    index("alerts", "acknowledged_at")
    index("alerts", "conversation_id")
    numbered(
        "alert_calls",
        must("alert_id", WHOLE),
        must("person", WORDS),
        must("turn", WHOLE),
        must("at", MOMENT),
        may("message_id", WHOLE),
        of("alert_calls", "alert_id", "alerts.id"),
        of("alert_calls", "message_id", "messages.id"),
    )
    index("alert_calls", "alert_id")
    index("alert_calls", "message_id")
