"""The project register: description, cost, funding, visibility, search; history, attachments, contacts, modules."""

from typing import Any

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from geo.errors import DatabaseError

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SEARCH = (
    "setweight(to_tsvector('german', title), 'A') || setweight(to_tsvector('german', summary), 'B') || "
    "setweight(to_tsvector('german', description || ' ' || owner || ' ' || lessons), 'C')"
)
EMPTY_TEXT, EMPTY_LIST = sa.text("''"), sa.text("'[]'")
GIN = ("search", "ags", "zentren", "handlungsfelder")


def upgrade() -> None:
    _need_trigrams()
    op.execute("ALTER TABLE project ALTER COLUMN geom TYPE geometry(MultiPoint, 25832) USING ST_Multi(geom)")
    op.execute("UPDATE project SET phase = lower(phase)")
    for column in _new_columns():
        op.add_column("project", column)
    # Whatever is there came with the files of the Verbund.
    op.execute("UPDATE project SET seeded = true")
    op.create_index("project_area_gist", "project", ["area"], postgresql_using="gist")
    for name in GIN:
        op.create_index(f"project_{name}_gin", "project", [name], postgresql_using="gin")
    op.create_index(
        "project_words_trgm",
        "project",
        ["words"],
        postgresql_using="gin",
        postgresql_ops={"words": "gin_trgm_ops"},
    )
    op.create_index("project_need", "project", ["verbund_id", "need"])
    _create_history()
    _create_attachments()
    _create_contacts()
    _create_adoptions()


def _need_trigrams() -> None:
    """Similar spelling needs PostgreSQL's own extension pg_trgm, which any owner of a database may add."""
    known = op.get_bind().scalar(
        sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'")
    )
    if not known:
        raise DatabaseError(
            "Dem Datenbankserver fehlt die Erweiterung pg_trgm: bitte dort das Paket postgresql-contrib einspielen."
        )
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def _new_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("description", sa.Text(), server_default=EMPTY_TEXT, nullable=False),
        sa.Column("target_groups", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("phase_since", sa.Date(), nullable=True),
        sa.Column("cost_eur", sa.BigInteger(), nullable=True),
        sa.Column("funding", postgresql.JSONB(), server_default=EMPTY_LIST, nullable=False),
        sa.Column("links", postgresql.JSONB(), server_default=EMPTY_LIST, nullable=False),
        sa.Column("modules", postgresql.JSONB(), server_default=EMPTY_LIST, nullable=False),
        sa.Column("lessons", sa.Text(), server_default=EMPTY_TEXT, nullable=False),
        sa.Column("visibility", sa.Text(), server_default=sa.text("'public'"), nullable=False),
        sa.Column("seeded", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("by_hand", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        _moment("created_at"),
        _moment("changed_at"),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search", postgresql.TSVECTOR(), sa.Computed(SEARCH, persisted=True), nullable=False),
        sa.Column(
            "words", sa.Text(), sa.Computed("lower(title || ' ' || summary)", persisted=True), nullable=False
        ),
        sa.Column(
            "area",
            geoalchemy2.types.Geometry("MULTIPOLYGON", srid=25832, spatial_index=False),
            nullable=True,
        ),
    ]


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _parents(name: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["verbund_id", "project_id"],
            ["project.verbund_id", "project.project_id"],
            name=f"{name}_project_fkey",
            ondelete="CASCADE",
        ),
    ]


def _create_history() -> None:
    op.create_table(
        "project_change",
        *_texts("verbund_id", "project_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _moment("changed_at"),
        *_texts("role", "action"),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        *_parents("project_change"),
        sa.PrimaryKeyConstraint("verbund_id", "project_id", "ordinal"),
    )


def _create_attachments() -> None:
    op.create_table(
        "project_attachment",
        *_texts("verbund_id", "project_id", "attachment_id", "name", "media_type"),
        sa.Column("size", sa.Integer(), nullable=False),
        *_texts("sha256"),
        _moment("added_at"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_parents("project_attachment"),
        sa.PrimaryKeyConstraint("verbund_id", "project_id", "attachment_id"),
    )


def _create_contacts() -> None:
    op.create_table(
        "project_contact",
        *_texts("verbund_id", "project_id", "name", "mail", "phone", "purpose"),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        *_parents("project_contact"),
        sa.PrimaryKeyConstraint("verbund_id", "project_id"),
    )
    op.create_index("project_contact_expires", "project_contact", ["expires_on"])


def _create_adoptions() -> None:
    op.create_table(
        "project_adoption",
        *_texts("verbund_id", "adoption_id", "project_id", "module", "ags"),
        sa.Column("by_project_id", sa.Text(), server_default=EMPTY_TEXT, nullable=False),
        sa.Column("note", sa.Text(), server_default=EMPTY_TEXT, nullable=False),
        *_texts("role"),
        _moment("adopted_at"),
        *_parents("project_adoption"),
        sa.PrimaryKeyConstraint("verbund_id", "adoption_id"),
    )
    op.create_index("project_adoption_of", "project_adoption", ["verbund_id", "project_id", "module"])
    op.create_index("project_adoption_by", "project_adoption", ["verbund_id", "by_project_id"])


def downgrade() -> None:
    for table in ("project_adoption", "project_contact", "project_attachment", "project_change"):
        op.drop_table(table)
    for index in ("project_area_gist", "project_words_trgm", "project_need"):
        op.drop_index(index, "project")
    for name in GIN:
        op.drop_index(f"project_{name}_gin", "project")
    for column in reversed(_new_columns()):
        op.drop_column("project", column.name)
    op.execute(
        "ALTER TABLE project ALTER COLUMN geom TYPE geometry(Point, 25832) USING ST_GeometryN(geom, 1)"
    )
    op.execute("UPDATE project SET phase = CASE phase WHEN 'beendet' THEN phase ELSE initcap(phase) END")
