"""Ways of an area only: whatever touches it is whole, the rest is let go while the files stream by."""

import tracemalloc

import numpy as np
import osmium
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.network.area import find_data_area
from geo.sources import way_harvest
from geo.sources.osm_ways import BESIDE_M, read_ways
from tests.sources.test_osm_ways import LIECHTENSTEIN, town, way

ARRAYS = ("way_id", "tag_set", "offset", "node", "node_id", "node_xy", "barrier_node", "barrier_tag_set")


@pytest.fixture(scope="module")
def file(testdata):
    return testdata / LIECHTENSTEIN


@pytest.fixture(scope="module")
def everything(file):
    return read_ways([file])


def boxes(ways):
    """Box around each way, in metres."""
    xy, start = ways.node_xy[ways.node], ways.offset[:-1]
    return shapely.box(*np.minimum.reduceat(xy, start).T, *np.maximum.reduceat(xy, start).T)


def tags_of(ways):
    return {int(i): ways.tag_sets[n] for i, n in zip(ways.way_id, ways.tag_set, strict=True)}


def nodes_of(ways):
    parts = np.split(ways.node_id[ways.node], ways.offset[1:-1])
    return {int(i): part.tolist() for i, part in zip(ways.way_id, parts, strict=True)}


@settings(max_examples=6)
@given(
    west=st.integers(-2_000, 12_000), south=st.integers(-2_000, 24_000),
    width=st.integers(300, 9_000), height=st.integers(300, 9_000),
)  # fmt: skip
def test_what_touches_the_area_is_kept_whole_and_the_rest_is_not(
    file, everything, west, south, width, height
):
    low = everything.node_xy.min(axis=0)
    area = shapely.box(low[0] + west, low[1] + south, low[0] + west + width, low[1] + south + height)
    touching = everything.way_id[shapely.intersects(boxes(everything), area)]
    far = everything.way_id[shapely.distance(boxes(everything), area) > 2 * BESIDE_M]
    if not len(touching):
        return
    part = read_ways([file], area=area)
    assert set(touching) <= set(part.way_id)
    assert not set(far) & set(part.way_id)
    whole, tags = nodes_of(everything), tags_of(everything)
    assert all(whole[key] == nodes for key, nodes in nodes_of(part).items())
    assert all(tags[key] == found for key, found in tags_of(part).items())
    assert not np.isnan(part.node_xy).any()
    assert len(part.tag_sets) == len(set(part.tag_set.tolist())), "no tags of ways that were let go"
    assert part.area.equals(area)


def test_an_area_around_everything_changes_nothing(file, everything):
    part = read_ways(
        [file], area=shapely.box(*everything.node_xy.min(axis=0), *everything.node_xy.max(axis=0))
    )
    for name in ARRAYS:
        assert np.array_equal(getattr(part, name), getattr(everything, name)), name
    assert part.tag_sets == everything.tag_sets
    assert part.barrier_tag_sets == everything.barrier_tag_sets


@pytest.mark.parametrize("n_nodes", [1, 7, 30_000])
def test_the_size_of_the_blocks_changes_nothing(tmp_path, testdata, monkeypatch, n_nodes):
    file, area = testdata / "osm/north-bayreuth.osm.gz", shapely.box(679_000, 5_540_000, 681_000, 5_543_000)
    expected = read_ways([file], area=area)
    monkeypatch.setattr(way_harvest, "BLOCK_NODES", n_nodes)
    found = read_ways([file], area=area)
    for name in ARRAYS:
        assert np.array_equal(getattr(found, name), getattr(expected, name)), name
    assert found.tag_sets == expected.tag_sets


def test_a_way_with_missing_nodes_is_judged_by_those_that_are_there(tmp_path):
    """Nodes 1 to 4 stand 70 m apart, from 9 km east of the area's corner; 99 is in no file, 70 is far."""
    far = '<node id="70" version="1" lat="51.5" lon="8.9"/><node id="71" version="1" lat="51.5" lon="8.91"/>'
    streets = (
        way(5, [1, 99], highway="path") + way(6, [99, 98], highway="track") + way(7, [70, 99], highway="road")
        + way(8, [70, 71], highway="service") + way(9, [2, 70], highway="primary")
    )  # fmt: skip
    file = town(tmp_path / "a.osm", ways=streets, nodes=far)
    area = shapely.Point(*read_ways([file]).node_xy[0]).buffer(100)
    ways = read_ways([file], area=area)
    assert ways.way_id.tolist() == [5, 9], (
        "of one that nobody knows where it lies, and of those far away, nothing"
    )
    assert {tags["highway"] for tags in ways.tag_sets} == {"path", "primary"}


def test_no_street_in_the_area_is_one_sentence(file, tmp_path):
    with pytest.raises(
        InputError, match=r"liechtenstein-valhalla\.osm\.pbf liegen keine Straßen im Gebiet"
    ) as caught:
        read_ways([file], area=shapely.box(400_000, 5_700_000, 410_000, 5_710_000))
    assert str(caught.value).endswith(".")
    empty = town(tmp_path / "leer.osm", ways=way(6, [1, 2], building="yes"))
    with pytest.raises(InputError, match="stehen keine Straßen"):
        read_ways([empty], area=shapely.box(400_000, 5_700_000, 410_000, 5_710_000))


def test_the_data_area_is_what_is_known_of_the_area(file, everything):
    whole = find_data_area(everything)
    middle = whole.centroid
    inner, outer = middle.buffer(3_000), middle.buffer(40_000)
    small = find_data_area(read_ways([file], area=inner))
    assert inner.buffer(0.01).covers(small)
    assert small.area > 0.97 * inner.intersection(whole).area, "a corner less at most"
    assert small.difference(whole.buffer(250)).area < 0.01 * small.area
    large = find_data_area(read_ways([file], area=outer))
    assert shapely.equals(large, whole), "the file covers less than was asked for"


def test_a_stated_box_is_believed_as_a_whole_or_not_at_all(testdata):
    file = testdata / "osm/north-bayreuth.osm.gz"
    (box,) = read_ways([file]).box
    stated = shapely.box(*box)
    around = read_ways([file], area=stated.buffer(5_000))
    assert shapely.equals(find_data_area(around), stated), "full of roads, nothing of it was left out"
    part = stated.centroid.buffer(3_000)
    known = find_data_area(read_ways([file], area=part))
    assert part.buffer(0.01).covers(known), "how full the box is cannot be seen: the ground near roads"
    assert known.area > 0.9 * part.area


def test_a_box_around_a_border_is_not_believed_for_its_fuller_half(testdata, file, everything):
    """Clipped to the densest part of the country, roads fill four fifths of the box that the file states."""
    (box,) = everything.box
    country = find_data_area(everything)
    half = shapely.box(*box).intersection(country.convex_hull)
    known = find_data_area(read_ways([file], area=half))
    assert known.intersection(country).area > 0.9 * half.intersection(country).area
    assert known.difference(country.buffer(500)).area < 0.02 * known.area


def write_villages(target, n_villages):
    """Villages of 50 streets with 100 nodes each, half a degree apart."""
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        number = np.arange(n_villages * 5_000)
        for node, (village, place) in enumerate(zip(*np.divmod(number, 5_000), strict=True), start=1):
            location = (8 + 0.5 * village + place % 100 * 1e-4, 51 + place // 100 * 1e-4)
            writer.add_node(osmium.osm.mutable.Node(id=node, location=location))
        for street in range(n_villages * 50):
            nodes = list(range(street * 100 + 1, street * 100 + 101))
            writer.add_way(osmium.osm.mutable.Way(id=street + 1, nodes=nodes, tags={"highway": "service"}))
    return target


def peak_of(read):
    tracemalloc.start()
    ways = read()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return ways, peak


def test_memory_follows_the_area_and_not_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(way_harvest, "BLOCK_NODES", 1_000)
    one, many = (write_villages(tmp_path / f"{n}.osm.pbf", n) for n in (1, 6))
    village = shapely.envelope(shapely.MultiPoint(read_ways([one]).node_xy))
    peaks = []
    for file in (one, many):
        ways, peak = peak_of(lambda file=file: read_ways([file], area=village))
        assert len(ways.way_id) == 50
        peaks.append(peak)
    _, all_of_it = peak_of(lambda: read_ways([many]))
    assert peaks[1] < 1.2 * peaks[0]
    assert all_of_it > 3 * peaks[1]
