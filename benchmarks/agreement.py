"""Every value of every question on real street graphs against scipy's Dijkstra, one search per facility or origin."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.graphs import SEED, pick_facilities
from geo.network.graph import Graph
from geo.network.kernels import (
    MAX_DS,
    MAX_K,
    Net,
    Seeds,
    many_to_many,
    nearest_k,
    one_to_many,
    pack_incoming,
    pack_outgoing,
)
from geo.network.kernels_net import NODE_BITS

LIMITS_DS = (MAX_DS, 9_000)

FloatArray = npt.NDArray[np.float64]


def to_seeds(node: npt.NDArray[np.integer]) -> Seeds:
    """Facilities or origins at nodes."""
    nothing = np.zeros(len(node), np.int32)
    number = np.arange(len(node), dtype=np.int32)
    return Seeds(node.astype(np.int32), nothing, nothing.astype(np.float32), number)


def to_matrix(net: Net) -> csr_array:
    """The arcs of a net for scipy; of parallel arcs the shortest, because scipy may add them up."""
    n = len(net.indptr) - 1
    tail = np.repeat(np.arange(n), np.diff(net.indptr))
    head = (net.arcs["head"] & NODE_BITS).astype(np.int64)
    order = np.lexsort((net.arcs["ds"], head, tail))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(tail[order]) != 0) | (np.diff(head[order]) != 0)
    kept = order[first]
    return csr_array((net.arcs["ds"][kept].astype(np.float64), (tail[kept], head[kept])), shape=(n, n))


def compare_with_scipy(graph: Graph) -> dict[str, Any]:
    """How many values of each question differ, with and without a limit, and how many were compared."""
    incoming, outgoing = pack_incoming(graph), pack_outgoing(graph)
    facilities, origins = pick_facilities(graph), pick_facilities(graph, SEED + 1)
    arriving = dijkstra(to_matrix(incoming), indices=facilities)
    leaving = dijkstra(to_matrix(outgoing), indices=origins)
    differ = {"nearest": 0, "reached": 0, "matrix": 0}
    for limit_ds in LIMITS_DS:
        for k in range(1, MAX_K + 1):
            differ["nearest"] += _differ_nearest(
                incoming, facilities, _within(arriving, limit_ds), (k, limit_ds)
            )
        expected = _within(leaving, limit_ds)
        differ["reached"] += _differ_reached(outgoing, origins, expected, limit_ds)
        shape = (len(origins), len(facilities))
        found = many_to_many(outgoing, to_seeds(origins), to_seeds(facilities), shape, limit_ds)[0]
        differ["matrix"] += int(np.count_nonzero(found != _whole(expected[:, facilities])))
    nearest = 2 * graph.n_nodes * sum(range(1, MAX_K + 1)) * len(LIMITS_DS)
    compared = nearest + (leaving.size + len(origins) * len(facilities)) * len(LIMITS_DS)
    return {"values": compared, "values_that_differ": differ, "agree": not any(differ.values())}


def _within(times: FloatArray, limit_ds: int) -> FloatArray:
    return np.where(times <= limit_ds, times, np.inf)


def _whole(values: FloatArray) -> npt.NDArray[np.int64]:
    return np.where(np.isfinite(values), values, -1).astype(np.int64)


def _differ_nearest(
    net: Net, facilities: npt.NDArray[np.int32], times: FloatArray, ask: tuple[int, int]
) -> int:
    """Facilities and times of the k nearest: the lowest number of equals first."""
    k, limit_ds = ask
    order = np.argsort(times, axis=0, kind="stable")[:k].T
    expected = np.take_along_axis(times.T, order, axis=1)
    found = nearest_k(net, to_seeds(facilities), k, limit_ds)
    number = np.where(np.isfinite(expected), order, -1)
    return int((found.time_ds != _whole(expected)).sum() + (found.facility != number).sum())


def _differ_reached(net: Net, origins: npt.NDArray[np.int32], times: FloatArray, limit_ds: int) -> int:
    """Nodes that only one of both reaches, and reached ones with another time."""
    reached = one_to_many(net, to_seeds(origins), len(origins), limit_ds)
    found = np.full(times.shape, -1)
    found[np.repeat(np.arange(len(origins)), np.diff(reached.offset)), reached.node] = reached.time_ds
    return int(np.count_nonzero(found != _whole(times)))
