"""Rows of labels before and after a search: empty ones, seeds as offers, the log of changes."""

import numpy as np

from geo.network.kernels_core import LOWER_BITS, TIME_BITS, Log, Offers, Rows
from geo.network.kernels_net import Array, U, Whole, compiled


def empty_rows(n_nodes: int, k: int, limit_ds: int) -> Rows:
    """Rows without labels that take in what is within the limit."""
    return Rows(np.full(n_nodes * k, empty_label(limit_ds)), np.zeros(n_nodes * k, np.float32), (0,) * k)


@compiled
def empty_label(limit_ds: Whole) -> Whole:
    """Later than every label within the limit; its last bit says that there is nothing to pass on."""
    return (np.int64(limit_ds) << TIME_BITS) | LOWER_BITS


@compiled
def to_offers(node: Array, time_ds: Array, length_m: Array, facility: Array) -> Offers:
    """Seeds as offers; those with a time below 0 (direction not allowed) are left out."""
    n = len(node)
    offers = Offers(np.empty(n, np.uint32), np.empty(n, np.int64), np.empty(n, np.float32))
    count = 0
    for i in range(len(node)):
        if time_ds[i] >= 0:
            offers.node[count], offers.length_m[count] = node[i], length_m[i]
            offers.label[count] = (np.int64(time_ds[i]) << TIME_BITS) | (np.int64(facility[i]) << 1) | 1
            count += 1
    return Offers(offers.node[:count], offers.label[:count], offers.length_m[:count])


@compiled
def new_log(n_nodes: Whole, k: Whole) -> Log:
    """An empty log; the system zeroes its large part only where it is used."""
    return Log(
        np.zeros(n_nodes, np.uint8), np.empty(256, np.int32), np.empty(256 * k, np.int64),
        np.empty(256 * k, np.float32), np.zeros(1, np.int64),
    )  # fmt: skip


@compiled
def undo(rows: Rows, log: Log) -> None:
    """Put every changed row back as it was, and empty the log."""
    k = len(rows.slots)
    for i in range(U(log.size[0])):
        node = U(log.node[i])
        log.seen[node] = 0
        for j in range(k):
            rows.label[node * U(k) + U(j)] = log.label[i * U(k) + U(j)]
            rows.length_m[node * U(k) + U(j)] = log.length_m[i * U(k) + U(j)]
    log.size[0] = 0
