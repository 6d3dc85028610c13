"""The store as it began: every table, and the guards that keep messages and case changes append-only."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from storage.migrations.append_only import guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSONS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

MESSAGE = ("id", "conversation_id", "position", "direction", "author", "staff_id", "channel", "provider_id", "kind",
           "language", "content", "digest", "at")  # fmt: skip
CHANGE = ("id", "case_id", "position", "at", "by", "what", "content", "digest")


def upgrade() -> None:
    """Create every table, then the guards of the two append-only ones."""
    _create_caps()
    _create_contacts()
    _create_properties()
    _create_register_versions()
    _create_staff()
    _create_cases()
    _create_conversations()
    _create_looks()
    _create_sign_in_links()
    _create_visits()
    _create_alerts()
    _create_case_changes()
    _create_case_contacts()
    _create_messages()
    _create_reports()
    _create_alert_calls()
    _create_deliveries()
    _create_outbox()
    _create_promises()
    guard("messages", MESSAGE, ("words", "english", "choices", "salt"))
    guard("case_changes", CHANGE, ("before", "after", "salt"))


def _create_caps() -> None:
    op.create_table(
        "caps",
        sa.Column("id", WHOLE, primary_key=True),
        _must("what", sa.String(24)),
        _must("key", sa.LargeBinary()),
        _must("window_start", MOMENT),
        _must("count", WHOLE),
        sa.UniqueConstraint("what", "key", "window_start", name="uq_caps_what_key_window_start"),
    )
    op.create_index("ix_caps_window_start", "caps", ["window_start"])


def _create_contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", WHOLE, primary_key=True),
        _must("channel", sa.String(16)),
        _must("lookup", sa.LargeBinary()),
        _must("sealed", sa.LargeBinary()),
        _must("withheld", sa.Boolean()),
        _may("texting_is_safe", sa.String(8)),
        _may("stopped_at", MOMENT),
        _must("created_at", MOMENT),
        sa.UniqueConstraint("channel", "lookup", name="uq_contacts_channel_lookup"),
    )


def _create_properties() -> None:
    op.create_table(
        "properties",
        sa.Column("uprn", sa.String(16), primary_key=True),
        _must("address", sa.Text()),
        _must("postcode", sa.String(8)),
        _must("patch", sa.Text()),
        _must("block", sa.Text()),
        _must("tenure", sa.String(16)),
    )


def _create_register_versions() -> None:
    op.create_table(
        "register_versions",
        sa.Column("id", WHOLE, primary_key=True),
        _must("imported_at", MOMENT),
        _must("added", WHOLE),
        _must("changed", WHOLE),
        _must("same", WHOLE),
    )


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", WHOLE, primary_key=True),
        _must("email", sa.Text()),
        _must("name", sa.Text()),
        _must("role", sa.String(16)),
        _may("password_hash", sa.Text()),
        _must("active", sa.Boolean()),
        _must("created_at", MOMENT),
        _may("last_signed_in_at", MOMENT),
        _must("failed_count", WHOLE),
        _may("locked_until", MOMENT),
        sa.UniqueConstraint("email", name="uq_staff_email"),
    )


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", WHOLE, primary_key=True),
        _must("reference", sa.String(16)),
        _may("kind", sa.Text()),
        _must("state", sa.String(8)),
        _must("urgent", sa.Boolean()),
        _may("patch", sa.Text()),
        _of("cases", "uprn", "properties.uprn", must=False, kind=sa.String(16)),
        _may("place", sa.Text()),
        _may("block", sa.Text()),
        _must("language", sa.String(8)),
        _may("naming", sa.String(16)),
        _may("on_behalf", sa.String(16)),
        _must("needs_review", sa.Boolean()),
        _must("facts", JSONS),
        _must("opened_at", MOMENT),
        _may("first_contact_due", MOMENT),
        _may("closed_at", MOMENT),
        _must("length", WHOLE),
        _must("head", sa.LargeBinary()),
        _must("version", WHOLE),
        sa.UniqueConstraint("reference", name="uq_cases_reference"),
    )
    op.create_index("ix_cases_patch", "cases", ["patch"])
    op.create_index("ix_cases_state_first_contact_due", "cases", ["state", "first_contact_due"])
    op.create_index("ix_cases_uprn", "cases", ["uprn"])


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", WHOLE, primary_key=True),
        _must("channel", sa.String(16)),
        _of("conversations", "contact_id", "contacts.id", must=True),
        _must("audience", sa.String(16)),
        _must("language", sa.String(8)),
        _may("state", sa.Text()),
        _must("page", WHOLE),
        _must("length", WHOLE),
        _must("head", sa.LargeBinary()),
        _must("version", WHOLE),
        _must("needs_person", sa.Boolean()),
        _of("conversations", "taken_by", "staff.id", must=False),
        _must("opened_at", MOMENT),
        _may("last_heard_at", MOMENT),
        _may("last_said_at", MOMENT),
        _may("closed_at", MOMENT),
        _may("reminded_at", MOMENT),
    )
    op.create_index("ix_conversations_contact_id", "conversations", ["contact_id"])
    op.create_index(
        "one_open_conversation",
        "conversations",
        ["channel", "contact_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _create_looks() -> None:
    op.create_table(
        "looks",
        sa.Column("id", WHOLE, primary_key=True),
        _of("looks", "staff_id", "staff.id", must=True),
        _must("at", MOMENT),
        _must("what", sa.String(24)),
        _may("what_id", WHOLE),
    )
    op.create_index("ix_looks_staff_id", "looks", ["staff_id"])
    op.create_index("ix_looks_what_what_id", "looks", ["what", "what_id"])


def _create_sign_in_links() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("id", WHOLE, primary_key=True),
        _must("token_hash", sa.LargeBinary()),
        _of("sign_in_links", "staff_id", "staff.id", must=True),
        _must("expires_at", MOMENT),
        _may("used_at", MOMENT),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_links_token_hash"),
    )


def _create_visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", WHOLE, primary_key=True),
        _must("token_hash", sa.LargeBinary()),
        _of("visits", "contact_id", "contacts.id", must=True),
        _must("started_at", MOMENT),
        _must("last_seen_at", MOMENT),
        _may("ended_at", MOMENT),
        sa.UniqueConstraint("token_hash", name="uq_visits_token_hash"),
    )
    op.create_index("ix_visits_contact_id", "visits", ["contact_id"])


def _create_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", WHOLE, primary_key=True),
        _of("alerts", "conversation_id", "conversations.id", must=True),
        _of("alerts", "case_id", "cases.id", must=False),
        _must("level", sa.String(8)),
        _must("sort", sa.String(24)),
        _must("created_at", MOMENT),
        _may("acknowledged_at", MOMENT),
        _may("acknowledged_by", sa.Text()),
        _may("via", sa.String(16)),
        _may("note", sa.Text()),
    )
    op.create_index("ix_alerts_acknowledged_at", "alerts", ["acknowledged_at"])
    op.create_index("ix_alerts_conversation_id", "alerts", ["conversation_id"])


def _create_case_changes() -> None:
    op.create_table(
        "case_changes",
        sa.Column("id", WHOLE, primary_key=True),
        _of("case_changes", "case_id", "cases.id", must=True),
        _must("position", WHOLE),
        _must("at", MOMENT),
        _must("by", sa.Text()),
        _must("what", sa.Text()),
        _may("before", JSONS),
        _may("after", JSONS),
        _may("salt", sa.LargeBinary()),
        _must("content", sa.LargeBinary()),
        _must("digest", sa.LargeBinary()),
        sa.UniqueConstraint("case_id", "position", name="uq_case_changes_case_id_position"),
    )


def _create_case_contacts() -> None:
    op.create_table(
        "case_contacts",
        sa.Column("id", WHOLE, primary_key=True),
        _of("case_contacts", "case_id", "cases.id", must=True),
        _of("case_contacts", "contact_id", "contacts.id", must=True),
        _may("name", sa.LargeBinary()),
        _may("naming", sa.String(16)),
        _may("on_behalf", sa.String(16)),
        _must("added_at", MOMENT),
        sa.UniqueConstraint("case_id", "contact_id", name="uq_case_contacts_case_id_contact_id"),
    )
    op.create_index("ix_case_contacts_contact_id", "case_contacts", ["contact_id"])


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", WHOLE, primary_key=True),
        _of("messages", "conversation_id", "conversations.id", must=True),
        _must("position", WHOLE),
        _must("direction", sa.String(8)),
        _must("author", sa.String(16)),
        _of("messages", "staff_id", "staff.id", must=False),
        _must("channel", sa.String(16)),
        _may("provider_id", sa.Text()),
        _must("kind", sa.String(16)),
        _must("language", sa.String(8)),
        _may("words", sa.Text()),
        _may("english", sa.Text()),
        _may("choices", JSONS),
        _may("salt", sa.LargeBinary()),
        _must("content", sa.LargeBinary()),
        _must("digest", sa.LargeBinary()),
        _must("at", MOMENT),
        sa.UniqueConstraint("channel", "provider_id", name="uq_messages_channel_provider_id"),
        sa.UniqueConstraint("conversation_id", "position", name="uq_messages_conversation_id_position"),
    )


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", WHOLE, primary_key=True),
        _of("reports", "conversation_id", "conversations.id", must=True),
        _must("page", WHOLE),
        _of("reports", "contact_id", "contacts.id", must=True),
        _of("reports", "case_id", "cases.id", must=False),
        _must("state", sa.String(16)),
        _must("words", sa.Text()),
        _must("answers", JSONS),
        _must("urgent", sa.Boolean()),
        _may("danger", sa.Text()),
        _must("started_at", MOMENT),
        _must("updated_at", MOMENT),
        sa.UniqueConstraint("conversation_id", "page", name="uq_reports_conversation_id_page"),
    )
    op.create_index("ix_reports_case_id", "reports", ["case_id"])
    op.create_index("ix_reports_contact_id", "reports", ["contact_id"])
    op.create_index("ix_reports_state", "reports", ["state"])


def _create_alert_calls() -> None:
    op.create_table(
        "alert_calls",
        sa.Column("id", WHOLE, primary_key=True),
        _of("alert_calls", "alert_id", "alerts.id", must=True),
        _must("person", sa.Text()),
        _must("turn", WHOLE),
        _must("at", MOMENT),
        _of("alert_calls", "message_id", "messages.id", must=False),
    )
    op.create_index("ix_alert_calls_alert_id", "alert_calls", ["alert_id"])
    op.create_index("ix_alert_calls_message_id", "alert_calls", ["message_id"])


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", WHOLE, primary_key=True),
        _of("deliveries", "message_id", "messages.id", must=True),
        _must("state", sa.String(16)),
        _may("reason", sa.String(40)),
        _may("provider_id", sa.Text()),
        _must("at", MOMENT),
    )
    op.create_index("ix_deliveries_message_id", "deliveries", ["message_id"])
    op.create_index("ix_deliveries_provider_id", "deliveries", ["provider_id"])


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column(
            "message_id",
            WHOLE,
            sa.ForeignKey("messages.id", name="fk_outbox_message_id_messages"),
            primary_key=True,
            autoincrement=False,
        ),
        _of("outbox", "conversation_id", "conversations.id", must=True),
        _of("outbox", "contact_id", "contacts.id", must=True),
        _must("channel", sa.String(16)),
        _must("kind", sa.String(16)),
        _must("state", sa.String(16)),
        _must("due_at", MOMENT),
        _must("try_at", MOMENT),
        _may("expires_at", MOMENT),
        _must("attempts", WHOLE),
        _may("provider_id", sa.Text()),
        _must("updated_at", MOMENT),
    )
    op.create_index(
        "ix_outbox_not_done",
        "outbox",
        ["conversation_id", "message_id"],
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_index("ix_outbox_state_try_at", "outbox", ["state", "try_at"])


def _create_promises() -> None:
    op.create_table(
        "promises",
        sa.Column("id", WHOLE, primary_key=True),
        _of("promises", "case_id", "cases.id", must=True),
        _must("what", sa.String(40)),
        _must("due_at", MOMENT),
        _must("made_at", MOMENT),
        _of("promises", "message_id", "messages.id", must=False),
        _may("kept_at", MOMENT),
    )
    op.create_index("ix_promises_case_id", "promises", ["case_id"])
    op.create_index("ix_promises_kept_at_due_at", "promises", ["kept_at", "due_at"])


def _must(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _may(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind)


def _of(table: str, name: str, key: str, *, must: bool, kind: TypeEngine[Any] = WHOLE) -> sa.Column[Any]:
    other = key.split(".")[0]
    return sa.Column(name, kind, sa.ForeignKey(key, name=f"fk_{table}_{name}_{other}"), nullable=not must)
