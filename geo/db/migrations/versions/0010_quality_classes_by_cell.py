"""Quality classes of the cells of a population grid."""

import sqlalchemy as sa
from alembic import op

from geo.db.security import let_read

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pt_cell_class",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("day_type", sa.Text(), nullable=False),
        sa.Column("letters", sa.Text(), nullable=False),
        sa.Column("states", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "method", "day_type"),
    )
    let_read(op.get_bind(), "pt_cell_class")


def downgrade() -> None:
    op.drop_table("pt_cell_class")
