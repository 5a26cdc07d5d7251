"""All pairs of points within a limit, without a matrix: what floating catchments and walks to stops ask for."""

from typing import NamedTuple

import numpy as np

from geo.network.graph import Float32Array, Int32Array, Int64Array, to_indptr
from geo.network.join import find_direct_ways, price_arriving, price_leaving, take_ends, to_seeds
from geo.network.kernels import one_to_many
from geo.network.kernels_pairs import Far, Ways, meet
from geo.network.parallel import map_in_order, split_evenly
from geo.network.router import Router
from geo.network.snap import Ends, Snap

CHUNK = 2_000  # points searched from at once, so that what they reach fits into memory


class Pairs(NamedTuple):
    """Points with a way within the limit: shapes (p,), each pair once.

    Attributes
    ----------
    origin, target
        int64; positions among the origins and the targets.
    time_ds, length_m
        int32 deciseconds and float32 metres of the way.
    """

    origin: Int64Array
    target: Int64Array
    time_ds: Int32Array
    length_m: Float32Array


def pairs_within(
    router: Router, origins: Snap, targets: Snap, limit_ds: int, *, threads: int | None = None
) -> Pairs:
    """Every target within a limit of every origin.

    Parameters
    ----------
    router, origins, targets
        Streets of one mode, and points on its edges.
    limit_ds
        Greatest time in deciseconds, inclusive.
    threads
        How many searches run side by side; as many as there are processors if not given.

    Returns
    -------
    Pairs
        The ways of `geo.network.engine.travel_matrix`, in an order that does not depend on the threads. Work and
        memory follow what is reached, not origins times targets. The search runs from the side with fewer points;
        the last digit of a length (a float32 sum) follows it.
    """
    turned = len(targets.edge) < len(origins.edge)
    leave, arrive = price_leaving(router, origins), price_arriving(router, targets)
    net, near, far = (router.incoming, arrive, leave) if turned else (router.outgoing, leave, arrive)
    met = _to_far(far, router.graph.n_nodes)
    direct = _direct_ways(router, origins, targets, turned=turned)

    def search(part: tuple[int, int]) -> Ways:
        seeds = to_seeds(take_ends(near, slice(*part)))
        reached = one_to_many(net, seeds, part[1] - part[0], limit_ds, threads=1)
        rows = slice(*np.searchsorted(direct.near, part))
        mine = Ways(direct.near[rows] - part[0], *(values[rows] for values in direct[1:]))
        ways = meet((reached.offset, reached.node, reached.time_ds, reached.length_m), met, mine, limit_ds)
        return ways._replace(near=ways.near + part[0])

    parts = map_in_order(search, split_evenly(len(near.node), threads, most=CHUNK), threads)
    ways = Ways(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    return Pairs(ways.far, ways.near, *ways[2:]) if turned else Pairs(*ways)


def _to_far(ends: Ends, n_nodes: int) -> Far:
    open_end = np.flatnonzero(ends.time_ds.ravel() >= 0)
    node = ends.node.ravel()[open_end]
    return Far(
        to_indptr(node, n_nodes),
        open_end[np.argsort(node, kind="stable")],
        np.ascontiguousarray(ends.time_ds).ravel(),
        np.ascontiguousarray(ends.length_m).ravel(),
    )


def _direct_ways(router: Router, origins: Snap, targets: Snap, *, turned: bool) -> Ways:
    """Ways along common edges, ascending by the side that is searched from."""
    i, j, time_ds, length_m = find_direct_ways(router, origins, targets)
    near, far = (j, i) if turned else (i, j)
    order = np.argsort(near, kind="stable")
    return Ways(near[order], far[order], time_ds[order], length_m[order])
