"""Candidates of similar projects by full text and letters; what people made of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from geo.db.security import SHARED, WEB_ROLE, Rule, protect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Runs with the rights of its owner, so that the indexes are used, and applies the rights itself.
CANDIDATES = f"""
CREATE FUNCTION mitten_similar_projects(
    verbund text, terms text[], weights real[], inside text[], same_need text, most integer)
RETURNS TABLE (found_id text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH hit AS (
        SELECT p.project_id, t.weight AS rank FROM unnest(terms, weights) AS t (term, weight)
        JOIN project p ON p.search @@ to_tsquery('german', t.term || ':*')
        UNION ALL
        SELECT p.project_id, 1 FROM project p WHERE p.words LIKE ANY (inside)
        UNION ALL
        SELECT p.project_id, 1 FROM project p WHERE p.verbund_id = verbund AND p.need = same_need
    ), best AS (
        SELECT project_id, sum(rank) AS rank FROM hit GROUP BY project_id
    )
    SELECT p.project_id FROM best JOIN project p USING (project_id)
    WHERE p.verbund_id = verbund AND p.deleted_at IS NULL
      AND (current_setting('role', true) <> '{WEB_ROLE}' OR mitten_may_see(p.verbund_id, p.visibility, p.ags))
    ORDER BY best.rank DESC, p.project_id
    LIMIT most
$$
"""


def upgrade() -> None:
    op.execute(CANDIDATES)
    op.create_table(
        "match_answer",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("verbund_id", "answer_id", "project_id", "other_id", "action", "reason")
        ),
        sa.Column("ask", postgresql.JSONB(), nullable=False),
        sa.Column("score", sa.REAL(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("ags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["verbund_id", "other_id"],
            ["project.verbund_id", "project.project_id"],
            name="match_answer_other_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verbund_id", "answer_id"),
    )
    op.create_index("match_answer_pair", "match_answer", ["verbund_id", "project_id", "other_id"])
    op.create_index("match_answer_other", "match_answer", ["verbund_id", "other_id"])
    # Only about projects that one sees: a key of another must not be tried out.
    seen = (
        "EXISTS (SELECT FROM project p WHERE p.verbund_id = match_answer.verbund_id "
        "AND p.project_id = match_answer.other_id)"
    )
    protect(op.get_bind(), "match_answer", Rule(f"{SHARED.see} AND {seen}", f"{SHARED.edit} AND {seen}"))


def downgrade() -> None:
    op.drop_table("match_answer")
    op.execute("DROP FUNCTION mitten_similar_projects")
