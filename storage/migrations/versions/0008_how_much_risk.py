"""Risk assessments: one is owed in every open case, and each that was made is kept."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import JSONS, MOMENT, WHOLE, WORDS, index, may, must, numbered, of

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OWED = "confirmed_at IS NULL"


def upgrade() -> None:
    """Add the table; a case that is open now has not been assessed, and was to be by its first contact."""
    numbered(
        "risks",
        must("case_id", WHOLE),
        must("why", sa.String(16)),
        may("noticed", sa.String(16)),
        may("noticed_at", MOMENT),
        must("due_at", MOMENT),
        must("owed_at", MOMENT),
        may("asked_at", MOMENT),
        may("alerted_at", MOMENT),
        must("answers", JSONS),
        must("sources", JSONS),
        may("matrix", sa.String(40)),
        must("points", JSONS),
        may("total", WHOLE),
        may("raised_by", WORDS),
        may("suggested", sa.String(16)),
        may("band", sa.String(16)),
        may("reason", WORDS),
        may("confirmed_at", MOMENT),
        may("confirmed_by", sa.String(40)),
        of("risks", "case_id", "cases.id"),
    )
    index("risks", "case_id")
    index("risks", "due_at", name="ix_risks_owed", where=OWED)
    index("risks", "due_at", name="ix_risks_noticed", where=f"{OWED} AND noticed_at IS NOT NULL")
    index("risks", "case_id", name="uq_risks_owed", where=OWED, unique=True)
    op.execute(
        "INSERT INTO risks (case_id, why, due_at, owed_at, answers, sources, points) "
        "SELECT id, 'opened', COALESCE(first_contact_due, opened_at), opened_at, '{}', '{}', '{}' "
        "FROM cases WHERE state = 'open'"
    )
