"""Accounts for tests: a person with roles, logged in without the slow hash of a password."""

import uuid

from api.session import COOKIE, CSRF_HEADER, to_csrf
from geo.db.engine import open_engine
from geo.domain import Role
from geo.results import AccountNew, GrantInfo
from geo.rights import OPERATOR
from geo.service import OpenVerbund
from geo.service.accounts import create_account
from geo.service.sessions import open_session
from geo.settings import Settings

LOOPBACK = "http://127.0.0.1"  # a plain cookie travels on this machine only
PASSWORD = "vier kleine Dörfer am Fluss"


def open_as_operator(settings: Settings) -> OpenVerbund:
    return OpenVerbund(open_engine(settings), settings.verbund, person=OPERATOR)


def new_session(settings: Settings, *grants: tuple[Role, str]) -> str:
    """A new account with these roles (role, AGS), and the token of its session."""
    opened = open_as_operator(settings)
    name = f"konto {uuid.uuid4().hex[:8]}"
    new = AccountNew(
        name=name,
        email=f"{name.replace(' ', '.')}@mitten.example",
        grants=[GrantInfo(role=role, ags=ags) for role, ags in grants],
    )
    account = create_account(opened, new)
    with opened.engine.begin() as connection:
        token = open_session(connection, account.account_id)
    opened.engine.dispose()
    return token


def sign_in(client, settings: Settings, *grants: tuple[Role, str]):
    """Let a client of the API be a new account with these roles; gives the client."""
    return carry(client, new_session(settings, *(grants or [(Role.COORDINATOR, "")])))


def carry(client, token: str):
    """Let a client of the API carry this session; gives the client."""
    client.base_url = LOOPBACK
    client.cookies.clear()
    client.cookies.set(COOKIE, token)
    client.headers[CSRF_HEADER] = to_csrf(token)
    return client


def log_in(client, login="Ada L.", password=PASSWORD):
    """Log in through the form of the page; gives the answer."""
    answer = client.post("/api/session", json={"login": login, "password": password})
    if answer.status_code == 200:
        client.headers[CSRF_HEADER] = answer.json()["csrf"]
    return answer
