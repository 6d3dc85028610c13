"""One-time codes, and how a phone that others use is kept from telling them (C5, C7)."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import BYTES, MOMENT, WHOLE, YES_NO, index, may, must, numbered

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A new table, and columns that may be empty: no row is rewritten."""
    numbered(
        "codes",
        must("purpose", sa.String(16)),
        must("subject", BYTES),
        must("digest", BYTES),
        must("made_at", MOMENT),
        must("expires_at", MOMENT),
        must("tries", WHOLE),
        may("used_at", MOMENT),
    )
    index("codes", "subject")
    index("codes", "expires_at")
    op.add_column("contacts", may("shared", YES_NO))
    op.add_column("contacts", may("code_word", sa.String(200)))
    op.add_column("contacts", may("code_word_at", MOMENT))
