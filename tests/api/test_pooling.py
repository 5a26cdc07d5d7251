"""Shared sites of a near area: sentence, sites within the limit, threshold, and what is refused."""

import pytest

SERVICE = "secondary_school"


@pytest.fixture(scope="module")
def area(client):
    areas = client.get("/api/areas", params={"service": SERVICE}).json()["areas"]
    assert areas
    return max(areas, key=lambda area: area["residents"])


def ask(client, area, **changes):
    asked = {"service": SERVICE, "area_id": area["area_id"]} | changes
    return client.post("/api/areas/pool", json=asked)


def test_a_shared_site_reaches_people_of_several_municipalities(client, area):
    found = ask(client, area).json()
    assert found["people"] == area["residents"]
    assert 0 < found["reached"] <= found["people"]
    assert found["proven"]
    assert "bewiesen" in found["sentence"]
    assert found["comparison"].startswith("Jede für sich: ")
    assert "Luftlinie" in found["model_note"]
    (site,) = found["sites"]
    assert site["name"] in found["sentence"]
    assert site["people"] == found["reached"]
    assert {way["place"]["place_id"] for way in found["ways"]} == {
        member["place"]["place_id"] for member in area["members"]
    }
    served = [way for way in found["ways"] if way["site_id"]]
    assert served
    assert all(way["travel_time_s"] <= 1500 for way in served)
    assert sum(way["place"]["residents"] or 0 for way in served) == found["reached"]


def test_a_short_limit_needs_more_sites_and_makes_a_round(client, area):
    one, three = (ask(client, area, limit_min=6, count=count).json() for count in (1, 3))
    assert one["limit_source"] == "eigene Angabe"
    assert three["reached"] > one["reached"]
    assert len(three["sites"]) > 1
    assert three["round_min"] > 0
    assert three["rota"].startswith("Als mobiles Angebot: Runde ")
    assert one["rota"] == ""


def test_least_time_of_everybody(client, area):
    """The p-median: no other choice takes less time, and everybody has a site, beyond the limit too."""
    reach, time = (ask(client, area, aim=aim, limit_min=6).json() for aim in ("reach", "time"))
    assert "kürzesten Zeit aller, im Mittel" in time["sentence"]
    assert time["proven"]
    assert all(way["site_id"] for way in time["ways"])
    assert any("weiter als die Grenze" in way["text"] for way in time["ways"])
    assert time["reached"] <= reach["reached"]

    def person_s(answer):
        return sum(way["travel_time_s"] * (way["place"]["residents"] or 0) for way in answer["ways"])

    fewer = ask(client, area, aim="time", count=2).json()
    assert person_s(fewer) < person_s(time)


def test_each_municipality_alone_and_together(client, area):
    found = ask(client, area).json()
    assert sum(row["people"] for row in found["alone"]) == found["people"]
    assert sum(row["reached"] for row in found["alone"]) == found["reached_alone"]
    assert sum(row["reached_shared"] for row in found["alone"]) == found["reached"]
    assert {row["ags"] for row in found["alone"]} <= {kommune["key"] for kommune in area["kommunen"]}


def test_layers_say_whether_they_have_rooms(client):
    rooms = [layer["key"] for layer in client.get("/api/layers").json() if layer["rooms"]]
    assert rooms == ["primary_school", "secondary_school", "town_hall", "community_centre", "parish_hall"]


def test_a_threshold_beyond_all_people_opens_nothing(client, area):
    found = ask(client, area, min_people=area["residents"] + 1, min_people_source="Prüffall").json()
    assert (found["sites"], found["reached"]) == ([], 0)
    assert found["sentence"].startswith("Kein möglicher Standort trägt sich")
    assert "(Prüffall)" in found["sentence"]


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"service": "ski_lift"}, 404, "ski_lift"),
        ({"sites": ["ski_lift"]}, 404, "ski_lift"),
        ({"area_id": "near-nowhere"}, 404, "near-nowhere"),
        ({"area_id": None, "raum_id": "nowhere"}, 404, "nowhere"),
        ({"raum_id": "both"}, 422, "entweder"),
        ({"sites": []}, 422, "sites"),
        ({"count": 0}, 422, "count"),
        ({"aim": "beauty"}, 422, "aim"),
        ({"limit_min": 0}, 422, "limit_min"),
        ({"min_people": -1}, 422, "min_people"),
        ({"min_people": 500}, 422, "Quelle"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(client, area, changes, status, words):
    answer = ask(client, area, **changes)
    assert answer.status_code == status
    assert words in answer.json()["detail"]
