"""Ranks of centres, unit costs, services on demand; results of bus and rail by run."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "centre",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("ags", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("position_source", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
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
        sa.PrimaryKeyConstraint("verbund_id", "ags"),
    )
    op.create_index("centre_geom_gist", "centre", ["geom"], unique=False, postgresql_using="gist")
    op.create_table(
        "on_demand_service",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("ags", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ortsteile", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("days", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("hours", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("booking", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("verbund_id", "ags", "service_id"),
    )
    op.create_table(
        "unit_cost",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("eur_a", sa.Double(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("verbund_id", "kind"),
    )
    op.create_table(
        "pt_class",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("ortsteil_id", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("day_type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("class_letter", sa.Text(), nullable=True),
        sa.Column("class_with_school", sa.Text(), nullable=True),
        sa.Column("stop_id", sa.Text(), nullable=True),
        sa.Column("stop_name", sa.Text(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("vehicles", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("interval_min", sa.Double(), nullable=True),
        sa.Column("departures", sa.Integer(), nullable=True),
        sa.Column("weighted_min", sa.Double(), nullable=True),
        sa.Column("longest_gap_min", sa.Double(), nullable=True),
        sa.Column("first_s", sa.Integer(), nullable=True),
        sa.Column("last_s", sa.Integer(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("residents_basis", sa.Text(), nullable=False),
        sa.Column("residents_by_class", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("residents_unknown", sa.Double(), nullable=True),
        sa.Column("residents_worse", sa.Double(), nullable=True),
        sa.Column("on_demand", sa.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "ortsteil_id", "method", "day_type"),
    )
    op.create_table(
        "pt_gap",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("ortsteil_id", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("day_type", sa.Text(), nullable=False),
        sa.Column("pt_judged", sa.Boolean(), nullable=False),
        sa.Column("norm_missed", sa.Boolean(), nullable=False),
        sa.Column("no_return", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("shortfall", sa.Double(), nullable=True),
        sa.Column("shortfall_share", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("nearer_possible", sa.Boolean(), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=True),
        sa.Column("rank_people", sa.Integer(), nullable=True),
        sa.Column("rank_shortfall", sa.Integer(), nullable=True),
        sa.Column("ways", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("remedies", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "ortsteil_id", "service", "day_type"),
    )
    op.create_table(
        "pt_run_day",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("day_type", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "day_type"),
    )
    op.create_table(
        "pt_run_stop",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("stop_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lines", sa.ARRAY(sa.Text()), nullable=False),
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
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "stop_id"),
    )
    op.create_index("pt_run_stop_geom_gist", "pt_run_stop", ["geom"], unique=False, postgresql_using="gist")
    op.create_table(
        "pt_service",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("day_type", sa.Text(), nullable=False),
        sa.Column("stop_id", sa.Text(), nullable=False),
        sa.Column("vehicles", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("interval_min", sa.Double(), nullable=True),
        sa.Column("departures", sa.Integer(), nullable=False),
        sa.Column("weighted_min", sa.Double(), nullable=True),
        sa.Column("longest_gap_min", sa.Double(), nullable=True),
        sa.Column("first_s", sa.Integer(), nullable=True),
        sa.Column("last_s", sa.Integer(), nullable=True),
        sa.Column("n_regular", sa.Integer(), nullable=False),
        sa.Column("n_school", sa.Integer(), nullable=False),
        sa.Column("n_on_demand", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "method", "day_type", "stop_id"),
    )
    op.create_table(
        "pt_time",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("zentrum_id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("day_type", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=True),
        sa.Column("target_name", sa.Text(), nullable=False),
        sa.Column("share", sa.Double(), nullable=True),
        sa.Column("walk_share", sa.Double(), nullable=True),
        sa.Column("closed_share", sa.Double(), nullable=True),
        sa.Column("hours_unknown_share", sa.Double(), nullable=True),
        sa.Column("p25_s", sa.Integer(), nullable=True),
        sa.Column("p50_s", sa.Integer(), nullable=True),
        sa.Column("p75_s", sa.Integer(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=True),
        sa.Column("waiting_s", sa.Integer(), nullable=True),
        sa.Column("return_share", sa.Double(), nullable=True),
        sa.Column("away_s", sa.Integer(), nullable=True),
        sa.Column("last_ride_s", sa.Integer(), nullable=True),
        sa.Column("walk_s", sa.Integer(), nullable=True),
        sa.Column("bike_s", sa.Double(), nullable=True),
        sa.Column("car_s", sa.Double(), nullable=True),
        sa.Column("snap_m", sa.Double(), nullable=True),
        sa.Column("limit_min", sa.Double(), nullable=False),
        sa.Column("norm_id", sa.Text(), nullable=True),
        sa.Column("norm_met", sa.Boolean(), nullable=True),
        sa.Column("nearer_possible", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "zentrum_id", "target", "day_type", "window"),
    )


def downgrade() -> None:
    op.drop_table("pt_time")
    op.drop_table("pt_service")
    op.drop_index("pt_run_stop_geom_gist", table_name="pt_run_stop", postgresql_using="gist")
    op.drop_table("pt_run_stop")
    op.drop_table("pt_run_day")
    op.drop_table("pt_gap")
    op.drop_table("pt_class")
    op.drop_table("unit_cost")
    op.drop_table("on_demand_service")
    op.drop_index("centre_geom_gist", table_name="centre", postgresql_using="gist")
    op.drop_table("centre")
