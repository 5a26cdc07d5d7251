"""Accounts, their grants and sessions, and the audit log: for the operator's connection only.

The web server's role reads none of them; it may only add a line to the log in the name of the account that asks.
"""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Identity, Index, UniqueConstraint, false, func, text
from sqlalchemy.orm import Mapped, mapped_column

from geo.db.tables import Base


def _account() -> Mapped[str]:
    return mapped_column(ForeignKey("account.account_id", ondelete="CASCADE"))


def _now() -> Mapped[datetime]:
    return mapped_column(DateTime(timezone=True), server_default=func.now())


class Account(Base):
    """Somebody who may log in: with a password, or through the OpenID Connect provider."""

    __tablename__ = "account"
    account_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    login_name: Mapped[str]
    """The name as it is compared: `geo.service.accounts.to_login`; the e-mail is stored that way only."""
    email: Mapped[str]
    password_hash: Mapped[str | None]
    oidc_issuer: Mapped[str | None]
    oidc_subject: Mapped[str | None]
    disabled: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime] = _now()
    __table_args__ = (
        UniqueConstraint("login_name", name="account_login_name"),
        UniqueConstraint("email", name="account_email"),
        UniqueConstraint("oidc_issuer", "oidc_subject", name="account_oidc"),
    )


class AccountGrant(Base):
    """A role of an account in a Verbund; empty texts stand for every Verbund (admin) and the whole Verbund."""

    __tablename__ = "account_grant"
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.account_id", ondelete="CASCADE"), primary_key=True
    )
    verbund_id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    ags: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(server_default=text("'admin'"))
    """``admin``: given by hand; ``oidc``: follows the provider's claims at each login."""


class AccountSession(Base):
    """A login; of its token only the hash is kept."""

    __tablename__ = "account_session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = _account()
    created_at: Mapped[datetime] = _now()
    seen_at: Mapped[datetime] = _now()
    __table_args__ = (Index("account_session_account", "account_id"),)


class AccountReset(Base):
    """A token with which a password may be set once; of it only the hash is kept."""

    __tablename__ = "account_reset"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = _account()
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    __table_args__ = (UniqueConstraint("account_id", name="account_reset_account"),)


class AuditRow(Base):
    """Who (by account and role) changed what, when. No reads, no logins: nobody's behaviour is followed."""

    __tablename__ = "audit"
    audit_id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    at: Mapped[datetime] = _now()
    verbund_id: Mapped[str]
    account_id: Mapped[str]
    role: Mapped[str]
    action: Mapped[str]
    what: Mapped[str]
    __table_args__ = (Index("audit_at", "at"),)
