"""A norm that is missed without a figure (nothing within the search, or no way) is a gap without a shortfall."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("gap", "shortfall", nullable=True)
    op.alter_column("gap", "shortfall_share", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM gap WHERE shortfall IS NULL")
    op.alter_column("gap", "shortfall_share", nullable=False)
    op.alter_column("gap", "shortfall", nullable=False)
