"""Every role against every route: who is let in, written out by hand; a new route that changes something fails here."""

import re

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from geo.domain import Role
from tests.signed_in import LOOPBACK, carry, new_session

UNNA, SIEGEN = "05978036", "05970040"
ROLES = {
    "anyone": None,
    "account": [],
    "reader": [(Role.READER, UNNA)],
    "editor": [(Role.EDITOR, UNNA)],
    "coordinator": [(Role.COORDINATOR, "")],
    "admin": [(Role.ADMIN, "")],
}
EVERYBODY = set(ROLES)
LOGGED_IN = EVERYBODY - {"anyone"}
WRITERS = {"editor", "coordinator"}
ADMINS = {"admin"}
OF_ACCOUNT = {"account": "niemand", "project_id": "fehlt", "attachment_id": "fehlt", "scenario_id": "fehlt"}
WHATIF = {"action": "add", "layer": "pharmacy", "lon": 7.7, "lat": 51.5}
NEW = {"draft": {"title": "Dorfladen", "ags": [UNNA], "visibility": "network"}}
CHANGES = {
    ("POST", "/api/session"): (EVERYBODY, {"login": "", "password": ""}),
    ("DELETE", "/api/session"): (EVERYBODY, None),
    ("DELETE", "/api/session/all"): (LOGGED_IN, None),
    ("POST", "/api/password-reset"): (EVERYBODY, {"token": "", "password": ""}),
    ("POST", "/api/account/delete"): (LOGGED_IN, {"password": ""}),
    ("POST", "/api/account/password"): (LOGGED_IN, {"old": "", "password": ""}),
    ("POST", "/api/accounts"): (ADMINS, {"name": "Ada", "email": "ada@x.example"}),
    ("DELETE", "/api/accounts/{account}"): (ADMINS, None),
    ("POST", "/api/accounts/{account}/grants"): (ADMINS, {"role": "editor", "ags": UNNA}),
    ("DELETE", "/api/accounts/{account}/grants"): (ADMINS, None),
    ("POST", "/api/accounts/{account}/disable"): (ADMINS, None),
    ("POST", "/api/accounts/{account}/enable"): (ADMINS, None),
    ("POST", "/api/accounts/{account}/reset-token"): (ADMINS, None),
    ("POST", "/api/scenarios"): (WRITERS, {"title": "x", "ask": WHATIF}),
    ("DELETE", "/api/scenarios/{scenario_id}"): (WRITERS, None),
    ("POST", "/api/projects"): (WRITERS, NEW),
    ("POST", "/api/whatif"): (EVERYBODY, WHATIF),
    ("POST", "/api/areas/near"): (EVERYBODY, {}),
    ("POST", "/api/areas/pool"): (EVERYBODY, {}),
    ("POST", "/api/actors"): (WRITERS, {"draft": {"name": "Verein", "ags": [UNNA]}}),
    ("POST", "/api/projects/similar"): (EVERYBODY, {"title": "Dorfladen"}),
}
"""Who gets further than 401 and 403. What is then found wrong, or missing, is another matter."""
BY_RECORD = {
    ("PUT", "/api/projects/{project_id}"),
    ("DELETE", "/api/projects/{project_id}"),
    ("POST", "/api/projects/{project_id}/restore"),
    ("POST", "/api/projects/{project_id}/adoptions"),
    ("POST", "/api/projects/{project_id}/attachments"),
    ("DELETE", "/api/projects/{project_id}/attachments/{attachment_id}"),
    ("POST", "/api/projects/import"),
    ("POST", "/api/projects/similar/answers"),
    ("POST", "/api/pt/whatif"),
    ("DELETE", "/api/projektraeume/{raum_id}"),
    ("POST", "/api/projektraeume"),
    ("PUT", "/api/actors/{actor_id}"),
    ("DELETE", "/api/actors/{actor_id}"),
    ("PUT", "/api/actors/{actor_id}/consent"),
    ("DELETE", "/api/actors/{actor_id}/consent"),
    ("PUT", "/api/projektraeume/{raum_id}"),
}
"""The record decides, not the route alone: tests/service/test_project_edit.py, test_project_import.py,
test_actors.py,
tests/api/test_projektraeume.py; the what-if of the timetable writes nothing."""
READS = {"/api/account": LOGGED_IN, "/api/accounts": ADMINS, "/api/audit": ADMINS}
"""Reading is for everybody, but for these; of what is read, each sees what they may."""
REFUSED = {401, 403}


@pytest.fixture(scope="module")
def described(loaded_settings):
    return create_app(loaded_settings).openapi()["paths"]


@pytest.fixture(params=ROLES)
def asking(request, loaded_settings):
    """A role and a client of its own."""
    grants = ROLES[request.param]
    with TestClient(create_app(loaded_settings), base_url=LOOPBACK, raise_server_exceptions=False) as client:

        def ask(method, path, parameters, body):
            # A new account before each change, for a route may delete it.
            if grants is not None and (method != "GET" or not client.cookies):
                carry(client, new_session(loaded_settings, *grants))
            return client.request(method, path, params=parameters, json=body).status_code

        yield request.param, ask


def address(path, operation):
    """An address with the examples of its parameters, and the query that must be there."""
    told = {each["name"]: each for each in operation.get("parameters", [])}

    def example(name):
        examples = told[name]["schema"].get("examples") or told[name].get("examples") or []
        return str(examples[0]) if examples else OF_ACCOUNT.get(name, "zentren")

    filled = re.sub(r"{(\w+)(:path)?}", lambda match: example(match[1]), path)
    return filled, {
        n: example(n) for n, each in told.items() if each["in"] == "query" and each.get("required")
    }


def test_every_route_that_changes_something_is_listed(described):
    changing = {
        (method.upper(), path) for path, methods in described.items() for method in methods if method != "get"
    }
    assert len(changing) > 15
    assert changing == set(CHANGES) | BY_RECORD


def test_changes(asking, described):
    role, ask = asking
    for (method, path), (allowed, body) in CHANGES.items():
        where, query = address(path, described[path][method.lower()])
        if path.startswith("/api/session") or path == "/api/password-reset":
            continue  # wrong passwords answer 401 to everybody: see test_accounts.py
        status = ask(method, where, query, body)
        wrong_password = path == "/api/account/password"
        assert status < 500, (method, path, status)
        assert (status not in REFUSED) is (role in allowed) or wrong_password, (role, method, path, status)


def test_reads(asking, described):
    role, ask = asking
    paths = [path for path, methods in described.items() if "get" in methods and "oidc" not in path]
    assert len(paths) > 30
    for path in paths:
        where, query = address(path, described[path]["get"])
        if path.endswith(".pdf") and role not in {"anyone", "admin"}:
            continue  # drawn once is enough
        if path not in READS and role not in {"anyone", "account", "editor"}:
            continue  # what anyone may read needs no asking for each role
        status = ask("GET", where, query, None)
        assert status < 500, (path, status)
        assert (status not in REFUSED) is (role in READS.get(path, EVERYBODY)), (role, path, status)
