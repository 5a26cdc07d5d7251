"""``mitten areas``: the same answers as the API, in sentences or as JSON."""

import json

import pytest

from geo import service
from geo.results import ProjektraumEdit, ProjektraumNew
from tests.signed_in import open_as_operator


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


@pytest.fixture(scope="module")
def raum(loaded_settings):
    """A Projektraum with Winterberg taken in by hand, too far away for its limit."""
    opened = open_as_operator(loaded_settings)
    area = service.read_areas(opened, "near", "secondary_school").areas[0]
    made = service.create_raum(opened, ProjektraumNew(area_id=area.area_id, notes="Treffen [im] Mai"))
    members = [*(member.place_id for member in made.members), "05958048-winterberg"]
    edit = ProjektraumEdit(
        version=1, name=made.info.name, notes=made.notes, members=members, projects=[], visibility="public"
    )
    yield service.change_raum(opened, made.info.raum_id, edit)
    opened.engine.dispose()


def test_a_projektraum_in_words_as_json_and_pdf(run, loaded_settings, raum, tmp_path):
    page = tmp_path / "raum.pdf"
    key = raum.info.raum_id
    found = run(loaded_settings, "areas", "room", key, "--pdf", str(page))
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith(raum.info.name)
    assert "Treffen [im] Mai" in found.stdout  # no markup of the terminal
    assert "✓ " in found.stdout
    assert "✗ " in found.stdout
    assert raum.difference.sentence in found.stdout
    assert "aufgenommen: Winterberg" in found.stdout
    for member in raum.members:
        assert member.name in found.stdout
    assert page.read_bytes().startswith(b"%PDF")
    shown = json.loads(run(loaded_settings, "areas", "room", key, "--json").stdout)
    assert shown == raum.model_dump(mode="json")


def test_a_projektraum_that_cannot_be_shown(run, loaded_settings, raum, tmp_path):
    nowhere = str(tmp_path / "fehlt" / "raum.pdf")
    for arguments, words in (
        (["nirgends"], "Den Projektraum „nirgends“ gibt es nicht"),
        (["nirgends", "--pdf", str(tmp_path / "raum.pdf")], "gibt es nicht"),
        ([raum.info.raum_id, "--pdf", nowhere], "lässt sich nicht schreiben"),
    ):
        refused = run(loaded_settings, "areas", "room", *arguments)
        assert (refused.exit_code, refused.stdout) == (1, ""), arguments
        assert words in refused.stderr
    assert not list(tmp_path.iterdir())
