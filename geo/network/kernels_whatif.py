"""Compiled loops below `geo.network.whatif`: take a facility out of the rows, and offer what was behind it."""

import numpy as np

from geo.network.kernels_core import LOWER_BITS, TIME_BITS, Log, Offers, Rows
from geo.network.kernels_net import NODE_BITS, Array, Net, U, Whole, compiled


@compiled
def find_nodes(rows: Rows, facility: Whole) -> Array:
    """Nodes whose rows name the facility, ascending."""
    k, label = len(rows.slots), rows.label
    wanted, n_nodes = np.int64(facility), len(label) // k
    node, count = np.empty(1024, np.int32), 0
    for i in range(U(n_nodes)):
        for j in range(k):
            if (label[i * U(k) + U(j)] & LOWER_BITS) >> 1 == wanted:
                if count == len(node):
                    grown = np.empty(2 * count, np.int32)
                    grown[:count] = node
                    node = grown
                node[count] = i
                count += 1
    return node[:count].copy()


@compiled
def log_of(rows: Rows, node: Array) -> Log:
    """A log in which these rows are noted already."""
    k, count = len(rows.slots), len(node)
    size = 2 * count + 256
    log = Log(
        np.zeros(len(rows.label) // k, np.uint8), np.empty(size, np.int32), np.empty(size * k, np.int64),
        np.empty(size * k, np.float32), np.zeros(1, np.int64),
    )  # fmt: skip
    for i in range(U(count)):
        here = U(node[i])
        log.seen[here], log.node[i] = 1, node[i]
        for j in range(k):
            log.label[i * U(k) + U(j)] = rows.label[here * U(k) + U(j)]
            log.length_m[i * U(k) + U(j)] = rows.length_m[here * U(k) + U(j)]
    log.size[0] = count
    return log


@compiled
def remove(rows: Rows, node: Array, facility: Whole, empty: Whole) -> None:
    """Take the facility out of these nodes' rows; later ones move up, the last place becomes empty."""
    k, label, length_m, wanted = len(rows.slots), rows.label, rows.length_m, np.int64(facility)
    for i in range(len(node)):
        row, found = U(node[i]) * U(k), False
        for j in range(k - 1):
            found = found or (label[row + U(j)] & LOWER_BITS) >> 1 == wanted
            if found:
                label[row + U(j)] = label[row + U(j) + U(1)]
                length_m[row + U(j)] = length_m[row + U(j) + U(1)]
        label[row + U(k - 1)], length_m[row + U(k - 1)] = empty, 0


@compiled
def offer_from_neighbours(net: Net, rows: Rows, node: Array) -> Offers:
    """What out-going arcs of these nodes lead to: the labels of the neighbours, one arc later."""
    k, indptr, arcs = len(rows.slots), net.indptr, net.arcs
    most = 0
    for i in range(len(node)):
        most += (indptr[U(node[i]) + U(1)] - indptr[U(node[i])]) * k
    offers = Offers(np.empty(most, np.uint32), np.empty(most, np.int64), np.empty(most, np.float32))
    count = 0
    for i in range(len(node)):
        for a in range(U(indptr[U(node[i])]), U(indptr[U(node[i]) + U(1)])):
            row = U(arcs[a].head & NODE_BITS) * U(k)
            for j in range(k):
                label = rows.label[row + U(j)]
                if label & LOWER_BITS == LOWER_BITS:
                    break
                offers.node[count] = node[i]
                offers.label[count] = (label | 1) + (np.int64(arcs[a].ds) << TIME_BITS)
                offers.length_m[count] = rows.length_m[row + U(j)] + arcs[a].length_m
                count += 1
    return Offers(offers.node[:count], offers.label[:count], offers.length_m[:count])
