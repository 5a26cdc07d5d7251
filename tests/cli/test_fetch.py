"""``mitten fetch osm``, ``load osm``, ``load raster``: what they say, and one sentence for what goes wrong."""

import pytest

from tests.cli.test_bad_verbund import snapshot
from tests.pipeline.vaduz import DATE, NAME, serve_extract, write_verbund

PARQUET = "population/zensus2011_nrw_100m_dasymetric.parquet"
GRID = "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\n"


@pytest.fixture
def server(tmp_path, testdata, monkeypatch):
    with serve_extract(tmp_path / "server", testdata) as (url, files):
        monkeypatch.setenv("MITTEN_GEOFABRIK_URL", url)
        monkeypatch.setenv("MITTEN_STATE_DIR", str(tmp_path / "state"))
        yield files


def test_fetch_load_and_again(run, fresh_settings, server, tmp_path, testdata):
    town = str(write_verbund(tmp_path / "vaduz", testdata))
    assert run(fresh_settings, "verbund", "load", town).exit_code == 0
    fetched = run(fresh_settings, "fetch", "osm", "--verbund", town)
    assert fetched.exit_code == 0, fetched.output
    assert f"{NAME} (1,3 MB, Stand {DATE}): heruntergeladen" in fetched.stderr
    assert "Weiter mit „mitten load osm“ und „mitten compute“." in fetched.stderr
    loaded = run(fresh_settings, "load", "osm", "--verbund", town)
    assert loaded.exit_code == 0, loaded.output
    assert f"{NAME} (Stand {DATE})" in loaded.stderr
    assert "Straßennetz " in loaded.stderr
    before = snapshot(fresh_settings)
    assert "unverändert" in run(fresh_settings, "fetch", "osm", "--verbund", town).stderr
    assert snapshot(fresh_settings) == before
    assert run(fresh_settings, "load", "osm", "--verbund", town).exit_code == 0
    # The same rows; only the moment of loading is another.
    again = snapshot(fresh_settings)
    assert again | {"verbund": before["verbund"]} == before
    assert again["verbund"] != before["verbund"]
    before = again
    (server / NAME).unlink()
    failed = run(fresh_settings, "fetch", "osm", "--verbund", town)
    assert failed.exit_code == 1
    message = failed.stderr.strip().splitlines()[-1]
    assert message.startswith("Fehler: ")
    assert message.endswith(".")
    assert snapshot(fresh_settings) == before


def test_a_large_verbund_is_not_for_overpass(run, settings):
    failed = run(settings, "fetch", "osm", "--overpass")
    assert failed.exit_code == 1
    assert "zu groß für Overpass" in failed.stderr


def test_the_population_grid(run, own_settings, testdata):
    loaded = run(own_settings, "load", "raster", str(testdata / PARQUET))
    assert loaded.exit_code == 0, loaded.output
    assert "bewohnte Zellen geladen" in loaded.stderr
    told = loaded.stderr.replace("\xa0", " ")
    assert "Umgerechnet auf die amtliche Einwohnerzahl: Beckum × 1,028, Billerbeck × 1,042, " in told


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("utm.csv", GRID + "CRS3035RES100mN3120000E4140000;401250;5712350;12\n", "EPSG:3035"),
        ("fern.csv", GRID + "CRS3035RES100mN2800000E4400000;4400050;2800050;12\n", "keine bewohnte Zelle"),
        ("kurz.csv", "", "kurz.csv"),
        ("kein.parquet", "PAR1", "keine vollständige Parquet-Datei"),
    ],
)
def test_a_wrong_grid_changes_nothing(run, own_settings, tmp_path, name, content, said):
    (tmp_path / name).write_text(content)
    before = snapshot(own_settings)
    failed = run(own_settings, "load", "raster", str(tmp_path / name))
    assert failed.exit_code == 1, failed.output
    message = failed.stderr.strip().splitlines()[-1]
    assert message.startswith("Fehler: ")
    assert said in message
    assert snapshot(own_settings) == before
