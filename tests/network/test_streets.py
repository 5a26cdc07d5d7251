"""Musterdorf, edge by edge: every trap of a street network, checked by hand; real extracts by their counts."""

import dataclasses
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod, Transformer
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.domain import Mode
from geo.errors import InputError
from geo.network.graph import ARRAYS, CLOSED, FERRY, NOT_ALLOWED
from geo.network.rules import read_rules
from geo.network.streets import build_graph, change_speed
from geo.sources.osm_ways import read_ways

MUSTERDORF = Path(__file__).with_name("musterdorf.osm")
LIECHTENSTEIN = "osm/liechtenstein-valhalla.osm.pbf"
BAYREUTH = "osm/north-bayreuth.osm.gz"
HEIDELBERG = "osm/heidelberg.osm.pbf"

# Streets that everybody may use in both directions.
BOTH = ["1-2", "2-3", "3-4", "8-10", "4-5", "6-15", "23-24", "30-31"]
WALK = [*BOTH, "1-8", "1-8", "8-27", "2-3", "2-6", "3-6", "3-11", "11-12", "4-12", "4-20", "20-21", "15-23"]
BIKE = [*BOTH, "2-3", "2-6", "3-6", "11-12", "4-12", "4-20", "20-21", "15-23"]
BIKE_ONEWAY = ["1>8", "8>1", "27>8"]
CAR = [*BOTH, "4-18", "18-19", "19-20", "20-21"]
CAR_ONEWAY = ["1>8", "8>1", "27>8", "2>6", "6>3", "40>41"]


def arcs_of(two_way, one_way=()):
    both = [tuple(map(int, pair.split("-"))) for pair in two_way]
    single = [tuple(map(int, pair.split(">"))) for pair in one_way]
    return Counter([*both, *((b, a) for a, b in both), *single])


@pytest.fixture(scope="module")
def ways():
    return read_ways([MUSTERDORF])


@pytest.fixture(scope="module")
def village(ways):
    return {mode: build_graph(ways, mode) for mode in Mode}


def names(ways, graph):
    """OpenStreetMap id of each node of the graph, by its place."""
    places = {tuple(xy): int(i) for xy, i in zip(ways.node_xy, ways.node_id, strict=True)}
    return np.array([places[tuple(xy)] for xy in graph.node_xy])


def edge_between(ways, graph, a, b):
    """Numbers of the edges between two nodes of the file."""
    name = names(ways, graph)
    pairs = np.sort(np.column_stack([name[graph.edge_u], name[graph.edge_v]]), axis=1)
    return np.flatnonzero((pairs == sorted([a, b])).all(axis=1))


@pytest.mark.parametrize(
    ("mode", "two_way", "one_way"),
    [(Mode.WALK, WALK, []), (Mode.BIKE, BIKE, BIKE_ONEWAY), (Mode.CAR, CAR, CAR_ONEWAY)],
)
def test_every_arc_of_musterdorf(ways, village, mode, two_way, one_way):
    graph = village[mode]
    name = names(ways, graph)
    tail = np.repeat(np.arange(graph.n_nodes), np.diff(graph.indptr))
    assert Counter(zip(name[tail], name[graph.head], strict=True)) == arcs_of(two_way, one_way)


@pytest.mark.parametrize(("mode", "loops"), [(Mode.WALK, [10, 12]), (Mode.BIKE, [10, 12]), (Mode.CAR, [10])])
def test_loops_are_edges_but_no_arcs(ways, village, mode, loops):
    graph = village[mode]
    is_loop = graph.edge_u == graph.edge_v
    assert sorted(names(ways, graph)[graph.edge_u[is_loop]]) == loops
    assert (np.diff(graph.edge_offset)[is_loop] == 4).all(), "the way round, back to its beginning"
    assert not np.isin(graph.arc_edge, np.flatnonzero(is_loop)).any()


def test_times_by_hand(ways, village):
    """Way 10 between B and C is 0.002 degrees to the east, at 51.5 degrees north."""
    _, _, metres = Geod(ellps="GRS80").inv(8.002, 51.5, 8.004, 51.5)
    assert metres == pytest.approx(138.9, abs=0.1)
    factor = read_rules().speeds.car.rural_factor
    for mode, kmh in ((Mode.WALK, 5), (Mode.BIKE, 15), (Mode.CAR, factor * 50)):
        straight = edge_between(ways, village[mode], 2, 3)[0]
        ds = metres / kmh * 3.6 * 10
        assert village[mode].edge_fwd_ds[straight] == pytest.approx(ds, abs=1.0)
        assert village[mode].edge_length_m[straight] == pytest.approx(metres, rel=5e-4)


def test_steps_are_slow_and_the_ferry_keeps_its_timetable(ways, village):
    walk = village[Mode.WALK]
    (steps,), (ferry,) = edge_between(ways, walk, 3, 11), edge_between(ways, walk, 15, 23)
    assert walk.edge_fwd_ds[steps] == pytest.approx(walk.edge_length_m[steps] / 2.5 * 36, abs=1)
    assert walk.edge_fwd_ds[ferry] == walk.edge_bwd_ds[ferry] == 6000
    assert walk.edge_flags[ferry] == FERRY | CLOSED
    slower = change_speed(walk, 3.5 / 5)
    assert slower.edge_fwd_ds[ferry] == 6000
    assert slower.edge_fwd_ds[steps] == pytest.approx(walk.edge_fwd_ds[steps] / 0.7, abs=0.5)
    assert (slower.arc_ds[slower.arc_edge == ferry] == 6000).all()


def test_a_bicycle_is_pushed_on_the_footway_and_never_on_steps(ways, village):
    bike = village[Mode.BIKE]
    (footway,) = edge_between(ways, bike, 11, 12)
    assert bike.edge_fwd_ds[footway] == pytest.approx(bike.edge_length_m[footway] / 5 * 36, abs=1)
    assert not len(edge_between(ways, bike, 3, 11))


def test_islands_and_the_bridge_stay_apart(ways, village):
    for mode, sizes in ((Mode.WALK, [15, 2, 2]), (Mode.BIKE, [15, 2, 2]), (Mode.CAR, [11, 3, 2, 2, 2, 2])):
        graph = village[mode]
        assert graph.component_size.sum() == graph.n_nodes
        assert (np.bincount(graph.component) == graph.component_size).all()
        name = dict(zip(names(ways, graph), graph.component, strict=True))
        assert name[30] == name[31] != name[1]
        assert (np.diff(graph.component_size) <= 0).all()
        assert graph.component_size.tolist() == sizes


def test_the_way_out_of_the_extract_is_cut_at_its_edge(ways, village):
    (edge,) = edge_between(ways, village[Mode.WALK], 4, 5)
    assert np.isnan(ways.node_xy[ways.node_id == 99]).all()
    assert np.diff(village[Mode.WALK].edge_offset)[edge] == 2


@pytest.mark.parametrize("mode", list(Mode))
def test_a_graph_is_whole(village, mode):
    assert_whole(village[mode])


def assert_whole(graph):
    """What holds for every graph."""
    assert graph.n_edges
    first, last = graph.edge_offset[:-1], graph.edge_offset[1:] - 1
    assert (graph.edge_xy[first] == graph.node_xy[graph.edge_u]).all()
    assert (graph.edge_xy[last] == graph.node_xy[graph.edge_v]).all()
    lines = shapely.linestrings(graph.edge_xy, indices=np.repeat(np.arange(graph.n_edges), last - first + 1))
    assert np.allclose(shapely.length(lines), graph.edge_length_m, rtol=1e-6)
    for ds in (graph.edge_fwd_ds, graph.edge_bwd_ds):
        assert ((ds >= 1) | (ds == NOT_ALLOWED)).all()
    assert ((graph.edge_fwd_ds > 0) | (graph.edge_bwd_ds > 0)).all()
    tail = np.repeat(np.arange(graph.n_nodes), np.diff(graph.indptr))
    fwd = (graph.edge_u[graph.arc_edge] == tail) & (graph.edge_v[graph.arc_edge] == graph.head)
    ds = np.where(fwd, graph.edge_fwd_ds[graph.arc_edge], graph.edge_bwd_ds[graph.arc_edge])
    assert (graph.arc_ds == ds).all()
    rows = np.column_stack([tail, graph.head, graph.arc_edge])
    assert (np.lexsort(rows.T[::-1]) == np.arange(len(rows))).all()
    assert (graph.component[graph.edge_u] == graph.component[graph.edge_v]).all()
    dtypes = {name: str(getattr(graph, name).dtype) for name in ARRAYS}
    assert dtypes["node_xy"] == dtypes["edge_xy"] == "float64"
    assert dtypes["indptr"] == dtypes["edge_offset"] == "int64"
    assert dtypes["edge_length_m"] == "float32"
    assert {dtypes[name] for name in ("head", "arc_ds", "arc_edge", "edge_u", "component")} == {"int32"}


def test_reverse_turns_every_arc(village):
    graph = village[Mode.CAR]
    back = graph.reverse()
    tail = np.repeat(np.arange(graph.n_nodes), np.diff(graph.indptr))
    head = np.repeat(np.arange(graph.n_nodes), np.diff(back.indptr))
    there = sorted(zip(tail, graph.head, graph.arc_ds, graph.arc_edge, strict=True))
    assert there == sorted(zip(back.head, head, back.arc_ds, back.arc_edge, strict=True))


def test_the_same_file_twice_is_the_same_graph(ways, village):
    again = build_graph(read_ways([MUSTERDORF, MUSTERDORF]), Mode.BIKE)
    for name in ARRAYS:
        assert np.array_equal(getattr(again, name), getattr(village[Mode.BIKE], name)), name


def test_a_file_without_ways_for_the_mode_is_one_sentence(ways):
    only = dataclasses.replace(ways, tag_sets=tuple({"highway": "steps"} for _ in ways.tag_sets))
    with pytest.raises(InputError, match=r"musterdorf\.osm gibt es keinen Weg, den man mit dem Auto"):
        build_graph(only, Mode.CAR)


def test_a_stated_box_full_of_roads_is_the_data_area(testdata):
    graph = build_graph(read_ways([testdata / BAYREUTH]), Mode.CAR)
    low_left, top_right = ((11.4807, 49.9721), (11.6053, 50.0470))
    to_metres = Transformer.from_crs(4326, 25832, always_xy=True)
    assert shapely.equals(graph.data_area, shapely.envelope(graph.data_area))
    for corner in (low_left, top_right):
        assert graph.data_area.buffer(1).covers(shapely.Point(to_metres.transform(*corner)))


@pytest.fixture(scope="module")
def liechtenstein(testdata):
    ways = read_ways([testdata / LIECHTENSTEIN])
    return {mode: build_graph(ways, mode) for mode in Mode}


def test_liechtenstein(liechtenstein):
    for mode, n_nodes, kilometres in (
        (Mode.WALK, 5216, 1093),
        (Mode.BIKE, 5423, 1093),
        (Mode.CAR, 3053, 421),
    ):
        graph = liechtenstein[mode]
        assert_whole(graph)
        assert graph.n_nodes == n_nodes
        assert graph.edge_length_m.sum() / 1000 == pytest.approx(kilometres, abs=1)
        assert graph.component_size[0] > 0.96 * graph.n_nodes


def test_an_extract_cut_along_a_border_is_known_within_the_border_only(liechtenstein):
    area = liechtenstein[Mode.CAR].data_area
    to_metres = Transformer.from_crs(4326, 25832, always_xy=True)
    vaduz, feldkirch = (shapely.Point(to_metres.transform(*xy)) for xy in ((9.5209, 47.141), (9.62, 47.24)))
    assert area.covers(vaduz)
    assert not area.covers(feldkirch), "inside the box that the file states, but abroad"
    assert 160e6 < area.area < 200e6, "the country has 160 square kilometres"


def test_a_box_of_half_the_world_is_not_believed(testdata):
    ways = read_ways([testdata / HEIDELBERG])
    assert ways.box == ()
    graph = build_graph(ways, Mode.WALK)
    assert_whole(graph)
    assert graph.data_area.area < 400e6


def test_the_rural_factor_gives_the_mean_speed_of_rural_car_trips(testdata):
    """methods.md, section 4: Landatlas, mean 33 km/h; here over all fastest ways of at least 500 m."""
    graph = build_graph(read_ways([testdata / BAYREUTH]), Mode.CAR)
    origins = np.random.default_rng(61).choice(np.flatnonzero(graph.component == 0), 60, replace=False)
    arcs = pd.DataFrame({"head": graph.head, "ds": graph.arc_ds, "m": graph.edge_length_m[graph.arc_edge]})
    arcs["tail"] = np.repeat(np.arange(graph.n_nodes), np.diff(graph.indptr))
    arcs = arcs.sort_values("ds").drop_duplicates(["tail", "head"])
    shape = (graph.n_nodes, graph.n_nodes)
    seconds, metres = (
        csr_array((arcs[name].astype(float), (arcs["tail"], arcs["head"])), shape=shape)
        for name in ("ds", "m")
    )
    time_ds, before = dijkstra(seconds, indices=origins, return_predecessors=True)
    length = np.zeros_like(time_ds)
    for i, tree in enumerate(before):  # metres along the tree of fastest ways, by pointer doubling
        parent = np.where(tree < 0, np.arange(graph.n_nodes), tree)
        length[i] = np.where(tree < 0, 0.0, metres[parent, np.arange(graph.n_nodes)])
        while (parent[parent] != parent).any():
            length[i] += length[i][parent]
            parent = parent[parent]
    trips = np.isfinite(time_ds) & (length >= 500)
    assert trips.sum() > 50_000
    assert length[trips].sum() / time_ds[trips].sum() * 36 == pytest.approx(33, abs=0.5)
