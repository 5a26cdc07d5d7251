"""Routes for figures: what they answer is what the service says, with state, run and model."""

import pytest

from geo import service
from geo.domain import State

HEMMERDE = "05978036-hemmerde"


def test_reachability_of_a_zentrum(client):
    rows = client.get("/api/reachability", params={"zentrum": HEMMERDE, "mode": "walk"}).json()
    layers = client.get("/api/layers").json()
    assert {row["layer"] for row in rows} == {layer["key"] for layer in layers}
    school = next(row for row in rows if row["layer"] == "primary_school")
    assert school["state"] == "reached"
    assert school["state_title"] == "erreicht"
    assert school["norm_met"] is True
    assert school["limit_text"].replace("\xa0", " ") == "2 km"
    pharmacy = next(row for row in rows if row["layer"] == "pharmacy")
    assert pharmacy["state"] == "data_missing"
    assert pharmacy["value_text"] == "keine Daten"
    assert pharmacy["travel_time_s"] is None


def test_one_layer_for_all_zentren(client):
    rows = client.get("/api/reachability", params={"layer": "primary_school", "mode": "walk"}).json()
    assert len(rows) == 61
    assert {row["state"] for row in rows} <= set(State)
    assert all((row["value"] is None) == (row["class_letter"] is None) for row in rows)
    own = [row for row in rows if row["own_travel_time_s"]]
    assert own
    assert all(row["own_travel_time_s"] >= row["travel_time_s"] for row in own)
    assert len({row["run_id"] for row in rows}) == 1


def test_class_norm_and_state_agree(client):
    rows = client.get("/api/reachability", params={"mode": "walk"}).json()
    judged = [row for row in rows if row["norm_met"] is not None]
    assert judged
    for row in judged:
        assert (row["class_letter"] in "ABC") == row["norm_met"]
        assert (row["state"] == "reached") == row["norm_met"]
        unsure = row["nearer_possible"] and not row["norm_met"]
        assert row["verdict"] == ("vielleicht zu weit" if unsure else row["state_title"])


def test_headline_counts_what_the_list_shows(client):
    rows = client.get("/api/reachability", params={"layer": "primary_school", "mode": "walk"}).json()
    found = client.get("/api/summary", params={"layer": "primary_school", "mode": "walk"}).json()
    missed = [row for row in rows if row["norm_met"] is False]
    assert found["n_missed"] == len(missed) > 0
    assert found["residents_missed"] == sum(row["residents_scaled"] for row in missed)
    assert found["figure"] == f"{len(missed)} von 61"
    assert sum(found["by_kommune"].values()) == len(missed)
    assert "weiter als 2" in found["sentence"]
    assert "von der nächsten bekannten Grundschule" in found["sentence"]
    assert found["norm"]["source"]


def test_a_layer_without_data_says_so(client):
    found = client.get("/api/summary", params={"layer": "pharmacy", "mode": "walk"}).json()
    assert found["figure"] == "keine Daten"
    assert found["residents_missed"] is None
    assert "liegen in keinem Ortsteil Daten vor" in found["sentence"]


def test_gaps_are_ranked(client):
    gaps = client.get("/api/gaps", params={"mode": "walk"}).json()
    assert gaps
    people = [gap["residents_scaled"] for gap in gaps]
    assert people == sorted(people, reverse=True)
    assert gaps[0]["rank_people"] == 1
    assert all(gap["shortfall"] > 0 for gap in gaps)
    one = client.get("/api/gaps", params={"mode": "walk", "layer": "primary_school"}).json()
    assert 0 < len(one) < len(gaps)


def test_links_say_that_nobody_is_near(client):
    found = client.get("/api/links").json()
    assert found["links"] == []
    assert len(found["nearest"]) == 15  # pairs of six municipalities
    first = found["nearest"][0]
    assert {first["a"]["name"], first["b"]["name"]} == {"Roland", "Walstedde"}
    assert first["crow_m"] == pytest.approx(15_000, abs=60)
    assert first["within"] is False
    assert "Roland (Beckum) und Walstedde (Drensteinfurt)" in found["sentence"]


def test_sheet_is_the_service(client, opened):
    answer = client.get(f"/api/zentren/{HEMMERDE}").json()
    sheet = service.read_sheet(opened, HEMMERDE)
    assert answer == sheet.model_dump(mode="json")
    assert answer["name"] == "Hemmerde"
    assert answer["residents"]["value"] == 2785
    assert "(2013)" in answer["residents"]["text"]
    assert "Walstedde (Drensteinfurt)" in answer["partner_sentence"]
    assert answer["run"]["run_id"] in answer["source_line"]
    assert "Luftlinienmodell" in answer["source_line"]


def test_every_zentrum_has_a_sheet(client):
    ids = [feature["id"] for feature in client.get("/api/zentren").json()["features"]]
    assert len(ids) == 61
    for zentrum_id in ids[::7]:
        sheet = client.get(f"/api/zentren/{zentrum_id}").json()
        assert sheet["figures"]
        assert sheet["nearest_partner"]
        assert sheet["sentence"].endswith(".")
