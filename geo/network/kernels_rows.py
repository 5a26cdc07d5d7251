"""Rows of labels before and after a search: empty ones, seeds as offers, the log of changes."""

import numpy as np

from geo.network.kernels_core import LOWER_BITS, TIME_BITS, Log, Offers, Rows
from geo.network.kernels_net import Array, U, Whole, compiled


def empty_rows(n_nodes: int, k: int, limit_ds: int) -> Rows:
    """Rows without labels that take in what is within the limit."""
    return Rows(np.full(n_nodes * k, empty_label(limit_ds)), np.empty(n_nodes * k, np.float32), (0,) * k)


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


@compiled
def put_offers(rows: Rows, offers: Offers) -> None:
    """Take offers into their rows as a search would, without passing anything on; their order does not matter."""
    k, label, length_m = len(rows.slots), rows.label, rows.length_m
    for i in range(len(offers.node)):
        row = U(offers.node[i]) * U(k)
        offer, metres, at = offers.label[i], offers.length_m[i], row + U(k - 1)
        for j in range(k - 1):
            if (label[row + U(j)] | 1) & LOWER_BITS == offer & LOWER_BITS:
                at = row + U(j)
        here = label[at] | 1
        if offer > here or (offer == here and metres >= length_m[at]):
            continue
        while at > row and label[at - U(1)] > offer:
            label[at], length_m[at] = label[at - U(1)], length_m[at - U(1)]
            at -= U(1)
        label[at], length_m[at] = offer, metres


@compiled
def gather_offers(rows: Rows, node: Array, time_ds: Array, length_m: Array) -> Offers:
    """What points are offered by the rows of both ends of their edges: arrays (m, 2), time -1 where closed."""
    k, n = len(rows.slots), len(node)
    most = n * 2 * k
    offers = Offers(np.empty(most, np.uint32), np.empty(most, np.int64), np.empty(most, np.float32))
    count = 0
    for i in range(n):
        for side in range(2):
            if time_ds[i, side] < 0:
                continue
            for j in range(k):
                at = U(node[i, side]) * U(k) + U(j)
                if (rows.label[at] & LOWER_BITS) == LOWER_BITS:  # empty, and so are those behind it
                    break
                offers.node[count] = i
                offers.label[count] = (rows.label[at] | 1) + (np.int64(time_ds[i, side]) << TIME_BITS)
                offers.length_m[count] = rows.length_m[at] + length_m[i, side]
                count += 1
    return Offers(offers.node[:count], offers.label[:count], offers.length_m[:count])
