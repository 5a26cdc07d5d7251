"""Cells keep how far they and the facility found lie from the street; runs made before do not know."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COLUMNS = ("snap_m", "facility_snap_m")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("cell_result", sa.Column(name, postgresql.ARRAY(sa.REAL()), nullable=True))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("cell_result", name)
