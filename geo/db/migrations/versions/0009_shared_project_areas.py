"""Partner places of a Verbund; travel times between places, shared project areas and twins of a run."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from geo.db.security import let_read

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("twin", "area_solution", "area_member", "area", "place_time", "partner_place")


def _run_key() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "partner_place",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("ags", sa.Text(), nullable=False),
        sa.Column("kommune", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("networks", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
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
        sa.PrimaryKeyConstraint("verbund_id", "place_id"),
    )
    op.create_index("partner_place_geom_gist", "partner_place", ["geom"], postgresql_using="gist")
    op.create_table(
        "place_time",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("a_id", sa.Text(), nullable=False),
        sa.Column("b_id", sa.Text(), nullable=False),
        sa.Column("travel_time_s", sa.Double(), nullable=False),
        sa.Column("distance_m", sa.Double(), nullable=False),
        sa.Column("crow_m", sa.Double(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        _run_key(),
        sa.PrimaryKeyConstraint("run_id", "mode", "a_id", "b_id"),
    )
    op.create_index("place_time_b", "place_time", ["run_id", "mode", "b_id"])
    op.create_table(
        "area",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("hub_id", sa.Text(), nullable=True),
        sa.Column("ags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=False),
        sa.Column("residents_in_need", sa.Integer(), nullable=False),
        sa.Column("spread", sa.Double(), nullable=False),
        sa.Column("total_s", sa.Double(), nullable=True),
        sa.Column("both_missed", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("both_met", sa.ARRAY(sa.Text()), nullable=False),
        _run_key(),
        sa.PrimaryKeyConstraint("run_id", "area_id"),
    )
    op.create_index("area_kind", "area", ["run_id", "kind", "service"])
    op.create_table(
        "area_member",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("in_need", sa.Boolean(), nullable=False),
        sa.Column("time_to_hub_s", sa.Double(), nullable=True),
        _run_key(),
        sa.ForeignKeyConstraint(["run_id", "area_id"], ["area.run_id", "area.area_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "area_id", "place_id"),
    )
    op.create_index("area_member_place", "area_member", ["run_id", "place_id"])
    op.create_table(
        "area_solution",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        _run_key(),
        sa.PrimaryKeyConstraint("run_id", "service"),
    )
    op.create_table(
        "twin",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("a_id", sa.Text(), nullable=False),
        sa.Column("b_id", sa.Text(), nullable=False),
        sa.Column("distance", sa.Double(), nullable=False),
        sa.Column("both_missed", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("both_met", sa.ARRAY(sa.Text()), nullable=False),
        _run_key(),
        sa.PrimaryKeyConstraint("run_id", "a_id", "b_id"),
    )
    op.create_index("twin_b", "twin", ["run_id", "b_id"])
    let_read(op.get_bind(), *TABLES)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
