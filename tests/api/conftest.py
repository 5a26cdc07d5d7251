"""An installation with accounts, for the tests of login and administration."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from geo.db.engine import open_engine
from geo.domain import Role
from geo.results import AccountNew, GrantInfo
from geo.service import accounts
from geo.service.passwords import hash_password
from tests.projects import UNNA
from tests.signed_in import LOOPBACK, PASSWORD, open_as_operator


@pytest.fixture(scope="module")
def installation(module_settings):
    """An installation with one municipality and one account, Ada, editor of Unna."""
    engine = open_engine(module_settings)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO verbund VALUES (:v, 'Test', '', '', now())"), {"v": module_settings.verbund}
        )
        connection.execute(
            text(
                """INSERT INTO kommune (verbund_id, ags, name, role, residents_date, residents_source, source,
                                        licence, geom)
                   VALUES (:v, :ags, 'Unna', 'kommune', '', '', '', '',
                           ST_Multi(ST_MakeEnvelope(0, 0, 9, 9, 25832)))"""
            ),
            {"v": module_settings.verbund, "ags": UNNA},
        )
    engine.dispose()
    return module_settings


@pytest.fixture(scope="module")
def stored():
    return hash_password(PASSWORD)


@pytest.fixture
def ada(installation, stored):
    opened = open_as_operator(installation)
    new = AccountNew(name="Ada L.", email="Ada@Unna.example", grants=[GrantInfo(role=Role.EDITOR, ags=UNNA)])
    account = accounts.create_account(opened, new)
    with opened.engine.begin() as connection:
        connection.execute(
            text("UPDATE account SET password_hash = :hash WHERE account_id = :id"),
            {"hash": stored, "id": account.account_id},
        )
    yield account
    with opened.engine.begin() as connection:
        connection.execute(text("DELETE FROM account"))
        connection.execute(text("DELETE FROM audit"))
    opened.engine.dispose()


@pytest.fixture
def browser(installation):
    """A client as a browser would be, on this machine."""
    with TestClient(create_app(installation), base_url=LOOPBACK, raise_server_exceptions=False) as client:
        yield client
