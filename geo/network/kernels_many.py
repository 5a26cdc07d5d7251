"""Compiled loops for searches from many origins in one call, and the sweep for any way at all."""

import numpy as np

from geo.network.kernels_net import NODE_BITS, Array, Net, U, compiled
from geo.network.kernels_reach import (
    Desk,
    Places,
    count_found,
    find_mark,
    new_queue,
    search_from,
    take_found,
)


@compiled
def search_each(net: Net, origins: Places, limit_ds: int, desk: Desk) -> tuple[Array, Array, Array, Array]:
    """Ragged result of `geo.network.kernels.one_to_many`: offset, node, time, length."""
    n_origins = len(origins.begin) - 1
    queue = new_queue(net, origins, limit_ds)
    offset = np.zeros(n_origins + 1, np.int64)
    node, time_ds, length_m = np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32)
    for i in range(n_origins):
        queue = search_from(net, desk, queue, origins, (i, limit_ds))
        here, there = offset[i], offset[i] + count_found(desk)
        if there > len(node):
            # As much as all need if the others reach as much as those so far: growing costs more than searching.
            size = max(there + there * n_origins // (i + 1), 2 * len(node))
            node, time_ds, length_m = _grow(node, size), _grow(time_ds, size), _grow(length_m, size)
        take_found(desk, limit_ds, node[here:there], time_ds[here:there], length_m[here:there])
        offset[i + 1] = there
    end = offset[-1]
    return offset, node[:end], time_ds[:end], length_m[:end]


@compiled
def search_matrix(
    net: Net, origins: Places, limit_ds: int, desk: Desk, targets: tuple[Array, Array, Array, Array, int]
) -> tuple[Array, Array]:
    """Times and lengths to the targets: their node, time, length, number, and how many numbers there are."""
    n_origins, n_targets = len(origins.begin) - 1, targets[4]
    queue = new_queue(net, origins, limit_ds)
    time_ds = np.full((n_origins, n_targets), -1, np.int32)
    length_m = np.full((n_origins, n_targets), np.nan, np.float32)
    nothing, no_length = np.empty(0, np.int32), np.empty(0, np.float32)
    for i in range(n_origins):
        queue = search_from(net, desk, queue, origins, (i, limit_ds))
        _arrive(desk, targets, limit_ds, time_ds[i], length_m[i])
        take_found(desk, limit_ds, nothing, nothing, no_length)
    return time_ds, length_m


@compiled
def _arrive(
    desk: Desk,
    targets: tuple[Array, Array, Array, Array, int],
    limit_ds: int,
    time_ds: Array,
    length_m: Array,
) -> None:
    """Times at the targets' nodes and on to the targets; the earliest counts, of equals the shortest."""
    node, more_ds, more_m, number, _ = targets
    for i in range(len(node)):
        there, metres = find_mark(desk, node[i], limit_ds)
        total, j = there + np.int64(more_ds[i]), number[i]
        metres += more_m[i]
        if more_ds[i] < 0 or there < 0 or total > limit_ds:
            continue
        if time_ds[j] < 0 or total < time_ds[j] or (total == time_ds[j] and metres < length_m[j]):
            time_ds[j], length_m[j] = total, metres


@compiled
def _grow(array: Array, size: int) -> Array:
    grown = np.empty(size, array.dtype)
    grown[: len(array)] = array
    return grown


@compiled
def search_any(indptr: Array, arcs: Array, node: Array) -> Array:
    """Whether any way leads from these nodes to each node: a plain sweep without times."""
    found = np.zeros(len(indptr) - 1, np.bool_)
    queue, end = np.empty(len(indptr), np.uint32), U(0)
    for i in range(len(node)):
        if not found[node[i]]:
            found[node[i]] = True
            queue[end] = node[i]
            end += U(1)
    begin = U(0)
    while begin < end:
        here = U(queue[begin])
        begin += U(1)
        for a in range(U(indptr[here]), U(indptr[here + U(1)])):
            there = U(arcs[a].head & NODE_BITS)
            if not found[there]:
                found[there] = True
                queue[end] = there
                end += U(1)
    return found
