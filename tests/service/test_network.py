"""What the street network answers, on the real streets of Liechtenstein: one function, one number."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.app import create_app
from geo import service
from geo.results import WhatIfAsk
from tests.signed_in import sign_in


@pytest.fixture(scope="module")
def opened(liechtenstein):
    engine = create_engine(liechtenstein.database_url)
    yield service.OpenVerbund(engine, "liechtenstein", liechtenstein.network_dir)
    engine.dispose()


@pytest.fixture(scope="module")
def client(liechtenstein):
    with TestClient(create_app(liechtenstein), raise_server_exceptions=False) as client:
        yield sign_in(client, liechtenstein)


@pytest.fixture(scope="module")
def vaduz(opened):
    zentren = service.read_zentren(opened)
    return zentren.loc[zentren["name"] == "Vaduz", "zentrum_id"].iloc[0]


def test_the_run_says_network(client):
    assert client.get("/api/network").json()["modes"] == ["walk", "bike", "car"]
    assert client.get("/api/network").json()["date"] == "2015-07-27"
    run = client.get("/api/verbund").json()["run"]
    assert (run["model"], run["model_note"]) == ("network", "Straßennetz aus OpenStreetMap")


def test_figures_carry_their_snap(opened, vaduz):
    rows = service.list_reach(opened, zentrum=vaduz, mode="walk")
    shown = [row for row in rows if row.value is not None]
    assert len(shown) > 5
    assert all(row.snap_m is not None and row.snap_m < 400 for row in shown)


def test_ways_are_longer_than_the_straight_line(opened):
    zentren = service.read_zentren(opened).set_index("zentrum_id").geometry
    places = service.read_facilities(opened, "supermarket").set_index("facility_id").geometry
    rows = [row for row in service.list_reach(opened, layer="supermarket", mode="walk") if row.distance_m]
    assert len(rows) > 10
    for row in rows:
        crow = zentren[row.zentrum_id].distance(places[row.facility_id])
        assert row.distance_m >= crow - 1
        assert row.travel_time_s >= row.distance_m / (5.3 / 3.6) - 5  # nobody walks faster than on the flat


def test_isochrones_are_nested_and_hold_the_place(client, opened, vaduz):
    answer = client.get("/api/isochrones", params={"zentrum": vaduz, "minutes": "15,5,10"})
    assert answer.status_code == 200, answer.text
    rows = answer.json()
    assert [row["minutes"] for row in rows] == [5, 10, 15]
    shapes = [shapely.geometry.shape(row["geometry"]) for row in rows]
    assert all(inner.within(outer.buffer(1e-5)) for inner, outer in itertools.pairwise(shapes))
    sheet = service.read_sheet(opened, vaduz)
    assert shapes[0].distance(shapely.Point(sheet.lon, sheet.lat)) < 1e-3
    assert rows[0]["area_km2"] < rows[2]["area_km2"] < 2
    assert rows[0]["residents"] is None  # no population grid
    assert rows[0]["complete"]


def test_an_area_that_reaches_the_edge_of_the_streets_says_so(client, opened):
    """From Ruggell by car one leaves Liechtenstein soon: what lies beyond is not known, not unreachable."""
    zentren = service.read_zentren(opened)
    place = zentren.loc[zentren["name"] == "Ruggell", "zentrum_id"].iloc[0]
    asked = {"zentrum": place, "mode": "car", "minutes": "1,15"}
    near, far = client.get("/api/isochrones", params=asked).json()
    assert near["complete"]
    assert not far["complete"]


def test_where_asked_the_ground_between_streets_is_filled(client, vaduz):
    asked = {"zentrum": vaduz, "minutes": "10"}
    strips, filled = (
        client.get("/api/isochrones", params=asked | {"hull": hull}).json()[0] for hull in (False, True)
    )
    assert filled["area_km2"] > strips["area_km2"] * 1.05
    assert filled["tolerance_s"] == strips["tolerance_s"]
    inner, outer = (shapely.geometry.shape(row["geometry"]) for row in (strips, filled))
    assert inner.difference(outer.buffer(1e-5)).area < 0.01 * inner.area


def test_older_people_get_less_far(client, vaduz):
    """3.5 km/h for 10 minutes is 5 km/h for 7, but for the strip beside the street (40 m are 41 s, not 29)."""
    network = client.get("/api/network").json()
    assert [(each["mode"], each["kmh"], each["usual"]) for each in network["speeds"]] == [
        ("walk", 5, True), ("walk", 3.5, False), ("bike", 15, True), ("bike", 23, False),
    ]  # fmt: skip
    asked = {"zentrum": vaduz, "mode": "walk"}
    slow = client.get("/api/isochrones", params=asked | {"minutes": "10", "speed_kmh": 3.5}).json()[0]
    usual = client.get("/api/isochrones", params=asked | {"minutes": "7,10"}).json()
    assert slow["speed_text"] == "ältere Menschen 3,5\xa0km/h"
    assert usual[0]["speed_text"] == "zu Fuß 5\xa0km/h"
    assert slow["area_km2"] == pytest.approx(usual[0]["area_km2"], rel=0.05)
    assert slow["area_km2"] < usual[1]["area_km2"]
    assert slow["tolerance_s"] == pytest.approx(usual[0]["tolerance_s"] * 10 / 7, rel=0.01)


def test_a_pedelec_gets_farther(client, vaduz):
    asked = {"zentrum": vaduz, "mode": "bike", "minutes": "10"}
    bike, pedelec = (
        client.get("/api/isochrones", params=asked | more).json()[0] for more in ({}, {"speed_kmh": 23})
    )
    assert pedelec["area_km2"] > 1.3 * bike["area_km2"]
    assert pedelec["speed_text"] == "Pedelec 23\xa0km/h"


def test_a_new_shop_only_helps(opened):
    far = max(
        (row for row in service.list_reach(opened, layer="supermarket", mode="walk") if row.travel_time_s),
        key=lambda row: row.travel_time_s,
    )
    place = service.read_sheet(opened, far.zentrum_id)
    ask = WhatIfAsk(action="add", layer="supermarket", lon=place.lon, lat=place.lat)
    answer = service.answer_whatif(opened, ask)
    assert answer.rows
    assert all(row.minutes_gained is None or row.minutes_gained > 0 for row in answer.rows)
    gained = next(row for row in answer.rows if row.ortsteil_id == far.zentrum_id)
    # At its own centre the new shop is at hand: all but the ways to the street and back is saved.
    assert gained.minutes_gained == pytest.approx(far.travel_time_s / 60, abs=2)
    assert gained.ortsteil in answer.sentence or len(answer.rows) > 1
    assert place.run.run_id == answer.run_id


def test_closing_and_the_second_nearest(opened):
    rows = [row for row in service.list_reach(opened, layer="supermarket", mode="walk") if row.facility_id]
    busiest = max({row.facility_id for row in rows}, key=[row.facility_id for row in rows].count)
    served = {row.zentrum_id for row in rows if row.facility_id == busiest}
    ask = WhatIfAsk(action="close", layer="supermarket", facility_id=busiest)
    answer = service.answer_whatif(opened, ask)
    assert {row.ortsteil_id for row in answer.rows} <= served
    assert answer.rows
    assert all(row.minutes_gained is None or row.minutes_gained < 0 for row in answer.rows)


def test_scenarios_are_kept_and_deleted(client, vaduz):
    ask = {"action": "add", "layer": "pharmacy", "lon": 9.52, "lat": 47.2}
    saved = client.post("/api/scenarios", json={"title": "  Apotheke <b>im Norden</b>  ", "ask": ask})
    assert saved.status_code == 201, saved.text
    key = saved.json()["scenario_id"]
    assert saved.json()["title"] == "Apotheke <b>im Norden</b>"
    assert key in {row["scenario_id"] for row in client.get("/api/scenarios").json()}
    assert client.delete(f"/api/scenarios/{key}").status_code == 204
    assert client.delete(f"/api/scenarios/{key}").status_code == 404


def test_writing_needs_an_account(liechtenstein):
    with TestClient(create_app(liechtenstein)) as closed:
        ask = {"action": "add", "layer": "pharmacy", "lon": 9.52, "lat": 47.2}
        refused = closed.post("/api/scenarios", json={"title": "x", "ask": ask})
        assert refused.status_code == 403
        assert "Schreibrecht" in refused.json()["detail"]
        assert closed.delete("/api/scenarios/x").status_code == 403


def test_two_runs_compared(client, opened):
    runs = client.get("/api/runs").json()
    assert [run["published"] for run in runs] == [True, False]
    now, slow = runs[0]["run_id"], runs[1]["run_id"]
    answer = client.get("/api/compare", params={"a": slow, "b": now}).json()
    assert answer["n_changed"] > 0
    walked = [change for change in answer["changes"] if change["change_s"] is not None]
    assert walked
    assert all(change["change_s"] < 0 for change in walked)  # 5 km/h instead of 3.5, to the street too
    same = client.get("/api/compare", params={"a": now, "b": now}).json()
    assert same["n_changed"] == 0
    assert "überein" in same["sentence"]


def test_older_people_need_10_7_as_long(opened):
    """5 km/h over 3.5 km/h: every way on foot is 10/7 as long in time (rounding of each edge aside)."""
    runs = service.list_runs(opened)
    changes = service.compare(opened, runs[1].run_id, runs[0].run_id).changes
    rows = {(r.zentrum_id, r.layer): r for r in service.list_reach(opened, mode="walk")}
    checked = 0
    for change in changes:
        now = rows.get((change.zentrum_id, change.layer))
        if change.change_s is None or now is None or now.travel_time_s is None or change.mode != "walk":
            continue
        before = now.travel_time_s - change.change_s
        assert before == pytest.approx(now.travel_time_s * 10 / 7, rel=0.02)
        checked += 1
    assert checked > 50


def test_nahversorgung_is_a_range_where_data_is_missing(client):
    rows = client.get("/api/nahversorgung").json()
    assert len(rows) >= 11
    assert all(0 <= row["points_known"] <= row["points_possible"] <= 5 for row in rows)
    assert any(row["points_known"] < row["points_possible"] for row in rows)  # no doctors in the extract


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("isochrones?zentrum=nirgends", 404, "nirgends"),
        ("isochrones?zentrum={vaduz}&minutes=0", 422, "Minuten"),
        ("isochrones?zentrum={vaduz}&minutes=5,abc", 422, "Zahlen"),
        ("isochrones?zentrum={vaduz}&minutes=1,2,3,4,5,6,7", 422, "1 bis 6"),
        ("isochrones?zentrum={vaduz}&speed_kmh=4", 422, "3.5 (ältere Menschen)"),
        ("isochrones?zentrum={vaduz}&mode=car&speed_kmh=50", 422, "Tempolimit"),
        ("cells", 409, "mitten load raster"),
        ("cells/values?layer=supermarket", 409, "mitten load raster"),
        ("coverage?layer=supermarket", 409, "mitten load raster"),
        ("compare?a=x&b=y", 404, "Lauf"),
        ("supply?layer=supermarket&method=xyz", 422, "method"),
    ],
)
def test_bad_questions(client, vaduz, path, status, words):
    answer = client.get(f"/api/{path.format(vaduz=vaduz)}")
    assert answer.status_code == status, answer.text
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        ({"action": "add", "layer": "supermarket"}, 422),
        ({"action": "add", "layer": "supermarket", "lon": 7.0, "lat": 51.0}, 422),
        ({"action": "add", "layer": "casino", "lon": 9.52, "lat": 47.1}, 404),
        ({"action": "close", "layer": "supermarket", "facility_id": "osm:node/0"}, 404),
        ({"action": "burn", "layer": "supermarket"}, 422),
    ],
)
def test_bad_what_ifs(client, ask, status):
    assert client.post("/api/whatif", json=ask).status_code == status


def test_without_a_network_it_says_so(opened):
    bare = service.OpenVerbund(opened.engine, "liechtenstein", None)
    assert service.read_network(bare).modes == []


def test_questions_at_the_same_time(client, vaduz):
    """Two threads on one network: the same answers as one after the other."""
    asked = {"zentrum": vaduz, "minutes": "5,10"}
    alone = client.get("/api/isochrones", params=asked).json()
    assert [area["minutes"] for area in alone] == [5, 10]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: client.get("/api/isochrones", params=asked).json(), range(12)))
    assert all(answer == alone for answer in answers)
