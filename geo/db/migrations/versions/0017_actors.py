"""Actors: what they offer and look for, by consent; what projects look for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from geo.db.security import SHARED, WEB_ROLE, Rule, of_parent, protect

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

EMPTY, NO, NOW = sa.text("''"), sa.text("false"), sa.text("now()")
TABLES = ("actor_change", "actor_consent", "actor_entry", "actor")
# Reads consents with the rights of its owner: the policy of actors asks it, and theirs asks for the actor.
CONSENT = """
CREATE FUNCTION mitten_consent_holds(verbund text, actor text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM actor_consent c
                   WHERE c.verbund_id = $1 AND c.actor_id = $2 AND c.expires_on >= current_date)
$$
"""
MINE = (
    "verbund_id = current_setting('mitten.verbund', true) AND account_id <> '' "
    "AND account_id = current_setting('mitten.account', true)"
)
"""Whoever entered an actor sees it whatever happens to rights and consent, and may take a person back."""


def upgrade() -> None:
    op.add_column(
        "project",
        sa.Column("seeks", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    _create_actors()
    _create_parts()
    op.execute(CONSENT)
    _protect()


def _create_actors() -> None:
    op.create_table(
        "actor",
        *_texts("verbund_id", "actor_id", "kind", "name"),
        sa.Column("about", sa.Text(), server_default=EMPTY, nullable=False),
        sa.Column("ags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("zentren", sa.ARRAY(sa.Text()), nullable=False),
        *_texts("visibility"),
        sa.Column("account_id", sa.Text(), server_default=EMPTY, nullable=False),
        *(
            sa.Column(name, sa.Boolean(), server_default=NO, nullable=False)
            for name in ("beispiel", "seeded", "by_hand")
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), server_default=NOW, nullable=False)
            for name in ("created_at", "changed_at")
        ),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        *_texts("words"),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('german', words)", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("kind <> 'person' OR visibility <> 'public'", name="actor_person_not_public"),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("verbund_id", "actor_id"),
    )
    op.create_index("actor_ags_gin", "actor", ["ags"], postgresql_using="gin")


def _create_parts() -> None:
    op.create_table(
        "actor_entry",
        *_texts("verbund_id", "actor_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *_texts("direction", "resource", "text"),
        *(
            sa.Column(name, sa.Text(), server_default=EMPTY, nullable=False)
            for name in ("need", "handlungsfeld")
        ),
        *_parents("actor_entry"),
        sa.PrimaryKeyConstraint("verbund_id", "actor_id", "ordinal"),
    )
    op.create_index("actor_entry_resource", "actor_entry", ["verbund_id", "resource"])
    op.create_table(
        "actor_consent",
        *_texts("verbund_id", "actor_id"),
        *(
            sa.Column(name, sa.Text(), server_default=EMPTY, nullable=False)
            for name in ("contact", "mail", "phone")
        ),
        *_texts("purpose"),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        *_parents("actor_consent"),
        sa.PrimaryKeyConstraint("verbund_id", "actor_id"),
    )
    op.create_index("actor_consent_expires", "actor_consent", ["expires_on"])
    op.create_table(
        "actor_change",
        *_texts("verbund_id", "actor_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        *_texts("role", "action"),
        sa.Column("fields", sa.ARRAY(sa.Text()), nullable=False),
        *_parents("actor_change"),
        sa.PrimaryKeyConstraint("verbund_id", "actor_id", "ordinal"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _parents(name: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["verbund_id", "actor_id"],
            ["actor.verbund_id", "actor.actor_id"],
            name=f"{name}_actor_fkey",
            ondelete="CASCADE",
        ),
    ]


def _protect() -> None:
    connection = op.get_bind()
    consented = "(kind <> 'person' OR mitten_consent_holds(verbund_id, actor_id))"
    protect(connection, "actor", Rule(f"{SHARED.see} AND {consented}", SHARED.edit))
    for table in ("actor_entry", "actor_change"):
        protect(connection, table, of_parent(table, "actor", "actor_id"))
    part = of_parent("actor_consent", "actor", "actor_id")
    # Contacts are for accounts of the Verbund; once expired, for nobody but those who must be able to delete them.
    held = f"(expires_on >= current_date OR ({part.edit}))"
    see = f"mitten_may_see(verbund_id, 'network', '{{}}') AND {part.see} AND {held}"
    protect(connection, "actor_consent", Rule(see, part.edit))
    mine = (
        "EXISTS (SELECT FROM actor a WHERE a.verbund_id = actor_consent.verbund_id "
        "AND a.actor_id = actor_consent.actor_id AND a.account_id <> '' "
        "AND a.account_id = current_setting('mitten.account', true))"
    )
    for statement in (
        f"CREATE POLICY see_mine ON actor FOR SELECT TO {WEB_ROLE} USING ({MINE})",
        f"CREATE POLICY remove_me ON actor FOR DELETE TO {WEB_ROLE} USING (kind = 'person' AND {MINE})",
        f"CREATE POLICY see_mine ON actor_consent FOR SELECT TO {WEB_ROLE} USING ({mine})",
    ):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION mitten_consent_holds(text, text)")
    op.drop_column("project", "seeks")
