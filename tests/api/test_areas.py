"""Routes of shared project areas: areas with reasons, other limits, partners, twins, and what is refused."""

import pytest

from geo.service.areas import find_nearest_abroad, read_known

SERVICE = "secondary_school"


@pytest.fixture(scope="module")
def near(client):
    return client.get("/api/areas", params={"service": SERVICE}).json()


def plain(text):
    return text.replace("\xa0", " ")


def test_near_areas_say_why(near):
    assert near["limit_text"].replace("\xa0", " ") == "25 min"
    assert "RIN" in near["limit_source"]
    assert "Luftlinie" in near["model_note"]
    assert len(near["areas"]) >= 3
    for area in near["areas"]:
        assert len(area["kommunen"]) >= 2
        assert area["hub"]["name"] in area["title"]
        assert area["reason"].endswith(f"Treffpunkt: {area['hub']['name']}.")
        assert all(kommune["title"] in area["reason"] for kommune in area["kommunen"])
        assert max(member["time_to_hub_s"] for member in area["members"]) <= area["spread"] <= 1500
    assert "bewiesen" in near["solutions"][0]["sentence"]


def test_who_stands_in_no_area_is_an_island_with_its_nearest_partner(client, near):
    inside = {member["place"]["place_id"] for area in near["areas"] for member in area["members"]}
    gaps = client.get("/api/gaps", params={"layer": SERVICE}).json()
    assert {island["place"]["place_id"] for island in near["islands"]} == {
        gap["ortsteil_id"] for gap in gaps
    } - inside
    far = [island for island in near["islands"] if not island["within"]]
    assert far
    assert all(island["travel_time_s"] > 1500 and "kein Partner in" in island["text"] for island in far)
    assert all(island["place"]["ags"] != island["nearest"]["ags"] for island in near["islands"])


def test_a_partner_just_over_the_limit_is_not_said_to_be_within_it(near):
    """Walstedde–Stockum: 25.2 minutes where the limit is 25."""
    rounded = [isl for isl in near["islands"] if not isl["within"] and isl["travel_time_s"] < 25.5 * 60]
    assert rounded
    assert all("gut 25 min" in plain(island["text"]) for island in rounded)


def test_a_service_of_which_nothing_is_loaded_is_not_said_to_be_missed_by_nobody(client):
    ask = {"service": "doctor"}
    for answer in (client.get("/api/areas", params=ask), client.post("/api/areas/near", json=ask)):
        assert answer.json()["sentence"].startswith("Für Hausärzte liegen keine Daten vor")
    missed = client.get("/api/areas", params={"service": SERVICE}).json()["sentence"]
    assert "keine Daten" not in missed


def test_other_limits_are_computed_on_request(client, near):
    same = client.post("/api/areas/near", json={"service": SERVICE}).json()
    drop = lambda area: {key: area[key] for key in ("area_id", "members", "residents", "reason")}  # noqa: E731
    assert [drop(area) for area in same["areas"]] == [drop(area) for area in near["areas"]]
    close = client.post("/api/areas/near", json={"service": SERVICE, "limit_min": 10}).json()
    assert close["limit_source"] == "eigene Angabe"
    assert close["areas"]
    assert all(area["spread"] <= 600 for area in close["areas"])
    assert close["solutions"][0]["covered"] < near["solutions"][0]["covered"]
    none = client.post("/api/areas/near", json={"service": SERVICE, "min_residents": 1_000_000}).json()
    assert none["areas"] == []
    assert "zusammen genug Einwohner" in none["sentence"]


@pytest.mark.parametrize(
    ("ask", "status", "words"),
    [
        ({"service": "ski_lift"}, 404, "ski_lift"),
        ({"service": SERVICE, "limit_min": 0}, 422, "limit_min"),
        ({"service": SERVICE, "limit_min": 61}, 422, "zwischen 1 und 60"),
        ({"service": SERVICE, "min_residents": -1}, 422, "min_residents"),
        ({"service": SERVICE, "max_members": 1}, 422, "max_members"),
        ({"limit_min": 5}, 422, "service"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(client, ask, status, words):
    answer = client.post("/api/areas/near", json=ask)
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_twins_say_what_they_share(client):
    found = client.get("/api/areas", params={"kind": "twin"}).json()
    assert "Zwillingen" in found["sentence"]
    assert len(found["areas"]) >= 3
    for area in found["areas"]:
        assert area["reason"].startswith(("Beiden fehlt ", "Allen "))
        assert len(area["kommunen"]) >= 2
        assert area["hub"] is None


def test_partners_of_the_verbund(client):
    found = client.get("/api/areas/partners").json()
    near = {
        (link["zentrum"]["kommune"], link["other"]["kommune"]) for link in found["pairs"] if link["within"]
    }
    assert {
        ("Winterberg", "Bad Berleburg"),
        ("Drensteinfurt", "Münster"),
        ("Unna", "Menden (Sauerland)"),
    } <= near
    times = [link["travel_time_s"] for link in found["pairs"]]
    assert times == sorted(times)
    walk = client.get("/api/areas/partners", params={"mode": "walk"}).json()
    assert len(walk["pairs"]) < len(found["pairs"])


def test_what_is_near_a_zentrum(client):
    found = client.get("/api/areas/nearby", params={"zentrum": "05958048-neuastenberg"}).json()
    assert found["partners"][0]["other"]["kommune"] == "Bad Berleburg"
    assert "Bad Berleburg" in found["sentence"]
    assert "(Luftlinienmodell)" in found["sentence"]
    assert {area["kind"] for area in found["areas"]} >= {"near"}
    assert any(area["hub"] and area["hub"]["name"] == "Neuastenberg" for area in found["areas"])
    island = client.get("/api/areas/nearby", params={"zentrum": "05558008-aulendorf"}).json()
    assert "ist eine Insel" in island["sentence"] or "erreichbar" in island["sentence"]


def test_every_twin_has_its_reason(client):
    twins = client.get("/api/areas", params={"kind": "twin"}).json()["areas"]
    place = twins[0]["members"][0]["place"]
    found = client.get("/api/areas/nearby", params={"zentrum": place["place_id"]}).json()
    assert found["twins"]
    assert all(twin["place"]["ags"] != place["ags"] for twin in found["twins"])
    assert all(twin["reason"].startswith("Beiden fehlt ") for twin in found["twins"])
    assert found["twins"][0]["place"]["name"] in found["twin_sentence"]


def test_unknown_places_and_kinds(client):
    assert client.get("/api/areas/nearby", params={"zentrum": "05970004-girkhausen"}).status_code == 404
    assert client.get("/api/areas", params={"kind": "far"}).status_code == 422
    assert client.get("/api/areas", params={"service": "ski_lift"}).status_code == 404


def test_every_zentrum_knows_a_partner(opened):
    """The nearest place of another municipality, within the limit or beyond."""
    with opened.connect() as connection:
        known = read_known(connection, opened)
    zentren = [place for place in known.places.values() if not place.partner]
    assert len(zentren) == 61
    for zentrum in zentren:
        other, time_s = find_nearest_abroad(zentrum, known)
        assert other.ags != zentrum.ags
        assert time_s > 0
