"""Surveys: who was to be asked how it went, and what they answered."""

import sqlalchemy as sa

from storage.migrations.columns import MOMENT, WHOLE, WORDS, index, may, must, numbered, of

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UNDER_WAY = "state IN ('waiting', 'asked', 'answering')"


def upgrade() -> None:
    """Add both tables; nobody is asked about a case that was closed before."""
    numbered(
        "surveys",
        must("name", sa.String(40)),
        must("edition", sa.String(40)),
        may("case_id", WHOLE),
        may("contact_id", WHOLE),
        may("conversation_id", WHOLE),
        must("state", sa.String(16)),
        may("why_not", sa.String(40)),
        must("due_at", MOMENT),
        may("asked_at", MOMENT),
        may("reminded_at", MOMENT),
        may("ends_at", MOMENT),
        may("ended_at", MOMENT),
        may("secret", sa.String(64)),
        may("channel", sa.String(16)),
        may("language", sa.String(8)),
        may("patch", WORDS),
        may("kind", sa.String(40)),
        may("recorded_by", WHOLE),
        must("created_at", MOMENT),
        of("surveys", "case_id", "cases.id"),
        of("surveys", "contact_id", "contacts.id"),
        of("surveys", "conversation_id", "conversations.id"),
        of("surveys", "recorded_by", "staff.id"),
    )
    index("surveys", "case_id")
    index("surveys", "contact_id", "asked_at")
    index("surveys", "conversation_id")
    index("surveys", "name", "asked_at")
    index("surveys", "due_at", name="ix_surveys_under_way", where=UNDER_WAY)
    index("surveys", "secret", name="uq_surveys_secret", unique=True)
    numbered(
        "survey_answers",
        must("survey_id", WHOLE),
        must("question", sa.String(40)),
        may("answer", sa.String(40)),
        may("words", WORDS),
        may("code", sa.String(40)),
        may("coded_by", sa.String(40)),
        must("at", MOMENT),
        of("survey_answers", "survey_id", "surveys.id"),
    )
    index("survey_answers", "survey_id")
