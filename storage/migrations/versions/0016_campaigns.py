"""Campaigns: residents at large are asked whether they would report (S2)."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import JSONS, MOMENT, WHOLE, YES_NO, index, may, must, numbered, of

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = "fk_surveys_campaign_id_campaigns"


def upgrade() -> None:
    """A table of their own, and three columns of surveys that may be empty, so that no row is rewritten."""
    numbered(
        "campaigns",
        must("title", sa.String(100)),
        must("survey", sa.String(40)),
        must("state", sa.String(16)),
        must("people", WHOLE),
        must("left_out", JSONS),
        may("size", WHOLE),
        must("by_patch", YES_NO),
        may("days", WHOLE),
        must("seed", WHOLE),
        must("created_by", WHOLE),
        must("created_at", MOMENT),
        may("begun_at", MOMENT),
        may("ended_at", MOMENT),
        of("campaigns", "created_by", "staff.id"),
    )
    if op.get_bind().dialect.name == "sqlite":  # which adds no key to a table, but a column that is one
        op.execute(f"ALTER TABLE surveys ADD COLUMN campaign_id INTEGER CONSTRAINT {KEY} REFERENCES campaigns (id)")
    else:
        op.add_column("surveys", may("campaign_id", WHOLE))
        op.create_foreign_key(KEY, "surveys", "campaigns", ["campaign_id"], ["id"])
    op.add_column("surveys", may("person", sa.String(64)))
    op.add_column("surveys", may("traits", JSONS))
    index("surveys", "campaign_id", "state")
    index("surveys", "person", "asked_at")
