"""OpenStreetMap of a Verbund: fetched from a real server, found again, and never half."""

import json
import os
import threading
import time
import tomllib
from http.server import ThreadingHTTPServer

import pandas as pd
import pytest
import shapely

from geo import pipeline
from geo.domain import Mode
from geo.errors import FetchError, InputError
from geo.network.streets import build_graph
from geo.pipeline.fetch import find_streets, forget_given, note_given, to_streets
from geo.pipeline.network import build_graphs
from geo.sources.config import VerbundConfig, read_config
from geo.sources.osm_ways import read_ways
from geo.sources.verbund import read_verbund
from tests.pipeline.vaduz import DATE, NAME, PBF, VERBUND
from tests.sources.test_overpass import Planet, _Handler

CONFIG = VerbundConfig.model_validate(tomllib.loads(VERBUND))


@pytest.fixture
def outlines(town):
    return read_verbund(town).kommunen


@pytest.fixture
def settings_only(tmp_path, server, settings):
    return settings.model_copy(update={"state_dir": tmp_path / "state", "geofabrik_url": server[0]})


def test_fetched_extracts_are_found_again(settings_only, town, outlines):
    assert find_streets(settings_only, town, outlines) is None
    assert pipeline.build_network(settings_only, town) == {}
    (first,) = pipeline.fetch_osm(settings_only, town)
    (second,) = pipeline.fetch_osm(settings_only, town)
    assert (first.source.changed, second.source.changed) == (True, False)
    assert first.source.path.parent == settings_only.cache_dir / "osm"
    found = find_streets(settings_only, town, outlines)
    assert (found.paths, found.date) == ((first.source.path,), DATE)
    # The municipality and 2 km around, as far as the extract knows.
    around = outlines["geom"].iloc[0].buffer(2_000)
    assert found.facility_area.area == pytest.approx(around.area, rel=0.001)
    assert found.street_area.area == pytest.approx(around.convex_hull.area, rel=0.001)


@pytest.mark.parametrize("harm", ["gone", "page", "cut"])
def test_a_broken_server_leaves_what_was_there(settings_only, town, outlines, server, harm):
    pipeline.fetch_osm(settings_only, town)
    before = find_streets(settings_only, town, outlines)
    bytes_before = before.paths[0].read_bytes()
    file = server[1] / NAME
    if harm == "gone":
        file.unlink()
    elif harm == "page":
        file.write_text("<!DOCTYPE html><title>Wartung</title>")
    else:
        file.write_bytes(file.read_bytes()[:500_000])
    if harm != "gone":  # the server tells versions apart by whole seconds
        os.utime(file, (time.time() + 10,) * 2)
    with pytest.raises(FetchError) as caught:
        pipeline.fetch_osm(settings_only, town)
    assert str(caught.value).endswith(".")
    assert find_streets(settings_only, town, outlines).paths == before.paths
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


def test_given_files_are_used_until_they_are_forgotten(settings_only, town, outlines, testdata):
    file = testdata / "osm" / PBF
    streets = to_streets(read_config(town), outlines, [file], date=DATE)
    graphs = build_graphs(settings_only, "vaduz", streets)
    assert set(graphs) == set(Mode)
    note_given(settings_only, "vaduz", [file])
    assert find_streets(settings_only, town, outlines).paths == (file.resolve(),)
    assert pipeline.build_network(settings_only, town)[Mode.WALK].n_nodes == graphs[Mode.WALK].n_nodes
    assert find_streets(settings_only, town, outlines, fetched_only=True) is None
    forget_given(settings_only, "vaduz")
    assert find_streets(settings_only, town, outlines) is None


@pytest.mark.parametrize("given", [False, True])
def test_graphs_hold_the_verbund_and_its_surroundings_only(settings_only, town, outlines, testdata, given):
    file = testdata / "osm" / PBF
    if given:
        streets = to_streets(read_config(town), outlines, [file], date=DATE)
    else:
        pipeline.fetch_osm(settings_only, town)
        streets = find_streets(settings_only, town, outlines)
    graph = build_graphs(settings_only, "vaduz", streets)[Mode.CAR]
    whole = build_graph(read_ways([file]), Mode.CAR)
    assert 0.2 * whole.n_nodes < graph.n_nodes < 0.8 * whole.n_nodes
    area = streets.street_area
    # Geofabrik's border encloses all of it; what a file holds by itself ends near the border of the country.
    assert area.buffer(1).covers(graph.data_area)
    least, most = (0.5, 0.95) if given else (0.999, 1.001)
    assert least * area.area < graph.data_area.area < most * area.area
    inside = shapely.intersects_xy(area, *whole.node_xy.T)
    assert {tuple(xy) for xy in whole.node_xy[inside]} <= {tuple(xy) for xy in graph.node_xy}


def test_scattered_towns_keep_the_streets_between_them(outlines):
    far = outlines.assign(ags="far", geom=outlines.translate(40_000, 0))
    both = pd.concat([outlines, far], ignore_index=True)
    streets = to_streets(CONFIG, both, [])
    gap = outlines.translate(20_000, 0).iloc[0].centroid
    assert not streets.facility_area.covers(gap)
    assert streets.street_area.covers(gap)


def test_the_stored_outlines_give_the_same_graph(here, engine, town):
    """`mitten up` takes the municipalities from the database, a caller without one from the folder."""
    pipeline.fetch_osm(here, town)
    stored = pipeline.read_loaded(engine, "vaduz", "kommune")
    first = pipeline.build_network(here, town, stored)
    again = pipeline.build_network(here, town)
    assert again[Mode.CAR].provenance["fingerprint"] == first[Mode.CAR].provenance["fingerprint"]


def test_a_small_area_through_overpass(settings_only, town, outlines, testdata):
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
    found = find_streets(settings, town, outlines)
    assert found.paths == (extract.source.path,)
    assert found.date == extract.source.date
    assert found.known.area == pytest.approx(extract.area.area)
