"""Compiled loop below `geo.network.pairs`: searches from points meet the points of the other side."""

from typing import NamedTuple

import numpy as np

from geo.network.kernels_net import Array, U, Whole, compiled


class Far(NamedTuple):
    """Points to be met, and the ways from the ends of their edges.

    Attributes
    ----------
    first, end
        int64; the ends at node n are ``end[first[n]:first[n + 1]]``, end e belongs to point e // 2.
    time_ds, length_m
        int32 and float32 (2 points,); by end; none of those in ``end`` is closed.
    """

    first: Array
    end: Array
    time_ds: Array
    length_m: Array


class Ways(NamedTuple):
    """Ways found: int64 point searched from, int64 point met, int32 deciseconds, float32 metres."""

    near: Array
    far: Array
    time_ds: Array
    length_m: Array


@compiled
def meet(reached: tuple[Array, Array, Array, Array], far: Far, direct: Ways, limit_ds: Whole) -> Ways:
    """Quickest way of every pair within the limit, of equally quick ones the shortest.

    ``reached`` are the offset, node, time and length of a `Reached`; ``direct`` are further ways, ascending by the
    point searched from.
    """
    offset, node, time_ds, length_m = reached
    most = len(direct.near)
    for r in range(U(len(node))):
        most += far.first[node[r] + 1] - far.first[node[r]]
    ways = Ways(
        np.empty(most, np.int64),
        np.empty(most, np.int64),
        np.empty(most, np.int32),
        np.empty(most, np.float32),
    )
    place = np.full(len(far.time_ds) // 2, -1, np.int64)
    count: Whole = 0
    at_direct = 0
    for i in range(len(offset) - 1):
        begin = count
        while at_direct < len(direct.near) and direct.near[at_direct] == i:
            count = _put(
                ways, place, (i, direct.far[at_direct], begin, count),
                (direct.time_ds[at_direct], direct.length_m[at_direct]), limit_ds,
            )  # fmt: skip
            at_direct += 1
        for r in range(offset[i], offset[i + 1]):
            for e in range(far.first[node[r]], far.first[node[r] + 1]):
                end = far.end[e]
                count = _put(
                    ways, place, (i, end // 2, begin, count),
                    (time_ds[r] + far.time_ds[end], length_m[r] + far.length_m[end]), limit_ds,
                )  # fmt: skip
    return Ways(ways.near[:count], ways.far[:count], ways.time_ds[:count], ways.length_m[:count])


@compiled
def _put(
    ways: Ways,
    place: Array,
    pair: tuple[Whole, Whole, Whole, Whole],
    cost: tuple[Whole, float],
    limit_ds: Whole,
) -> Whole:
    """Take in a way of points i and j; returns how many there are. ``place`` is of this i from ``begin`` on."""
    i, j, begin, count = pair
    ds, metres = cost
    if ds > limit_ds:
        return count
    at = place[j]
    if at < begin:
        at, place[j] = count, count
        ways.near[at], ways.far[at] = i, j
        count += 1
    elif ds > ways.time_ds[at] or (ds == ways.time_ds[at] and metres >= ways.length_m[at]):
        return count
    ways.time_ds[at], ways.length_m[at] = ds, metres
    return count
