"""Compiled loops for searches from many origins in one call, on one set of rows that is put back after each."""

from typing import Any

import numpy as np

from geo.network.kernels_core import LOWER_BITS, TIME_BITS, Log, Offers, Rows, spread
from geo.network.kernels_net import NODE_BITS, Array, Net, U, compiled
from geo.network.kernels_rows import empty_label, new_log, to_offers, undo

Places = tuple[Array, Array, Array]  # node, time_ds, length_m


@compiled
def search_each(net: Net, origins: Places, begin: Array, limit_ds: int) -> tuple[Array, Array, Array, Array]:
    """Ragged result of `geo.network.kernels.one_to_many`: offset, node, time, length."""
    n_nodes, n_origins = len(net.indptr) - 1, len(begin) - 1
    rows, log = _one_row(n_nodes, limit_ds), new_log(n_nodes, 1)
    offset = np.zeros(n_origins + 1, np.int64)
    node, time_ds, length_m = np.empty(1024, np.int32), np.empty(1024, np.int32), np.empty(1024, np.float32)
    for i in range(n_origins):
        log = _search(net, rows, _part(origins, begin[i], begin[i + 1]), log)
        here, there = offset[i], offset[i] + log.size[0]
        if there > len(node):
            node, time_ds, length_m = _grow(node, there), _grow(time_ds, there), _grow(length_m, there)
        node[here:there] = np.sort(log.node[: log.size[0]])
        for j in range(here, there):
            time_ds[j] = rows.label[U(node[j])] >> TIME_BITS
            length_m[j] = rows.length_m[U(node[j])]
        offset[i + 1] = there
        undo(rows, log)
    end = offset[-1]
    return offset, node[:end].copy(), time_ds[:end].copy(), length_m[:end].copy()


@compiled
def search_matrix(
    net: Net, origins: Places, begin: Array, targets: tuple[Array, Array, Array, Array], ask: tuple[int, int]
) -> tuple[Array, Array]:
    """Times and lengths to the targets; ``ask`` is their number and the limit."""
    n_targets, limit_ds = ask
    n_nodes, n_origins = len(net.indptr) - 1, len(begin) - 1
    rows, log = _one_row(n_nodes, limit_ds), new_log(n_nodes, 1)
    time_ds = np.full((n_origins, n_targets), -1, np.int32)
    length_m = np.full((n_origins, n_targets), np.nan, np.float32)
    for i in range(n_origins):
        log = _search(net, rows, _part(origins, begin[i], begin[i + 1]), log)
        _arrive(rows, targets, limit_ds, time_ds[i], length_m[i])
        undo(rows, log)
    return time_ds, length_m


@compiled
def _arrive(
    rows: Rows, targets: tuple[Array, Array, Array, Array], limit_ds: int, time_ds: Array, length_m: Array
) -> None:
    """Times at the targets' nodes and on to the targets; the earliest counts, of equals the shortest."""
    node, more_ds, more_m, number = targets
    for i in range(len(node)):
        if more_ds[i] < 0:
            continue
        total = (rows.label[U(node[i])] >> TIME_BITS) + np.int64(more_ds[i])
        metres, j = rows.length_m[U(node[i])] + more_m[i], number[i]
        # A row without label holds the limit in its time: its lower bits tell it apart.
        if total > limit_ds or rows.label[U(node[i])] & LOWER_BITS > 1:
            continue
        if time_ds[j] < 0 or total < time_ds[j] or (total == time_ds[j] and metres < length_m[j]):
            time_ds[j], length_m[j] = total, metres


@compiled
def _part(places: Places, begin: int, end: int) -> Offers:
    node, time_ds, length_m = places
    one = np.zeros(end - begin, np.int32)  # the facility of all labels is 0
    return to_offers(node[begin:end], time_ds[begin:end], length_m[begin:end], one)


@compiled
def _one_row(n_nodes: int, limit_ds: int) -> Rows:
    return Rows(np.full(n_nodes, empty_label(limit_ds)), np.zeros(n_nodes, np.float32), (0,))


@compiled
def _search(net: Net, rows: Rows, seeds: Offers, log: Log) -> Any:
    return spread(net, rows, seeds, log)


@compiled
def _grow(array: Array, least: int) -> Array:
    grown = np.empty(max(2 * len(array), least), array.dtype)
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
