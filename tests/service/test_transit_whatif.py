"""What another timetable changes, on the real one around Heidelberg: asked, refused, kept."""

import polars as pl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from geo import service
from geo.domain import DayType
from geo.network.courses import find_courses
from geo.network.timetable import read_feed
from geo.results import TransitWhatIfAsk
from geo.service.transit import days_of, to_clock
from tests.signed_in import sign_in


@pytest.fixture(scope="module")
def client(probe):
    with TestClient(create_app(probe), raise_server_exceptions=False) as client:
        yield sign_in(client, probe)


def ask(probed, **more):
    line = next(line.line for line in service.list_lines(probed) if line.name == "757")
    return service.answer_transit_whatif(probed, TransitWhatIfAsk(**{"line": line, **more}))


def test_the_village_bus_every_hour(probed):
    found = ask(probed, action="hourly")
    rows = {row.ortsteil: row for row in found.rows}
    assert (rows["Gauangelloch"].class_before, rows["Gauangelloch"].class_after) == ("F", "E")
    assert rows["Gauangelloch"].minutes_gained > 10
    assert found.trips_added == 16
    assert found.vehicle_km_added > 100
    before, after = found.residents_by_class_before, found.residents_by_class_after
    assert sum(before.values()) == sum(after.values())
    assert after["E"] - before["E"] == found.residents_class_better
    assert "stündlich von 06:00 bis 20:00 Uhr" in found.sentence


def test_the_timetable_as_it_is_changes_nothing(probe, probed):
    """A what-if that adds nothing finds what the run found: one function, one number."""
    feed = read_feed(probe.timetable_dir / probe.verbund)
    routes = (
        feed.routes.with_row_index("route").filter(pl.col("route_short_name") == "757")["route"].to_list()
    )
    there, back = find_courses(feed, routes, days_of(feed)[DayType.SCHOOL])
    shared = [t for t in there.departures_s if (abs(back.departures_s - t) <= 900).any()]
    minute = {"begin": to_clock(shared[0]), "end": to_clock(shared[0] + 60)}
    found = ask(probed, action="hourly", **minute)
    assert found.trips_added == 0
    assert found.rows == []
    assert found.residents_by_class_before == found.residents_by_class_after


def test_a_later_last_trip_brings_people_home_later(probed):
    found = ask(probed, action="last_trip", time="22:45")
    rows = {row.ortsteil: row for row in found.rows}
    assert found.trips_added == 2
    assert rows["Gauangelloch"].return_after > rows["Gauangelloch"].return_before
    assert found.residents_return_later > 0
    assert found.residents_class_better == 0


def test_a_line_on_a_day_without_it_takes_the_way_of_another_day(probed):
    found = ask(probed, action="hourly", day_type="sunday")
    rows = {row.ortsteil: row for row in found.rows}
    assert (rows["Gauangelloch"].class_before, rows["Gauangelloch"].class_after) == (None, "E")
    assert found.note.endswith(
        "An diesem Tag fährt die Linie bisher nicht: Weg und Fahrzeiten sind die vom Schultag."
    )
    assert found.residents_return_gained > 0


def test_an_on_demand_area_where_no_line_runs(probed):
    found = service.answer_transit_whatif(
        probed, TransitWhatIfAsk(action="on_demand", ortsteile=["08221000-ziegelhausen"])
    )
    assert [row.ortsteil for row in found.rows] == ["Ziegelhausen"]
    row = found.rows[0]
    assert (row.class_before, row.class_after) == (None, None)  # on demand never makes a class
    assert row.minutes_gained is None
    assert row.return_after
    assert found.residents_return_gained == row.residents


def test_a_stop_more_costs_those_on_board(probed):
    found = ask(probed, action="add_stop", lon=8.7311, lat=49.3600, name="Neue Siedlung")
    assert found.trips_added == 0
    assert found.vehicle_km_added > 0
    assert any((row.minutes_gained or 0) < 0 for row in found.rows)


def test_asks_that_cannot_be_answered(client, probed):
    line = next(line.line for line in service.list_lines(probed) if line.name == "757")
    for body, status, words in [
        ({"action": "hourly"}, 422, "fehlt die Linie"),
        ({"action": "hourly", "line": "nirgends"}, 404, "gibt es im Fahrplan nicht"),
        (
            {"action": "hourly", "line": line, "begin": "20:00", "end": "06:00"},
            422,
            "endet vor seinem Beginn",
        ),
        ({"action": "last_trip", "line": line}, 422, "fehlt die Uhrzeit"),
        ({"action": "last_trip", "line": line, "time": "12:00"}, 422, "bitte eine spätere Uhrzeit wählen"),
        ({"action": "add_stop", "line": line}, 422, "fehlt der Ort"),
        ({"action": "add_stop", "line": line, "lon": 7.0, "lat": 51.0}, 422, "Umweg"),
        ({"action": "on_demand"}, 422, "fehlen die Ortsteile"),
        ({"action": "on_demand", "ortsteile": ["nirgends"]}, 404, "nirgends"),
    ]:
        answer = client.post("/api/pt/whatif", json=body)
        assert answer.status_code == status, (body, answer.text)
        assert words in answer.json()["detail"]


def test_a_what_if_is_kept_and_removed(client, probed):
    line = next(line.line for line in service.list_lines(probed) if line.name == "757")
    asked = {"kind": "transit", "action": "last_trip", "line": line, "time": "22:45"}
    kept = client.post("/api/scenarios", json={"title": "Spätbus", "ask": asked})
    assert kept.status_code == 201, kept.text
    scenario = kept.json()
    assert scenario["result"]["kind"] == "transit"
    assert scenario in client.get("/api/scenarios").json()
    assert client.delete(f"/api/scenarios/{scenario['scenario_id']}").status_code == 204
