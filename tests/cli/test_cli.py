"""The command line: what each command answers, and what it says when something is wrong."""

import csv
import io
import json
import shutil

import geopandas as gpd
import pytest
from sqlalchemy import create_engine, text

from geo.cli.server import _validate_port
from geo.db.migrate import find_differences
from geo.errors import InputError
from geo.layers import list_layers
from geo.settings import PROJECT_ROOT

VERBUND = PROJECT_ROOT / "data" / "verbuende" / "61-6-eins"

N_LAYERS = len(list_layers())


def count(settings, table):
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        found = connection.scalar(text(f"SELECT count(*) FROM {table}"))
    engine.dispose()
    return found


def test_load_compute_and_again(run, fresh_settings):
    loaded = run(fresh_settings, "verbund", "load", "61-6-eins", "--json")
    assert loaded.exit_code == 0, loaded.output
    answer = json.loads(loaded.stdout)
    assert answer["changed"] is True
    assert answer["rows"]["ortsteil"] == 61
    first = json.loads(run(fresh_settings, "compute", "--json").stdout)
    assert first["changed"] is True
    assert first["rows"]["reachability"] == 61 * N_LAYERS * 3 * 2
    again = json.loads(run(fresh_settings, "compute", "--json").stdout)
    assert again == {"run_id": first["run_id"], "changed": False, "rows": {}}
    assert json.loads(run(fresh_settings, "verbund", "load", "--json").stdout)["changed"] is False
    by_folder = json.loads(run(fresh_settings, "compute", "--json", "--verbund", str(VERBUND)).stdout)
    assert by_folder == again  # whoever names the folder means the Verbund in it
    other = json.loads(run(fresh_settings, "compute", "--json", "-p", "speed_kmh.walk=3,5").stdout)
    assert other["run_id"] != first["run_id"]
    forced = json.loads(run(fresh_settings, "compute", "--json", "--force").stdout)
    assert forced["run_id"] == first["run_id"]
    assert forced["changed"] is True


def test_progress_goes_to_stderr(run, fresh_settings):
    loaded = run(fresh_settings, "verbund", "load", str(VERBUND))
    assert "Verbund speichern: fertig in" in loaded.stderr
    assert loaded.stdout == ""


def test_verbund_list(run, fresh_settings):
    found = json.loads(run(fresh_settings, "verbund", "list", "--json").stdout)
    assert {"id": "61-6-eins", "title": "61|6|eins"} in found


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("verbund", "load", "nirgends"), "nirgends"),
        (("compute", "--verbund", "nirgends"), "nicht geladen"),
        (("compute", "-p", "unsinn=3"), "unsinn"),
        (("compute", "-p", "speed_kmh.walk"), "NAME=ZAHL"),
        (("report", "zentrum", "nirgends", "-o", "/tmp/mitten-nirgends.pdf"), "nirgends"),
        (("export", "--format", "xls", "-o", "/tmp/mitten-nirgends"), "xls"),
        (("load", "bestand", "/nirgends/bestand.toml"), "bestand.toml"),
        (("load", "osm", "/nirgends/x.osm.pbf", "--stand", "2026-01-01"), "x.osm.pbf"),
        (("load", "projekte", "/nirgends/projekte.csv"), "projekte.csv"),
        (("ortsteile", "build", "--gemarkungen", "/nirgends/g.gml"), "g.gml"),
        (("ortsteile", "build", "--gemarkungen", "/nirgends/g.gml", "--wfs"), "nicht beides"),
        (("db", "start"), "MITTEN_DATABASE_URL"),
    ],
)
def test_errors_are_one_sentence(run, settings, arguments, words):
    failed = run(settings, *arguments)
    assert failed.exit_code == 1, failed.output
    message = failed.stderr.strip().splitlines()[-1]
    assert message.startswith("Fehler: ")
    assert words in message
    assert message.endswith(".")
    assert "Traceback" not in failed.output


def test_an_empty_database_says_what_to_do(run, fresh_settings):
    failed = run(fresh_settings, "check")
    assert failed.exit_code == 1
    assert "mitten verbund load 61-6-eins" in failed.output


def test_every_command_brings_the_tables_of_this_version(run, fresh_settings, fresh_database):
    with fresh_database.begin() as connection:  # as a database of an older version lacks some
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.execute(text("CREATE EXTENSION postgis"))
    answer = run(fresh_settings, "compute")
    assert answer.exit_code == 1
    assert "mitten verbund load" in answer.stderr
    assert find_differences(fresh_database) == []


def test_check(run, settings):
    checked = run(settings, "check", "--json")
    assert checked.exit_code == 0, checked.output
    findings = json.loads(checked.stdout)
    texts = " ".join(finding["text"] for finding in findings)
    assert "PostGIS 3." in texts
    assert "61 Ortsteile in 6 Kommunen" in texts
    assert "keine Daten: " in texts
    assert "Apotheke" in texts
    assert {finding["level"] for finding in findings} == {"ok", "hint"}


def test_check_notices_data_newer_than_the_run(run, own_settings):
    engine = create_engine(own_settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE verbund SET checksum = 'x'"))
    engine.dispose()
    checked = run(own_settings, "check")
    assert checked.exit_code == 1
    assert "mitten compute" in checked.output


def test_report_writes_a_pdf(run, settings, tmp_path):
    target = tmp_path / "hemmerde.pdf"
    written = run(settings, "report", "zentrum", "05978036-hemmerde", "-o", str(target))
    assert written.exit_code == 0, written.output
    assert target.read_bytes().startswith(b"%PDF")


def test_export_csv_opens_in_a_german_spreadsheet(run, settings, tmp_path):
    assert run(settings, "export", "--format", "csv", "-o", str(tmp_path / "csv")).exit_code == 0
    raw = (tmp_path / "csv" / "erreichbarkeit.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 61 * N_LAYERS * 3
    reached = next(row for row in rows if row["state"] == "reached")
    assert "," in reached["distance_m"]
    assert "." not in reached["distance_m"]
    assert reached["state_title"] == "erreicht"
    names = {path.name for path in (tmp_path / "csv").iterdir()}
    # Without a timetable bus and rail have no tables, but for gaps on foot and by bike that are not judged.
    assert names - {"mobilitaetsluecken.csv"} == {f"{n}.csv" for n in (
        "kommunen", "ortsteile", "zentren", "einrichtungen", "erreichbarkeit", "luecken",
        "projektraeume", "projektraum-mitglieder", "zwillinge", "partner",
    )}  # fmt: skip


def test_export_defuses_formulas(run, own_settings, tmp_path):
    engine = create_engine(own_settings.database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE facility SET name = '=HYPERLINK(1)' WHERE facility_id = (SELECT min(facility_id) FROM facility)"
            )
        )
    engine.dispose()
    assert run(own_settings, "export", "--format", "csv", "-o", str(tmp_path)).exit_code == 0
    content = (tmp_path / "einrichtungen.csv").read_text("utf-8-sig")
    assert "'=HYPERLINK(1)" in content


def test_export_gpkg_opens_in_a_gis(run, settings, tmp_path):
    target = tmp_path / "mitten.gpkg"
    assert run(settings, "export", "-o", str(target)).exit_code == 0
    ortsteile = gpd.read_file(target, layer="ortsteile")
    assert len(ortsteile) == 61
    assert ortsteile.crs.to_epsg() == 25832
    assert set(gpd.list_layers(target)["name"]) >= {"kommunen", "zentren", "einrichtungen", "erreichbarkeit"}


def test_export_geojson(run, settings, tmp_path):
    assert run(settings, "export", "--format", "geojson", "-o", str(tmp_path)).exit_code == 0
    assert len(json.loads((tmp_path / "zentren.geojson").read_text())["features"]) == 61


def test_loading_single_datasets(run, own_settings, tmp_path):
    before = count(own_settings, "facility")
    bestand = shutil.copytree(PROJECT_ROOT / "data" / "bestand", tmp_path / "bestand")
    schools = bestand / "schulen.csv"
    lines = schools.read_text().splitlines()
    schools.write_text("\n".join(lines[:-1]) + "\n")
    loaded = run(own_settings, "load", "bestand", str(bestand / "bestand.toml"))
    assert loaded.exit_code == 0, loaded.output
    assert count(own_settings, "facility") == before - 1
    schools.write_text("\n".join([lines[0].replace("layer", "art"), *lines[1:]]))
    failed = run(own_settings, "load", "bestand", str(bestand / "bestand.toml"))
    assert failed.exit_code == 1
    assert "layer" in failed.stderr
    assert count(own_settings, "facility") == before - 1


def test_loading_projects_replaces_them(run, own_settings, tmp_path):
    lines = (PROJECT_ROOT / "data" / "projekte" / "projekte.csv").read_text().splitlines()
    some = tmp_path / "projekte.csv"
    some.write_text("\n".join(lines[:4]) + "\n")
    assert run(own_settings, "load", "projekte", str(some)).exit_code == 0
    assert count(own_settings, "project") == 3


def test_openapi_needs_no_database(run, settings, tmp_path):
    target = tmp_path / "deep" / "openapi.json"
    assert run(settings, "openapi", "-o", str(target)).exit_code == 0
    assert "/api/zentren" in json.loads(target.read_text())["paths"]


def test_a_taken_port_is_named(live_server):
    port = int(live_server.rsplit(":", 1)[1])
    with pytest.raises(InputError, match=f"Port {port} .* belegt"):
        _validate_port("127.0.0.1", port)


def test_help_is_german(run, settings):
    for arguments in ((), ("db",), ("verbund",), ("load",), ("report",)):
        shown = run(settings, *arguments, "--help")
        assert shown.exit_code == 0
        assert "Befehle" in shown.stdout
