"""Places snapped on streets joined with searches between nodes: both ends of an edge, or the piece between."""

import numpy as np
import numpy.typing as npt

from geo.network.graph import Float32Array, Int32Array, Int64Array
from geo.network.kernels import Nearest, Seeds, rows_to_nearest
from geo.network.kernels_core import TIME_BITS, Offers, Rows
from geo.network.kernels_rows import empty_rows, gather_offers, put_offers
from geo.network.router import Router
from geo.network.snap import Ends, Snap, price_direct, to_ends


def to_seeds(ends: Ends) -> Seeds:
    """Both ends of every point, one after the other."""
    number = np.repeat(np.arange(len(ends.node), dtype=np.int32), 2)
    return Seeds(ends.node.ravel(), ends.time_ds.ravel(), ends.length_m.ravel(), number)


def facility_seeds(router: Router, facilities: Snap) -> Seeds:
    """Where searches from facilities begin."""
    return to_seeds(price_arriving(router, facilities))


def join_rows(
    router: Router, rows: Rows, origins: tuple[Snap, Ends], facilities: tuple[Snap, Int32Array], limit_ds: int
) -> Nearest:
    """Nearest facilities of points, from those of the nodes.

    Parameters
    ----------
    router
        Streets of one mode.
    rows
        Labels of all nodes (`geo.network.kernels.search_rows`).
    origins
        Points, and the ways to the ends of their edges.
    facilities
        Points, and the numbers that the labels name them by.
    limit_ds
        Greatest time in deciseconds, inclusive.

    Returns
    -------
    Nearest
        Of the points.
    """
    snap, ends = origins
    k = len(rows.slots)
    joined = empty_rows(len(snap.edge), k, limit_ds)
    put_offers(joined, gather_offers(rows, ends.node, ends.time_ds, ends.length_m))
    i, j, direct_ds, direct_m = find_direct_ways(router, snap, facilities[0])
    label = (direct_ds.astype(np.int64) << TIME_BITS) | (facilities[1][j].astype(np.int64) << 1) | 1
    put_offers(joined, Offers(i.astype(np.uint32), label, direct_m))
    return rows_to_nearest(joined, k, limit_ds)


def find_direct_ways(
    router: Router, origins: Snap, targets: Snap
) -> tuple[Int64Array, Int64Array, Int32Array, Float32Array]:
    """Pairs of origin and target on the same edge with an allowed way between: rows, times, lengths."""
    by_edge = np.argsort(targets.edge, kind="stable")
    edges = targets.edge[by_edge]
    left, right = np.searchsorted(edges, origins.edge, "left"), np.searchsorted(edges, origins.edge, "right")
    count = right - left
    i = np.repeat(np.arange(len(origins.edge)), count)
    step = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    j = by_edge[left[i] + step]
    time_ds, length_m = price_direct(
        router.graph, take_points(origins, i), take_points(targets, j), walk_kmh=router.walk_kmh
    )
    allowed = time_ds >= 0
    return i[allowed], j[allowed], time_ds[allowed], length_m[allowed]


def take_points(snap: Snap, rows: npt.NDArray[np.integer]) -> Snap:
    """Some of the points."""
    return Snap(*(getattr(snap, name)[rows] for name in Snap.__slots__))


def join_points(one: Snap, other: Snap) -> Snap:
    """The points of both, one after the other."""
    return Snap(*(np.concatenate([getattr(one, name), getattr(other, name)]) for name in Snap.__slots__))


def take_ends(ends: Ends, rows: npt.NDArray[np.integer] | slice) -> Ends:
    """Ways of some of the points."""
    return Ends(ends.node[rows], ends.time_ds[rows], ends.length_m[rows])


def price_leaving(router: Router, points: Snap) -> Ends:
    """Ways from points to both ends of their edges."""
    return to_ends(router.graph, points, "leave", walk_kmh=router.walk_kmh)


def price_arriving(router: Router, points: Snap) -> Ends:
    """Ways from both ends of their edges to points."""
    return to_ends(router.graph, points, "arrive", walk_kmh=router.walk_kmh)
