"""OpenStreetMap of a Verbund: fetched from a real server, found again, and never half."""

import json
import threading
from http.server import ThreadingHTTPServer

import pytest

from geo import pipeline
from geo.domain import Mode
from geo.errors import FetchError, InputError
from geo.pipeline.fetch import build_network_of_files, find_streets, forget_given
from tests.pipeline.vaduz import DATE, NAME, PBF, VERBUND
from tests.sources.test_overpass import Planet, _Handler


@pytest.fixture
def settings_only(tmp_path, server, settings):
    return settings.model_copy(update={"state_dir": tmp_path / "state", "geofabrik_url": server[0]})


def test_fetched_extracts_are_found_again(settings_only, town):
    assert find_streets(settings_only, town) is None
    assert pipeline.build_network(settings_only, town) == {}
    (first,) = pipeline.fetch_osm(settings_only, town)
    (second,) = pipeline.fetch_osm(settings_only, town)
    assert (first.source.changed, second.source.changed) == (True, False)
    assert first.source.path.parent == settings_only.cache_dir / "osm"
    found = find_streets(settings_only, town)
    assert (found.paths, found.date) == ((first.source.path,), DATE)
    # The municipality and 2 km around, as far as the extract knows.
    assert 50e6 < found.area.area < 200e6


@pytest.mark.parametrize("harm", ["gone", "page", "cut"])
def test_a_broken_server_leaves_what_was_there(settings_only, town, server, harm):
    pipeline.fetch_osm(settings_only, town)
    before = find_streets(settings_only, town)
    bytes_before = before.paths[0].read_bytes()
    file = server[1] / NAME
    if harm == "gone":
        file.unlink()
    elif harm == "page":
        file.write_text("<!DOCTYPE html><title>Wartung</title>")
    else:
        file.write_bytes(file.read_bytes()[:500_000])
    with pytest.raises(FetchError) as caught:
        pipeline.fetch_osm(settings_only, town)
    assert str(caught.value).endswith(".")
    assert find_streets(settings_only, town).paths == before.paths
    assert before.paths[0].read_bytes() == bytes_before


def test_a_verbund_without_extracts_says_what_to_do(settings_only, town):
    text = VERBUND.replace('[fetch]\nextracts = ["europe/liechtenstein"]\nbuffer_km = 2\n', "")
    (town / "verbund.toml").write_text(text)
    with pytest.raises(InputError, match=r"unter \[fetch\] keinen Auszug: bitte ergänzen.*--overpass"):
        pipeline.fetch_osm(settings_only, town)


def test_an_extract_of_elsewhere_is_refused(settings_only, town, server):
    poly = server[1] / "liechtenstein.poly"
    poly.write_text(poly.read_text().replace("9.0", "9.6"))
    with pytest.raises(InputError, match="Vaduz liegt nicht ganz in"):
        pipeline.fetch_osm(settings_only, town)


def test_given_files_are_used_until_they_are_forgotten(settings_only, town, testdata):
    file = testdata / "osm" / PBF
    graphs = build_network_of_files(settings_only, "vaduz", [file])
    assert set(graphs) == set(Mode)
    assert find_streets(settings_only, town).paths == (file.resolve(),)
    assert pipeline.build_network(settings_only, town)[Mode.WALK].n_nodes == graphs[Mode.WALK].n_nodes
    assert find_streets(settings_only, town, fetched_only=True) is None
    forget_given(settings_only, "vaduz")
    assert find_streets(settings_only, town) is None


def test_a_small_area_through_overpass(settings_only, town, testdata):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads, server.queries = True, []
    planet = Planet(testdata / "osm" / PBF)
    server.reply = lambda query: (json.dumps(planet.answer(query)),)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/api"
    settings = settings_only.model_copy(update={"overpass_url": url})
    (extract,) = pipeline.fetch_osm(settings, town, through_overpass=True)
    server.shutdown()
    server.server_close()
    found = find_streets(settings, town)
    assert found.paths == (extract.source.path,)
    assert found.date == extract.source.date
    assert found.area.area == pytest.approx(extract.area.area)
