"""Snapping: the true nearest edge by shapely's brute force, independence, islands, prices in both directions."""

import dataclasses
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain import Mode
from geo.errors import CrsError
from geo.network.graph import CLOSED
from geo.network.snap import price_direct, snap_points, to_ends
from geo.network.snap_index import build_index
from geo.network.streets import build_graph
from geo.sources.osm_ways import read_ways
from tests.network.desert import ORIGIN, build_grid, edge_ds

MUSTERDORF = Path(__file__).with_name("musterdorf.osm")
POINTS = st.lists(st.tuples(st.floats(-900, 1500), st.floats(-900, 1500)), min_size=1, max_size=12).map(
    np.array
)
WALK_KMH = 5.0


@cache
def village(mode=Mode.CAR):
    return build_graph(read_ways([MUSTERDORF]), mode)


def lines_of(graph):
    return shapely.linestrings(
        graph.edge_xy, indices=np.repeat(np.arange(graph.n_edges), np.diff(graph.edge_offset))
    )


def assert_true_minimum(graph, points, snap):
    lines = lines_of(graph)
    entered = lines[(graph.edge_flags & CLOSED) == 0]
    brute = np.array([shapely.distance(entered, point).min() for point in shapely.points(points)])
    assert np.allclose(snap.snap_m, brute, atol=1e-6)
    assert ((snap.fraction >= 0) & (snap.fraction <= 1)).all()
    on_street = shapely.line_interpolate_point(lines[snap.edge], snap.fraction, normalized=True)
    assert np.allclose(shapely.distance(on_street, shapely.points(points)), snap.snap_m, atol=1e-6)
    assert not (graph.edge_flags[snap.edge] & CLOSED).any()


@settings(max_examples=60)
@given(points=POINTS, mode=st.sampled_from(list(Mode)))
def test_the_nearest_edge_is_the_nearest(points, mode):
    graph = village(mode)
    points = points + graph.node_xy.mean(axis=0)
    assert_true_minimum(graph, points, snap_points(graph, points, island_nodes=0))


@settings(max_examples=60)
@given(points=POINTS, others=POINTS)
def test_a_snap_does_not_depend_on_what_else_is_asked(points, others):
    graph = village()
    points, others = points + graph.node_xy[0], others + graph.node_xy[0]
    alone = snap_points(graph, points, island_nodes=5)
    together = snap_points(graph, np.vstack([others, points]), island_nodes=5)
    for name in ("edge", "fraction", "snap_m", "component", "island", "outside"):
        assert np.array_equal(getattr(alone, name), getattr(together, name)[len(others) :]), name


@pytest.mark.parametrize("name", ["liechtenstein-valhalla.osm.pbf", "north-bayreuth.osm.gz"])
@pytest.mark.parametrize("mode", [Mode.WALK, Mode.CAR])
def test_the_true_minimum_on_real_streets(testdata, name, mode):
    graph = build_graph(read_ways([testdata / "osm" / name]), mode)
    low, high = graph.node_xy.min(axis=0), graph.node_xy.max(axis=0)
    points = np.random.default_rng(61).uniform(low - 2000, high + 2000, (60, 2))
    assert_true_minimum(graph, points, snap_points(graph, points, index=build_index(graph), island_nodes=0))


def test_a_point_far_outside_is_flagged_and_still_answered():
    graph = village()
    points = graph.node_xy[:1] + np.array([[0.0, 0.0], [50_000.0, 90_000.0], [-2_000_000.0, 0.0]])
    snap = snap_points(graph, points, island_nodes=0)
    assert snap.outside.tolist() == [False, True, True]
    assert snap.far.tolist() == [False, True, True]
    assert_true_minimum(graph, points, snap)


def test_an_island_is_passed_over_only_for_a_short_way():
    """A hut 5 m from an island path, with the town 100 m away, and with the town 600 m away."""
    town = build_grid(10, 10, 100.0, Mode.WALK)
    hut = np.array([[ORIGIN[0] + 50.0, ORIGIN[1] + 1005.0], [ORIGIN[0] + 50.0, ORIGIN[1] + 1505.0]])
    paths = [[(0.0, 1000.0), (100.0, 1000.0)], [(0.0, 1500.0), (100.0, 1500.0)]]
    graph = with_islands(town, paths)
    snap = snap_points(graph, hut)
    assert snap.island.tolist() == [False, True]
    assert snap.component.tolist() == [0, 2]
    assert snap.snap_m == pytest.approx([105.0, 5.0])
    nearest = snap_points(graph, hut, island_nodes=2)
    assert nearest.component.tolist() == [1, 2]
    assert not nearest.island.any()


def with_islands(graph, paths):
    """The same streets with separate paths added, each a component of two nodes."""
    n, values = graph.n_nodes, {}
    xy = np.array(ORIGIN) + np.array(paths).reshape(-1, 2)
    ends = np.arange(n, n + len(xy), dtype=np.int32).reshape(-1, 2)
    k = len(paths)
    for name, more in {
        "node_xy": xy,
        "edge_xy": xy,
        "component": np.repeat(np.arange(1, k + 1), 2),
        "component_size": np.full(k, 2),
        "edge_u": ends[:, 0],
        "edge_v": ends[:, 1],
        "edge_fwd_ds": np.full(k, 720),
        "edge_bwd_ds": np.full(k, 720),
        "edge_length_m": np.full(k, 100.0),
        "edge_flags": np.zeros(k),
        "edge_offset": graph.edge_offset[-1] + 2 * np.arange(1, k + 1),
    }.items():
        old = getattr(graph, name)
        values[name] = np.concatenate([old, more]).astype(old.dtype)
    return dataclasses.replace(graph, **values)


def test_both_directions_are_priced():
    """A house 25 m from a block of 100 m, 30 m from its western end: 5 km/h are 36 s per 50 m."""
    graph = build_grid(3, 2, 100.0, Mode.WALK)
    snap = snap_points(graph, np.array([[ORIGIN[0] + 30.0, ORIGIN[1] - 25.0]]))
    assert (snap.edge[0], snap.fraction[0], snap.snap_m[0]) == pytest.approx((0, 0.3, 25.0))
    for direction in ("leave", "arrive"):
        ends = to_ends(graph, snap, direction, walk_kmh=WALK_KMH)
        assert ends.node.tolist() == [[0, 1]]
        assert ends.time_ds.tolist() == [[180 + 216, 180 + 504]]
        assert ends.length_m.tolist() == [[55.0, 95.0]]


def test_a_one_way_street_is_left_at_its_end_and_entered_at_its_beginning():
    graph = build_grid(3, 2, 100.0, Mode.CAR)
    bwd = graph.edge_bwd_ds.copy()
    bwd[0] = -1
    graph = dataclasses.replace(graph, edge_bwd_ds=bwd)
    snap = snap_points(graph, np.array([[ORIGIN[0] + 30.0, ORIGIN[1]], [ORIGIN[0] + 80.0, ORIGIN[1]]]))
    block = edge_ds(100.0, Mode.CAR)
    leave = to_ends(graph, snap, "leave", walk_kmh=WALK_KMH).time_ds
    arrive = to_ends(graph, snap, "arrive", walk_kmh=WALK_KMH).time_ds
    assert leave.tolist() == [[-1, round(0.7 * block)], [-1, round(0.2 * block)]]
    assert arrive.tolist() == [[round(0.3 * block), -1], [round(0.8 * block), -1]]
    time_ds, length_m = price_direct(
        graph, snap, dataclasses.replace(snap, fraction=snap.fraction[::-1]), walk_kmh=5
    )
    assert time_ds.tolist() == [round(0.5 * block), -1], "along the street, not against it"
    assert length_m[0] == pytest.approx(50.0)
    assert np.isnan(length_m[1])


def test_a_place_at_a_crossing_needs_no_direction():
    """The nearest edge is one-way, eastwards: at its beginning one is there, and at its end one has arrived."""
    graph = build_grid(3, 2, 100.0, Mode.CAR)
    bwd = graph.edge_bwd_ds.copy()
    bwd[0] = -1
    graph = dataclasses.replace(graph, edge_bwd_ds=bwd)
    snap = snap_points(graph, np.array([[ORIGIN[0] - 20.0, ORIGIN[1]]]))
    snap = dataclasses.replace(
        snap, edge=np.zeros(2, np.int32), fraction=np.array([0.0, 1.0]), snap_m=np.full(2, 20.0)
    )
    block, walk = edge_ds(100.0, Mode.CAR), 144  # 20 m on foot
    leave, arrive = (to_ends(graph, snap, way, walk_kmh=WALK_KMH) for way in ("leave", "arrive"))
    assert leave.time_ds.tolist() == [[walk, walk + block], [-1, walk]]
    assert arrive.time_ds.tolist() == [[walk, -1], [walk + block, walk]]
    assert leave.length_m.tolist() == arrive.length_m.tolist() == [[20.0, 120.0], [120.0, 20.0]]


def test_direct_way_needs_the_same_edge():
    graph = build_grid(3, 2, 100.0, Mode.WALK)
    here = snap_points(graph, np.array([[ORIGIN[0] + 30.0, ORIGIN[1] - 5.0]] * 3))
    there = snap_points(graph, np.array(ORIGIN) + np.array([[80.0, 0.0], [130.0, 0.0], [30.0, -5.0]]))
    time_ds, length_m = price_direct(graph, here, there, walk_kmh=WALK_KMH)
    assert time_ds.tolist() == [36 + 360, -1, 72]
    assert length_m[[0, 2]].tolist() == [55.0, 10.0]


def test_degrees_are_refused():
    with pytest.raises(CrsError, match="EPSG:25832"):
        snap_points(village(), np.array([[8.0, 51.5]]))
    with pytest.raises(CrsError):
        snap_points(village(), np.array([[np.nan, 5_700_000.0]]))


def test_no_points_no_answers():
    assert len(snap_points(village(), np.empty((0, 2))).edge) == 0
