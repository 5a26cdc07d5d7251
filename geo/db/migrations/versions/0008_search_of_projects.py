"""The search of the register as a function, so that its indexes serve requests under row-level security too."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# PostgreSQL evaluates a policy before operators such as @@ and %>, so their indexes would not be used under the role
# of the web server. This function works as the owner of the tables and applies the same rules itself; whoever is not
# under the role (the operator) sees everything. The text of the query is a function of its own: a test explains it.
QUERY = """
CREATE FUNCTION mitten_project_query(wanted jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    conditions text := 'p.verbund_id = $1';
    rank text := '0';
BEGIN
    IF wanted->>'words' <> '' THEN
        conditions := conditions
            || ' AND (p.search @@ websearch_to_tsquery(''german'', $2) OR p.words %> lower($2))';
        rank := 'ts_rank(p.search, websearch_to_tsquery(''german'', $2)) + word_similarity(lower($2), p.words)';
    END IF;
    IF wanted->>'kommune' <> '' THEN conditions := conditions || ' AND p.ags && ARRAY[$3]'; END IF;
    IF wanted->>'zentrum' <> '' THEN conditions := conditions || ' AND p.zentren && ARRAY[$4]'; END IF;
    IF wanted->>'handlungsfeld' <> '' THEN
        conditions := conditions || ' AND p.handlungsfelder && ARRAY[$5]';
    END IF;
    IF wanted->>'need' <> '' THEN conditions := conditions || ' AND p.need = $6'; END IF;
    IF wanted->>'phase' <> '' THEN conditions := conditions || ' AND p.phase = $7'; END IF;
    IF (wanted->>'deleted')::boolean THEN
        conditions := conditions || ' AND p.deleted_at IS NOT NULL
            AND ($8 OR mitten_may_edit(p.verbund_id, p.visibility, p.ags))';
    ELSE
        conditions := conditions || ' AND p.deleted_at IS NULL';
    END IF;
    RETURN format(
        'SELECT p.project_id, p.title, p.beispiel, (%s)::real FROM project p
         WHERE %s AND ($8 OR mitten_may_see(p.verbund_id, p.visibility, p.ags))', rank, conditions);
END $$
"""
FIND = """
CREATE FUNCTION mitten_find_projects(verbund text, wanted jsonb)
RETURNS TABLE (project_id text, title text, beispiel boolean, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE mitten_project_query(wanted)
    USING verbund, wanted->>'words', wanted->>'kommune', wanted->>'zentrum', wanted->>'handlungsfeld',
          wanted->>'need', wanted->>'phase', current_setting('role') <> 'mitten_web';
END $$
"""


def upgrade() -> None:
    op.execute(QUERY)
    op.execute(FIND)


def downgrade() -> None:
    op.execute("DROP FUNCTION mitten_find_projects(text, jsonb)")
    op.execute("DROP FUNCTION mitten_project_query(jsonb)")
