"""Shortest ways: networkx's Dijkstra on random graphs, scipy's on real ones, closed forms in the desert."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.domain import Mode
from geo.errors import InputError
from geo.network.graph import to_indptr
from geo.network.kernels import (
    MAX_DS,
    Seeds,
    flood,
    many_to_many,
    nearest_k,
    one_to_many,
    pack_arcs,
    reverse_net,
)
from tests.network.desert import build_grid, edge_ds, nothing

LIMITS = st.sampled_from([0, 3, 10, 25, MAX_DS])


@st.composite
def networks(draw):
    """Arcs of a small directed graph, with parallel arcs, dead ends, islands and many equal ways."""
    n = draw(st.integers(1, 9))
    node = st.integers(0, n - 1)
    arcs = draw(st.lists(st.tuples(node, node, st.integers(1, 6), st.integers(1, 9)), max_size=24))
    arcs = sorted(arc for arc in arcs if arc[0] != arc[1])
    tail, head, ds, length = (np.array([arc[i] for arc in arcs], np.int32) for i in range(4))
    net = pack_arcs(to_indptr(tail, n), head, ds, length.astype(np.float32))
    return n, arcs, net


@st.composite
def seeds_on(draw, n):
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, n - 1), st.integers(-1, 12), st.integers(0, 5), st.integers(0, 5)),
            max_size=8,
        )
    )
    node, ds, length, number = (np.array([row[i] for row in rows], np.int32) for i in range(4))
    order = np.argsort(number, kind="stable")
    return Seeds(node[order], ds[order], length[order].astype(np.float32), number[order])


def oracle(n, arcs, seeds, limit_ds):
    """Per node the times and lengths to every facility: networkx on pairs (time, length), lengths in thousands."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from((v, u, ds * 1000 + length) for u, v, ds, length in arcs)
    found = [{} for _ in range(n)]
    for facility in sorted(set(seeds.facility.tolist())):
        source = ("facility", facility)
        for node, ds, length in zip(*(part[seeds.facility == facility] for part in seeds[:3]), strict=True):
            if ds >= 0:
                graph.add_edge(source, int(node), weight=int(ds) * 1000 + int(length))
        if source in graph:
            for node, cost in nx.single_source_dijkstra_path_length(graph, source).items():
                if node != source and cost // 1000 <= limit_ds:
                    found[node][facility] = (cost // 1000, cost % 1000)
            graph.remove_node(source)
    return found


@settings(max_examples=150, deadline=None)
@given(network=networks(), data=st.data(), k=st.integers(1, 5), limit_ds=LIMITS)
def test_nearest_agrees_with_networkx(network, data, k, limit_ds):
    n, arcs, net = network
    seeds = data.draw(seeds_on(n))
    nearest = nearest_k(reverse_net(net), seeds, k, limit_ds)
    expected = oracle(n, arcs, seeds, limit_ds)
    for node in range(n):
        best = sorted((ds, facility, length) for facility, (ds, length) in expected[node].items())[:k]
        best += [(-1, -1, -1)] * (k - len(best))
        length_m = np.nan_to_num(nearest.length_m[node], nan=-1)
        got = zip(nearest.time_ds[node], nearest.facility[node], length_m, strict=True)
        assert [tuple(map(int, row)) for row in got] == best


@settings(max_examples=100, deadline=None)
@given(network=networks(), data=st.data(), limit_ds=LIMITS)
def test_one_to_many_and_matrix_agree_with_networkx(network, data, limit_ds):
    n, arcs, net = network
    origins, targets = data.draw(seeds_on(n)), data.draw(seeds_on(n))
    backwards = [(v, u, ds, length) for u, v, ds, length in arcs]
    expected = oracle(n, backwards, origins, limit_ds)
    reached = one_to_many(net, origins, 6, limit_ds)
    time_ds, length_m = many_to_many(net, origins, targets, (6, 6), limit_ds)
    for i in range(6):
        part = slice(reached.offset[i], reached.offset[i + 1])
        got = {
            int(node): (int(ds), int(length))
            for node, ds, length in zip(*(column[part] for column in reached[1:]), strict=True)
        }
        assert got == {node: expected[node][i] for node in range(n) if i in expected[node]}
        assert reached.node[part].tolist() == sorted(got)
        for j in range(6):
            ends = [
                (got[node][0] + ds, got[node][1] + length)
                for node, ds, length, number in zip(*targets, strict=True)
                if number == j and ds >= 0 and node in got and got[node][0] + ds <= limit_ds
            ]
            best = min(ends, default=(-1, -1))
            assert (time_ds[i, j], np.nan_to_num(length_m[i, j], nan=-1)) == best


@settings(max_examples=50, deadline=None)
@given(network=networks(), data=st.data())
def test_flood_finds_whatever_has_a_way(network, data):
    n, arcs, net = network
    seeds = data.draw(seeds_on(n))
    expected = oracle(n, arcs, seeds, MAX_DS)
    assert flood(reverse_net(net), seeds).tolist() == [bool(row) for row in expected]


@settings(max_examples=50, deadline=None)
@given(network=networks(), data=st.data(), k=st.integers(1, 5))
def test_the_order_of_seeds_does_not_matter(network, data, k):
    n, _, net = network
    seeds = data.draw(seeds_on(n))
    order = np.array(data.draw(st.permutations(range(len(seeds.node)))), dtype=np.int64)
    shuffled = Seeds(*(part[order] for part in seeds))
    for one, other in zip(nearest_k(net, seeds, k), nearest_k(net, shuffled, k), strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_manhattan_distance_in_the_desert():
    """The four nearest of five facilities, by counting blocks; ties by the lower number."""
    grid = build_grid(23, 17, 100.0, Mode.WALK)
    net = reverse_net(pack_arcs(grid.indptr, grid.head, grid.arc_ds, grid.edge_length_m[grid.arc_edge]))
    node = np.array([0, 22, 200, 203, 390], np.int32)
    nothing = np.zeros(5, np.int32)
    nearest = nearest_k(
        net, Seeds(node, nothing, nothing.astype(np.float32), np.arange(5, dtype=np.int32)), 4
    )
    iy, ix = np.divmod(np.arange(23 * 17), 23)
    blocks = np.abs(ix[:, None] - ix[node]) + np.abs(iy[:, None] - iy[node])
    order = np.argsort(blocks, axis=1, kind="stable")[:, :4]
    assert np.array_equal(nearest.facility, order)
    assert np.array_equal(nearest.time_ds, np.take_along_axis(blocks, order, 1) * edge_ds(100.0, Mode.WALK))
    assert np.array_equal(nearest.length_m, np.take_along_axis(blocks, order, 1) * np.float32(100.0))


@pytest.mark.parametrize("longest", [1, 40, 5_000, 2_000_000])
def test_agrees_with_scipy_on_a_larger_graph(longest):
    """Queues that grow, buckets of every width, seeds that begin late."""
    rng = np.random.default_rng(longest)
    n = 3_000
    tail = np.sort(rng.integers(0, n, 9_000)).astype(np.int32)
    head = rng.integers(0, n, 9_000).astype(np.int32)
    ds = rng.integers(1, longest + 1, 9_000).astype(np.int32)
    net = pack_arcs(to_indptr(tail, n), head, ds, ds.astype(np.float32))
    node = rng.choice(n, 40, replace=False).astype(np.int32)
    start = rng.integers(0, 3 * longest, 40).astype(np.int32)
    seeds = Seeds(node, start, start.astype(np.float32), np.arange(40, dtype=np.int32))
    # Parallel arcs: scipy would add them up.
    cost = {}
    for u, v, w in zip(tail, head, ds, strict=True):
        cost[u, v] = min(w, cost.get((u, v), w))
    rows, columns = np.array(list(cost)).T
    matrix = csr_array((np.array(list(cost.values()), float), (rows, columns)), shape=(n, n))
    every = dijkstra(matrix, indices=node) + start[:, None]
    order = np.argsort(every, axis=0, kind="stable")[:5].T
    nearest = nearest_k(net, seeds, 5)
    expected = np.take_along_axis(every.T, order, 1)
    assert np.array_equal(np.where(np.isinf(expected), -1, expected), nearest.time_ds)
    assert np.array_equal(np.where(np.isinf(expected), -1, order), nearest.facility)


@pytest.mark.parametrize("longest", [1, 40, 5_000, 2_000_000])
def test_what_is_reached_agrees_with_scipy(longest):
    """Links that grow, two places per origin, limits from nothing to all, desks used again and again."""
    rng = np.random.default_rng(longest)
    n = 3_000
    tail = np.sort(rng.integers(0, n, 9_000)).astype(np.int32)
    head, ds = (rng.integers(low, high, 9_000).astype(np.int32) for low, high in ((0, n), (1, longest + 1)))
    net = pack_arcs(to_indptr(tail, n), head, ds, ds.astype(np.float32))
    cost = np.full((n, n), np.inf)
    np.minimum.at(cost, (tail, head), ds)
    node = rng.choice(n, (12, 2)).astype(np.int32)
    start = rng.integers(0, 3 * longest, (12, 2)).astype(np.int32)
    number = np.repeat(np.arange(12, dtype=np.int32), 2)
    origins = Seeds(node.ravel(), start.ravel(), start.ravel().astype(np.float32), number)
    every = dijkstra(csr_array(np.where(np.isinf(cost), 0, cost)), indices=node.ravel()) + start.reshape(
        -1, 1
    )
    best = every.reshape(12, 2, n).min(axis=1)
    for limit_ds in (0, longest, 5 * longest, MAX_DS):
        reached = one_to_many(net, origins, 12, limit_ds)
        found = np.full((12, n), np.inf)
        row = np.repeat(np.arange(12), np.diff(reached.offset))
        found[row, reached.node] = reached.time_ds
        assert np.array_equal(found, np.where(best <= limit_ds, best, np.inf))
        assert np.array_equal(reached.length_m, reached.time_ds.astype(np.float32))
        assert (np.diff(row * n + reached.node) > 0).all()
        time_ds, _ = many_to_many(
            net, origins, Seeds(node[:, 0], *nothing(12), number[::2]), (12, 12), limit_ds
        )
        assert np.array_equal(np.where(time_ds < 0, np.inf, time_ds), found[:, node[:, 0]])
    assert len(reached.node) > 12 * n / 2


def test_of_equally_quick_ways_the_shortest_and_no_sign_on_nothing():
    """Two ways of 10 ds, of 7 and 5 m; the length at the origin is a zero with a sign."""
    arcs = (np.array([0, 2, 3, 4, 4]), np.array([1, 2, 3, 3], np.int32), np.full(4, 5, np.int32))
    net = pack_arcs(*arcs, np.array([3, 1, 4, 4], np.float32))
    origin = Seeds(
        np.zeros(1, np.int32), np.zeros(1, np.int32), np.full(1, -0.0, np.float32), np.zeros(1, np.int32)
    )
    reached = one_to_many(net, origin, 1, MAX_DS)
    assert reached.node.tolist() == [0, 1, 2, 3]
    assert reached.time_ds.tolist() == [0, 5, 5, 10]
    assert reached.length_m.tolist() == [0, 3, 1, 5]


def test_refuses_what_is_out_of_range():
    net = pack_arcs(
        np.array([0, 1, 1]), np.array([1], np.int32), np.array([5], np.int32), np.ones(1, np.float32)
    )
    one = np.zeros(1, np.int32)
    seeds = Seeds(one, one, one.astype(np.float32), one)
    for k, limit_ds in ((0, 10), (6, 10), (1, -1), (1, 2**31)):
        with pytest.raises(InputError):
            nearest_k(net, seeds, k, limit_ds)
    with pytest.raises(InputError):
        nearest_k(net, seeds._replace(node=one + 2), 1)
    with pytest.raises(InputError):
        nearest_k(net, seeds._replace(facility=one - 1), 1)
    with pytest.raises(InputError):
        pack_arcs(
            np.array([0, 1, 1]), np.array([1], np.int32), np.array([0], np.int32), np.ones(1, np.float32)
        )


def test_nothing_asked_is_nothing_found():
    net = pack_arcs(
        np.array([0, 1, 1]), np.array([1], np.int32), np.array([5], np.int32), np.ones(1, np.float32)
    )
    none = np.empty(0, np.int32)
    seeds = Seeds(none, none, none.astype(np.float32), none)
    nearest = nearest_k(net, seeds, 2)
    assert nearest.facility.tolist() == [[-1, -1], [-1, -1]]
    assert np.isnan(nearest.length_m).all()
    assert one_to_many(net, seeds, 0, 10).offset.tolist() == [0]
    assert many_to_many(net, seeds, seeds, (0, 3))[0].shape == (0, 3)
