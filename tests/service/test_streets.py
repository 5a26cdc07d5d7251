"""Answers come from the streets that the shown run was made with, or not at all."""

import json
import shutil

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.app import create_app
from geo import pipeline, service
from geo.domain import Mode
from geo.network.graph import MANIFEST
from geo.network.parameters import read_parameters
from geo.service.streets import get_router
from geo.settings import Settings
from tests.conftest import EMPTY, _copy_of, _unique
from tests.signed_in import sign_in
from tests.test_liechtenstein import FOLDER

ADD = {"action": "add", "layer": "supermarket", "lon": 9.52, "lat": 47.14}
OTHER = "anderes Straßennetz"


@pytest.fixture
def moved(liechtenstein, tmp_path):
    """The installation with a copy of its streets that a test may change."""
    # Not a copy of the settings: that would keep the folders of the old ones.
    url = liechtenstein.database_url
    settings = Settings(database_url=url, state_dir=tmp_path, verbund="liechtenstein")
    shutil.copytree(liechtenstein.network_dir, settings.network_dir)
    return settings


def renew(settings, mode):
    """As `mitten load osm` does with newer files: a graph with another fingerprint and date in the same place."""
    manifest = settings.network_dir / "liechtenstein" / mode / MANIFEST
    told = json.loads(manifest.read_text())
    told["provenance"] |= {"fingerprint": "0" * 64, "date": ["2031-01-01T00:00:00Z"]}
    manifest.with_suffix(".new").write_text(json.dumps(told))
    manifest.with_suffix(".new").replace(manifest)


def zentrum_of(client):
    return client.get("/api/zentren").json()["features"][0]["id"]


def test_other_streets_are_refused_and_the_date_stays_that_of_the_run(moved):
    renew(moved, Mode.WALK)
    with TestClient(create_app(moved)) as client:
        sign_in(client, moved)
        before = client.get("/api/summary?layer=supermarket&mode=walk").json()
        for answer in (
            client.get("/api/isochrones", params={"zentrum": zentrum_of(client), "mode": "walk"}),
            client.post("/api/whatif", json=ADD),
            client.post("/api/scenarios", json={"title": "Laden", "ask": ADD}),
        ):
            assert answer.status_code == 409
            assert OTHER in answer.json()["detail"]
            assert "mitten compute" in answer.json()["detail"]
        assert client.get("/api/scenarios").json() == []
        network = client.get("/api/network").json()
        assert (network["date"], network["modes"]) == ("2015-07-27", ["walk", "bike", "car"])
        assert OTHER in network["note"]
        # Only the mode whose streets are others; the figures of the run stand.
        assert client.post("/api/whatif", json=ADD | {"mode": "car"}).status_code == 200
        assert client.get("/api/summary?layer=supermarket&mode=walk").json() == before


def test_streets_that_are_open_go_on_answering(moved):
    """An operator loads newer streets while planners work: they still see the streets of the run they look at."""
    with TestClient(create_app(moved)) as client:
        first = client.post("/api/whatif", json=ADD).json()
        renew(moved, Mode.WALK)
        assert client.post("/api/whatif", json=ADD).json() == first
        assert OTHER in client.get("/api/network").json()["note"]


def test_a_run_without_streets_is_not_answered_with_streets(liechtenstein, server_url):
    with _copy_of(server_url, EMPTY, _unique("crow")) as url:
        engine = create_engine(url)
        pipeline.load_verbund(engine, FOLDER)
        pipeline.compute(engine, "liechtenstein")
        engine.dispose()
        with TestClient(create_app(liechtenstein.model_copy(update={"database_url": url}))) as client:
            answer = client.post("/api/whatif", json=ADD)
            assert answer.status_code == 409
            assert "ohne Straßennetz gerechnet" in answer.json()["detail"]
            assert client.get("/api/network").json()["modes"] == []


def test_the_report_is_dated_by_the_run(moved):
    shutil.rmtree(moved.network_dir)
    engine = create_engine(moved.database_url)
    opened = service.OpenVerbund(engine, "liechtenstein", moved.network_dir)
    assert service.read_run(opened).datasets["netz.stand"] == "2015-07-27"
    assert service.read_network(opened).modes == []
    engine.dispose()


def test_one_router_for_the_same_speeds(liechtenstein):
    engine = create_engine(liechtenstein.database_url)
    opened = service.OpenVerbund(engine, "liechtenstein", liechtenstein.network_dir)
    usual, slow = read_parameters(), read_parameters({"speed_kmh.walk": 3.5})
    assert get_router(opened, Mode.WALK, usual) is get_router(opened, Mode.WALK, read_parameters())
    assert get_router(opened, Mode.WALK, slow).walk_kmh == 3.5
    engine.dispose()
