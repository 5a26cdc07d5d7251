"""Characters that a database cannot hold, in any field of any question: an answer or one sentence, never a failure."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from tests.api.test_rights_routes import address
from tests.projects import UNNA
from tests.signed_in import LOOPBACK, sign_in

ODD = "a\x00b"
WISH = {"resource": "rooms", "text": ODD, "need": ODD}
BODIES = {
    "/api/projects": {"draft": {"title": ODD, "summary": ODD, "need": ODD, "ags": [UNNA], "seeks": [WISH]}},
    "/api/projects/similar": {"title": ODD, "summary": ODD, "need": ODD, "zentren": [ODD], "project_id": ODD},
    "/api/projects/similar/answers": {
        "ask": {"title": ODD, "target_groups": [ODD]},
        "other_id": "dorfladen-digital-rinkerode",
        "action": "different",
        "reason": ODD,
    },
    "/api/actors": {"draft": {"name": ODD, "about": ODD, "ags": [UNNA]}},
    "/api/areas/near": {"service": ODD},
    "/api/areas/pool": {"service": ODD, "raum_id": ODD},
    "/api/projektraeume": {"area_id": ODD, "name": ODD, "notes": ODD},
    "/api/session": {"login": ODD, "password": ODD},
    "/api/password-reset": {"token": ODD, "password": ODD},
    "/api/scenarios": {"title": ODD, "ask": {"action": "close", "layer": "pharmacy", "facility_id": ODD}},
    "/api/accounts": {"name": ODD, "email": "a\x00@b.de"},
}


@pytest.fixture(scope="module")
def api(loaded_settings):
    with TestClient(create_app(loaded_settings), base_url=LOOPBACK, raise_server_exceptions=False) as client:
        yield sign_in(client, loaded_settings)


def test_in_the_address(api):
    failed, asked = [], 0
    for path, methods in api.get("/api/openapi.json").json()["paths"].items():
        operation = methods.get("get")
        if operation is None or "oidc" in path:
            continue
        where, query = address(path, operation)
        for told in operation.get("parameters", []):
            if told["in"] == "query" and "string" in str(told["schema"]):
                asked += 1
                if api.get(where, params={**query, told["name"]: ODD}).status_code >= 500:
                    failed.append((path, told["name"]))
    assert asked > 80
    assert failed == []
    assert api.get("/api/projects/a%00b").status_code == 422
    assert api.get("/a%00b").status_code == 422


@pytest.mark.parametrize("path", BODIES)
def test_in_what_is_handed_in(api, path):
    assert api.post(path, json=BODIES[path]).status_code < 500


def test_in_the_notes_of_a_projektraum(api):
    area = api.get("/api/areas", params={"service": "secondary_school"}).json()["areas"][0]["area_id"]
    made = api.post("/api/projektraeume", json={"area_id": area, "name": ODD, "notes": f"{ODD}\n\nzwei"})
    assert (made.json()["info"]["name"], made.json()["notes"]) == ("ab", "ab\n\nzwei")
