"""Facilities that corrections met."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction_seen",
        sa.Column("verbund_id", sa.Text(), nullable=False),
        sa.Column("facility_id", sa.Text(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["verbund_id"], ["verbund.verbund_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("verbund_id", "facility_id", "layer"),
    )


def downgrade() -> None:
    op.drop_table("correction_seen")
