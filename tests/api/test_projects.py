"""The routes of the register: statuses, conflicts and questions as problems, nothing kept by caches."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from geo.domain import Role
from tests.projects import IN_HEMMERDE, IN_SIEGEN, UNNA, new
from tests.signed_in import sign_in


@pytest.fixture(scope="module")
def editor(loaded_settings):
    with TestClient(create_app(loaded_settings), raise_server_exceptions=False) as client:
        yield sign_in(client, loaded_settings, (Role.EDITOR, UNNA))


@pytest.fixture(scope="module")
def anyone(loaded_settings):
    with TestClient(create_app(loaded_settings), raise_server_exceptions=False) as client:
        yield client


def body(**fields):
    confirm = fields.pop("confirm", False)
    return new(confirm, **fields).model_dump(mode="json")


def test_two_editors_at_once_get_both_versions(editor):
    made = editor.post("/api/projects", json=body())
    assert made.status_code == 201
    project = made.json()
    route = f"/api/projects/{project['info']['project_id']}"
    first = {"version": 1, "draft": {**project["draft"], "title": "Von A"}}
    second = {"version": 1, "draft": {**project["draft"], "title": "Von B"}}
    assert editor.put(route, json=first).status_code == 200
    refused = editor.put(route, json=second)
    assert (refused.status_code, refused.json()["title"]) == (409, "Inzwischen geändert")
    conflict = refused.json()["conflict"]
    assert [(each["title"], each["before"], each["after"]) for each in conflict["fields"]] == [
        ("Titel", "Von A", "Von B")
    ]
    assert (
        editor.put(route, json={**second, "version": conflict["version"]}).json()["info"]["title"] == "Von B"
    )


def test_a_place_outside_is_a_question(editor):
    asked = editor.post("/api/projects", json=body(places=[IN_SIEGEN]))
    assert (asked.status_code, asked.json()["confirm"], asked.json()["title"]) == (409, True, "Rückfrage")
    assert editor.post("/api/projects", json=body(confirm=True, places=[IN_SIEGEN])).status_code == 201


def test_an_area_that_does_not_touch_its_municipality_is_a_question(editor):
    def around(place, degrees):
        west, south = place["lon"] - degrees, place["lat"] - degrees
        east, north = place["lon"] + degrees, place["lat"] + degrees
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {"type": "Polygon", "coordinates": [ring]}

    asked = editor.post("/api/projects", json=body(area=around(IN_SIEGEN, 0.01)))
    assert (asked.status_code, asked.json()["confirm"]) == (409, True)
    assert asked.json()["detail"].startswith("Das Gebiet liegt in Siegen, das Projekt gehört aber zu ")
    far = around(IN_SIEGEN, 0.01)
    assert editor.post("/api/projects", json=body(confirm=True, area=far)).status_code == 201
    beyond = around(IN_HEMMERDE, 0.2)  # reaches into the neighbours too
    assert editor.post("/api/projects", json=body(area=beyond)).status_code == 201


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "ist zu lang"),
        ({"title": "a", "links": [{"url": "javascript:alert(1)"}]}, "beginnt mit https://"),
        ({"title": "a", "places": [{"lon": 51.5, "lat": 7.8}]}, "vertauscht"),
        ({"title": "a", "phase": "Traum"}, "phase"),
        (
            {"title": "a", "places": [{"lon": 7.8, "lat": 51.5}, {"lon": "links", "lat": 51}]},
            "„draft.places.2.lon“",
        ),
        ({"title": "a", "preis": 5}, "„draft.preis“ ist unbekannt"),
        ({"title": "a", "need": "raumschiff", "ags": [UNNA]}, "raumschiff"),
        ({"title": "a\x00b", "ags": ["x\x00y"]}, "Kommune"),
    ],
)
def test_bad_input_is_one_sentence(editor, draft, words):
    refused = editor.post("/api/projects", json={"draft": draft})
    assert refused.status_code == 422
    assert words in refused.json()["detail"]


def test_a_body_that_is_no_json_is_named(editor):
    refused = editor.post("/api/projects", content=b"{", headers={"Content-Type": "application/json"})
    assert refused.json()["detail"] == "Die Anfrage ist kein gültiges JSON."


def test_answers_are_for_the_one_who_asked(editor, anyone):
    key = editor.post("/api/projects", json=body(title="Nur Unna", visibility="own")).json()["info"][
        "project_id"
    ]
    for client, seen in ((editor, True), (anyone, False)):
        listed = client.get("/api/projects", params={"q": "Nur Unna"})
        assert listed.headers["cache-control"] == "private, no-store"
        assert listed.headers["vary"].startswith("Cookie")
        assert (key in listed.text) == seen
        assert client.get(f"/api/projects/{key}").status_code == (200 if seen else 404)
        assert client.get(f"/api/projects/{key}/history").status_code == (200 if seen else 404)
        assert (b"Nur Unna" in client.get("/api/projects/export?format=csv").content) == seen
    assert anyone.post("/api/projects", json=body()).status_code == 403
    assert (
        anyone.post("/api/projects/import", files={"file": ("a.csv", b"Titel\r\nx\r\n")}).status_code == 403
    )


def test_a_project_is_deleted_and_restored(editor, anyone):
    key = editor.post("/api/projects", json=body(visibility="public")).json()["info"]["project_id"]
    assert editor.delete(f"/api/projects/{key}").status_code == 204
    assert anyone.get(f"/api/projects/{key}").status_code == 404
    assert key in [each["project_id"] for each in editor.get("/api/projects?deleted=true").json()["projects"]]
    assert editor.post(f"/api/projects/{key}/restore").json()["info"]["deleted"] is False
    assert anyone.get(f"/api/projects/{key}").status_code == 200


def test_a_table_is_checked_and_then_written(editor):
    wrong = {"file": ("p.csv", "Titel;Kommunen\r\nLaden;Atlantis\r\n".encode("cp1252"))}
    preview = editor.post("/api/projects/import", files=wrong).json()
    assert (preview["written"], preview["problems"][0]["cell"]) == (False, "B2")
    assert editor.post("/api/projects/import?write=true", files=wrong).status_code == 422
    right = {"file": ("p.csv", "Titel;Kommunen\r\nLaden aus Tabelle;Unna\r\n".encode("cp1252"))}
    assert editor.post("/api/projects/import?write=true", files=right).json()["n_new"] == 1
    assert editor.get("/api/projects", params={"q": "Laden aus Tabelle"}).json()["n_found"] >= 1


def test_the_form_knows_what_the_person_may_do(editor, anyone):
    form = editor.get("/api/projects/form").json()
    assert (form["may_create"], [each["title"] for each in form["kommunen"]]) == (True, ["Unna"])
    assert anyone.get("/api/projects/form").json()["may_create"] is False
    template = anyone.get("/api/projects/template?format=csv")
    assert template.headers["content-disposition"].startswith("attachment")
