"""The routes of actors: statuses, conflicts, consent and withdrawal, one's own data, nothing kept by caches."""

import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from geo.domain import Role
from tests.actors import NAME, consent, organisation, person
from tests.api.test_rights_routes import address
from tests.projects import HEMMERDE, SIEGEN, UNNA
from tests.signed_in import sign_in


@pytest.fixture(scope="module")
def clients(loaded_settings):
    """Somebody of Unna, of Siegen, and anyone."""
    with (
        TestClient(create_app(loaded_settings), raise_server_exceptions=False) as unna,
        TestClient(create_app(loaded_settings), raise_server_exceptions=False) as siegen,
        TestClient(create_app(loaded_settings), raise_server_exceptions=False) as anyone,
    ):
        sign_in(unna, loaded_settings, (Role.EDITOR, UNNA))
        sign_in(siegen, loaded_settings, (Role.EDITOR, SIEGEN))
        yield unna, siegen, anyone


def body(new):
    return new.model_dump(mode="json")


def test_a_person_is_found_by_another_town_withdrawn_and_gone(clients):
    unna, siegen, anyone = clients
    made = unna.post("/api/actors", json=body(person()))
    assert made.status_code == 201
    route = f"/api/actors/{made.json()['info']['actor_id']}"
    assert (made.json()["is_mine"], made.json()["may_edit"]) == (True, True)
    for client, found in ((unna, True), (siegen, True), (anyone, False)):
        listed = client.get("/api/actors", params={"q": "Muster", "resource": "rooms"})
        assert listed.headers["cache-control"] == "private, no-store"
        assert (NAME in listed.text) is found
        assert client.get(route).status_code == (200 if found else 404)
    own = unna.get(f"{route}/export")
    assert own.headers["content-disposition"].startswith("attachment")
    assert json.loads(own.content)["consent"]["mail"] == "ada@example.org"
    assert siegen.get(f"{route}/export").status_code == 403
    assert siegen.delete(f"{route}/consent").status_code == 403
    assert unna.delete(f"{route}/consent").status_code == 204
    for client in clients:
        assert client.get(route).status_code == 404
        assert NAME not in client.get("/api/actors", params={"q": "Muster"}).text


def test_matches_and_a_team_know_only_what_one_sees(clients):
    unna, siegen, anyone = clients
    shelves = {
        "direction": "offers",
        "resource": "time",
        "text": "Samstags Regale füllen",
        "need": "convenience",
    }
    key = unna.post("/api/actors", json=body(person(entries=[shelves]))).json()["info"]["actor_id"]
    for client, found in ((unna, True), (siegen, True), (anyone, False)):
        team = client.get("/api/projects/dorfladen-digital-rinkerode/team")
        assert team.headers["cache-control"] == "private, no-store"
        assert (NAME in team.text) is found
        assert client.get(f"/api/actors/{key}/matches").status_code == (200 if found else 404)
    projects = siegen.get(f"/api/actors/{key}/matches").json()["projects"]
    assert "dorfladen-digital-rinkerode" in [each["project_id"] for each in projects]
    assert unna.get("/api/projects/fehlt/team").status_code == 404
    assert unna.delete(f"/api/actors/{key}").status_code == 204


def test_a_person_stands_in_no_answer_to_the_public(clients, loaded_settings):
    """Every route that reads, asked by anyone: projects, search, tiles, places, exports, digests."""
    unna, _, anyone = clients
    name = "Quirina Unverwechselbar"
    made = unna.post("/api/actors", json=body(person(name=name, about=f"{name} kocht", zentren=[HEMMERDE])))
    key = made.json()["info"]["actor_id"]
    paths = anyone.get("/api/openapi.json").json()["paths"]
    answered = 0
    for path, methods in paths.items():
        if "get" not in methods or "oidc" in path or path.endswith(".pdf"):
            continue
        where, query = address(path.replace("{actor_id}", key), methods["get"])
        answer = anyone.get(where, params={**query, "q": "Quirina"} if "actor" in path else query)
        assert name.encode() not in answer.content, path
        answered += answer.is_success  # a refusal tells nothing anyway
    assert answered > 40
    assert name in unna.get("/api/actors", params={"q": "Quirina"}).text  # it was there all the time
    assert unna.delete(f"/api/actors/{key}").status_code == 204


def test_two_editors_at_once_get_both_versions(clients):
    unna, *_ = clients
    made = unna.post("/api/actors", json=body(organisation())).json()
    route = f"/api/actors/{made['info']['actor_id']}"
    first = {"version": 1, "draft": {**made["draft"], "name": "Von A"}}
    second = {"version": 1, "draft": {**made["draft"], "name": "Von B"}}
    assert unna.put(route, json=first).status_code == 200
    refused = unna.put(route, json=second)
    assert (refused.status_code, refused.json()["title"]) == (409, "Inzwischen geändert")
    conflict = refused.json()["conflict"]
    assert [(each["title"], each["before"], each["after"]) for each in conflict["fields"]] == [
        ("Name", "Von A", "Von B")
    ]
    again = unna.put(route, json={**second, "version": conflict["version"]})
    assert again.json()["info"]["name"] == "Von B"
    renewed = unna.put(f"{route}/consent", json=body(consent()))
    assert renewed.json()["consent"]["contact"] == NAME
    assert unna.delete(route).status_code == 204
    assert unna.get(route).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"draft": {"kind": "person", "name": "Ada", "ags": [UNNA]}}, "nur mit ihrer Einwilligung"),
        ({"draft": {"kind": "person", "name": "Ada", "visibility": "public"}}, "nie öffentlich"),
        ({"draft": {"name": " ", "ags": [UNNA]}}, "name"),
        (
            {"draft": {"name": "a", "entries": [{"direction": "offers", "resource": "x", "text": "y"}]}},
            "resource",
        ),
        ({"draft": {"name": "a\x00b", "ags": ["\x00"]}}, "Kommune"),
        (
            {"draft": {"name": "a", "ags": [UNNA]}, "consent": {"purpose": "", "given_on": "gestern"}},
            "Parameter",
        ),
    ],
)
def test_bad_input_is_one_sentence(clients, change, words):
    refused = clients[0].post("/api/actors", json=change)
    assert refused.status_code == 422
    assert words in refused.json()["detail"]


def test_markup_stays_text(clients):
    unna, *_ = clients
    script = "<script>alert(1)</script>"
    made = unna.post("/api/actors", json=body(organisation(name=script, about=script)))
    assert made.json()["info"]["name"] == script
    assert unna.get("/api/actors", params={"q": script}).status_code == 200


def test_the_public_reads_organisations_and_the_words_of_the_form(clients):
    anyone = clients[2]
    found = anyone.get(
        "/api/actors", params={"direction": "offers", "resource": "software", "limit": 1}
    ).json()
    assert found["n_found"] >= 2
    assert len(found["actors"]) == 1
    form = anyone.get("/api/actors/form").json()
    assert form["may_create"] is False
    assert len(form["resources"]) == 5
