"""A second, real Verbund through the very same code: Liechtenstein out of an OpenStreetMap extract."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.app import create_app
from geo import pipeline, service
from geo.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "tests" / "verbuende" / "liechtenstein"


@pytest.fixture
def client(fresh_settings, testdata, monkeypatch):
    monkeypatch.setenv("MITTEN_TESTDATA", str(testdata))
    engine = create_engine(fresh_settings.database_url)
    loaded = pipeline.load_verbund(engine, FOLDER)
    pipeline.compute(engine, loaded.verbund_id)
    engine.dispose()
    with TestClient(create_app(fresh_settings.model_copy(update={"verbund": "liechtenstein"}))) as client:
        yield client


def test_loaded_computed_and_shown(client):
    verbund = client.get("/api/verbund").json()
    assert verbund["n_kommunen"] == 11
    assert verbund["n_zentren"] == verbund["n_ortsteile"] >= 11
    assert any(dataset["date"] == "2015-07-27" for dataset in verbund["datasets"])
    areas = client.get("/api/ortsteile").json()["features"]
    assert len(areas) == verbund["n_ortsteile"]
    rows = client.get("/api/reachability", params={"layer": "supermarket", "mode": "walk"}).json()
    reached = [row for row in rows if row["state"] == "reached"]
    assert reached
    assert any(row["facility_kommune"] not in (None, row["kommune"]) for row in rows)


def test_links_cross_its_borders(client):
    links = client.get("/api/links").json()
    assert links["links"]
    assert all(link["a"]["ags"] != link["b"]["ags"] for link in links["links"])
    assert "höchstens" in links["sentence"]


def test_layers_without_an_object_have_no_data(client):
    layers = {layer["key"]: layer for layer in client.get("/api/layers").json()}
    empty = [layer for layer in layers.values() if layer["n_facilities"] == 0]
    assert empty
    for layer in empty:
        assert layer["complete_ags"] == []
        headline = client.get("/api/summary", params={"layer": layer["key"], "mode": "walk"}).json()
        assert headline["figure"] == "keine Daten"


def test_sheet_and_report(client):
    zentren = client.get("/api/zentren").json()["features"]
    vaduz = next(feature for feature in zentren if feature["properties"]["name"] == "Vaduz")
    sheet = client.get(f"/api/zentren/{vaduz['id']}").json()
    assert sheet["figures"]
    assert sheet["nearest_partner"]["within"]
    page = client.get(f"/api/reports/zentrum/{vaduz['id']}.pdf")
    assert page.content.startswith(b"%PDF")
    tile = client.get("/api/tiles/ortsteile/9/269/180.mvt")
    assert tile.status_code == 200


def test_beside_the_default(own_settings, testdata, monkeypatch):
    monkeypatch.setenv("MITTEN_TESTDATA", str(testdata))
    engine = create_engine(own_settings.database_url)
    pipeline.load_verbund(engine, FOLDER)
    pipeline.compute(engine, "liechtenstein")
    both = service.OpenVerbund(engine, "61-6-eins")
    assert {entry.key for entry in service.list_verbuende(both)} == {"61-6-eins", "liechtenstein"}
    assert len(service.read_zentren(both)) == 61
    assert service.read_verbund(service.OpenVerbund(engine, "liechtenstein")).n_kommunen == 11
    engine.dispose()
