"""The search of the register forgives a wrong letter: at the usual 0.6 "Wekstatt" misses "Werkstatt" (0.58)."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FIND = "FUNCTION mitten_find_projects(text, jsonb)"
THRESHOLD = "pg_trgm.word_similarity_threshold"


def upgrade() -> None:
    op.execute(f"ALTER {FIND} SET {THRESHOLD} = 0.5")


def downgrade() -> None:
    op.execute(f"ALTER {FIND} RESET {THRESHOLD}")
