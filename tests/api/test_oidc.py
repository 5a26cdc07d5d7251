"""Login through a real OpenID Connect provider (npm oidc-provider) that runs on this machine."""

import base64
import json
import os
import re
import shutil
import socket
import subprocess
from urllib.parse import unquote

import httpx2
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.routes.oidc import FLOW_COOKIE, to_own_path
from api.session import COOKIE
from geo.domain import Role
from geo.results import AccountNew, GrantInfo
from geo.service import accounts
from geo.settings import PROJECT_ROOT
from tests.conftest import serve
from tests.signed_in import open_as_operator

SECRET = "geheim-nur-fuer-diesen-test"
PROVIDER = PROJECT_ROOT / "tests" / "api" / "provider.mjs"
GRANTS = """
[[grant]]
claim = "groups"
value = "mitten-unna"
role = "coordinator"
verbund = "61-6-eins"
"""
CALLBACK = "/api/session/oidc/callback"


@pytest.fixture(scope="module")
def listener():
    """The port of the provider, taken before it starts, so that nobody else takes it meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture(scope="module")
def installation(module_settings, listener, tmp_path_factory):
    file = tmp_path_factory.mktemp("oidc") / "grants.toml"
    file.write_text(GRANTS)
    return module_settings.model_copy(
        update={
            "oidc_issuer": f"http://127.0.0.1:{listener.getsockname()[1]}",
            "oidc_client_id": "mitten",
            "oidc_client_secret": SecretStr(SECRET),
            "oidc_grants": file,
        }
    )


@pytest.fixture(scope="module")
def base(installation, listener):
    """A server of ours and the provider, that know each other."""
    node = shutil.which("node") or str(PROJECT_ROOT / ".venv" / "bin" / "node")
    with serve(installation) as url:
        environment = {**os.environ, "MITTEN_OIDC_CLIENT_SECRET": SECRET}
        number = listener.fileno()
        command = [node, str(PROVIDER), installation.oidc_issuer, str(number), url + CALLBACK]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, env=environment, pass_fds=[number], text=True
        ) as provider:
            assert provider.stdout.readline().strip() == "ready"
            yield url
            provider.terminate()


@pytest.fixture
def browser(base):
    with httpx2.Client(base_url=base, follow_redirects=True, timeout=60) as client:
        yield client


@pytest.fixture
def opened(installation):
    opened = open_as_operator(installation)
    yield opened
    opened.engine.dispose()


def log_in(browser, name, *, change=lambda browser: None, weiter="/"):
    """Walk through the pages of the provider as a person does; ``change`` may disturb before it leads back."""
    page = browser.get("/api/session/oidc", params={"weiter": weiter})
    for _ in range(4):
        action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
        if not action or str(page.url).startswith(str(browser.base_url)):
            break
        prompt = re.search(r'name="prompt" value="(\w+)"', page.text)[1]
        change(browser)
        page = browser.post(action[1], data={"prompt": prompt, "login": name, "password": "x"})
    return page


def session(browser):
    return browser.get("/api/session").json()


def test_a_person_logs_in_and_roles_follow_the_claims(browser, opened):
    assert session(browser)["oidc"] is True
    page = log_in(browser, "redaktion1")
    assert str(page.url).startswith(str(browser.base_url)), page.text
    found = session(browser)
    assert (found["name"], found["coordinator"], found["admin"]) == ("redaktion1 vom Dienst", True, False)
    assert COOKIE in browser.cookies
    assert FLOW_COOKIE not in browser.cookies
    account = accounts.list_accounts(opened)[0]
    assert (account.login, account.email) == ("oidc", "redaktion1@unna.example")


def test_the_second_login_is_the_same_account_and_hand_given_roles_stay(browser, opened):
    log_in(browser, "zweimal")
    first = session(browser)["account_id"]
    assert session(browser)["writes"] is False  # no role by default
    accounts.grant_role(opened, first, GrantInfo(role=Role.ADMIN))
    browser.cookies.clear()
    log_in(browser, "zweimal")
    assert session(browser)["account_id"] == first
    assert session(browser)["admin"] is True


def test_an_invited_account_is_taken_by_its_confirmed_address(browser, opened):
    new = AccountNew(name="Eingeladen", email="gast@unna.example", grants=[GrantInfo(role=Role.COORDINATOR)])
    invited = accounts.create_account(opened, new)
    log_in(browser, "gast")
    assert session(browser)["account_id"] == invited.account_id
    assert session(browser)["name"] == "Eingeladen"


def test_an_address_that_nobody_confirmed_takes_nothing_over(browser, opened):
    accounts.create_account(opened, AccountNew(name="Ziel", email="fremd@unna.example"))
    page = log_in(browser, "fremd")
    assert "schon ein Konto" in unquote(str(page.url))
    assert session(browser)["account_id"] == ""


def test_a_disabled_account_stays_out(browser, opened):
    log_in(browser, "raus")
    accounts.set_disabled(opened, "raus@unna.example", disabled=True)
    browser.cookies.clear()
    assert "gesperrt" in unquote(str(log_in(browser, "raus").url))
    assert session(browser)["account_id"] == ""


def spoil(name):
    """Change one value of what the login began with, as an attacker would."""

    def change(browser):
        flow = json.loads(base64.urlsafe_b64decode(browser.cookies[FLOW_COOKIE].strip('"')))
        flow[name] = "anders" + flow[name][6:]
        text = base64.urlsafe_b64encode(json.dumps(flow).encode()).decode()
        browser.cookies.delete(FLOW_COOKIE)
        browser.cookies.set(FLOW_COOKIE, text, domain="127.0.0.1")

    return change


@pytest.mark.parametrize("name", ["state", "nonce", "code_verifier"])
def test_a_login_that_somebody_else_began_is_refused(browser, name):
    page = log_in(browser, "opfer", change=spoil(name))
    assert "/konto/#fehler=" in str(page.url)
    assert "nicht gelungen" in unquote(str(page.url))
    assert session(browser)["account_id"] == ""


def test_a_callback_that_nobody_asked_for(browser):
    for query in ("", "?code=x&state=y", "?error=access_denied&state=y"):
        page = browser.get(CALLBACK + query)
        assert "nicht gelungen" in unquote(str(page.url))
    assert session(browser)["account_id"] == ""


@pytest.mark.parametrize("begun", [False, True])
def test_a_provider_that_is_down_is_told_in_words(module_settings, begun):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        issuer = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    app = create_app(module_settings.model_copy(update={"oidc_issuer": issuer, "oidc_client_id": "mitten"}))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        flow = {"state": "s", "nonce": "n", "code_verifier": "v", "weiter": "/"}
        client.cookies.set(FLOW_COOKIE, base64.urlsafe_b64encode(json.dumps(flow).encode()).decode())
        answer = client.get(f"{CALLBACK}?code=c&state=s" if begun else "/api/session/oidc")
    assert answer.status_code == 302
    path, sentence = answer.headers["location"].split("#fehler=")
    assert path == "/konto/"
    assert "antwortet nicht" in unquote(sentence)


def test_a_wrong_client_secret_is_told_in_words(base, installation, browser):
    """The provider knows us by another secret: nobody is logged in, and the page says so."""
    wrong = installation.model_copy(update={"oidc_client_secret": SecretStr("ein anderes")})
    page, back = browser.get("/api/session/oidc"), ""
    while not back:  # the last step leads to us: it is not followed, but handed to who knows another secret
        action = re.search(r'<form[^>]*action="([^"]+)"', page.text)[1]
        prompt = re.search(r'name="prompt" value="(\w+)"', page.text)[1]
        page = browser.post(action, data={"prompt": prompt, "login": "x"}, follow_redirects=False)
        while page.next_request and not back:
            back = str(page.next_request.url) if CALLBACK in str(page.next_request.url) else ""
            page = page if back else browser.send(page.next_request, follow_redirects=False)
    with TestClient(create_app(wrong), base_url=base, follow_redirects=False) as client:
        client.cookies.set(FLOW_COOKIE, browser.cookies[FLOW_COOKIE].strip('"'))
        answer = client.get(back)
        assert client.get("/api/session").json()["account_id"] == ""
    assert "nicht gelungen" in unquote(answer.headers["location"])
    assert "/konto/#fehler=" in answer.headers["location"]


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "x", "/a\nb"])
def test_after_the_login_only_to_ourselves(path):
    assert to_own_path(path) == "/"


def test_back_to_where_one_was(browser):
    page = log_in(browser, "rundreise", weiter="/?frage=projekte")
    assert str(page.url).endswith("/?frage=projekte")
