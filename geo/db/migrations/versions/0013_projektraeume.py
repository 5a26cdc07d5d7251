"""Projekträume that planners make of computed areas, with their history, under row-level security."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from geo.db.security import SHARED, of_parent, protect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "projektraum",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("raum_id", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("name", "kind", "service", "area_id", "run_id")
        ),
        sa.Column("limit_min", sa.Double(), nullable=False),
        sa.Column("min_residents", sa.Double(), nullable=False),
        sa.Column("members", postgresql.JSONB(), nullable=False),
        sa.Column("computed", postgresql.JSONB(), nullable=False),
        sa.Column("ags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("projects", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("verbund_id", "raum_id"),
    )
    op.create_index("projektraum_ags_gin", "projektraum", ["ags"], postgresql_using="gin")
    op.create_table(
        "projektraum_change",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("raum_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["verbund_id", "raum_id"],
            ["projektraum.verbund_id", "projektraum.raum_id"],
            name="projektraum_change_raum_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verbund_id", "raum_id", "version"),
    )
    connection = op.get_bind()
    protect(connection, "projektraum", SHARED)
    protect(connection, "projektraum_change", of_parent("projektraum_change", "projektraum", "raum_id"))


def downgrade() -> None:
    op.drop_table("projektraum_change")
    op.drop_table("projektraum")
