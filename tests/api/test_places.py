"""Routes for places: counts, systems, caches, and bad input."""

import gzip
import json

import pytest

COLLECTIONS = {"kommunen": "ags", "ortsteile": "ortsteil_id", "zentren": "zentrum_id"}


def get(client, path, **kwargs):
    response = client.get(f"/api/{path}", **kwargs)
    assert response.status_code == 200, response.text
    return response


def test_health(client):
    found = get(client, "health").json()
    assert found["status"] == "ok"
    assert found["postgis"].startswith("3.")
    assert found["verbund"] == "61-6-eins"
    assert found["run_id"]


@pytest.mark.parametrize(("path", "count"), [("ortsteile", 61), ("zentren", 61)])
def test_the_61(client, path, count):
    features = get(client, path).json()["features"]
    assert len(features) == count
    ids = {feature["id"] for feature in features}
    assert len(ids) == count
    assert all(feature["id"] == feature["properties"][COLLECTIONS[path]] for feature in features)
    lon, lat = features[0]["geometry"]["coordinates"] if path == "zentren" else (7, 51)
    assert 5.8 < lon < 9.5
    assert 50 < lat < 53


def test_members_and_partners(client):
    features = get(client, "kommunen").json()["features"]
    roles = [feature["properties"]["role"] for feature in features]
    assert roles.count("kommune") == 6
    assert roles.count("partner") == 6


def test_verbund_says_what_is_loaded(client):
    found = get(client, "verbund").json()
    assert (found["n_zentren"], found["n_ortsteile"], found["n_kommunen"]) == (61, 61, 6)
    assert found["default_layer"] == "primary_school"
    assert found["run"]["model_note"] == "Luftlinienmodell: Luftlinie × 1,3"
    assert {state["key"] for state in found["states"]} == {
        "reached", "beyond_limit", "not_connected", "outside_data_area", "data_missing",
    }  # fmt: skip
    assert len(found["datasets"]) >= 5
    assert all(len(dataset["sha256"]) == 64 and dataset["licence"] for dataset in found["datasets"])


def test_layers_carry_norms_and_classes(client):
    layers = {layer["key"]: layer for layer in get(client, "layers").json()}
    assert len(layers) >= 20
    school = layers["primary_school"]
    assert school["question"] == "Wo ist die Grundschule zu weit?"
    walk = next(mode for mode in school["modes"] if mode["mode"] == "walk")
    assert walk["norm"]["value"] == 2000
    assert [entry["norm_met"] for entry in walk["classes"]] == [True, True, True, False, False]
    assert len(school["complete_ags"]) == 6
    assert layers["pharmacy"]["complete_ags"] == []


def test_facilities_by_layer_and_box(client):
    every = get(client, "facilities", params={"layer": "primary_school"}).json()["features"]
    unna = get(client, "facilities", params={"layer": "primary_school", "bbox": "7.6,51.48,7.9,51.6"}).json()[
        "features"
    ]
    assert 0 < len(unna) < len(every)
    assert {feature["properties"]["layer"] for feature in every} == {"primary_school"}
    assert all(7.6 <= feature["geometry"]["coordinates"][0] <= 7.9 for feature in unna)


def test_all_84_schools_are_there(client):
    schools = set()
    for layer in ("primary_school", "secondary_school", "further_school"):
        features = get(client, "facilities", params={"layer": layer}).json()["features"]
        schools |= {f["properties"]["facility_id"] for f in features if f["id"].startswith("schule:")}
    assert len(schools) == 84


def test_examples_are_marked(client):
    projects = get(client, "projects").json()["projects"]
    assert len(projects) >= 10
    assert all(project["beispiel"] for project in projects)
    assert len({tuple(p["kommunen"]) for p in projects if p["need"] == "convenience"}) >= 3


def test_etag_comes_from_the_run(client):
    first = get(client, "zentren")
    assert first.headers["etag"].startswith('W/"61-6-eins-')
    again = client.get("/api/zentren", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/api/zentren", headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_large_answers_are_zipped(client):
    response = client.get("/api/ortsteile", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) < len(response.content) / 2
    assert json.loads(response.content)["features"]
    assert gzip.compress(response.content)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("facilities?bbox=1,2,3", 422, "vier Zahlen"),
        ("facilities?bbox=a,b,c,d", 422, "vier Zahlen"),
        ("facilities?bbox=8,51,7,52", 422, "West < Ost"),
        ("facilities?bbox=nan,51,7,52", 422, "West < Ost"),
        ("facilities?layer=casino", 404, "casino"),
        ("zentren/nirgends", 404, "nirgends"),
        ("reachability?zentrum=nirgends", 404, "nirgends"),
        ("reachability?mode=fly", 422, "mode"),
        ("summary", 422, "fehlt"),
        ("reports/zentrum/nirgends.pdf", 404, "nirgends"),
        ("tiles/wolken/1/0/0.mvt", 404, "wolken"),
        ("tiles/zentren/1/5/0.mvt", 422, "1/5/0"),
        ("tiles/zentren/x/5/0.mvt", 422, "ganze Zahl"),
        ("verbund?verbund=unbekannt", 404, "unbekannt"),
        ("nirgends", 404, "gibt es nichts"),
    ],
)
def test_bad_input_is_a_problem_in_german(client, path, status, words):
    response = client.get(f"/api/{path}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    assert words in problem["detail"]
    assert problem["detail"].endswith(".")


def test_injection_finds_nothing(client):
    response = client.get("/api/zentren/x' OR '1'='1")
    assert response.status_code == 404
    response = client.get("/api/facilities", params={"layer": "x'; DROP TABLE facility; --"})
    assert response.status_code == 404
    assert client.get("/api/facilities", params={"layer": "primary_school"}).json()["features"]


def test_every_answer_is_hardened(client):
    for path in ("/api/health", "/api/nirgends", "/api/zentren"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_openapi_has_examples_and_every_route(client):
    document = client.get("/api/openapi.json").json()
    for path in (
        "kommunen", "ortsteile", "zentren", "layers", "facilities", "reachability", "gaps", "links", "projects",
        "tiles/{layer}/{z}/{x}/{y}.mvt", "reports/zentrum/{zentrum_id}.pdf", "health",
    ):  # fmt: skip
        operation = document["paths"][f"/api/{path}"]["get"]
        assert operation["description"] or operation["summary"]
        assert "application/problem+json" in operation["responses"]["422"]["content"]
    assert "example" in json.dumps(document)
