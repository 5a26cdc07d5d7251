"""The benchmark of a large timetable on a few copies: clipping leaves the copies inside, memory stays bounded."""

import json
from math import ceil

import pytest

from benchmarks.gtfs_size import GERMANY_CALLS, RESULTS, run, write_copies
from geo.sources.gtfs import read_gtfs

CALLS, TRIPS = 46_269, 1_480  # of one copy
COPIES = 4
MOST_MB = 1_100  # Python with its libraries takes about 300 MB, a piece of text with its rows about 400
PROMISE_MB = 6_000  # issue 4: DELFI Germany, clipped


def test_every_copy_is_there(testdata, tmp_path):
    source, path = testdata / "gtfs" / "vrn_gtfs_cut.zip", tmp_path / "copies.zip"
    write_copies(source, path, 4)
    one, four = read_gtfs(source), read_gtfs(path)
    for name in ("stops", "trips", "stop_times", "services"):
        assert getattr(four, name).height == 4 * getattr(one, name).height, name
    assert four.trips["trip_id"].n_unique() == 4 * TRIPS
    assert (four.stops["parent"] >= 0).sum() == 4 * (one.stops["parent"] >= 0).sum() > 0


@pytest.fixture(scope="module")
def figures(testdata, tmp_path_factory):
    return run(COPIES, 1 / COPIES, tmp_path_factory.mktemp("copies"))


def test_all_is_read_and_the_area_is_kept(figures):
    assert figures["calls_read"] == COPIES * CALLS
    assert CALLS / 2 < figures["calls_kept"] < 3 * CALLS
    assert TRIPS / 2 < figures["trips_kept"] < 3 * TRIPS


def test_memory(figures):
    assert figures["read_peak_mb"] <= figures["in_all_peak_mb"] < MOST_MB


def test_the_last_full_run_holds_the_promise():
    stored = json.loads(RESULTS.read_text("utf-8"))
    assert stored["copies"] >= ceil(GERMANY_CALLS / CALLS)
    assert stored["calls_read"] >= GERMANY_CALLS
    assert stored["in_all_peak_mb"] < PROMISE_MB
