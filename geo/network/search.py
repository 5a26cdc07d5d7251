"""Points on a street graph: snapped once, and the nearest facility or all that is reached from them."""

import heapq
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from geo.network.graph import FERRY, Arcs, Graph
from geo.network.snap import Snap, price_direct, snap_points, to_ends
from geo.network.snap_index import SnapIndex, build_index

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
Int32Array = npt.NDArray[np.int32]
Int64Array = npt.NDArray[np.int64]

NODE_BITS = 32
DS_PER_SECOND = 10.0
UNREACHED = -1


class Nearest(NamedTuple):
    """Nearest target of each origin, shape (m,).

    Attributes
    ----------
    target
        int32; position among the targets, the lowest of equals; -1 where none lies within the limit.
    time_ds, length_m
        Of the whole way, straight ways to the street included; -1 and NaN where there is none.
    connected
        Whether any target lies in the origin's component, so that a way may exist beyond the limit.
    """

    target: Int32Array
    time_ds: Int32Array
    length_m: Float32Array
    connected: BoolArray


class Reach(NamedTuple):
    """Nodes reached from one origin, in the order of their numbers, with times in deciseconds."""

    node: Int32Array
    time_ds: Int32Array


@dataclass(frozen=True)
class Streets:
    """A graph with what searches on it share; keep one per graph.

    Attributes
    ----------
    graph
        Streets of one mode.
    walk_kmh
        Speed of the straight way between a point and the street.
    """

    graph: Graph
    walk_kmh: float

    @cached_property
    def index(self) -> SnapIndex:
        """Grid over the edges."""
        return build_index(self.graph)

    @cached_property
    def incoming(self) -> Arcs:
        """Arcs by where they end: searches from facilities run against the traffic."""
        return self.graph.reverse()

    @cached_property
    def fastest_m_per_s(self) -> float:
        """Highest speed of any edge on land: nothing outside the data can be nearer than this allows."""
        graph = self.graph
        best_ds = np.maximum(graph.edge_fwd_ds, graph.edge_bwd_ds)
        kept = (best_ds > 0) & (graph.edge_flags & FERRY == 0) & (graph.edge_length_m > 1)
        return float((graph.edge_length_m[kept] / (best_ds[kept] / DS_PER_SECOND)).max())

    def snap(self, xy: FloatArray) -> Snap:
        """Nearest edge of each point (EPSG:25832)."""
        return snap_points(self.graph, xy, index=self.index)


def find_nearest(streets: Streets, origins: Snap, targets: Snap, limit_ds: int) -> Nearest:
    """Nearest target of each origin; no answer depends on the other origins.

    Parameters
    ----------
    streets
        Graph of one mode.
    origins, targets
        Points on its edges.
    limit_ds
        How far the search goes, deciseconds.
    """
    graph, n = streets.graph, len(origins.edge)
    if not len(targets.edge):
        none = np.full(n, UNREACHED, dtype=np.int32)
        return Nearest(none, none.copy(), np.full(n, np.nan, np.float32), np.zeros(n, np.bool_))
    seeds = to_ends(graph, targets, "arrive", walk_kmh=streets.walk_kmh)
    arcs = streets.incoming
    target, time_ds, length_m = _search(
        arcs.indptr, arcs.head, arcs.arc_ds, graph.edge_length_m[arcs.arc_edge],
        seeds.node.ravel(), seeds.time_ds.ravel(), seeds.length_m.ravel(),
        np.repeat(np.arange(len(targets.edge), dtype=np.int32), 2), np.int64(limit_ds),
    )  # fmt: skip
    ends = to_ends(graph, origins, "leave", walk_kmh=streets.walk_kmh)
    sums = np.where(
        (ends.time_ds >= 0) & (time_ds[ends.node] >= 0),
        ends.time_ds.astype(np.int64) + time_ds[ends.node],
        np.iinfo(np.int64).max,
    )
    # Of two equally quick ends the one with the lower target: the answer must not depend on the drawing.
    side = np.lexsort((target[ends.node], sums))[:, 0] if n else np.empty(0, np.int64)
    rows = np.arange(n)
    best_ds, node = sums[rows, side], ends.node[rows, side]
    best = target[node].astype(np.int32)
    length = (ends.length_m[rows, side] + length_m[node]).astype(np.float32)
    best, best_ds, length = _with_direct(streets, origins, targets, (best, best_ds, length))
    found = best_ds <= limit_ds
    mainland = np.isin(origins.component, targets.component)
    return Nearest(
        np.where(found, best, UNREACHED).astype(np.int32),
        np.where(found, best_ds, UNREACHED).astype(np.int32),
        np.where(found, length, np.nan).astype(np.float32),
        mainland,
    )


def find_matrix(streets: Streets, points: Snap, limit_ds: int) -> tuple[FloatArray, FloatArray]:
    """Times in seconds and lengths in metres between all points, shape (m, m); infinite beyond the limit.

    Row i, column j is the way from point i to point j.
    """
    n = len(points.edge)
    time_s, length_m = np.full((n, n), np.inf), np.full((n, n), np.inf)
    for j in range(n):
        nearest = find_nearest(streets, points, take(points, np.array([j])), limit_ds)
        found = nearest.target >= 0
        time_s[found, j] = nearest.time_ds[found] / DS_PER_SECOND
        length_m[found, j] = nearest.length_m[found]
    return time_s, length_m


def _with_direct(
    streets: Streets, origins: Snap, targets: Snap, best: tuple[Int32Array, Int64Array, Float32Array]
) -> tuple[Int32Array, Int64Array, Float32Array]:
    """Improve on ways around by those along the common edge of origin and target."""
    target, time_ds, length = best[0].copy(), best[1].copy(), best[2].copy()
    by_edge = np.argsort(targets.edge, kind="stable")
    edges = targets.edge[by_edge]
    left, right = np.searchsorted(edges, origins.edge, "left"), np.searchsorted(edges, origins.edge, "right")
    count = right - left
    row = np.repeat(np.arange(len(origins.edge)), count)
    if not len(row):
        return target, time_ds, length
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    there = by_edge[left[row] + offset]
    direct_ds, direct_m = price_direct(
        streets.graph, take(origins, row), take(targets, there), walk_kmh=streets.walk_kmh
    )
    for i in np.lexsort((there, direct_ds)):
        here, ds = row[i], int(direct_ds[i])
        if ds >= 0 and (ds, there[i]) < (
            time_ds[here],
            target[here] if target[here] >= 0 else len(targets.edge),
        ):
            target[here], time_ds[here], length[here] = there[i], ds, direct_m[i]
    return target, time_ds, length


def take(snap: Snap, rows: npt.NDArray[np.integer]) -> Snap:
    """Some of the snapped points."""
    return Snap(*(getattr(snap, name)[rows] for name in Snap.__slots__))


def reach_from(streets: Streets, origin: Snap, limit_ds: int) -> Reach:
    """All nodes within a limit of one origin (a `Snap` of one point), along the traffic."""
    graph = streets.graph
    seeds = to_ends(graph, origin, "leave", walk_kmh=streets.walk_kmh)
    arcs = graph.forward()
    _, time_ds, _ = _search(
        arcs.indptr, arcs.head, arcs.arc_ds, graph.edge_length_m[arcs.arc_edge],
        seeds.node.ravel(), seeds.time_ds.ravel(), seeds.length_m.ravel(),
        np.zeros(2, dtype=np.int32), np.int64(limit_ds),
    )  # fmt: skip
    node = np.flatnonzero(time_ds >= 0).astype(np.int32)
    return Reach(node, time_ds[node])


@njit(cache=True, nogil=True)
def _search(indptr, head, arc_ds, arc_m, seed_node, seed_ds, seed_m, seed_label, limit_ds):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917  # pragma: no cover - compiled
    """Label search: for each node the quickest seed, the lowest label of equals, and the length of its way."""
    n = len(indptr) - 1
    label = np.full(n, -1, dtype=np.int32)
    time_ds = np.full(n, -1, dtype=np.int32)
    length_m = np.full(n, np.nan, dtype=np.float32)
    done = np.zeros(n, dtype=np.bool_)
    heap = [np.int64(0) for _ in range(0)]
    for i in range(len(seed_node)):
        node, ds = seed_node[i], seed_ds[i]
        if ds < 0 or ds > limit_ds:
            continue
        if time_ds[node] < 0 or ds < time_ds[node] or (ds == time_ds[node] and seed_label[i] < label[node]):
            label[node], time_ds[node], length_m[node] = seed_label[i], ds, seed_m[i]
            heapq.heappush(heap, (np.int64(ds) << NODE_BITS) | np.int64(node))
    while len(heap) > 0:
        entry = heapq.heappop(heap)
        node = entry & 0xFFFFFFFF
        if done[node] or (entry >> NODE_BITS) != time_ds[node]:
            continue
        done[node] = True
        for a in range(indptr[node], indptr[node + 1]):
            other = head[a]
            ds = time_ds[node] + arc_ds[a]
            if ds > limit_ds or done[other]:
                continue
            if (
                time_ds[other] < 0
                or ds < time_ds[other]
                or (ds == time_ds[other] and label[node] < label[other])
            ):
                label[other], time_ds[other] = label[node], ds
                length_m[other] = length_m[node] + arc_m[a]
                heapq.heappush(heap, (np.int64(ds) << NODE_BITS) | np.int64(other))
    return label, time_ds, length_m
