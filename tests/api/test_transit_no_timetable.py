"""Bus and rail in a Verbund without a timetable: stations alone, "keine Fahrplandaten", never a class or none."""

import pytest

HEMMERDE = "05978036-hemmerde"
MISSING = ("data_missing", "keine Fahrplandaten")


def get(client, path, **params):
    response = client.get(f"/api/pt/{path}", params=params)
    assert response.status_code == 200, response.text
    return response.json()


def test_the_timetable_says_that_there_is_none(client):
    info = get(client, "timetable")
    assert not info["loaded"]
    assert not info["computed"]
    assert (info["state"], info["state_title"]) == MISSING
    assert "kein Fahrplan" in info["sentence"]
    assert "mitten fetch gtfs" in info["note"]
    assert [day["title"] for day in info["day_types"]] == ["Schultag", "Ferientag", "Samstag", "Sonntag"]


def test_the_legend_of_every_method_is_there_all_the_same(client):
    info = get(client, "timetable")
    methods = {method["id"]: method for method in info["methods"]}
    assert {"are-2011", "oerok-2017", "goat-standard-120"} <= methods.keys()
    assert methods[info["default_method"]]["default"]
    assert info["default_method"] == "oerok-2017"
    austria = methods["oerok-2017"]
    assert [entry["letter"] for entry in austria["classes"]] == list("ABCDEFG")
    assert austria["distance_title"].replace("\xa0", " ") == "Fußweg bis 1,25 km"
    assert austria["window"] == "06:00-20:00"
    for method in methods.values():
        colours = [entry["colour"] for entry in method["classes"]]
        assert len(set(colours)) == len(colours) > 3


def test_only_stations_are_shown_and_none_has_a_class(client):
    stops = get(client, "stops")["features"]
    stations = client.get("/api/facilities", params={"layer": "railway_station"}).json()["features"]
    assert len(stops) == len(stations) > 100
    for stop in stops:
        assert (stop["properties"]["state"], stop["properties"]["state_title"]) == MISSING
        assert stop["properties"]["category"] is None
        assert stop["properties"]["interval_min"] is None
    some = get(client, "stops", bbox="7.6,51.5,7.9,51.6")["features"]
    assert 0 < len(some) < len(stops)


def test_departures_of_a_station(client):
    stop = get(client, "stops", bbox="7.6,51.5,7.9,51.6")["features"][0]
    found = get(client, f"stops/{stop['id']}/departures", day="sunday")
    assert (found["state"], found["state_title"]) == MISSING
    assert found["name"] == stop["properties"]["name"]
    assert (found["day_type"], found["lines"]) == ("sunday", [])
    assert client.get("/api/pt/stops/nirgends/departures").status_code == 404


@pytest.mark.parametrize("day", ["school", "holidays", "saturday", "sunday"])
def test_every_ortsteil_says_no_data(client, day):
    rows = get(client, "classes", day=day)
    assert len(rows) == 61
    for row in rows:
        assert (row["state"], row["state_title"], row["text"]) == (*MISSING, MISSING[1])
        assert row["class_letter"] is None
        assert row["best_stop"] is None
        assert row["residents_by_class"] == {}
        assert row["run_id"]


def test_headline_and_gaps_do_not_judge(client):
    assert get(client, "summary")["figure"] == MISSING[1]
    found = get(client, "gaps")
    assert (found["state"], found["pt_judged"]) == (MISSING[0], False)
    assert "nicht beurteilen" in found["sentence"]
    assert get(client, "travel-times", zentrum=HEMMERDE) == []


def test_sheet_of_a_zentrum(client):
    sheet = get(client, f"zentren/{HEMMERDE}", method="are-2011")
    assert (sheet["state"], sheet["state_title"]) == MISSING
    assert [row["ortsteil_id"] for row in sheet["classes"]] == [HEMMERDE] * 4  # one per kind of days
    assert sheet["method"] == "are-2011"


def test_what_cannot_be_answered_is_one_sentence(client):
    for response, status, words in [
        (client.get("/api/pt/classes", params={"method": "xy"}), 404, "Die Methode „xy“ gibt es nicht"),
        (client.get("/api/pt/classes", params={"day": "monday"}), 422, "day"),
        (client.get("/api/pt/zentren/nirgends"), 404, "nirgends"),
        (client.get("/api/pt/travel-times", params={"zentrum": "nirgends"}), 404, "nirgends"),
        (client.get("/api/pt/lines"), 409, "kein Fahrplan geladen"),
        (
            client.post("/api/pt/whatif", json={"action": "hourly", "line": "Bus 1"}),
            409,
            "kein Fahrplan geladen",
        ),
        (client.post("/api/pt/whatif", json={"action": "fly"}), 422, "action"),
        (client.post("/api/pt/whatif", json={"action": "last_trip", "time": "25 Uhr"}), 422, "time"),
    ]:
        assert response.status_code == status, response.text
        assert words in response.json()["detail"]
