"""Addresses as places of residents, shown in the 100-m cell in which they lie."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cell", sa.Column("kind", sa.Text(), nullable=False, server_default="cell"))
    op.alter_column("cell", "kind", server_default=None)
    op.add_column("cell", sa.Column("shown", sa.Integer(), nullable=True))
    op.execute("UPDATE cell SET shown = ordinal")
    op.alter_column("cell", "shown", nullable=False)
    op.create_index("cell_shown", "cell", ["verbund_id", "shown"], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM cell WHERE kind = 'address'")
    op.drop_index("cell_shown", table_name="cell")
    op.drop_column("cell", "shown")
    op.drop_column("cell", "kind")
