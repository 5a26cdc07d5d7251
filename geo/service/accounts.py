"""Accounts: created, given and refused rights, disabled, deleted; by an admin or the operator."""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from geo.db import read
from geo.db.account_tables import Account, AccountGrant, AccountReset, AccountSession, AuditRow
from geo.domain import Role
from geo.errors import ForbiddenError, InputError
from geo.results import AccountInfo, AccountNew, AuditEntry, GrantInfo, OwnAccount, ResetToken
from geo.rights import validate_admin
from geo.service import audit
from geo.service.account_rows import EVERY_VERBUND, get_account, get_own, to_info, to_login
from geo.service.opened import OpenVerbund
from geo.service.passwords import hash_token, new_token
from geo.service.sessions import close_all

RESET_VALID = timedelta(days=3)
OF_A_KOMMUNE = (Role.READER, Role.EDITOR)


def list_accounts(opened: OpenVerbund) -> list[AccountInfo]:
    """All accounts by name, with their roles in this Verbund.

    Raises
    ------
    ForbiddenError
        If the person is no admin; so do all functions below that concern another's account.
    """
    validate_admin(opened.person)
    with opened.engine.connect() as connection:
        rows = connection.execute(select(Account.__table__).order_by(Account.login_name)).mappings().all()
        return [to_info(connection, Account(**row), opened.verbund_id) for row in rows]


def create_account(opened: OpenVerbund, new: AccountNew) -> AccountInfo:
    """Create an account without a password: `issue_reset` gives the token to set one.

    Raises
    ------
    InputError
        If name or e-mail are taken, or a grant makes no sense.
    """
    validate_admin(opened.person)
    account = Account(
        account_id=uuid.uuid4().hex[:12],
        name=" ".join(new.name.split()),
        login_name=to_login(new.name),
        email=to_login(new.email),
        disabled=False,
    )
    if "@" in account.login_name:
        raise InputError(
            "Der Name darf kein @ enthalten: damit werden Name und E-Mail beim Anmelden unterschieden."
        )
    columns = ("account_id", "name", "login_name", "email")
    try:
        with opened.engine.begin() as connection:
            connection.execute(insert(Account).values({name: getattr(account, name) for name in columns}))
            audit.record(connection, opened, "Konto angelegt", account.account_id)
            for grant in new.grants:
                _grant(connection, opened, account.account_id, grant)
            return to_info(connection, get_account(connection, account.account_id), opened.verbund_id)
    except IntegrityError as error:
        raise InputError("Diesen Namen oder diese E-Mail hat schon ein Konto.") from error


def grant_role(opened: OpenVerbund, account: str, grant: GrantInfo) -> AccountInfo:
    """Give an account a role; twice is once.

    Raises
    ------
    InputError
        If the role needs a municipality, or must not have one, or it is none of the Verbund.
    """
    validate_admin(opened.person)
    with opened.engine.begin() as connection:
        found = get_account(connection, account)
        _grant(connection, opened, found.account_id, grant)
        return to_info(connection, found, opened.verbund_id)


def _grant(connection: Connection, opened: OpenVerbund, account_id: str, grant: GrantInfo) -> None:
    _validate_grant(connection, opened, grant)
    row = {
        "account_id": account_id,
        "verbund_id": _where(opened, grant),
        "role": grant.role,
        "ags": grant.ags,
    }
    connection.execute(insert(AccountGrant).values(**row).on_conflict_do_nothing())
    audit.record(connection, opened, "Recht gegeben", f"{account_id}: {describe_grant(grant)}")


def _validate_grant(connection: Connection, opened: OpenVerbund, grant: GrantInfo) -> None:
    if (grant.role in OF_A_KOMMUNE) != bool(grant.ags):
        needs = "braucht eine Kommune (AGS)" if grant.role in OF_A_KOMMUNE else "gilt ohne Kommune"
        raise InputError(f"Die Rolle „{grant.role.title}“ {needs}.")
    if not grant.ags:
        return
    kommunen = read.read_frame(connection, "kommune", opened.verbund_id)
    members = kommunen.loc[kommunen["role"] == "kommune", ["ags", "name"]]
    if grant.ags not in set(members["ags"]):
        known = ", ".join(f"{row.ags} {row.name}" for row in members.itertuples(index=False))
        raise InputError(
            f"„{grant.ags}“ ist keine Kommune dieses Verbunds; bekannt: {known or 'noch keine'}."
        )


def _where(opened: OpenVerbund, grant: GrantInfo) -> str:
    return EVERY_VERBUND if grant.role is Role.ADMIN else opened.verbund_id


def describe_grant(grant: GrantInfo) -> str:
    """A role in words."""
    return f"{grant.role.title} {grant.ags}".strip()


def revoke_role(opened: OpenVerbund, account: str, grant: GrantInfo) -> AccountInfo:
    """Take a role away.

    Raises
    ------
    InputError
        If the account does not have it, or an admin would lock out themselves.
    """
    validate_admin(opened.person)
    with opened.engine.begin() as connection:
        found = get_account(connection, account)
        if grant.role is Role.ADMIN:
            _validate_other(opened, found.account_id)
        gone = connection.execute(
            delete(AccountGrant).where(
                AccountGrant.account_id == found.account_id,
                AccountGrant.verbund_id == _where(opened, grant),
                AccountGrant.role == grant.role,
                AccountGrant.ags == grant.ags,
            )
        )
        if not gone.rowcount:
            raise InputError(f"Das Konto „{found.name}“ hat die Rolle „{describe_grant(grant)}“ nicht.")
        audit.record(connection, opened, "Recht entzogen", f"{found.account_id}: {describe_grant(grant)}")
        return to_info(connection, found, opened.verbund_id)


def _validate_other(opened: OpenVerbund, account_id: str) -> None:
    if opened.person.account_id == account_id:
        raise ForbiddenError(
            "Das eigene Konto lässt sich hier nicht aussperren: bitte ein anderes Konto der Verwaltung fragen."
        )


def set_disabled(opened: OpenVerbund, account: str, *, disabled: bool) -> AccountInfo:
    """Shut an account, which ends its sessions and its tokens, or open it again."""
    validate_admin(opened.person)
    with opened.engine.begin() as connection:
        found = get_account(connection, account)
        _validate_other(opened, found.account_id)
        change = update(Account).where(Account.account_id == found.account_id)
        connection.execute(change.values(disabled=disabled))
        if disabled:
            close_all(connection, found.account_id)
            connection.execute(delete(AccountReset).where(AccountReset.account_id == found.account_id))
        audit.record(
            connection, opened, "Konto gesperrt" if disabled else "Konto entsperrt", found.account_id
        )
        return to_info(connection, get_account(connection, found.account_id), opened.verbund_id)


def issue_reset(opened: OpenVerbund, account: str) -> ResetToken:
    """A token with which the account sets its password once; an earlier one is void."""
    validate_admin(opened.person)
    token, until = new_token(), datetime.now(UTC) + RESET_VALID
    with opened.engine.begin() as connection:
        found = get_account(connection, account)
        if found.disabled:
            raise InputError(f"Das Konto „{found.name}“ ist gesperrt: bitte zuerst entsperren.")
        connection.execute(delete(AccountReset).where(AccountReset.account_id == found.account_id))
        row = {"token_hash": hash_token(token), "account_id": found.account_id, "expires_at": until}
        connection.execute(insert(AccountReset).values(**row))
        audit.record(connection, opened, "Link für ein Passwort ausgestellt", found.account_id)
    # Behind #, so that neither servers nor other sites get to see it.
    path = f"/konto/#passwort={token}"
    return ResetToken(account_id=found.account_id, token=token, path=path, expires_at=until)


def delete_account(opened: OpenVerbund, account: str) -> None:
    """Delete an account with grants, sessions and tokens; the log keeps its number, no name."""
    validate_admin(opened.person)
    with opened.engine.begin() as connection:
        found = get_account(connection, account)
        _validate_other(opened, found.account_id)
        erase(connection, opened, found.account_id)


def log_out_everywhere(opened: OpenVerbund) -> None:
    """End every session of one's own account.

    Raises
    ------
    LoginError
        If nobody is logged in.
    """
    with opened.engine.begin() as connection:
        close_all(connection, get_own(connection, opened).account_id)


def erase(connection: Connection, opened: OpenVerbund, account_id: str) -> None:
    """Delete an account inside the caller's transaction; the log keeps its number."""
    connection.execute(delete(Account).where(Account.account_id == account_id))
    audit.record(connection, opened, "Konto gelöscht", account_id)


def read_own(opened: OpenVerbund) -> OwnAccount:
    """Everything that is kept about one's own account.

    Raises
    ------
    LoginError
        If nobody is logged in.
    """
    with opened.engine.connect() as connection:
        found = get_own(connection, opened)
        sessions = select(AccountSession.created_at).where(AccountSession.account_id == found.account_id)
        changes = select(AuditRow).where(AuditRow.account_id == found.account_id).order_by(AuditRow.at.desc())
        return OwnAccount(
            account=to_info(connection, found, opened.verbund_id),
            sessions=list(connection.scalars(sessions.order_by(AccountSession.created_at.desc()))),
            changes=[
                AuditEntry(at=row.at, account=found.name, role=row.role, action=row.action, what=row.what)
                for row in connection.execute(changes)
            ],
        )
