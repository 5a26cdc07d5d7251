"""Searches from points: a desert grid in closed form, scipy as the oracle, and what must never depend on others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from geo.domain import Mode
from geo.network.search import Streets, find_matrix, find_nearest, reach_from, take
from tests.network.desert import ORIGIN, build_grid

N, SPACING = 7, 100.0
FAR_DS = 1_000_000


@pytest.fixture(scope="module")
def streets():
    return Streets(build_grid(N, N, SPACING, Mode.WALK), 5.0)


def at(*points):
    """Points in metres from the corner of the grid."""
    return np.asarray(ORIGIN) + np.array(points, dtype=np.float64).reshape(-1, 2)


def test_a_grid_is_walked_along_its_streets(streets):
    """From corner to corner: 600 m east and 600 m north at 5 km/h are 864 s."""
    here, there = streets.snap(at((0, 0))), streets.snap(at((600, 600)))
    nearest = find_nearest(streets, here, there, FAR_DS)
    assert nearest.target.tolist() == [0]
    assert nearest.length_m[0] == pytest.approx(1200, abs=1)
    assert nearest.time_ds[0] == pytest.approx(8640, abs=12)  # each edge is rounded to 0.1 s


def test_the_same_street_needs_no_junction(streets):
    here, there = streets.snap(at((20, 0))), streets.snap(at((70, 0)))
    nearest = find_nearest(streets, here, there, FAR_DS)
    assert nearest.length_m[0] == pytest.approx(50, abs=0.5)
    assert nearest.time_ds[0] == pytest.approx(360, abs=1)


def test_the_straight_way_to_the_street_counts(streets):
    here, there = streets.snap(at((50, 30))), streets.snap(at((50, 0)))
    nearest = find_nearest(streets, here, there, FAR_DS)
    assert here.snap_m[0] == pytest.approx(30)
    assert nearest.length_m[0] == pytest.approx(30, abs=0.5)


def test_no_target_and_beyond_the_limit(streets):
    here, there = streets.snap(at((0, 0))), streets.snap(at((600, 600)))
    nothing = find_nearest(streets, here, take(there, np.empty(0, np.int64)), FAR_DS)
    assert (nothing.target[0], nothing.connected[0]) == (-1, False)
    short = find_nearest(streets, here, there, 8000)
    assert (short.target[0], short.time_ds[0], short.connected[0]) == (-1, -1, True)
    assert np.isnan(short.length_m[0])


PLACES = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), min_size=1, max_size=8)


@settings(max_examples=40)
@given(origins=PLACES, targets=PLACES)
def test_nearest_is_the_least_of_the_matrix(streets, origins, targets):
    """Manhattan distance plus the ways to the street, for points on the streets."""
    here = streets.snap(at(*((x - x % 100, y) for x, y in origins)))
    there = streets.snap(at(*((x, y - y % 100) for x, y in targets)))
    nearest = find_nearest(streets, here, there, FAR_DS)
    one_by_one = np.array(
        [find_nearest(streets, here, take(there, np.array([j])), FAR_DS).time_ds for j in range(len(targets))]
    )
    assert (nearest.time_ds == one_by_one.min(axis=0)).all()
    assert (one_by_one[nearest.target, np.arange(len(origins))] == nearest.time_ds).all()


@settings(max_examples=40)
@given(origins=PLACES, others=PLACES, targets=PLACES, more=PLACES)
def test_a_figure_does_not_depend_on_what_else_is_asked(streets, origins, others, targets, more):
    there = streets.snap(at(*targets))
    alone = find_nearest(streets, streets.snap(at(*origins)), there, FAR_DS)
    together = find_nearest(streets, streets.snap(at(*origins, *others)), there, FAR_DS)
    assert (together.time_ds[: len(origins)] == alone.time_ds).all()
    assert (together.target[: len(origins)] == alone.target).all()
    added = find_nearest(streets, streets.snap(at(*origins)), streets.snap(at(*targets, *more)), FAR_DS)
    assert (added.time_ds <= alone.time_ds).all()


def test_reach_agrees_with_scipy(streets):
    """From a junction every node has scipy's time, to the decisecond."""
    graph = streets.graph
    origin = streets.snap(graph.node_xy[[10]])
    reached = reach_from(streets, origin, FAR_DS)
    matrix = csr_matrix((graph.arc_ds, graph.head, graph.indptr), shape=(graph.n_nodes, graph.n_nodes))
    expected = dijkstra(matrix, indices=10)
    assert len(reached.node) == graph.n_nodes
    assert np.array_equal(reached.time_ds, expected[reached.node].astype(np.int64))


def test_matrix_rows_and_columns(streets):
    points = streets.snap(at((0, 0), (300, 0), (600, 600)))
    time_s, length_m = find_matrix(streets, points, FAR_DS)
    assert np.allclose(np.diag(time_s), 0)
    assert length_m[0, 1] == pytest.approx(300, abs=1)
    assert time_s[0, 2] == pytest.approx(864, abs=1.2)
