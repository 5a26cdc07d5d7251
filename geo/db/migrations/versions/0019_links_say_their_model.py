"""Links say whether streets or the straight-line model gave their time; those of earlier runs follow their run."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("link", sa.Column("model", sa.Text(), nullable=True))
    op.execute("UPDATE link SET model = run.model FROM run WHERE run.run_id = link.run_id")
    op.alter_column("link", "model", nullable=False)


def downgrade() -> None:
    op.drop_column("link", "model")
