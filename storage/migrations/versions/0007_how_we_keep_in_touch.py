"""How we keep in touch: what was agreed, other ways to reach somebody, the log of updates, and linked cases."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.append_only import guard
from storage.migrations.columns import MOMENT, WHOLE, WORDS, index, may, must, numbered, of

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

AGREEMENT = ("id", "case_id", "contact_id", "frequency", "hours", "made_at", "made_by")
UPDATE = ("id", "case_id", "contact_id", "message_id", "instead_of", "staff_id", "at")


def upgrade() -> None:
    """Add the tables and the columns; nothing is agreed yet, and no case is linked."""
    op.add_column("contacts", sa.Column("hours", sa.String(16), nullable=True))
    op.add_column("cases", sa.Column("matter", sa.String(16), nullable=True))
    index("cases", "matter")
    index("cases", "block")
    _create_agreements()
    _create_ways()
    _create_updates()
    guard("agreements", AGREEMENT, ())
    guard("updates", UPDATE, ("note",))


def _create_agreements() -> None:
    numbered(
        "agreements",
        must("case_id", WHOLE),
        must("contact_id", WHOLE),
        must("frequency", sa.String(16)),
        may("hours", sa.String(16)),
        must("made_at", MOMENT),
        must("made_by", sa.String(40)),
        of("agreements", "case_id", "cases.id"),
        of("agreements", "contact_id", "contacts.id"),
    )
    index("agreements", "case_id", "contact_id")


def _create_ways() -> None:
    numbered(
        "ways",
        must("contact_id", WHOLE),
        must("way_id", WHOLE),
        must("proven_at", MOMENT),
        may("ended_at", MOMENT),
        of("ways", "contact_id", "contacts.id"),
        of("ways", "way_id", "contacts.id"),
    )
    index("ways", "contact_id")
    index("ways", "way_id")


def _create_updates() -> None:
    numbered(
        "updates",
        must("case_id", WHOLE),
        may("contact_id", WHOLE),
        may("message_id", WHOLE),
        may("instead_of", WHOLE),
        may("staff_id", WHOLE),
        must("at", MOMENT),
        may("note", WORDS),
        of("updates", "case_id", "cases.id"),
        of("updates", "contact_id", "contacts.id"),
        of("updates", "message_id", "messages.id"),
        of("updates", "instead_of", "messages.id"),
        of("updates", "staff_id", "staff.id"),
    )
    index("updates", "case_id")
    index("updates", "message_id")
