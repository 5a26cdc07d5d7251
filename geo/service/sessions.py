"""Logins that last: sessions, of whose tokens only hashes are kept."""

from datetime import timedelta

from sqlalchemy import Connection, Engine, Row, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ProgrammingError

from geo.db.account_tables import Account, AccountSession
from geo.rights import ANYONE, Person
from geo.service.account_rows import to_person
from geo.service.passwords import hash_token, new_token

IDLE = timedelta(hours=8)
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)  # not at every request: that would follow people, and write for each read
MOST_PER_ACCOUNT = 20


def open_session(connection: Connection, account_id: str) -> str:
    """Begin a session and give its token; old ones beyond the limits end."""
    token = new_token()
    _drop_over(connection)
    newest = (
        select(AccountSession.token_hash)
        .where(AccountSession.account_id == account_id)
        .order_by(AccountSession.created_at.desc())
        .limit(MOST_PER_ACCOUNT - 1)
    )
    too_many = AccountSession.token_hash.not_in(newest.scalar_subquery())
    connection.execute(delete(AccountSession).where(AccountSession.account_id == account_id, too_many))
    connection.execute(insert(AccountSession).values(token_hash=hash_token(token), account_id=account_id))
    return token


def _drop_over(connection: Connection) -> None:
    over = or_(AccountSession.seen_at < func.now() - IDLE, AccountSession.created_at < func.now() - LONGEST)
    connection.execute(delete(AccountSession).where(over))


def find_person(engine: Engine, token: str, verbund_id: str) -> Person:
    """Whose session it is, with the rights in a Verbund; anyone where it is none, over, or the account is disabled."""
    try:
        with engine.connect() as connection:
            found = _find(connection, token)
            if found is None:
                return ANYONE
            account, old = found
            person = to_person(connection, account, verbund_id)
            if old:
                seen = update(AccountSession).where(AccountSession.token_hash == hash_token(token))
                connection.execute(seen.values(seen_at=func.now()))
                connection.commit()
            return person
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") != "42P01":  # undefined_table: nothing has been loaded yet
            raise
        return ANYONE


def _find(connection: Connection, token: str) -> tuple[Account, bool] | None:
    query = (
        select(Account.__table__, (AccountSession.seen_at < func.now() - SEEN_EVERY).label("old"))
        .join(AccountSession, AccountSession.account_id == Account.account_id)
        .where(
            AccountSession.token_hash == hash_token(token),
            AccountSession.seen_at >= func.now() - IDLE,
            AccountSession.created_at >= func.now() - LONGEST,
            Account.disabled.is_(False),
        )
    )
    row: Row[tuple[object, ...]] | None = connection.execute(query).one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)
    old = bool(values.pop("old"))
    return Account(**values), old


def close_session(engine: Engine, token: str) -> None:
    """End this session."""
    with engine.begin() as connection:
        connection.execute(delete(AccountSession).where(AccountSession.token_hash == hash_token(token)))


def close_all(connection: Connection, account_id: str) -> int:
    """End every session of an account; how many there were."""
    return connection.execute(delete(AccountSession).where(AccountSession.account_id == account_id)).rowcount
