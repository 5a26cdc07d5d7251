"""Nearest facilities of points: networkx on random streets, the desert in closed form, threads, independence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain import Mode, State
from geo.network.engine import (
    BEYOND_LIMIT,
    NOT_CONNECTED,
    OUTSIDE,
    REACHED,
    STATES,
    Job,
    nearest_facilities,
    nearest_tables,
    reachable,
    travel_matrix,
)
from geo.network.join import take_points
from geo.network.pairs import pairs_within
from geo.network.router import Router
from tests.network.desert import ORIGIN, build_grid, edge_ds
from tests.network.points import LIMITS, every_way, snaps, streets

BLOCK = edge_ds(100.0, Mode.WALK)


@settings(max_examples=100, deadline=None)
@given(streets=streets(), data=st.data(), k=st.integers(1, 4), limit_ds=LIMITS)
def test_agrees_with_networkx(streets, data, k, limit_ds):
    origins, facilities = data.draw(snaps(streets.graph)), data.draw(snaps(streets.graph))
    table = nearest_facilities(streets, origins, facilities, k, limit_ds)
    ways = every_way(streets, origins, facilities)
    for i in range(len(origins.edge)):
        best = sorted((ds, j, length) for j, (ds, length) in enumerate(ways[i].tolist()) if ds <= limit_ds)[
            :k
        ]
        n = len(best)
        assert table.facility[i].tolist() == [j for _, j, _ in best] + [-1] * (k - n)
        assert table.time_ds[i].tolist() == [ds for ds, _, _ in best] + [-1] * (k - n)
        assert table.length_m[i, :n] == pytest.approx([length for _, _, length in best], rel=1e-5)
        assert np.isnan(table.length_m[i, n:]).all()
        some_way = np.isfinite(ways[i, :, 0]).any()
        expected = REACHED if n else BEYOND_LIMIT if some_way else NOT_CONNECTED
        assert table.state[i] == (OUTSIDE if origins.outside[i] else expected)


@settings(max_examples=60, deadline=None)
@given(streets=streets(), data=st.data(), limit_ds=LIMITS)
def test_matrix_agrees_with_networkx(streets, data, limit_ds):
    origins, targets = data.draw(snaps(streets.graph)), data.draw(snaps(streets.graph))
    time_ds, length_m = travel_matrix(streets, origins, targets, limit_ds)
    ways = every_way(streets, origins, targets)
    found = ways[..., 0] <= limit_ds
    assert np.array_equal(time_ds, np.where(found, ways[..., 0], -1))
    assert length_m[found] == pytest.approx(ways[..., 1][found], rel=1e-5)
    assert np.isnan(length_m[~found]).all()


@settings(max_examples=60, deadline=None)
@given(streets=streets(), data=st.data(), limit_ds=LIMITS)
def test_pairs_are_the_matrix_without_its_gaps(streets, data, limit_ds):
    origins, facilities = data.draw(snaps(streets.graph)), data.draw(snaps(streets.graph))
    time_ds, length_m = travel_matrix(streets, origins, facilities, limit_ds)
    pairs = pairs_within(streets, origins, facilities, limit_ds)
    assert len(pairs.origin) == len(set(zip(pairs.origin, pairs.target, strict=True)))
    assert len(pairs.origin) == (time_ds >= 0).sum()
    assert np.array_equal(pairs.time_ds, time_ds[pairs.origin, pairs.target])
    assert pairs.length_m == pytest.approx(length_m[pairs.origin, pairs.target], rel=1e-5)
    alone = pairs_within(streets, origins, facilities, limit_ds, threads=1)
    assert all(np.array_equal(a, b) for a, b in zip(pairs, alone, strict=True))


@settings(max_examples=60, deadline=None)
@given(streets=streets(), data=st.data(), k=st.integers(1, 3), limit_ds=LIMITS)
def test_an_answer_does_not_depend_on_the_other_origins(streets, data, k, limit_ds):
    origins, facilities = data.draw(snaps(streets.graph)), data.draw(snaps(streets.graph))
    rows = np.array(data.draw(st.lists(st.integers(0, max(len(origins.edge) - 1, 0)))), np.int64)
    rows = rows[: len(rows) if len(origins.edge) else 0]
    together = nearest_facilities(streets, origins, facilities, k, limit_ds)
    alone = nearest_facilities(streets, take_points(origins, rows), facilities, k, limit_ds)
    for one, other in zip(together, alone, strict=True):
        assert np.array_equal(one[rows], other, equal_nan=one.dtype.kind == "f")


@pytest.fixture(scope="module")
def town():
    return Router(build_grid(31, 23, 100.0, Mode.WALK), 5.0)


def places(town, count, seed):
    rng = np.random.default_rng(seed)
    return town.snap(np.asarray(ORIGIN) + rng.uniform(0, 2_200, (count, 2)))


@pytest.mark.parametrize("threads", [2, 4])
def test_threads_change_nothing(town, threads):
    origins = places(town, 200, 1)
    jobs = {
        (layer, k): Job(town, origins, places(town, 3 + layer, layer), k, 9_000)
        for layer in range(5)
        for k in (1, 3)
    }
    one, many = nearest_tables(jobs, threads=1), nearest_tables(jobs, threads=threads)
    assert list(one) == list(many) == list(jobs)
    pairs = [(a, b) for key in jobs for a, b in zip(one[key], many[key], strict=True)]
    pairs += zip(
        reachable(town, origins, 3_000, threads=1),
        reachable(town, origins, 3_000, threads=threads),
        strict=True,
    )
    pairs += zip(
        travel_matrix(town, origins, origins, 3_000, threads=1),
        travel_matrix(town, origins, origins, 3_000, threads=threads),
        strict=True,
    )
    assert all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)


def at(town, *points):
    """Points in metres from the corner of the grid, on its streets."""
    return town.snap(np.asarray(ORIGIN) + np.array(points, dtype=np.float64).reshape(-1, 2))


def test_from_corner_to_corner(town):
    """600 m east and 600 m north at 5 km/h are 864 s; each of the twelve blocks is rounded to 0.1 s."""
    way = nearest_facilities(town, at(town, (0, 0)), at(town, (600, 600)), 1, 100_000)
    assert way.length_m[0, 0] == pytest.approx(1200, abs=1)
    assert way.time_ds[0, 0] == pytest.approx(8640, abs=12)


def test_the_same_street_needs_no_junction(town):
    way = nearest_facilities(town, at(town, (20, 0)), at(town, (70, 0)), 1, 100_000)
    assert (way.time_ds[0, 0], way.length_m[0, 0]) == (360, 50)


def test_the_straight_way_to_the_street_counts(town):
    """30 m at 5 km/h are 21.6 s."""
    way = nearest_facilities(town, at(town, (50, 30)), at(town, (50, 0)), 1, 100_000)
    assert (way.time_ds[0, 0], way.length_m[0, 0]) == (216, 30)


def test_the_nearest_by_counting_blocks(town):
    """From the corner: 3 + 4 blocks to one, 10 + 1 to the other; the points stand on junctions."""
    corner, shops = (
        town.snap(np.array([ORIGIN])),
        town.snap(np.array([[300.0, 400.0], [1000.0, 100.0]]) + ORIGIN),
    )
    table = nearest_facilities(town, corner, shops, 2, 100_000)
    assert table.facility.tolist() == [[0, 1]]
    assert table.time_ds.tolist() == [[7 * BLOCK, 11 * BLOCK]]
    assert table.length_m[0] == pytest.approx([700.0, 1100.0])
    assert STATES[table.state[0]] is State.REACHED
    far = nearest_facilities(town, corner, shops, 2, 7 * BLOCK - 1)
    assert STATES[far.state[0]] is State.BEYOND_LIMIT


def test_what_is_reached_in_the_desert_is_a_diamond(town):
    corner = town.snap(np.array([ORIGIN]))
    reached = reachable(town, corner, 5 * BLOCK)
    iy, ix = np.divmod(reached.node, 31)
    assert len(reached.node) == 6 * 7 // 2
    assert np.array_equal(reached.time_ds, (ix + iy) * BLOCK)
    assert reached.length_m == pytest.approx((ix + iy) * 100.0)


def test_nothing_asked_and_no_facility(town):
    origins = places(town, 3, 1)
    none = take_points(origins, np.empty(0, np.int64))
    assert nearest_facilities(town, none, origins, 1, 100).facility.shape == (0, 1)
    assert nearest_facilities(town, origins, none, 2, 100).state.tolist() == [NOT_CONNECTED] * 3
    assert reachable(town, none, 100).offset.tolist() == [0]
    assert travel_matrix(town, origins, none, 100)[0].shape == (3, 0)
    assert pairs_within(town, origins, none, 100).origin.shape == (0,)
    assert pairs_within(town, none, origins, 100).origin.shape == (0,)
