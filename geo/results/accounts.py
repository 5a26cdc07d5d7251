"""Records of accounts: who is logged in, who may what, what was changed."""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from geo.domain import Role
from geo.results.base import Record

Name = Field(min_length=2, max_length=100)
Mail = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class GrantInfo(Record):
    """A role of an account: ``ags`` names the municipality of a reader or editor, empty the whole Verbund."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "editor", "ags": "05978036"}]})

    role: Role
    ags: str = Field("", max_length=8)


class SessionInfo(Record):
    """Who asks, and what they may do in this Verbund.

    ``csrf`` goes into the header ``X-CSRF-Token`` of everything that changes something. ``oidc`` names the login
    provider where there is one. ``edits``: municipalities (AGS) whose records may be edited; ``writes``: whether
    anything may be.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "account_id": "k1",
                    "name": "Ada Muster",
                    "role_title": "Redaktion einer Kommune",
                    "csrf": "0f3a",
                    "oidc": False,
                    "writes": True,
                    "coordinator": False,
                    "admin": False,
                    "sees": ["05978036"],
                    "edits": ["05978036"],
                }
            ]
        }
    )

    account_id: str
    name: str
    role_title: str
    csrf: str
    oidc: bool
    writes: bool
    coordinator: bool
    admin: bool
    sees: list[str]
    edits: list[str]


class Login(Record):
    """Name or e-mail, and password."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"login": "ada@unna.example", "password": "vier kleine Dörfer am Fluss"}]
        }
    )

    login: str = Field(max_length=254)
    password: str = Field(max_length=1024)


class PasswordReset(Record):
    """A new password by the token of the administration."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"token": "aus dem Link der Verwaltung", "password": "vier kleine Dörfer am Fluss"}]
        }
    )

    token: str = Field(max_length=200)
    password: str = Field(max_length=1024)


class PasswordChange(Record):
    """A new password of one's own."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"old": "drei kleine Dörfer am Berg", "password": "vier kleine Dörfer am Fluss"}]
        }
    )

    old: str = Field(max_length=1024)
    password: str = Field(max_length=1024)


class AccountDelete(Record):
    """Proof that one's own account is meant: its password, or its name where it has none here."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "vier kleine Dörfer am Fluss"}]})

    password: str = Field("", max_length=1024)
    name: str = Field("", max_length=100)


class AccountNew(Record):
    """An account to be created; it sets its password with the token of the answer, or comes through the provider."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Ada Muster",
                    "email": "ada@unna.example",
                    "grants": [{"role": "editor", "ags": "05978036"}],
                }
            ]
        }
    )

    name: str = Name
    email: str = Mail
    grants: list[GrantInfo] = Field(default_factory=list, max_length=100)


class AccountInfo(Record):
    """An account as the administration sees it; ``grants`` of this Verbund and of all."""

    account_id: str
    name: str
    email: str
    disabled: bool
    login: Literal["password", "oidc", "none"]
    created_at: datetime
    grants: list[GrantInfo]


class ResetToken(Record):
    """A token to set a password, shown once; ``path`` is the page that takes it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "account_id": "k1",
                    "token": "Zu9k",
                    "path": "/konto.html#token=Zu9k",
                    "expires_at": "2026-11-01T09:30:00Z",
                }
            ]
        }
    )

    account_id: str
    token: str
    path: str
    expires_at: datetime


class OwnAccount(Record):
    """Everything that is kept about one's own account."""

    account: AccountInfo
    sessions: list[datetime]
    changes: list["AuditEntry"]


class AuditEntry(Record):
    """A change: when, by which account of which role, what."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "at": "2026-11-01T09:30:00Z",
                    "account": "Ada Muster",
                    "role": "Redaktion einer Kommune",
                    "action": "Projekt geändert",
                    "what": "Projekt „Dorfladen Hemmerde“",
                }
            ]
        }
    )

    at: datetime
    account: str
    role: str
    action: str
    what: str
