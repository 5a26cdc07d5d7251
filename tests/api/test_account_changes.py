"""Accounts through the API: reset by link, one's own account, the administration of others."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.session import COOKIE, to_csrf
from geo.domain import Role
from geo.service import accounts
from tests.projects import UNNA
from tests.signed_in import LOOPBACK, PASSWORD, log_in, open_as_operator, sign_in

OTHER = "fünf große Städte am Meer"


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


@pytest.mark.parametrize("text_", ["<script>alert(1)</script>", "Robert'); DROP TABLE account;--"])
def test_a_name_stays_text(installation, browser, ada, text_):
    admin = sign_in(browser, installation, (Role.ADMIN, ""))
    created = admin.post("/api/accounts", json={"name": text_, "email": "x@y.example"})
    assert created.json()["name"] == text_
    assert admin.get("/api/accounts").headers["content-type"] == "application/json"
