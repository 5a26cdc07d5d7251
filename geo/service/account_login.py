"""Logging in with a password: limited, and as slow for a name that does not exist as for one that does."""

from datetime import timedelta

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Update, delete, func, select, update

from geo.db.account_tables import Account, AccountReset
from geo.errors import InputError, LoginError, TooManyError
from geo.results import AccountDelete, Login, PasswordChange, PasswordReset
from geo.service import audit
from geo.service.account_rows import find_by_login, get_account, get_own, to_login, to_person
from geo.service.accounts import erase
from geo.service.opened import OpenVerbund
from geo.service.passwords import hash_password, hash_token, validate_password, verify_password
from geo.service.sessions import close_all, open_session

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS = 10, 60


class LoginLimits:
    """Attempts of the last quarter of an hour, per account and per address; kept by one process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        minutes = int(WINDOW.total_seconds() // 60)
        self._account = RateLimitItemPerMinute(PER_ACCOUNT, minutes, "account")
        self._address = RateLimitItemPerMinute(PER_ADDRESS, minutes, "address")

    def count(self, account: str, address: str) -> None:
        """Count an attempt before it is judged, so that many at once are no way around.

        Raises
        ------
        TooManyError
            If there were too many.
        """
        fine = self._limiter.hit(self._address, address) and (
            not account or self._limiter.hit(self._account, account)
        )
        if not fine:
            raise TooManyError(
                "Zu viele Anmeldeversuche: bitte eine Viertelstunde warten, oder die Verwaltung um einen Link "
                "für ein neues Passwort bitten."
            )

    def forgive(self, account: str) -> None:
        """Forget the attempts of an account that has just logged in."""
        self._limiter.clear(self._account, account)


def log_in(opened: OpenVerbund, login: Login, limits: LoginLimits, address: str) -> str:
    """The token of a new session.

    Raises
    ------
    LoginError
        If name and password do not fit; which of both is not told.
    TooManyError
        After too many attempts.
    """
    key = to_login(login.login)
    limits.count(key, address)
    with opened.engine.connect() as connection:
        account = find_by_login(connection, login.login)
    fits = verify_password(login.password, account.password_hash if account else None)
    if not fits or account is None or account.disabled:
        raise LoginError("Name und Passwort passen nicht zusammen.")
    limits.forgive(key)
    with opened.engine.begin() as connection:
        return open_session(connection, account.account_id)


def reset_password(opened: OpenVerbund, reset: PasswordReset, limits: LoginLimits, address: str) -> None:
    """Set a password by a token, once; every session of the account ends.

    Raises
    ------
    LoginError
        If the token is unknown, used or too old.
    InputError
        If the password is too easy.
    """
    limits.count("", address)
    query = select(AccountReset.account_id).where(
        AccountReset.token_hash == hash_token(reset.token), AccountReset.expires_at > func.now()
    )
    with opened.engine.begin() as connection:
        account_id = connection.scalar(query.with_for_update())
        if account_id is None:
            raise LoginError(
                "Dieser Link ist abgelaufen oder schon benutzt: bitte die Verwaltung um einen neuen bitten."
            )
        account = get_account(connection, account_id)
        validate_password(reset.password, account.name, account.email)
        connection.execute(_to_password(account_id, reset.password))
        connection.execute(delete(AccountReset).where(AccountReset.account_id == account_id))
        close_all(connection, account_id)
        person = to_person(connection, account, opened.verbund_id)
        audit.record(connection, opened.of(person), "Passwort gesetzt", account_id)


def change_password(opened: OpenVerbund, change: PasswordChange, limits: LoginLimits, address: str) -> str:
    """Change one's own password; every session ends, and a new one begins.

    Raises
    ------
    LoginError
        If the old password is not right, or nobody is logged in.
    InputError
        If the account has no password, or the new one is too easy.
    """
    with opened.engine.connect() as connection:
        account = get_own(connection, opened)
    if account.password_hash is None:
        raise InputError("Dieses Konto meldet sich über den Anmeldedienst an und hat hier kein Passwort.")
    limits.count(account.login_name, address)
    if not verify_password(change.old, account.password_hash):
        raise LoginError("Das bisherige Passwort stimmt nicht.")
    validate_password(change.password, account.name, account.email)
    with opened.engine.begin() as connection:
        connection.execute(_to_password(account.account_id, change.password))
        close_all(connection, account.account_id)
        audit.record(connection, opened, "Passwort geändert", account.account_id)
        return open_session(connection, account.account_id)


def delete_own(opened: OpenVerbund, given: AccountDelete, limits: LoginLimits, address: str) -> None:
    """Delete one's own account: for good, and so only with its password.

    Raises
    ------
    LoginError
        If the password is not right, or nobody is logged in.
    InputError
        If the account has no password here, and its name is not the one given.
    TooManyError
        After too many attempts.
    """
    with opened.engine.connect() as connection:
        account = get_own(connection, opened)
    limits.count(account.login_name, address)
    if account.password_hash is None:
        if to_login(given.name) != account.login_name:
            raise InputError(
                "Dieses Konto hat hier kein Passwort: bitte zur Sicherheit den Namen des Kontos eingeben."
            )
    elif not verify_password(given.password, account.password_hash):
        raise LoginError("Das Passwort stimmt nicht.")
    with opened.engine.begin() as connection:
        erase(connection, opened, account.account_id)


def _to_password(account_id: str, password: str) -> Update:
    values = {"password_hash": hash_password(password)}
    return update(Account).where(Account.account_id == account_id).values(**values)
