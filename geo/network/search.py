"""Points on a street graph: snapped once, and the nearest facility or all that is reached from them."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.network import kernels
from geo.network.graph import FERRY, Graph
from geo.network.snap import Ends, Snap, price_direct, snap_points, to_ends
from geo.network.snap_index import SnapIndex, build_index

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
Int32Array = npt.NDArray[np.int32]
Int64Array = npt.NDArray[np.int64]

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
    def outgoing(self) -> kernels.Net:
        """Arcs packed for searches along the traffic."""
        return kernels.pack_outgoing(self.graph)

    @cached_property
    def incoming(self) -> kernels.Net:
        """The same the other way round: searches from facilities run against the traffic."""
        return kernels.pack_incoming(self.graph)

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
    seeds = _to_seeds(to_ends(graph, targets, "arrive", walk_kmh=streets.walk_kmh))
    of_node = kernels.nearest_k(streets.incoming, seeds, 1, min(limit_ds, kernels.MAX_DS))
    target, time_ds, length_m = of_node.facility[:, 0], of_node.time_ds[:, 0], of_node.length_m[:, 0]
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
    seeds = _to_seeds(to_ends(streets.graph, origin, "leave", walk_kmh=streets.walk_kmh))
    found = kernels.one_to_many(streets.outgoing, seeds, 1, min(limit_ds, kernels.MAX_DS))
    return Reach(found.node, found.time_ds)


def _to_seeds(ends: Ends) -> kernels.Seeds:
    """Both ends of every point, numbered by the point."""
    number = np.repeat(np.arange(len(ends.node), dtype=np.int32), 2)
    return kernels.Seeds(ends.node.ravel(), ends.time_ds.ravel(), ends.length_m.ravel(), number)
