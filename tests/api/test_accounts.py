"""Accounts through the API: login, sessions, CSRF, limits."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.app import create_app
from api.session import COOKIE, CSRF_HEADER, SECURE_COOKIE
from geo.errors import TooManyError
from geo.service.account_login import PER_ACCOUNT, LoginLimits
from tests.projects import UNNA
from tests.signed_in import LOOPBACK, PASSWORD, log_in, new_session


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
