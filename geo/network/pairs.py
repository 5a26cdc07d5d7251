"""All pairs of a point and a facility within a limit, without a matrix: what floating catchments ask for."""

from typing import NamedTuple

import numpy as np

from geo.network.graph import Float32Array, Int32Array, Int64Array
from geo.network.join import find_direct_ways, price_arriving, price_leaving, take_points, to_seeds
from geo.network.kernels import Reached, one_to_many
from geo.network.parallel import map_in_order, split_evenly
from geo.network.router import Router
from geo.network.snap import Ends, Snap


class Pairs(NamedTuple):
    """Points and facilities with a way within the limit: shapes (p,), ascending by facility, then point.

    Attributes
    ----------
    origin, facility
        int64; positions among the points and the facilities. Each pair stands once.
    time_ds, length_m
        int32 deciseconds and float32 metres of the way from the point to the facility.
    """

    origin: Int64Array
    facility: Int64Array
    time_ds: Int32Array
    length_m: Float32Array


def pairs_within(
    router: Router, origins: Snap, facilities: Snap, limit_ds: int, *, threads: int | None = None
) -> Pairs:
    """Every point within a limit of every facility.

    Parameters
    ----------
    router, origins, facilities
        Streets of one mode; points and facilities on its edges.
    limit_ds
        Greatest time in deciseconds, inclusive.
    threads
        How many searches run side by side; as many as there are processors if not given.

    Returns
    -------
    Pairs
        The ways of `geo.network.engine.travel_matrix`. Work follows what the facilities are reached from, not
        points times facilities.
    """
    ends = price_leaving(router, origins)
    order = np.argsort(ends.node, axis=None, kind="stable")
    net = router.incoming

    def search(part: tuple[int, int]) -> Pairs:
        here = take_points(facilities, np.arange(*part))
        reached = one_to_many(net, to_seeds(price_arriving(router, here)), part[1] - part[0], limit_ds)
        i, j, time_ds, length_m = find_direct_ways(router, origins, here)
        found = [_meet(reached, ends, order), Pairs(i, j, time_ds, length_m)]
        best = _shortest(Pairs(*(np.concatenate(pair) for pair in zip(*found, strict=True))), limit_ds)
        return best._replace(facility=best.facility + part[0])

    parts = map_in_order(search, split_evenly(len(facilities.edge), threads), threads)
    return Pairs(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _meet(reached: Reached, ends: Ends, order: Int64Array) -> Pairs:
    """Ways by the ends of the points' edges; ``order`` sorts those ends by node."""
    node = ends.node.ravel()[order]
    left, right = np.searchsorted(node, reached.node, "left"), np.searchsorted(node, reached.node, "right")
    count = right - left
    row = np.repeat(np.arange(len(count)), count)
    end = order[left[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)]
    open_way = ends.time_ds.ravel()[end] >= 0
    row, end = row[open_way], end[open_way]
    facility = np.repeat(np.arange(len(reached.offset) - 1), np.diff(reached.offset))[row]
    return Pairs(
        end // 2,
        facility,
        reached.time_ds[row] + ends.time_ds.ravel()[end],
        reached.length_m[row] + ends.length_m.ravel()[end],
    )


def _shortest(pairs: Pairs, limit_ds: int) -> Pairs:
    """The quickest way of each pair, of equally quick ones the shortest; none beyond the limit."""
    within = np.flatnonzero(pairs.time_ds <= limit_ds)
    order = within[
        np.lexsort([key[within] for key in (pairs.length_m, pairs.time_ds, pairs.origin, pairs.facility)])
    ]
    facility, origin = pairs.facility[order], pairs.origin[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (facility[1:] != facility[:-1]) | (origin[1:] != origin[:-1])
    rows = order[first]
    return Pairs(pairs.origin[rows], pairs.facility[rows], pairs.time_ds[rows], pairs.length_m[rows])
