"""Stops, gate and reference days of the timetable."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pt_timetable",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("n_stops", sa.Integer(), nullable=False),
        sa.Column("n_lines", sa.Integer(), nullable=False),
        sa.Column("n_trips", sa.Integer(), nullable=False),
        sa.Column("left_aside", sa.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("verbund_id"),
    )
    op.create_table(
        "pt_stop",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Text(), nullable=False),
        sa.Column("stop_name", sa.Text(), nullable=False),
        sa.Column("location_type", sa.SmallInteger(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("platform_code", sa.Text(), nullable=False),
        sa.Column("n_trips", sa.Integer(), nullable=False),
        sa.Column(
            "geom",
            geoalchemy2.types.Geometry(
                geometry_type="POINT",
                srid=25832,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("verbund_id", "ordinal"),
    )
    op.create_index("pt_stop_geom_gist", "pt_stop", ["geom"], unique=False, postgresql_using="gist")
    op.create_index("pt_stop_id", "pt_stop", ["verbund_id", "stop_id"], unique=True)
    op.create_table(
        "pt_finding",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("examples", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("verbund_id", "ordinal"),
    )
    op.create_table(
        "pt_reference_day",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("day_type", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("n_trips", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("verbund_id", "day_type"),
    )


def downgrade() -> None:
    op.drop_table("pt_reference_day")
    op.drop_table("pt_finding")
    op.drop_index("pt_stop_id", table_name="pt_stop")
    op.drop_index("pt_stop_geom_gist", table_name="pt_stop", postgresql_using="gist")
    op.drop_table("pt_stop")
    op.drop_table("pt_timetable")
