"""``mitten fetch gtfs``, ``load gtfs``: what they say, and one sentence for what goes wrong."""

import json

import pytest

from geo.settings import PROJECT_ROOT
from tests.pipeline.vaduz import serve_folder
from tests.sources.gtfs_files import write_gtfs

PROBE = str(PROJECT_ROOT / "tests" / "verbuende" / "rhein-neckar-probe")


@pytest.fixture
def probe(run, fresh_settings, tmp_path, testdata, monkeypatch):
    monkeypatch.setenv("MITTEN_TESTDATA", str(testdata))
    monkeypatch.setenv("MITTEN_STATE_DIR", str(tmp_path / "state"))
    assert run(fresh_settings, "verbund", "load", PROBE).exit_code == 0
    return fresh_settings


def test_load_says_counts_findings_and_days(run, probe):
    loaded = run(probe, "load", "gtfs", "--verbund", PROBE)
    assert loaded.exit_code == 0, loaded.output
    assert "vrn_gtfs_cut.zip (Stand 10.03.2023) geladen" in loaded.stderr
    assert "Inhalt: 1.480 Fahrten auf 7 Linien, 46.269 Halte" in loaded.stderr
    assert "Doppelte Fahrten: 1 Fahrt gibt es zweimal" in loaded.stderr
    assert "Schultag: Dienstag, 21.06.2022: 748 Fahrten" in loaded.stderr
    assert "Sonntag: Sonntag, 19.06.2022: 376 Fahrten" in loaded.stderr
    checked = run(probe, "check", "--verbund", "rhein-neckar-probe")
    assert "vrn-19-20-1-2-1-H-0-Special#5-87-6" in checked.output + checked.stderr


def test_load_as_json(run, probe):
    loaded = run(probe, "load", "gtfs", "--verbund", PROBE, "--json")
    found = json.loads(loaded.stdout)
    assert found["findings"][0]["code"] == "counts"
    assert [day["date"] for day in found["reference_days"]] == [
        "2022-06-21", "2022-06-14", "2022-06-18", "2022-06-19",
    ]  # fmt: skip


def test_fetch_load_and_again(run, probe, tmp_path, monkeypatch):
    (tmp_path / "server").mkdir()
    write_gtfs(tmp_path / "server" / "latest.zip")
    with serve_folder(tmp_path / "server") as url:
        monkeypatch.setenv("MITTEN_GTFS_URL", f"{url}/latest.zip")
        fetched = run(probe, "fetch", "gtfs", "--verbund", PROBE)
        again = run(probe, "fetch", "gtfs", "--verbund", PROBE)
    assert fetched.exit_code == 0, fetched.output
    assert "heruntergeladen" in fetched.stderr
    assert "Weiter mit „mitten load gtfs“." in fetched.stderr
    assert "unverändert" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("load", "gtfs", "fehlt.zip"), "fehlt.zip fehlt"),
        (("load", "gtfs", __file__), "ist kein Zip"),
        (("fetch", "gtfs"), "keine Adresse"),
    ],
)
def test_one_sentence(run, probe, arguments, sentence):
    failed = run(probe, *arguments, "--verbund", PROBE)
    assert failed.exit_code == 1
    message = failed.stderr.strip().splitlines()[-1]
    assert message.startswith("Fehler: ")
    assert sentence in message
    assert message.endswith(".")


def test_before_the_verbund_is_loaded(run, fresh_settings):
    failed = run(fresh_settings, "load", "gtfs")
    assert failed.exit_code == 1
    assert "ist nicht geladen: bitte „mitten verbund load 61-6-eins“ ausführen." in failed.stderr
