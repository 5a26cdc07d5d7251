"""Accounts as rows: found, listed, turned into persons and records. On the operator's connection only."""

from sqlalchemy import ColumnElement, Connection, or_, select

from geo.db.account_tables import Account, AccountGrant
from geo.domain import Role
from geo.errors import LoginError, NotFoundError
from geo.results import AccountInfo, GrantInfo
from geo.rights import Grant, Person
from geo.service.opened import OpenVerbund

EVERY_VERBUND = ""


def to_login(text: str) -> str:
    """A name or e-mail as it is compared: without case and needless space."""
    return " ".join(text.split()).casefold()


def find_account(connection: Connection, *conditions: ColumnElement[bool]) -> Account | None:
    """The account that fulfils the conditions."""
    row = connection.execute(select(Account.__table__).where(*conditions)).mappings().one_or_none()
    return None if row is None else Account(**row)


def find_by_login(connection: Connection, login: str) -> Account | None:
    """The account of this name or e-mail."""
    key = to_login(login)
    return find_account(connection, Account.email == key if "@" in key else Account.login_name == key)


def get_account(connection: Connection, account: str) -> Account:
    """The account of this id, name or e-mail.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = find_account(connection, Account.account_id == account) or find_by_login(connection, account)
    if found is None:
        raise NotFoundError(f"Das Konto „{account}“ gibt es nicht: bitte Name oder E-Mail prüfen.")
    return found


def get_own(connection: Connection, opened: OpenVerbund) -> Account:
    """The account of who asks.

    Raises
    ------
    LoginError
        If nobody is logged in.
    """
    account = find_account(connection, Account.account_id == (opened.person.account_id or ""))
    if account is None:
        raise LoginError("Dafür bitte anmelden.")
    return account


def read_grants(connection: Connection, account_id: str, verbund_id: str) -> list[Grant]:
    """Roles of an account in a Verbund, and those that hold for every one."""
    query = (
        select(AccountGrant.role, AccountGrant.ags)
        .where(AccountGrant.account_id == account_id, _holds_in(verbund_id))
        .order_by(AccountGrant.role, AccountGrant.ags)
    )
    return [Grant(Role(row.role), row.ags or None) for row in connection.execute(query)]


def _holds_in(verbund_id: str) -> ColumnElement[bool]:
    return or_(AccountGrant.verbund_id == verbund_id, AccountGrant.verbund_id == EVERY_VERBUND)


def to_person(connection: Connection, account: Account, verbund_id: str) -> Person:
    """Who asks, with the rights in a Verbund."""
    grants = read_grants(connection, account.account_id, verbund_id)
    return Person(account.account_id, account.name, frozenset(grants))


def to_info(connection: Connection, account: Account, verbund_id: str) -> AccountInfo:
    """The account as the administration sees it."""
    grants = read_grants(connection, account.account_id, verbund_id)
    return AccountInfo(
        account_id=account.account_id,
        name=account.name,
        email=account.email,
        disabled=account.disabled,
        login="password" if account.password_hash else "oidc" if account.oidc_subject else "none",
        created_at=account.created_at,
        grants=[GrantInfo(role=grant.role, ags=grant.ags or "") for grant in grants],
    )
