"""A broken Verbund ends in one sentence and leaves the database as it was."""

import json
import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from geo.settings import PROJECT_ROOT

TABLES = (
    "verbund",
    "kommune",
    "ortsteil",
    "zentrum",
    "dataset",
    "facility",
    "project",
    "run",
    "reachability",
    "cell",
    "cell_result",
    "correction_seen",
    "scenario",
)


def snapshot(settings):
    """Number of rows and a checksum of each table."""
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        found = {
            table: connection.execute(
                text(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            ).one()
            for table in TABLES
        }
    engine.dispose()
    return found


@pytest.fixture
def verbund(tmp_path):
    """A copy of the default Verbund that a test may break."""
    shutil.copytree(PROJECT_ROOT / "data", tmp_path / "data")
    return tmp_path / "data" / "verbuende" / "61-6-eins"


def ortsteile(folder: Path) -> Path:
    return folder.parents[1] / "ortsteile"


def cut_geojson(folder):
    path = ortsteile(folder) / "ortsteile.geojson"
    path.write_text(path.read_text()[: path.stat().st_size // 2])
    return "ortsteile.geojson"


def drop_a_polygon(folder):
    path = ortsteile(folder) / "ortsteile.geojson"
    collection = json.loads(path.read_text())
    gone = collection["features"].pop()
    path.write_text(json.dumps(collection))
    return gone["properties"]["ortsteil_id"]


def move_a_polygon(folder):
    """Overlap: one Ortsteil takes the shape of its neighbour."""
    path = ortsteile(folder) / "ortsteile.geojson"
    collection = json.loads(path.read_text())
    beckum = [f for f in collection["features"] if f["properties"]["ags"] == "05570008"]
    beckum[0]["geometry"] = beckum[1]["geometry"]
    path.write_text(json.dumps(collection))
    return "05570008"


def drop_a_column(folder):
    path = ortsteile(folder) / "zentren.csv"
    lines = [line.split(",", 5) for line in path.read_text().splitlines()]
    path.write_text("\n".join(",".join([*line[:3], *line[4:]]) for line in lines))
    return "ags"


def wrong_ags(folder):
    path = ortsteile(folder) / "zentren.csv"
    path.write_text(path.read_text().replace(",Hemmerde,Unna,05978036,", ",Hemmerde,Unna,05978037,"))
    return "05978037"


def wrong_member(folder):
    path = folder / "verbund.toml"
    path.write_text(path.read_text().replace('"05978036"', '"05978999"'))
    return "05978999"


def not_a_number(folder):
    path = ortsteile(folder) / "zentren.csv"
    path.write_text(path.read_text().replace("51.5477", "fünfzig"))
    return "lat"


def swapped_coordinates(folder):
    path = ortsteile(folder) / "zentren.csv"
    path.write_text(path.read_text().replace("51.5477,7.8118", "7.8118,51.5477"))
    return "zentren.csv"


def excel_encoding(folder):
    path = ortsteile(folder) / "einwohner.csv"
    path.write_bytes(path.read_text().encode("cp1252"))
    return "UTF-8"


def excel_semicolons(folder):
    path = ortsteile(folder) / "zentren.csv"
    path.write_text(path.read_text().replace(",", ";"))
    return "zentren.csv"


def empty_file(folder):
    (ortsteile(folder) / "zentren.csv").write_text("")
    return "leer"


def missing_file(folder):
    (ortsteile(folder) / "zentren.csv").unlink()
    return "zentren.csv"


def broken_toml(folder):
    (folder / "verbund.toml").write_text('id = "61-6-eins\n')
    return "verbund.toml"


def unknown_layer(folder):
    path = folder.parents[1] / "bestand" / "schulen.csv"
    path.write_text(path.read_text().replace(",primary_school,", ",casino,", 1))
    return "casino"


@pytest.mark.parametrize(
    "mutilate",
    [
        cut_geojson, drop_a_polygon, move_a_polygon, drop_a_column, wrong_ags, wrong_member, not_a_number,
        swapped_coordinates, excel_encoding, excel_semicolons, empty_file, missing_file, broken_toml, unknown_layer,
    ],
)  # fmt: skip
def test_a_broken_verbund_changes_nothing(run, own_settings, verbund, mutilate):
    before = snapshot(own_settings)
    words = mutilate(verbund)
    failed = run(own_settings, "verbund", "load", str(verbund), "--force")
    assert failed.exit_code == 1, failed.output
    message = failed.stderr.strip().splitlines()[-1]
    assert message.startswith("Fehler: ")
    assert words in message
    assert message.endswith(".")
    assert len(message) < 400
    assert "Traceback" not in failed.output
    assert snapshot(own_settings) == before


def test_the_copy_itself_is_sound(run, own_settings, verbund):
    assert run(own_settings, "verbund", "load", str(verbund), "--force").exit_code == 0


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "text"])
def test_a_corrupt_pbf_changes_nothing(run, own_settings, testdata, tmp_path, damage):
    whole = (testdata / "osm" / "liechtenstein-valhalla.osm.pbf").read_bytes()
    broken = {
        "cut": whole[: len(whole) // 2],
        "noise": whole[:50_000] + os.urandom(50_000) + whole[100_000:],
        "empty": b"",
        "text": b"<html>Not Found</html>",
    }[damage]
    path = tmp_path / "kaputt.osm.pbf"
    path.write_bytes(broken)
    before = snapshot(own_settings)
    failed = run(own_settings, "load", "osm", str(path), "--stand", "2015-07-27")
    assert failed.exit_code == 1, failed.output
    message = failed.stderr.strip().splitlines()[-1]
    assert message.startswith("Fehler: ")
    assert "kaputt.osm.pbf" in message
    assert snapshot(own_settings) == before
