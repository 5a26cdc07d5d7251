"""``mitten areas``: the same answers as the API, in sentences or as JSON."""

import json


def test_near_areas_in_words(run, settings):
    found = run(settings, "areas", "near", "secondary_school")
    assert found.exit_code == 0, found.output
    assert "Treffpunkt: Stockum." in found.stdout
    assert "bewiesen" in found.stdout
    assert "kein Partner in" in found.stdout


def test_near_areas_with_other_limits(run, settings, client):
    asked = (
        "areas",
        "near",
        "secondary_school",
        "--grenze",
        "10",
        "--einwohner",
        "500",
        "--mitglieder",
        "4",
        "--json",
    )
    found = json.loads(run(settings, *asked).stdout)
    same = client.post(
        "/api/areas/near",
        json={"service": "secondary_school", "limit_min": 10, "min_residents": 500, "max_members": 4},
    ).json()
    assert [area["area_id"] for area in found["areas"]] == [area["area_id"] for area in same["areas"]] != []


def test_twins_partners_and_what_is_near(run, settings):
    assert "fehlt" in run(settings, "areas", "twin").stdout
    partners = run(settings, "areas", "partners").stdout.replace("\xa0", " ")
    assert "Girkhausen (Bad Berleburg)" in partners
    nearby = run(settings, "areas", "nearby", "05958048-neuastenberg").stdout
    assert "Bad Berleburg" in nearby
    assert "Zwillinge: " in nearby


def test_what_is_refused(run, settings):
    for arguments in (["near", "ski_lift"], ["nearby", "05958048-nirgends"], ["near", "--grenze", "10"]):
        assert run(settings, "areas", *arguments).exit_code != 0


def test_shared_sites_in_words(run, settings, client):
    areas = client.get("/api/areas", params={"service": "secondary_school"}).json()["areas"]
    asked = (
        "areas",
        "pool",
        areas[0]["area_id"],
        "--services",
        "secondary_school",
        "--sites",
        "primary_school",
    )
    found = run(settings, *asked)
    assert found.exit_code == 0, found.output
    assert "Jede für sich: " in found.stdout
    assert "Luftlinienmodell" in found.stdout
    answer = json.loads(run(settings, *asked, "--json").stdout)
    assert answer["sites"]
    assert {site["layer"] for site in answer["sites"]} == {"primary_school"}
    refused = run(settings, *asked, "--schwelle", "500")
    assert refused.exit_code == 1
    assert "Quelle" in refused.output
