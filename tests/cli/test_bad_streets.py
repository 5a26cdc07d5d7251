"""Bad streets and corrections on the command line: one sentence, exit code 1, database and graphs as they were."""

import pytest

from geo.domain import Mode
from geo.network.graph import MANIFEST
from tests.cli.test_bad_verbund import snapshot
from tests.pipeline.vaduz import PBF, correct, write_verbund

FOOTPATH = """<osm version="0.6">
<bounds minlat="47.1" minlon="9.5" maxlat="47.2" maxlon="9.6"/>
<node id="1" lat="47.14" lon="9.52"/><node id="2" lat="47.141" lon="9.521"/>
<node id="3" lat="47.1405" lon="9.5205"><tag k="shop" v="supermarket"/><tag k="name" v="Laden"/></node>
<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="steps"/></way></osm>"""


def cut_off(folder, testdata):
    data = (testdata / "osm" / PBF).read_bytes()
    file = folder / "halb.osm.pbf"
    file.write_bytes(data[: len(data) // 2])
    return (str(file), "--stand", "2026-01-01"), "halb.osm.pbf ist beschädigt, abgeschnitten"


def without_a_mode(folder, _testdata):
    file = folder / "treppe.osm"
    file.write_text(FOOTPATH)
    return (str(file), "--stand", "2026-01-01"), "keinen Weg, den man"


def unknown_correction(folder, testdata):
    correct(folder / "vaduz", "close,schule:1,,,,,,Rathaus,Zu,2015-01-01,,")
    return (str(testdata / "osm" / PBF),), "„schule:1“ ist unbekannt"


@pytest.fixture
def town(run, fresh_settings, tmp_path, testdata, monkeypatch):
    """A loaded town with facilities, streets and a run."""
    monkeypatch.setenv("MITTEN_STATE_DIR", str(tmp_path / "state"))
    folder = str(write_verbund(tmp_path / "vaduz", testdata))
    steps = [("verbund", "load", folder), ("load", "osm", str(testdata / "osm" / PBF), "--verbund", folder)]
    for step in [*steps, ("compute", "--verbund", "vaduz")]:
        done = run(fresh_settings, *step)
        assert done.exit_code == 0, done.output
    return folder


@pytest.mark.parametrize("harm", [cut_off, without_a_mode, unknown_correction])
def test_one_sentence_and_nothing_changed(run, fresh_settings, town, tmp_path, testdata, harm):
    manifests = [tmp_path / "state" / "netz" / "vaduz" / mode / MANIFEST for mode in Mode]
    graphs = [manifest.read_bytes() for manifest in manifests]
    before = snapshot(fresh_settings)
    assert before["facility"][0] > 50
    arguments, said = harm(tmp_path, testdata)
    failed = run(fresh_settings, "load", "osm", *arguments, "--verbund", town)
    assert failed.exit_code == 1, failed.output
    message = failed.stderr.strip().splitlines()[-1]
    assert message.startswith("Fehler: ")
    assert message.endswith(".")
    assert said in message
    assert snapshot(fresh_settings) == before
    assert [manifest.read_bytes() for manifest in manifests] == graphs
