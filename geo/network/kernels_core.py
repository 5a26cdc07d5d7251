"""The compiled loops below `geo.network.kernels`: one label search with a bucket queue (Dial), for every question.

A label is one int64: deciseconds in the upper half, facility times two in the lower, and a last bit that is set
once the label has been passed on to the neighbours. So one comparison tells the earlier of two labels and, of
equally early ones, the lower facility. Each node keeps k labels of different facilities in a row, ascending.

The search corrects labels: a bucket may be a few seconds wide, and a label that is improved after it was passed
on is passed on again. The result is the same for every order of work, because there is only one set of labels
that no arc can improve. So the work goes district by district: nodes are numbered along a curve (Morton order), and
the rows and arcs of neighbouring numbers stay in the cache while a stretch of time is worked off there. Against one
queue for the whole net this takes 0.8 x the time for k = 1 and 0.4 x for k = 3 (a million nodes, in turns).
"""

from typing import NamedTuple

import numpy as np

from geo.network.kernels_net import DEAD_END, NODE_BITS, Array, Net, U, Whole, compiled

BATCH = 16  # nodes taken off the queue at once, so that their rows come from memory side by side

DISTRICT, MOST_DISTRICTS = (
    14,
    256,
)  # a district has 2**14 nodes, or more where there would be too many districts
STRETCH = 64  # buckets that are worked off in one district before the next; from 32 to 128 nearly the same

TIME_BITS = np.int64(32)
LOWER_BITS = np.int64(0xFFFFFFFF)
FREE, TOP, WAITING, DONE, IDLE = 0, 1, 2, 3, 4  # in `Queue.state`


class Rows(NamedTuple):
    """Labels of each node, one row after the other.

    Attributes
    ----------
    label, length_m
        int64 and float32, shape (n * k,).
    slots
        k zeros: their number is known when numba compiles, so that loops over k unroll.
    """

    label: Array
    length_m: Array
    slots: tuple[int, ...]


class Offers(NamedTuple):
    """Labels offered to nodes: uint32 (node, perhaps `DEAD_END`), int64 with the last bit set, float32."""

    node: Array
    label: Array
    length_m: Array


class Queue(NamedTuple):
    """Buckets, a ring per district; each a linked list of entries (node, next entry) in a pool, freed ones likewise.

    Attributes
    ----------
    bucket
        int32, shape (districts, ring).
    district
        A node lies in the district ``node >> district``.
    """

    bucket: Array
    pool: Array
    state: Array
    shift: Whole
    district: Whole


class Log(NamedTuple):
    """Nodes whose rows were changed, in that order, and the rows as they were before."""

    seen: Array
    node: Array
    label: Array
    length_m: Array
    size: Array


@compiled
def spread(net: Net, rows: Rows, seeds: Offers, log: Log | None) -> Log | None:
    """Offer the seeds to their nodes and pass labels on until no arc improves any.

    The last label of an empty row is the limit (see `empty_label`). Returns the log, which may have grown.
    """
    n_most = BATCH * len(rows.slots) * max(net.max_degree, 1)
    queue, current = _new_queue(net, seeds.label)
    taken, offers = _new_offers(BATCH * len(rows.slots) + 1), _new_offers(n_most)
    for begin in range(0, len(seeds.node), n_most):
        part = _slice(seeds, begin, begin + n_most)
        queue = _with_room(queue, len(part.node))
        log = _log_with_room(log, len(part.node), len(rows.slots))
        _accept(rows, part, len(part.node), queue, log)
    while queue.state[WAITING] > 0:
        before = np.int64(-1)
        while (
            before != queue.state[DONE]
        ):  # what crosses into a district that had its turn is taken the next time round
            before = queue.state[DONE]
            for district in range(queue.bucket.shape[0]):
                for now in range(current, current + STRETCH):
                    place = (district, now & (queue.bucket.shape[1] - 1))
                    while queue.bucket[place] >= 0:
                        n_taken = _take(rows, taken, place, (now + 1) << (TIME_BITS + net.shift), queue)
                        n_offers = _pass_on(net, taken, n_taken, offers)
                        queue = _with_room(queue, n_offers)
                        log = _log_with_room(log, n_offers, len(rows.slots))
                        _accept(rows, offers, n_offers, queue, log)
        current += STRETCH
    return log


@compiled
def _new_queue(net: Net, label: Array) -> tuple[Queue, Whole]:
    """An empty queue for seeds with these labels, and the number of its first bucket."""
    first, last = np.int64(0), np.int64(0)
    if len(label):
        first, last = label.min() >> TIME_BITS, label.max() >> TIME_BITS
    span = (max(last - first, np.int64(net.max_ds)) >> net.shift) + STRETCH + 2
    size, district, n_nodes = 1, DISTRICT, len(net.indptr) - 1
    while size < span:
        size *= 2
    while n_nodes >> district >= MOST_DISTRICTS:
        district += 1
    state = np.zeros(5, np.int64)
    state[FREE] = -1
    bucket = np.full(((n_nodes >> district) + 1, size), -1, np.int32)
    queue = Queue(bucket, np.empty(1024, np.int64), state, net.shift, district)
    return queue, first >> net.shift


@compiled
def _new_offers(size: Whole) -> Offers:
    return Offers(np.empty(size, np.uint32), np.empty(size, np.int64), np.empty(size, np.float32))


@compiled
def _slice(offers: Offers, begin: Whole, end: Whole) -> Offers:
    return Offers(offers.node[begin:end], offers.label[begin:end], offers.length_m[begin:end])


@compiled
def _with_room(queue: Queue, n_more: Whole) -> Queue:
    if queue.state[TOP] + n_more <= len(queue.pool):
        return queue
    pool = np.empty(2 * (len(queue.pool) + n_more), np.int64)
    pool[: len(queue.pool)] = queue.pool
    return Queue(queue.bucket, pool, queue.state, queue.shift, queue.district)


@compiled
def _log_with_room(log: Log | None, n_more: Whole, k: Whole) -> Log | None:
    if log is None:
        return log
    old = len(log.node)
    if log.size[0] + n_more <= old:
        return log
    new = 2 * (old + n_more)
    node, label, length_m = (
        np.empty(new, np.int32),
        np.empty(new * k, np.int64),
        np.empty(new * k, np.float32),
    )
    node[:old], label[: old * k], length_m[: old * k] = log.node, log.label, log.length_m
    return Log(log.seen, node, label, length_m, log.size)


@compiled
def _take(rows: Rows, taken: Offers, place: tuple[Whole, Whole], end: Whole, queue: Queue) -> Whole:
    """Take a batch of nodes off a bucket; their labels before ``end`` that still wait are to be passed on."""
    k, label, length_m, pool = len(rows.slots), rows.label, rows.length_m, queue.pool
    entry, free = queue.bucket[place], queue.state[FREE]
    left, left_label, left_m = taken.node, taken.label, taken.length_m
    n_nodes, n_taken = 0, U(0)
    while entry >= 0 and n_nodes < BATCH:
        node_and_next = pool[U(entry)]
        pool[U(entry)] = free
        free = np.int64(entry)
        entry = np.int32(node_and_next & LOWER_BITS)
        n_nodes += 1
        node = U(node_and_next >> TIME_BITS)
        for j in range(k):
            at = node * U(k) + U(j)
            here = label[at]
            left[n_taken], left_label[n_taken] = node, here | 1
            left_m[n_taken] = length_m[at]
            if here < end and here & 1 == 0:
                label[at] = here | 1
                n_taken += U(1)
    queue.bucket[place], queue.state[FREE] = entry, free
    queue.state[WAITING] -= n_nodes
    queue.state[DONE] += n_nodes
    return n_taken


@compiled
def _pass_on(net: Net, taken: Offers, n_taken: Whole, offers: Offers) -> Whole:
    """Offer labels along the arcs of their nodes."""
    indptr, arcs = net.indptr, net.arcs
    n_offers = U(0)
    left, left_label, left_m = taken.node, taken.label, taken.length_m
    offered_to, offered, offered_m = offers.node, offers.label, offers.length_m
    for i in range(U(n_taken)):
        node = U(left[i])
        label, length_m = left_label[i], left_m[i]
        for a in range(U(indptr[node]), U(indptr[node + U(1)])):
            offered_to[n_offers] = arcs[a].head
            offered[n_offers] = label + (np.int64(arcs[a].ds) << TIME_BITS)
            offered_m[n_offers] = length_m + arcs[a].length_m
            n_offers += U(1)
    return n_offers


@compiled
def _accept(rows: Rows, offers: Offers, n_offers: Whole, queue: Queue, log: Log | None) -> None:  # noqa: C901, PLR0915
    """Put offers that are better into the rows, and their nodes on the queue.

    One loop, because a call per offer made the whole search a third slower (measured).
    """
    # Arrays are taken out of their tuples once: numba would count references at every use.
    k, label, length_m = len(rows.slots), rows.label, rows.length_m
    offered_to, offered, offered_m = offers.node, offers.label, offers.length_m
    bucket, pool = queue.bucket, queue.pool
    free, top, n_new = queue.state[FREE], queue.state[TOP], 0
    mask, wide, district = U(bucket.shape[1] - 1), U(queue.shift) + U(TIME_BITS), U(queue.district)
    if k > 1:
        _touch(rows, offers, n_offers, queue)
    for i in range(U(n_offers)):
        node, offer = U(offered_to[i] & NODE_BITS), offered[i]
        row = node * U(k)
        at = row + U(k - 1)
        if offer > label[at] | 1:
            continue
        for j in range(k - 1):  # a facility keeps one place in a row
            if np.int32(label[row + U(j)]) | 1 == np.int32(offer):
                at = row + U(j)
        here = label[at] | 1
        if offer > here or (offer == here and offered_m[i] >= length_m[at]):
            continue
        if log is not None:
            _note(log, rows, node)
        while at > row and label[at - U(1)] > offer:
            label[at], length_m[at] = label[at - U(1)], length_m[at - U(1)]
            at -= U(1)
        leads_on = offered_to[i] < DEAD_END
        length_m[at] = offered_m[i]
        label[at] = offer ^ np.int64(leads_on)
        if not leads_on:
            continue
        place = (node >> district, (U(offer) >> wide) & mask)
        entry = U(top)
        if free >= 0:
            entry = U(free)
            free = pool[entry]
        else:
            top += 1
        pool[entry] = (np.int64(node) << TIME_BITS) | np.int64(np.uint32(bucket[place]))
        bucket[place] = entry
        n_new += 1
    queue.state[FREE], queue.state[TOP] = free, top
    queue.state[WAITING] += n_new


@compiled
def _touch(rows: Rows, offers: Offers, n_offers: Whole, queue: Queue) -> None:
    """Read the rows in question without a decision, so that they come from memory side by side."""
    k = len(rows.slots)
    label, length_m = np.int64(0), np.float32(0)
    for i in range(U(n_offers)):
        row = U(offers.node[i] & NODE_BITS) * U(k)
        label ^= rows.label[row + U(k - 1)]
        length_m += rows.length_m[row]
    queue.state[IDLE] = label ^ np.int64(length_m > 0)  # else the compiler would leave out the reading


@compiled
def _note(log: Log | None, rows: Rows, node: Whole) -> None:
    """Keep a row as it is before its first change."""
    if log is None or log.seen[node]:
        return
    log.seen[node] = 1
    k, place = len(rows.slots), U(log.size[0])
    log.node[place] = node
    for j in range(k):
        log.label[place * U(k) + U(j)] = rows.label[U(node) * U(k) + U(j)]
        log.length_m[place * U(k) + U(j)] = rows.length_m[U(node) * U(k) + U(j)]
    log.size[0] += 1
