"""Commands for figures: the answers of the service, as JSON and as a table; one sentence where it goes wrong."""

import json

import pytest
from sqlalchemy import create_engine

from geo import service


@pytest.fixture
def opened_fl(liechtenstein, monkeypatch):
    monkeypatch.setenv("MITTEN_STATE_DIR", str(liechtenstein.state_dir))
    monkeypatch.setenv("MITTEN_VERBUND", "liechtenstein")
    engine = create_engine(liechtenstein.database_url)
    yield service.OpenVerbund(engine, "liechtenstein", liechtenstein.network_dir)
    engine.dispose()


def test_ranking(run, settings, opened):
    found = run(settings, "ranking", "-w", "secondary_school=0", "--json")
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout) == service.rank(opened, "walk", {"secondary_school": 0}).model_dump(
        mode="json"
    )
    words = run(settings, "ranking", "--nach-abstand").stdout
    measure = service.rank(opened, "walk").shortfall
    assert measure.sentence in words
    assert measure.sensitivity in words
    assert len(words.splitlines()) > 20


def test_reach_of_a_zentrum_and_of_a_service(run, settings, opened):
    found = json.loads(run(settings, "reach", "--zentrum", "05978036-hemmerde", "--json").stdout)
    rows = service.list_reach(opened, zentrum="05978036-hemmerde", mode="walk")
    assert found == [row.model_dump(mode="json") for row in rows]
    words = run(settings, "reach", "--layer", "primary_school").stdout
    assert len(words.splitlines()) == 62
    assert "Hemmerde (Unna)" in words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ranking", "-w", "supermarket"), "supermarket=2"),
        (("ranking", "-w", "casino=1"), "casino"),
        (("reach",), "--layer"),
        (("scenario", "delete", "nichts"), "nichts"),
        (("coverage", "supermarket"), "mitten load raster"),
        (("supply", "supermarket"), "mitten load raster"),
        (("isochrones", "05978036-hemmerde"), "kein Straßennetz geladen"),
        (("isochrones", "05978036-hemmerde", "--minutes", "x"), "braucht Zahlen"),
        (("whatif", "add", "supermarket", "900", "47"), "Grade"),
    ],
)
def test_mistakes_are_one_sentence(run, settings, arguments, words):
    found = run(settings, *arguments)
    assert found.exit_code == 1
    assert words in found.stderr
    assert "Traceback" not in found.output


def test_nahversorgung(run, settings, opened):
    found = json.loads(run(settings, "nahversorgung", "--json").stdout)
    assert found == [row.model_dump(mode="json") for row in service.list_nahversorgung(opened)]


@pytest.mark.slow
def test_isochrones_as_words_and_file(run, liechtenstein, opened_fl, tmp_path):
    place = service.read_zentren(opened_fl).query("name == 'Vaduz'")["zentrum_id"].iloc[0]
    path = tmp_path / "vaduz.geojson"
    found = run(liechtenstein, "isochrones", place, "--minutes", "5,10", "--speed", "3.5", "-o", str(path))
    assert found.exit_code == 0, found.output
    assert "in 10 min zu Fuß (ältere Menschen 3,5\xa0km/h)" in found.stdout
    areas = service.list_isochrones(opened_fl, place, "walk", [5, 10], speed_kmh=3.5)
    written = json.loads(path.read_text())["features"]
    assert [each["properties"]["minutes"] for each in written] == [10, 5]
    assert written[0]["properties"]["area_km2"] == areas[1].area_km2


@pytest.mark.slow
def test_what_if_there_and_gone(run, liechtenstein, opened_fl):
    found = run(liechtenstein, "whatif", "add", "supermarket", "9.52", "47.2", "--json")
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert answer["rows"]
    shop = service.read_facilities(opened_fl, "supermarket")["facility_id"].iloc[0]
    words = run(liechtenstein, "whatif", "close", "supermarket", shop).stdout
    assert "ohne diese Einrichtung" in words


@pytest.mark.slow
def test_a_what_if_is_saved_listed_and_deleted(run, liechtenstein, opened_fl):
    ask = ("whatif", "add", "pharmacy", "9.52", "47.2")
    saved = run(liechtenstein, *ask, "--save", "Apotheke im Norden", "--json")
    assert saved.exit_code == 0, saved.output
    kept = next(each for each in service.list_scenarios(opened_fl) if each.title == "Apotheke im Norden")
    assert json.loads(saved.stdout) == kept.result.model_dump(mode="json")
    assert "Apotheke im Norden" in run(liechtenstein, "scenario", "list").stdout
    assert run(liechtenstein, "scenario", "delete", kept.scenario_id).exit_code == 0
    assert kept.scenario_id not in {each.scenario_id for each in service.list_scenarios(opened_fl)}
    long = run(liechtenstein, *ask, "--save", "x" * 121)
    assert "120 Zeichen" in long.stderr
