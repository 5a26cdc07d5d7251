"""A short word is looked for as it is: three letters share too much with others for a wrong one to be forgiven."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# "Geo" is as near to "Gemeinde" as "Wekstatt" is to "Werkstatt".
SHORTEST_FORGIVEN = 5
FORGIVING = """
        conditions := conditions
            || ' AND (p.search @@ websearch_to_tsquery(''german'', $2) OR p.words %> lower($2))';"""
BY_LENGTH = rf"""
        conditions := conditions || ' AND (p.search @@ websearch_to_tsquery(''german'', $2) OR '
            || CASE WHEN length(wanted->>'words') < {SHORTEST_FORGIVEN}
                    THEN 'p.words LIKE ''%'' || regexp_replace(lower($2), ''([\\%_])'', ''\\\1'', ''g'') || ''%'')'
                    ELSE 'p.words %> lower($2))' END;"""


def upgrade() -> None:
    _replace(FORGIVING, BY_LENGTH)


def downgrade() -> None:
    _replace(BY_LENGTH, FORGIVING)


def _replace(old: str, new: str) -> None:
    connection = op.get_bind()
    signature = "mitten_project_query(jsonb)"
    written = connection.exec_driver_sql(
        "SELECT pg_get_functiondef(CAST(%(name)s AS regprocedure))", {"name": signature}
    ).scalar_one()
    if old not in written:
        msg = f"{signature} is not written as migration 0008 left it"
        raise RuntimeError(msg)
    connection.exec_driver_sql(written.replace(old, new).replace("%", "%%"))
