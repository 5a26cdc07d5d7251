"""Accounts: login and logout, one's own account, and those of others for the administration."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.deps import Opened
from api.session import drop_cookie, find_token, is_secure, set_cookie, to_csrf
from geo.domain import Role
from geo.results import (
    AccountDelete,
    AccountInfo,
    AccountNew,
    AuditEntry,
    GrantInfo,
    Login,
    OwnAccount,
    PasswordChange,
    PasswordReset,
    ResetToken,
    SessionInfo,
)
from geo.rights import ANYONE, Person, may_write
from geo.service import account_login, accounts, audit, sessions
from geo.service.account_login import LoginLimits

router = APIRouter(tags=["Konten"])

AccountPath = Annotated[str, Path(max_length=254, description="Nummer, Name oder E-Mail des Kontos")]


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _limits(request: Request) -> LoginLimits:
    limits: LoginLimits = request.app.state.login_limits
    return limits


def _describe(request: Request, person: Person, token: str | None) -> SessionInfo:
    known = person is not ANYONE
    return SessionInfo(
        account_id=person.account_id or "",
        name=person.name,
        role_title=person.role_title,
        csrf=to_csrf(token) if token and known else "",
        oidc=bool(request.app.state.settings.oidc_issuer),
        writes=may_write(person),
        coordinator=person.is_coordinator,
        admin=person.is_admin,
        sees=sorted(person.sees),
        edits=sorted(person.edits),
    )


@router.get("/session")
def session(request: Request, opened: Opened) -> SessionInfo:
    """Wer angemeldet ist und was dieses Konto in diesem Verbund darf; ohne Anmeldung leere Felder."""
    return _describe(request, opened.person, find_token(request))


@router.post("/session")
def log_in(request: Request, response: Response, opened: Opened, login: Login) -> SessionInfo:
    """Anmelden mit Name oder E-Mail und Passwort."""
    is_secure(request)  # refuse before the password is looked at
    old = find_token(request)
    token = account_login.log_in(opened, login, _limits(request), _address(request))
    if old:
        sessions.close_session(opened.engine, old)
    set_cookie(request, response, token)
    return _describe(request, sessions.find_person(opened.engine, token, opened.verbund_id), token)


@router.delete("/session", status_code=204)
def log_out(request: Request, opened: Opened) -> Response:
    """Abmelden."""
    token = find_token(request)
    if token:
        sessions.close_session(opened.engine, token)
    response = Response(status_code=204)
    drop_cookie(response)
    return response


@router.delete("/session/all", status_code=204)
def log_out_everywhere(opened: Opened) -> Response:
    """Auf allen Geräten abmelden."""
    accounts.log_out_everywhere(opened)
    response = Response(status_code=204)
    drop_cookie(response)
    return response


@router.post("/password-reset", status_code=204)
def reset_password(request: Request, opened: Opened, reset: PasswordReset) -> Response:
    """Passwort setzen, mit dem Link der Verwaltung; der Link gilt einmal."""
    is_secure(request)
    account_login.reset_password(opened, reset, _limits(request), _address(request))
    response = Response(status_code=204)
    drop_cookie(response)
    return response


@router.get("/account")
def own(opened: Opened) -> OwnAccount:
    """Alles, was über das eigene Konto gespeichert ist."""
    return accounts.read_own(opened)


@router.post("/account/password")
def change_password(
    request: Request, response: Response, opened: Opened, change: PasswordChange
) -> SessionInfo:
    """Eigenes Passwort ändern; alle anderen Geräte werden abgemeldet."""
    token = account_login.change_password(opened, change, _limits(request), _address(request))
    set_cookie(request, response, token)
    return _describe(request, opened.person, token)


@router.post("/account/delete", status_code=204)
def delete_own(request: Request, opened: Opened, given: AccountDelete) -> Response:
    """Eigenes Konto löschen, mit seinem Passwort (ohne eines: mit seinem Namen)."""
    account_login.delete_own(opened, given, _limits(request), _address(request))
    response = Response(status_code=204)
    drop_cookie(response)
    return response


@router.get("/accounts")
def list_all(opened: Opened) -> list[AccountInfo]:
    """Konten (nur Verwaltung)."""
    return accounts.list_accounts(opened)


@router.post("/accounts", status_code=201)
def create(opened: Opened, new: AccountNew) -> AccountInfo:
    """Konto anlegen (nur Verwaltung); das Passwort setzt das Konto selbst."""
    return accounts.create_account(opened, new)


@router.delete("/accounts/{account}", status_code=204)
def delete(opened: Opened, account: AccountPath) -> Response:
    """Konto löschen (nur Verwaltung)."""
    accounts.delete_account(opened, account)
    return Response(status_code=204)


@router.post("/accounts/{account}/grants")
def grant(opened: Opened, account: AccountPath, given: GrantInfo) -> AccountInfo:
    """Rolle geben (nur Verwaltung)."""
    return accounts.grant_role(opened, account, given)


@router.delete("/accounts/{account}/grants")
def revoke(
    opened: Opened,
    account: AccountPath,
    role: Annotated[Role, Query(description="Rolle", examples=["editor"])],
    ags: Annotated[str, Query(max_length=8, description="Kommune (AGS)", examples=["05978036"])] = "",
) -> AccountInfo:
    """Rolle entziehen (nur Verwaltung)."""
    return accounts.revoke_role(opened, account, GrantInfo(role=role, ags=ags))


@router.post("/accounts/{account}/disable")
def disable(opened: Opened, account: AccountPath) -> AccountInfo:
    """Konto sperren, seine Sitzungen enden (nur Verwaltung)."""
    return accounts.set_disabled(opened, account, disabled=True)


@router.post("/accounts/{account}/enable")
def enable(opened: Opened, account: AccountPath) -> AccountInfo:
    """Konto entsperren (nur Verwaltung)."""
    return accounts.set_disabled(opened, account, disabled=False)


@router.post("/accounts/{account}/reset-token", status_code=201)
def reset_token(opened: Opened, account: AccountPath) -> ResetToken:
    """Link ausstellen, mit dem das Konto sein Passwort einmal setzt (nur Verwaltung)."""
    return accounts.issue_reset(opened, account)


@router.get("/audit")
def log(opened: Opened) -> list[AuditEntry]:
    """Was in diesem Verbund geändert wurde, das Neueste zuerst (nur Verwaltung)."""
    return audit.list_audit(opened)
