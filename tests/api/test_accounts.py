"""Accounts through the API: login, sessions, CSRF, limits, reset, one's own account, administration."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from api.app import create_app
from api.session import COOKIE, CSRF_HEADER, SECURE_COOKIE, to_csrf
from geo.domain import Role
from geo.errors import TooManyError
from geo.results import AccountNew, GrantInfo
from geo.service import accounts
from geo.service.account_login import PER_ACCOUNT, LoginLimits
from geo.service.passwords import hash_password
from tests.signed_in import LOOPBACK, new_session, open_as_operator, sign_in

UNNA = "05978036"
PASSWORD = "vier kleine Dörfer am Fluss"
OTHER = "fünf große Städte am Meer"


@pytest.fixture(scope="module")
def installation(module_settings):
    """An installation with one municipality and one account, Ada, editor of Unna."""
    engine = create_engine(module_settings.database_url)
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


def log_in(client, login="Ada L.", password=PASSWORD):
    answer = client.post("/api/session", json={"login": login, "password": password})
    if answer.status_code == 200:
        client.headers[CSRF_HEADER] = answer.json()["csrf"]
    return answer


@pytest.mark.parametrize("login", ["Ada L.", "  ada  l. ", "ada@unna.example", "ADA@UNNA.EXAMPLE"])
def test_login_by_name_or_mail(browser, ada, login):
    answer = log_in(browser, login)
    assert answer.status_code == 200, answer.text
    assert answer.json()["edits"] == [UNNA]
    assert (answer.json()["writes"], answer.json()["admin"]) == (True, False)
    assert browser.get("/api/session").json()["name"] == "Ada L."


def test_the_cookie_is_out_of_reach(browser, ada):
    cookie = log_in(browser).headers["set-cookie"].lower()
    assert cookie.startswith(f"{COOKIE}=")
    for word in ("httponly", "samesite=lax", "path=/", "max-age=604800"):
        assert word in cookie
    assert "secure" not in cookie  # plain HTTP on this machine
    assert "domain" not in cookie


def test_elsewhere_the_cookie_travels_by_tls_only(installation, ada):
    with TestClient(create_app(installation), base_url="https://mitten.example") as client:
        cookie = log_in(client).headers["set-cookie"]
        assert cookie.startswith(f"{SECURE_COOKIE}=")
        assert "secure" in cookie.lower()
        assert client.get("/api/session").json()["name"] == "Ada L."
    with TestClient(create_app(installation), base_url="http://mitten.example") as client:
        refused = log_in(client)
        assert refused.status_code == 422
        assert "https://" in refused.json()["detail"]
        assert "set-cookie" not in refused.headers


def test_a_plain_cookie_counts_nowhere_else(installation, ada):
    token = new_session(installation)
    for base in ("https://mitten.example", "http://mitten.example"):
        with TestClient(create_app(installation), base_url=base) as client:
            client.cookies.set(COOKIE, token)
            assert client.get("/api/session").json()["account_id"] == ""


def test_who_exists_is_not_told(browser, ada):
    wrong, unknown = log_in(browser, password="falsch falsch falsch"), log_in(browser, login="niemand")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_too_many_attempts(browser, ada):
    for _ in range(PER_ACCOUNT):
        assert log_in(browser, password="x").status_code == 401
    refused = log_in(browser)  # even with the right password
    assert refused.status_code == 429
    assert "Viertelstunde" in refused.json()["detail"]


def test_limits_hold_per_account_and_per_address():
    limits = LoginLimits()
    for number in range(PER_ACCOUNT):
        limits.count("ada", f"10.0.0.{number}")
    with pytest.raises(TooManyError):
        limits.count("ada", "10.0.0.99")
    limits.count("eva", "10.0.0.99")
    limits.forgive("ada")
    limits.count("ada", "10.0.0.99")


def test_log_out_ends_the_session_itself(browser, ada):
    log_in(browser)
    token = browser.cookies[COOKIE]
    assert browser.delete("/api/session").status_code == 204
    browser.cookies.set(COOKIE, token)
    assert browser.get("/api/session").json()["account_id"] == ""


def test_log_out_everywhere(installation, browser, ada):
    log_in(browser)
    with TestClient(create_app(installation), base_url=LOOPBACK) as other:
        log_in(other)
        assert browser.delete("/api/session/all").status_code == 204
        assert other.get("/api/session").json()["account_id"] == ""


@pytest.mark.parametrize(
    ("column", "age"),
    [("seen_at", "8 hours 1 second"), ("created_at", "7 days 1 second")],
    ids=["idle", "absolute"],
)
def test_a_session_ends_by_itself(installation, browser, ada, column, age):
    log_in(browser)
    engine = create_engine(installation.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE account_session SET {column} = now() - interval '{age}'")
    engine.dispose()
    assert browser.get("/api/session").json()["account_id"] == ""


FOREIGN = [
    {"origin": "https://evil.example"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "null"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_site_changes_nothing(browser, ada, headers):
    log_in(browser)
    refused = browser.delete("/api/session", headers=headers)
    assert refused.status_code == 403
    assert browser.get("/api/session").json()["name"] == "Ada L."
    assert browser.get("/api/health", headers=headers).status_code == 200  # reading changes nothing


@pytest.mark.parametrize("shown", ["", "falsch"])
def test_a_change_needs_the_token_of_the_page(browser, ada, shown):
    log_in(browser)
    assert browser.delete("/api/session", headers={CSRF_HEADER: shown}).status_code == 403
    ours = {"origin": LOOPBACK, "sec-fetch-site": "same-origin"}
    assert browser.delete("/api/session", headers=ours).status_code == 204


def test_another_site_cannot_log_somebody_in(browser, ada):
    body = {"login": "Ada L.", "password": PASSWORD}
    refused = browser.post("/api/session", json=body, headers={"origin": "https://evil.example"})
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


def test_behind_a_proxy_the_setting_says_where_people_come_from(installation, ada):
    settings = installation.model_copy(update={"public_url": "https://mitten.example/"})
    with TestClient(create_app(settings), base_url="http://app:8661") as client:
        body = {"login": "Ada L.", "password": PASSWORD}
        answer = client.post("/api/session", json=body, headers={"origin": "https://mitten.example"})
        assert answer.status_code == 200
        assert answer.headers["set-cookie"].startswith(SECURE_COOKIE)


def test_a_password_by_link_once(installation, browser, ada):
    log_in(browser)
    opened = open_as_operator(installation)
    token = accounts.issue_reset(opened, "Ada L.").token
    with TestClient(create_app(installation), base_url=LOOPBACK) as fresh:
        short = fresh.post("/api/password-reset", json={"token": token, "password": "kurz"})
        assert short.status_code == 422  # and the token is not used up
        body = {"token": token, "password": OTHER}
        assert fresh.post("/api/password-reset", json=body).status_code == 204
        assert fresh.post("/api/password-reset", json=body).status_code == 401
        assert log_in(fresh, password=OTHER).status_code == 200
    assert browser.get("/api/session").json()["account_id"] == ""  # every other session has ended
    with opened.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM account_reset")) == 0
        kept = connection.scalars(text("SELECT token_hash FROM account_session")).all()
    assert kept
    assert token not in kept
    opened.engine.dispose()


def test_a_link_ends(installation, browser, ada):
    opened = open_as_operator(installation)
    first, second = (accounts.issue_reset(opened, "Ada L.").token for _ in range(2))
    with opened.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account_reset SET expires_at = now() - interval '1 second'")
    opened.engine.dispose()
    for token in (first, second):
        answer = browser.post("/api/password-reset", json={"token": token, "password": OTHER})
        assert answer.status_code == 401
        assert "abgelaufen" in answer.json()["detail"]


def test_ones_own_password(browser, ada):
    log_in(browser)
    old = browser.cookies[COOKIE]
    wrong = browser.post("/api/account/password", json={"old": "x", "password": OTHER})
    assert wrong.status_code == 401
    changed = browser.post("/api/account/password", json={"old": PASSWORD, "password": OTHER})
    assert changed.status_code == 200
    assert changed.json()["csrf"] == to_csrf(browser.cookies[COOKIE])
    assert browser.cookies[COOKIE] != old


def test_ones_own_data_and_its_end(installation, browser, ada):
    assert browser.get("/api/account").status_code == 401
    log_in(browser)
    kept = browser.get("/api/account").json()
    assert (kept["account"]["email"], len(kept["sessions"])) == ("ada@unna.example", 1)
    wrong = browser.post("/api/account/delete", json={"password": OTHER, "name": "Ada L."})
    assert (wrong.status_code, wrong.json()["detail"]) == (401, "Das Passwort stimmt nicht.")
    assert browser.get("/api/account").status_code == 200
    assert browser.post("/api/account/delete", json={"password": PASSWORD}).status_code == 204
    assert log_in(browser).status_code == 401
    opened = open_as_operator(installation)
    with opened.engine.connect() as connection:
        for table in ("account", "account_grant", "account_session", "account_reset"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        logged = connection.execute(text("SELECT action, what FROM audit ORDER BY audit_id DESC")).first()
    assert tuple(logged) == ("Konto gelöscht", ada.account_id)  # a number, no name
    opened.engine.dispose()


def test_an_account_without_a_password_is_deleted_by_its_name(installation, browser):
    one = sign_in(browser, installation, (Role.READER, UNNA))
    name = one.get("/api/account").json()["account"]["name"]
    refused = one.post("/api/account/delete", json={"password": "x"})
    assert (refused.status_code, "den Namen des Kontos" in refused.json()["detail"]) == (422, True)
    assert one.post("/api/account/delete", json={"name": name.upper()}).status_code == 204
    assert one.get("/api/account").status_code == 401


def test_the_administration_of_accounts(installation, browser, ada):
    admin = sign_in(browser, installation, (Role.ADMIN, ""))
    new = {"name": "Eva M.", "email": "eva@unna.example", "grants": []}
    created = admin.post("/api/accounts", json=new)
    assert created.status_code == 201, created.text
    key = created.json()["account_id"]
    assert admin.post("/api/accounts", json=new).status_code == 422
    given = admin.post(f"/api/accounts/{key}/grants", json={"role": "editor", "ags": UNNA})
    assert given.json()["grants"] == [{"role": "editor", "ags": UNNA}]
    path = admin.post(f"/api/accounts/{key}/reset-token").json()["path"]
    assert path.startswith("/konto/#passwort=")
    taken = admin.delete(f"/api/accounts/{key}/grants", params={"role": "editor", "ags": UNNA})
    assert taken.json()["grants"] == []
    assert admin.post(f"/api/accounts/{key}/disable").json()["disabled"] is True
    assert admin.post(f"/api/accounts/{key}/enable").json()["disabled"] is False
    assert {account["name"] for account in admin.get("/api/accounts").json()} > {"Ada L.", "Eva M."}
    assert admin.delete(f"/api/accounts/{key}").status_code == 204
    log = admin.get("/api/audit").json()
    assert [entry["action"] for entry in log[:3]] == ["Konto gelöscht", "Konto entsperrt", "Konto gesperrt"]
    assert log[0]["role"] == "Verwaltung der Konten"


@pytest.mark.parametrize(
    ("grant", "reason"),
    [
        ({"role": "editor"}, "braucht eine Kommune"),
        ({"role": "editor", "ags": "01001000"}, "05978036 Unna"),
        ({"role": "admin", "ags": UNNA}, "gilt ohne Kommune"),
    ],
)
def test_a_grant_that_makes_no_sense(installation, browser, ada, grant, reason):
    sign_in(browser, installation, (Role.ADMIN, ""))
    refused = browser.post(f"/api/accounts/{ada.account_id}/grants", json=grant)
    assert refused.status_code == 422
    assert reason in refused.json()["detail"]


def test_an_admin_does_not_lock_out_themselves(installation, browser, ada):
    admin = sign_in(browser, installation, (Role.ADMIN, ""))
    own = admin.get("/api/session").json()["account_id"]
    assert admin.post(f"/api/accounts/{own}/disable").status_code == 403
    assert admin.delete(f"/api/accounts/{own}/grants", params={"role": "admin"}).status_code == 403
    assert admin.delete(f"/api/accounts/{own}").status_code == 403


def test_a_disabled_account_is_out_at_once(installation, browser, ada):
    log_in(browser)
    opened = open_as_operator(installation)
    accounts.set_disabled(opened, "Ada L.", disabled=True)
    opened.engine.dispose()
    assert browser.get("/api/session").json()["account_id"] == ""
    assert log_in(browser).status_code == 401


def test_rights_end_at_the_verbund(installation, browser, ada):
    log_in(browser)
    there = browser.get("/api/session", params={"verbund": "anderswo"}).json()
    assert (there["name"], there["writes"], there["edits"]) == ("Ada L.", False, [])


def test_answers_for_a_person_are_kept_by_nobody_else(browser, ada):
    public = browser.get("/api/kommunen")
    assert public.headers["cache-control"] == "no-cache"
    log_in(browser)
    own = browser.get("/api/kommunen")
    assert own.headers["cache-control"] == "private, no-cache"
    assert "Cookie" in own.headers["vary"]
    assert own.headers["etag"] != public.headers["etag"]
    known = browser.get("/api/kommunen", headers={"if-none-match": own.headers["etag"]})
    assert (known.status_code, known.headers["cache-control"]) == (304, "private, no-cache")
    assert browser.get("/api/session").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("text_", ["<script>alert(1)</script>", "Robert'); DROP TABLE account;--"])
def test_a_name_stays_text(installation, browser, ada, text_):
    admin = sign_in(browser, installation, (Role.ADMIN, ""))
    created = admin.post("/api/accounts", json={"name": text_, "email": "x@y.example"})
    assert created.json()["name"] == text_
    assert admin.get("/api/accounts").headers["content-type"] == "application/json"
