"""Accounts, grants, sessions, tokens to set a password, audit log."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from geo.db.security import WEB_ROLE

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("audit", "account_reset", "account_session", "account_grant", "account")


def _account(*, key: bool = False) -> sa.Column[str]:
    reference = sa.ForeignKey("account.account_id", ondelete="CASCADE")
    return sa.Column("account_id", sa.Text(), reference, primary_key=key, nullable=False)


def _time(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _texts(*names: str, key: bool = False, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), primary_key=key, nullable=nullable) for name in names]


AREAS = (
    "partner_place",
    "place_time",
    "area",
    "area_member",
    "area_solution",
    "twin",
)  # public, and not yet said


def upgrade() -> None:
    op.create_table(
        "account",
        *_texts("account_id", key=True),
        *_texts("name", "login_name", "email"),
        *_texts("password_hash", "oidc_issuer", "oidc_subject", nullable=True),
        sa.Column("disabled", sa.Boolean(), server_default=sa.false(), nullable=False),
        _time("created_at"),
        sa.UniqueConstraint("login_name", name="account_login_name"),
        sa.UniqueConstraint("email", name="account_email"),
        sa.UniqueConstraint("oidc_issuer", "oidc_subject", name="account_oidc"),
    )
    op.create_table(
        "account_grant",
        _account(key=True),
        *_texts("verbund_id", "role", "ags", key=True),
        sa.Column("source", sa.Text(), server_default=sa.text("'admin'"), nullable=False),
    )
    op.create_table(
        "account_session", *_texts("token_hash", key=True), _account(), _time("created_at"), _time("seen_at")
    )
    op.create_index("account_session_account", "account_session", ["account_id"])
    op.create_table(
        "account_reset",
        *_texts("token_hash", key=True),
        _account(),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("account_id", name="account_reset_account"),
    )
    op.create_table(
        "audit",
        sa.Column("audit_id", sa.Integer(), sa.Identity(always=True), primary_key=True),
        _time("at"),
        *_texts("verbund_id", "account_id", "role", "action", "what"),
    )
    op.create_index("audit_at", "audit", ["at"])
    op.execute("ALTER TABLE audit ENABLE ROW LEVEL SECURITY")
    op.execute(f"GRANT INSERT ON audit TO {WEB_ROLE}")
    op.execute(
        f"""CREATE POLICY add ON audit FOR INSERT TO {WEB_ROLE} WITH CHECK (
                account_id <> '' AND account_id = current_setting('mitten.account', true)
                AND verbund_id = current_setting('mitten.verbund', true))"""
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
